"""Reading in two languages: does every block get its counterpart, and is everything as before when it is put away?"""

import re

import pytest
from atlas.onsite.access import ASK, TAGS
from atlas.onsite.browsing import SETTLED
from browser_pages import words
from playwright.sync_api import expect

BUTTON = "[data-both] button"
KEY = "Alt+l"
DIRECTIONS = [("zh", "en"), ("en", "zh")]
HTML_LANG = {"zh": "zh-Hans", "en": "en"}
PAGE = "principles/gan/"

BARE = """() => {
  const article = document.querySelector("article.md-content__inner").cloneNode(true);
  article.querySelector("[data-both]")?.remove();
  return article.innerHTML;
}"""
"""The article without the button, which says what it did."""

TEXTS = """(nodes, own) => nodes.map((node) => {
  const shown = node.cloneNode(true);
  shown.querySelectorAll(".headerlink").forEach((link) => link.remove());
  const pair = shown.querySelector(":scope > .atlas-pair");
  return [pair ? pair.firstChild.textContent : shown.textContent, pair?.lastChild.textContent];
})"""
"""[what a block says, what stands beside it] of each."""


def show(page) -> None:
    page.keyboard.press(KEY)
    page.wait_for_selector("html[data-both-shown]")


def put_away(page) -> None:
    page.keyboard.press(KEY)
    page.wait_for_selector("html:not([data-both-shown])")


APART = ".atlas-sources *, .atlas-terms *, .atlas-place, .atlas-start *, .atlas-beside *"
"""What belongs to one language, or is the same in both."""


def letters(text: str | None) -> str:
    return re.sub(r"[\W_]", "", text or "")


@pytest.mark.parametrize("path", [PAGE, "challenges/copyright/"])
@pytest.mark.parametrize(("lang", "there"), DIRECTIONS)
def test_every_block_stands_with_its_own_counterpart(reader, lang, there, path):
    page, other = reader().open(f"{lang}/{path}"), reader().open(f"{there}/{path}")
    show(page)
    for blocks in (
        "article > p",
        "article > :is(ol, ul):not(.atlas-quiz) > li",
        "th",
        "td",
        ".atlas-quiz > li > p",
        "summary",
        "details > p",
    ):
        mine = page.locator(f":is({blocks}):not(.atlas-pair__other, {APART})")
        theirs = other.locator(f":is({blocks}):not({APART})")
        pairs, texts = mine.evaluate_all(TEXTS), theirs.evaluate_all(TEXTS)
        assert len(pairs) == len(texts), blocks
        for (own, beside), (text, _) in zip(pairs, texts):
            if beside is None:
                assert letters(own) == letters(text), blocks
            else:
                assert words(beside) == words(text)
    headings = page.locator("article > h2 + .atlas-pair__heading")
    assert headings.count() == other.locator("article > h2").count()
    langs = page.locator(".atlas-pair__other").evaluate_all("nodes => nodes.map(node => node.lang)")
    assert set(langs) == {HTML_LANG[there]}
    assert page.locator(".atlas-pair__other .headerlink").count() == 0
    assert page.locator(".atlas-pair__other figure svg").count() > 0
    assert page.locator(":is(.atlas-sources, .atlas-terms) .atlas-pair__other").count() == 0
    repeated = page.evaluate(
        "[...document.querySelectorAll('[id]')].map(n => n.id).filter((id, at, all) => all.indexOf(id) !== at)"
    )
    assert repeated == []


