"""Every page kind, both languages: no sideways scrolling; what a drawing, paper and weight come to. See check_site too."""

import pytest
from browser_pages import PAIRS, widths


@pytest.mark.parametrize("path", PAIRS)
def test_no_sideways_scrolling(reader, path):
    page = reader().open(path)
    for width in widths(page):
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_printed_page_is_the_article_with_sources_terms_answers_and_address(reader, scheme):
    page = reader(color_scheme=scheme).open("en/principles/gan/")
    page.emulate_media(media="print", color_scheme=scheme)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for gone in (".md-header", ".atlas-beside", ".atlas-following", ".atlas-more", ".headerlink"):
        assert page.locator(gone).first.is_hidden(), gone
    for kept in (".atlas-sources", ".atlas-terms dd", ".atlas-option p", ".atlas-start time", "figcaption"):
        assert page.locator(kept).first.is_visible(), kept
    assert "http" in page.locator(".atlas-sources li").first.inner_text()
    imprint = page.locator(".atlas-imprint").inner_text()
    assert page.url.removesuffix("en/principles/gan/") + "c/gan/" in imprint and "licenses/by/4.0" in imprint
    colour = page.locator("article > p:not([class])").first.evaluate("text => getComputedStyle(text).color")
    assert colour == "rgb(0, 0, 0)", "dark on white in either palette"
    assert page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".atlas-imprint").is_visible()


def test_paper_is_no_phone_and_of_the_size_a4(reader):
    page = reader().open("en/challenges/copyright/")
    page.set_viewport_size({"width": 640, "height": 900})
    page.emulate_media(media="print")
    assert page.locator(".atlas-records th").first.evaluate("head => getComputedStyle(head).display") == "table-cell"
    assert b"/MediaBox [0 0 594.9" in page.pdf(prefer_css_page_size=True)


def test_the_article_weighs_little(reader):
    """Counts, not times: an article asks for at most eight things."""
    one = reader()
    one.open("en/principles/gan/")
    assert len(one.requests) <= 8, one.requests
