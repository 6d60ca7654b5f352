"""Every page kind, both languages: no sideways scrolling; what a drawing, paper and weight come to. See check_site too."""

import pytest
from browser_pages import PAIRS


@pytest.mark.parametrize("path", PAIRS)
def test_no_sideways_scrolling(reader, path):
    page = reader().open(path)
    for width in (1280, 768, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(100)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, page.evaluate(
            "[...document.querySelectorAll('article *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
            ".slice(0, 5).map(e => e.outerHTML.slice(0, 120))"
        )


def test_one_drawing_serves_both_palettes(reader):
    fills = []
    for scheme in ("light", "dark"):
        page = reader(color_scheme=scheme).open("en/principles/")
        fills.append(page.locator(".atlas-diagram .node rect").first.evaluate("node => getComputedStyle(node).fill"))
    assert fills[0] != fills[1]


def test_the_printed_page_is_the_article_with_sources_and_terms(reader):
    page = reader().open("en/principles/gan/")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".md-header").is_hidden()
    assert page.locator(".atlas-sources").is_visible()
    assert page.locator(".atlas-terms dd").first.is_visible()


def test_the_article_weighs_little(reader):
    """Counts, not times: an article asks for at most eight things."""
    one = reader()
    one.open("en/principles/gan/")
    assert len(one.requests) <= 8, one.requests