@pytest.mark.parametrize(("lang", "there"), DIRECTIONS)
def test_every_page_pairs_section_by_section(reader, site, lang, there):
    page = reader().open(f"{lang}/")
    paths = sorted(str(file.parent.relative_to(site / lang)) for file in (site / lang).rglob("index.html"))
    apart = page.evaluate(
        """async ([address, lang, there, paths]) => {
          const { pairing } = await import(`${address}assets/js/pairs.js`);
          const article = async (place) => {
            const text = await (await fetch(`${address}${place}/`)).text();
            return new DOMParser().parseFromString(text, "text/html").querySelector("article.md-content__inner");
          };
          const found = {};
          for (const path of paths) {
            const { apart } = pairing(await article(`${lang}/${path}`), await article(`${there}/${path}`));
            if (apart.length) found[path] = apart;
          }
          return found;
        }""",
        [page.url.removesuffix(f"{lang}/"), lang, there, [path for path in paths if path not in (".", "references")]],
    )
    assert len(paths) > 50 and apart == {}


def test_what_does_not_correspond_is_shown_whole_and_nothing_is_lost(reader):
    """One section lacks a paragraph, one list an item, one table a row, and one section stands there only."""
    page = reader().open(f"en/{PAGE}")
    before = page.evaluate(BARE)

    def altered(route):
        text = route.fetch().text()
        for old, new in (
            (r'(<h2 id="idea">.*?</h2>\s*)<p>.*?</p>', r"\1"),
            (r'(<h2 id="training">.*?<ol>\s*)<li>.*?</li>', r"\1"),
            (r'(<h2 id="mode-collapse">.*?<tbody>\s*)<tr>.*?</tr>', r"\1"),
            (r'<h2 id="quiz">', r'<h2 id="only-there">另有一节</h2><p>只在中文里。</p><h2 id="quiz">'),
        ):
            text, count = re.subn(old, new, text, count=1, flags=re.DOTALL)
            assert count == 1
        route.fulfill(body=text, content_type="text/html; charset=utf-8")

    page.route(f"**/zh/{PAGE}", altered)
    show(page)
    after = page.locator("h2#idea ~ .atlas-pair__whole").first
    assert after.locator("p").count() == 2 and "Schmidhuber" in after.inner_text()
    assert page.locator("h2#idea + p > .atlas-pair").count() == 0
    assert page.locator("h2#training ~ ol + .atlas-pair__whole > ol > li").count() == 3
    assert page.locator("h2#training ~ ol").first.locator(".atlas-pair").count() == 0
    assert page.locator("h2#training + .atlas-pair__heading + p > .atlas-pair").count() == 1
    assert page.locator("table + .atlas-pair__whole > table").count() == 1
    assert page.get_by_text("只在中文里。").count() == 1
    put_away(page)
    assert page.evaluate(BARE) == before


@pytest.mark.parametrize("path", [PAGE, "history/timeline/", "glossary/", "learn/self-test/", "concept-map/", ""])
def test_putting_it_away_leaves_the_page_as_it_was(reader, path):
    page = reader().open(f"zh/{path}")
    before = page.evaluate(BARE)
    page.locator(BUTTON).press("Enter")
    page.wait_for_selector("html[data-both-shown]")
    assert page.locator(BUTTON).get_attribute("aria-pressed") == "true"
    assert page.evaluate(BARE) != before
    page.locator(BUTTON).press("Enter")
    page.wait_for_selector("html:not([data-both-shown])")
    assert page.locator(BUTTON).get_attribute("aria-pressed") == "false"
    assert page.evaluate(BARE) == before


def test_nothing_is_loaded_before_it_is_asked_for(reader):
    one = reader()
    page = one.open(f"en/{PAGE}")
    before = len(one.requests)
    assert not [url for url in one.requests if "both.js" in url or "/zh/" in url]
    show(page)
    put_away(page)
    show(page)
    names = [url.removeprefix(one.address).partition("?")[0] for url in one.requests[before:]]
    assert sorted(names) == ["assets/js/both.js", "assets/js/pairs.js", f"zh/{PAGE}"]


@pytest.mark.parametrize(("lang", "said"), [("zh", ("附上", "收起")), ("en", ("stands", "put away"))])
def test_what_happened_is_announced(reader, lang, said):
    page = reader().open(f"{lang}/{PAGE}")
    status = page.locator("[data-both] [role=status]")
    show(page)
    expect(status).to_contain_text(said[0])
    put_away(page)
    expect(status).to_contain_text(said[1])


