"""The frame around every article: header, lists beside it, palette, what stands above and below, all by keyboard too."""

import re
from itertools import pairwise

import pytest

FOCUS = "document.activeElement"


def tab_to(page, wanted: str, presses: int = 60) -> None:
    """Press Tab until something that matches is in focus, as a reader without a mouse does."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUS}.matches({wanted!r})"):
            return
    raise AssertionError(f"{wanted} is not reached with {presses} presses of Tab")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_press_of_tab_leads_to_the_text(reader, lang):
    page = reader().open(f"{lang}/principles/gan/")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUS}.className") == "md-skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#top")


def test_everything_in_the_header_is_reached_and_shows_that_it_has_the_focus(reader):
    page = reader(viewport={"width": 360, "height": 740}).open("en/principles/gan/")
    tools = (".atlas-brand", "label[for=__search] svg", ".atlas-switch", ".atlas-palette")
    for wanted in (*tools, ".atlas-tabs a", ".atlas-beside summary"):
        tab_to(page, wanted)
        style = page.evaluate(f"getComputedStyle({FOCUS}).outlineStyle")
        assert style not in ("none", ""), wanted
    page.locator("label[for=__search] svg").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"{FOCUS}.matches('[data-md-component=search-query]')")


def test_the_lists_fold_on_a_phone_and_stand_open_on_a_desk(reader):
    narrow = reader(viewport={"width": 360, "height": 740}).open("zh/principles/gan/")
    lists = narrow.locator(".atlas-beside")
    assert lists.count() == 2 and not narrow.locator(".atlas-beside nav").first.is_visible()
    tab_to(narrow, ".atlas-beside--page summary")
    narrow.keyboard.press("Enter")
    narrow.locator(".atlas-beside--page a", has_text="手算").click()
    assert re.search(r"#[\w-]+$", narrow.url) and not narrow.locator(".atlas-beside--page nav").is_visible()
    wide = reader().open("zh/principles/gan/")
    assert wide.locator(".atlas-beside--section [aria-current=page]").inner_text() == "生成对抗网络（GAN）"
    wide.locator("#mode-collapse").scroll_into_view_if_needed()
    wide.evaluate("document.getElementById('mode-collapse').scrollIntoView()")
    wide.wait_for_selector(".atlas-beside--page a[aria-current=true][href='#mode-collapse']")


def test_the_palette_goes_round_and_is_remembered(reader):
    one = reader(color_scheme="dark")
    page = one.open("en/glossary/")
    scheme = "document.body.dataset.mdColorScheme"
    button = page.locator(".atlas-palette")
    said = []
    for _ in range(3):
        said.append((page.evaluate(scheme), button.get_attribute("aria-label")))
        button.press("Enter")
    assert [one for one, _ in said] == ["slate", "default", "slate"] and len({name for _, name in said}) == 3
    button.press("Enter")  # light
    one.open("en/principles/gan/")
    assert page.evaluate(scheme) == "default"


def test_a_chosen_palette_stands_before_anything_is_painted(reader):
    one = reader(color_scheme="dark")
    one.page.route("**/*.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page = one.open("en/")
    scheme = "document.body.dataset.mdColorScheme"
    assert page.evaluate(scheme) == "slate"
    page.evaluate("localStorage.setItem('atlas-palette', 'light')")
    one.open("zh/")
    assert page.evaluate(scheme) == "default"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_says_what_it_is_about_and_how_to_cite_it(reader, lang):
    one = reader(permissions=["clipboard-read", "clipboard-write"])
    page = one.open(f"{lang}/principles/gan/")
    start = page.locator(".atlas-start")
    other = "en" if lang == "zh" else "zh"
    assert start.locator(".atlas-twin a").get_attribute("hreflang") == other
    assert start.locator("dfn").inner_text() == {"zh": "生成对抗网络", "en": "Generative adversarial network"}[lang]
    page.locator(".atlas-citing summary").click()
    address = page.locator(".atlas-citing dd span").first.inner_text()
    assert address == f"{one.address}c/gan/"
    page.locator(".atlas-copy").first.click()
    done = {"zh": "已复制", "en": "Copied"}[lang]
    page.wait_for_function(f"document.querySelector('.atlas-copy').textContent === '{done}'")
    assert page.evaluate("navigator.clipboard.readText()") == address
    assert "@misc{aigcatlas-" in page.locator(".atlas-citing dd").nth(2).inner_text()


def test_the_next_page_is_one_for_which_everything_has_been_read(reader, book):
    page = reader().open("en/principles/training/")
    before, after = book.neighbours("principles/training")
    assert page.locator("a[rel=prev]").get_attribute("href").endswith(f"{before.split('/')[-1]}/")
    page.locator("a[rel=next]").click()
    page.wait_for_url(f"**/{after}/")


def test_the_theme_s_script_is_fetched_by_those_who_search_only(reader):
    one = reader()
    page = one.open("en/principles/gan/")
    page.mouse.wheel(0, 3000)
    page.locator(".atlas-palette").click()
    page.wait_for_timeout(300)
    assert not [url for url in one.requests if "bundle" in url]
    with page.expect_request("**/bundle.js*"):
        page.locator("[data-md-component=search-query]").hover()
    page.wait_for_timeout(300)
    assert len([url for url in one.requests if "bundle" in url]) == 1


def test_motion_and_colours_follow_the_system(reader):
    page = reader(reduced_motion="reduce").open("en/principles/gan/")
    assert page.evaluate("[...document.querySelectorAll('*')].every(e => getComputedStyle(e).transitionDuration === '0s')")
    forced = reader(forced_colors="active").open("en/principles/gan/")
    for wanted in (".atlas-next a", ".atlas-option", ".md-search__form"):
        assert forced.evaluate(f"getComputedStyle(document.querySelector({wanted!r})).borderTopStyle") == "solid", wanted
    forced.keyboard.press("Tab")
    forced.keyboard.press("Tab")
    assert forced.evaluate(f"getComputedStyle({FOCUS}).outlineStyle") == "solid"


def test_definitions_stand_in_the_margin_of_a_wide_screen_without_meeting(reader):
    page = reader(viewport={"width": 1680, "height": 1000}).open("zh/principles/gan/")
    page.wait_for_selector(".atlas-margin")
    boxes = page.evaluate(
        "[...document.querySelectorAll('.atlas-margin')].map(note => note.getBoundingClientRect())"
        ".map(box => [box.left, box.top, box.bottom])"
    )
    text = page.evaluate("document.querySelector('article > p').getBoundingClientRect().right")
    assert len(boxes) > 3 and all(left > text for left, _, _ in boxes)
    boxes.sort(key=lambda box: box[1])
    assert all(above[2] <= below[1] for above, below in pairwise(boxes))
    narrow = reader().open("zh/principles/gan/")
    assert narrow.locator(".atlas-margin").count() == 0


def test_questions_and_filters_are_answered_by_keyboard(reader):
    page = reader().open("en/principles/gan/")
    question = page.locator(".atlas-option").first
    question.locator("summary").focus()
    page.keyboard.press("Enter")
    assert question.locator("p").is_visible()
    timeline = reader().open("en/history/timeline/")
    tab_to(timeline, ".atlas-filter input")
    timeline.keyboard.type("turing")
    shown = "tbody tr:not([hidden])"
    assert 0 < timeline.locator(shown).count() < 10
    timeline.keyboard.press("Tab")
    timeline.keyboard.press("ArrowDown")
    assert timeline.evaluate(f"{FOCUS}.tagName") == "SELECT" and timeline.evaluate(f"{FOCUS}.value") != ""