@pytest.mark.parametrize("keys", ["l", "b", "Shift+L", "Control+Alt+l", "Alt+Shift+L", "Alt+b"])
def test_other_keys_do_nothing(reader, keys):
    page = reader().open(f"en/{PAGE}")
    page.keyboard.press(keys)
    page.wait_for_timeout(200)
    assert page.locator(".atlas-pair").count() == 0


def test_the_key_is_left_alone_in_a_field(reader):
    page = reader().open("zh/glossary/")
    page.locator("#glossary-filter").focus()
    page.keyboard.press(KEY)
    page.wait_for_timeout(200)
    assert page.locator(".atlas-pair").count() == 0


@pytest.mark.parametrize("at", [0, 0.4, 0.8])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_block_being_read_stays_where_it_is(reader, width, at):
    page = reader(viewport={"width": width, "height": 800}).open(f"zh/{PAGE}")
    page.evaluate("at => scrollTo(0, at * document.documentElement.scrollHeight)", at)
    page.wait_for_timeout(200)
    page.evaluate(
        "window.read = [...document.querySelectorAll('article :is(p, li, th, td, figure, h1, h2, summary)')]"
        ".filter(block => !block.querySelector('p, li') && block.checkVisibility())"
        ".find(block => block.getBoundingClientRect().bottom > innerHeight / 3)"
    )
    where = "read.getBoundingClientRect().top"
    before = page.evaluate(where)
    show(page)
    assert abs(page.evaluate(where) - before) < 2
    put_away(page)
    assert abs(page.evaluate(where) - before) < 2


def test_the_focus_stays_on_a_link_of_the_text(reader):
    page = reader().open(f"en/{PAGE}")
    link = page.locator("article > p a").first
    link.focus()
    show(page)
    assert link.evaluate("link => link === document.activeElement")


def test_the_choice_goes_with_the_reader(reader):
    one = reader()
    page = one.open(f"en/{PAGE}")
    show(page)
    for path in ("en/principles/vae/", f"zh/{PAGE}"):
        one.open(path)
        page.wait_for_selector("html[data-both-shown]")
        assert page.locator(".atlas-pair").count() > 20
        assert page.locator(BUTTON).get_attribute("aria-pressed") == "true"
    put_away(page)
    one.open("en/principles/vae/")
    page.wait_for_timeout(300)
    assert page.locator(".atlas-pair").count() == 0


@pytest.mark.parametrize(("lang", "there"), DIRECTIONS)
@pytest.mark.parametrize("what", ["page", "script"])
def test_it_says_so_when_the_other_page_cannot_be_had(reader, lang, there, what):
    one = reader()
    page = one.open(f"{lang}/{PAGE}")
    before = page.evaluate(BARE)
    page.route(f"**/{there}/{PAGE}" if what == "page" else "**/both.js*", lambda route: route.abort())
    page.keyboard.press(KEY)
    failed = page.locator("[data-both-failed]")
    expect(failed).to_be_visible()
    assert page.locator(BUTTON).get_attribute("aria-pressed") == "false"
    assert page.evaluate(BARE) == before
    one.faults.clear()  # the request that was cut off
    if what == "page":
        page.unroute_all()
        show(page)
        expect(failed).to_be_hidden()
    else:
        failed.locator("a").click()
        page.wait_for_url(f"**/{there}/{PAGE}")


def test_two_presses_at_once_change_nothing(reader):
    page = reader().open(f"en/{PAGE}")
    before = page.evaluate(BARE)
    page.locator(BUTTON).evaluate("button => { button.click(); button.click(); }")
    page.wait_for_timeout(800)
    assert page.evaluate(BARE) == before
    assert page.locator(BUTTON).get_attribute("aria-pressed") == "false"


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (768, True), (360, False)])
def test_beside_where_there_is_room_and_below_where_there_is_none(reader, width, beside):
    page = reader(viewport={"width": width, "height": 800}).open(f"zh/{PAGE}")
    assert page.locator(BUTTON).bounding_box()["height"] >= 44
    show(page)
    pair = page.locator("article > p > .atlas-pair").first
    own, other = (pair.locator(f"> {name}").bounding_box() for name in (".atlas-pair__own", ".atlas-pair__beside"))
    if beside:
        assert abs(own["y"] - other["y"]) < 1 and own["x"] + own["width"] < other["x"]
    else:
        assert own["y"] + own["height"] <= other["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_links_lead_where_they_led(reader):
    one = reader()
    page = one.open(f"zh/{PAGE}")
    show(page)
    links = page.locator(".atlas-pair__other a[href]").evaluate_all("links => links.map(link => link.href)")
    here = f"{one.address}zh/{PAGE}#"
    assert {link.startswith((here, f"{one.address}en/", "https:")) for link in links} == {True}
    assert any(link.startswith(f"{here}ref-goodfellow2014gan") for link in links)
    assert f"{one.address}en/definitions/generative-ai/#generative-discriminative" in links
    assert page.locator(".atlas-pair__other [data-card]").count() == 0


def test_cards_filters_and_the_self_test_go_on_working(reader):
    one = reader()
    page = one.open(f"en/{PAGE}")
    show(page)
    page.locator(".atlas-pair__own .atlas-cite a").first.hover()
    expect(page.locator("#atlas-card")).to_be_visible()
    one.open("en/history/timeline/")
    page.wait_for_selector("html[data-both-shown]")
    page.locator("#timeline-filter").fill("AlexNet")
    rows = page.locator("tr[data-filter-item]:visible")
    assert 0 < rows.count() < 10
    assert rows.first.locator(".atlas-pair").count() >= 2
    one.open("en/learn/self-test/")
    page.wait_for_selector("html[data-both-shown]")
    question = page.locator("li[data-page]").first
    question.locator(".atlas-option--wrong summary").first.click()
    result = page.locator("[data-self-test] [role=status]")
    expect(result).to_contain_text("0 of 1")
    assert "/en/" in result.locator("a").evaluate("link => link.href")


def test_the_glossary_pairs_by_entry_and_not_by_order(reader, book):
    page = reader().open("zh/glossary/")
    show(page)
    for name in ("gan", "diffusion-model", "aigc"):
        beside = page.locator(f"#{name} > p .atlas-pair__beside").first
        assert words(beside.text_content()) == words(book.concepts[name].definition["en"])


def test_the_references_have_no_button(reader):
    assert reader().open("en/references/").locator("[data-both]").count() == 0


def test_without_javascript_there_is_no_button(reader):
    page = reader(java_script_enabled=False).open(f"en/{PAGE}")
    assert page.locator("[data-both]").is_hidden()


def test_paper_shows_what_the_screen_shows(reader):
    page = reader().open(f"en/{PAGE}")
    show(page)
    page.emulate_media(media="print")
    assert page.locator("article > p .atlas-pair__beside").first.is_visible()
    assert page.locator(BUTTON).is_hidden()


@pytest.mark.parametrize("path", [f"zh/{PAGE}", "en/challenges/copyright/", "en/history/timeline/", "zh/concept-map/"])
def test_nobody_is_shut_out(reader, path):
    from axe_playwright_python.sync_playwright import Axe

    page = reader(color_scheme="light").open(path)
    page.evaluate(Axe().axe_script)
    show(page)
    page.evaluate("scrollTo(0, 0)")  # else the header may cover half of a link below it
    for palette in ("light", "dark"):
        page.emulate_media(color_scheme=palette)
        page.evaluate(SETTLED)
        assert page.evaluate(ASK, TAGS) == [], palette
