"""The attention lab in a browser: does a reader see Python's weights, find the head that copies, and switch it off?"""

import pytest
import stories
import story_model
import story_probe
import train_attention_lab as lab
from atlas.onsite.access import ASK, TAGS
from axe_playwright_python.sync_playwright import Axe
from kit import weights
from lab_pages import reached, started

ATTENTION = "labs/attention/"
PARAMS = weights.load("stories_small")[0]
ALLOWED = "name => document.querySelector(`[data-do=${name}]`).getAttribute('aria-disabled') === 'false'"
SAID = "document.querySelector('.atlas-lab__status').textContent"
CAT = {"colour": "blue", "thing": "hat", "hero": "cat"}
COPIES = {"zh": (0, 1), "en": (0, 3)}
PRESSED = ".atlas-lab form :is(button, input[type=checkbox])"
LONG = 120_000


def out(page, name):
    return page.locator(f"[data-out={name}]").inner_text()


def cells(page, name):
    return [[cell.strip() for cell in line.split("\t")] for line in out(page, name).splitlines()]


def strip(page):
    """The words of the story on the page, and what stands below them."""
    parts = "all => all.map((one) => [...one.childNodes].map((node) => node.textContent))"
    items = page.locator("[data-out=tokens] li").evaluate_all(parts)
    return [item[0] for item in items], [item[1] for item in items]


def free(page):
    page.wait_for_function(ALLOWED, arg="each", timeout=LONG)


def percent(share):
    return f"{100 * share:.1f}".removesuffix(".0") + "%"


def near(shown, shares):
    """Percentages with one decimal, as the page rounds them."""
    assert [float(one.rstrip("%")) for one in shown] == pytest.approx([100 * share for share in shares], abs=0.0501)


def expected(lang, facts=None, off=(), upto=None):
    """p(the next word) and looks[block][head][place] after the story's first `upto` words, of Python's model."""
    tokens = stories.say(lab.PLOT[lang], facts or CAT, lang)
    ids = story_model.encode(tokens)
    upto = len(tokens) - 1 if upto is None else upto
    p, (looks,) = story_probe.last_step(PARAMS, [(tuple(ids[: upto + 1]), 0, 0)], off)
    return tokens, p[0, ids[upto + 1]], looks


def each(page):
    page.wait_for_function("document.querySelectorAll('[data-out=each] tr').length === 8", timeout=LONG)
    free(page)
    return cells(page, "each")


@pytest.mark.parametrize(("lang", "width"), [("zh", 1280), ("en", 360)])
def test_a_reader_with_a_keyboard_finds_the_copying_head(reader, lang, width):
    one = reader(viewport={"width": width, "height": 800})
    page = one.open(f"{lang}/{ATTENTION}")
    assert not [url for url in one.requests if "assets/labs" in url], "nothing is fetched before the start"
    reached(page, ".atlas-lab__start button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".atlas-lab form")
    free(page)
    tokens, whole, looks = expected(lang)
    reached(page, "[name=look]")
    page.locator("[name=look]").select_option(f"1{COPIES[lang][1] + 1}")
    shown = strip(page)[1]
    near(shown, looks[COPIES[lang]])
    assert cells(page, "looks")[0][0].endswith(tokens[-1]), "it looks at the colour"
    reached(page, "[name=at]")
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    _, _, before = expected(lang, upto=len(tokens) - 3)
    shown = strip(page)[1]
    near(shown[:-2], before[COPIES[lang]])
    assert shown[-2:] == ["–", "–"], "words not read yet have no weight"
    page.keyboard.press("End")
    reached(page, "[data-do=each]")
    page.keyboard.press("Enter")
    rows = each(page)
    near([row[1] for row in rows], [expected(lang, off=[head])[1] for head in story_probe.HEADS])
    first = 1 + tokens.index(tokens[-1])
    near([row[2] for row in rows], [looks[head][first] for head in story_probe.HEADS])
    assert page.locator(".atlas-lab__most th").inner_text() == rows[COPIES[lang][1]][0]
    assert rows[COPIES[lang][1]][0] in out(page, "verdict") and percent(whole) in out(page, "verdict")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(Axe().axe_script)
    assert page.evaluate(ASK, TAGS) == []


def test_the_head_is_switched_off_and_the_link_tells(reader):
    page = started(reader, ATTENTION)
    _, whole, _ = expected("en")
    _, off, _ = expected("en", off=[(0, 3)])
    page.locator("[name=off14]").check()
    page.wait_for_function("document.querySelector('[data-out=next-word]').textContent.includes('now')", timeout=LONG)
    assert percent(whole) in out(page, "next-word") and f"{percent(off)} now" in out(page, "next-word")
    assert "off14=1" in page.url and cells(page, "next")[0][0] != "blue"
    free(page)
    page.locator("[data-do=each]").click()
    rows = each(page)
    assert "off already" in rows[3][0] and rows[3][1] == percent(off)
    page.locator("[name=off14]").uncheck()
    page.wait_for_function("!document.querySelector('[data-out=next-word]').textContent.includes('now')", timeout=LONG)
    assert out(page, "each") == "" and "off14" not in page.url, "what was found of another model no longer counts"


def test_a_link_brings_story_place_and_heads_back(reader):
    page = started(reader, ATTENTION, query="?lang=zh&colour=pink&thing=scarf&hero=goat&look=23&at=11&off12=1&off24=x")
    value = "name => document.querySelector('.atlas-lab form').elements[name].value"
    assert [page.evaluate(value, name) for name in ("lang", "colour", "thing", "hero", "look", "at")] == [
        "zh", "pink", "scarf", "goat", "23", "11"]
    assert page.locator("[name=off12]").is_checked() and not page.locator("[name=off24]").is_checked()
    facts = {"colour": "pink", "thing": "scarf", "hero": "goat"}
    tokens, _, looks = expected("zh", facts, off=[(0, 1)], upto=11)
    words, shown = strip(page)
    assert words[1:] == list(tokens[:-1]) and "一条" in tokens
    near(shown[:12], looks[1, 2])
    page.locator("[name=lang]").select_option("en")
    page.wait_for_function("document.querySelector('[data-out=tokens]').textContent.includes('Goat')", timeout=LONG)
    assert page.evaluate(value, "at") == "22" and "at=" not in page.url and "lang=" not in page.url


def test_a_word_is_pressed_and_the_hero_has_another_head(reader):
    page = started(reader, ATTENTION)
    tokens = expected("en")[0]
    again = tokens.index("Cat", tokens.index("Cat") + 1)
    page.locator("[data-out=tokens] button").nth(again).click()
    assert page.locator("[data-out=tokens] button[aria-pressed=true]").inner_text() == tokens[again - 1]
    assert f"at={again}" in page.url
    page.locator("[data-do=each]").click()
    rows = each(page)
    near([row[1] for row in rows], [expected("en", off=[head], upto=again)[1] for head in story_probe.HEADS])
    assert page.locator(".atlas-lab__most th").inner_text() == "Block 1, head 1"
    page.locator("[data-out=tokens] button").nth(0).click()
    assert out(page, "each") == "" and strip(page)[1][0] == "100%"
    page.locator("[data-do=each]").click()
    assert {row[2] for row in each(page)} == {"–"}, "nothing was said before"


def test_nonsense_in_the_address_of_the_attention_lab_is_passed_over(reader):
    page = started(reader, ATTENTION, query="?lang=fr&colour=%3Cb%3E&thing=&hero=99&look=9&at=1e9&off11=yes")
    value = "name => document.querySelector('.atlas-lab form').elements[name].value"
    assert [page.evaluate(value, name) for name in ("lang", "colour", "thing", "hero", "look", "at")] == [
        "en", "blue", "hat", "cat", "11", "22"]
    assert "“blue”" in out(page, "next-word")


def test_pressing_everything_at_once_leaves_the_attention_lab_whole(reader):
    page = started(reader, ATTENTION)
    for _ in range(2):
        page.evaluate(f"document.querySelectorAll({PRESSED!r}).forEach((one) => one.click())")
    page.wait_for_function(f"{SAID} === 'Ready.'", timeout=LONG)
    free(page)
    for number in range(1, 9):
        box = page.locator(f"[name=off{(number + 3) // 4}{(number - 1) % 4 + 1}]")
        assert not box.is_checked()
    page.locator("[name=at]").press("End")
    page.locator("[data-do=each]").click()
    near([row[1] for row in each(page)], [expected("en", off=[head])[1] for head in story_probe.HEADS])
    page.locator("[data-do=reset]").click()
    page.wait_for_function(f"{SAID} === 'Ready.'", timeout=LONG)
    assert out(page, "each") == "" and out(page, "verdict") == ""


def test_a_broken_model_of_the_attention_lab_is_named(reader):
    one = reader()
    one.page.route("**/stories_small.bin*", lambda route: route.fulfill(body=bytes(1000)))
    page = one.open(f"en/{ATTENTION}")
    page.locator(".atlas-lab__start button").click()
    page.wait_for_selector(".atlas-lab__failed")
    assert "stories_small.bin" in page.locator(".atlas-lab__failed").inner_text()


def test_without_a_worker_the_story_is_read_in_the_page(reader):
    one = reader()
    one.context.add_init_script("window.Worker = class { constructor() { throw new Error('no workers here'); } };")
    page = one.open(f"zh/{ATTENTION}")
    page.locator(".atlas-lab__start button").click()
    page.wait_for_selector(".atlas-lab form")
    free(page)
    page.locator("[data-do=each]").click()
    near([row[1] for row in each(page)], [expected("zh", off=[head])[1] for head in story_probe.HEADS])


def test_without_javascript_the_tables_of_the_attention_lab_stand(reader):
    page = reader(java_script_enabled=False).open(f"en/{ATTENTION}")
    assert not page.locator(".atlas-lab__start button").is_visible()
    assert "JavaScript" in page.locator(".atlas-lab noscript").inner_text() and page.locator("article table").count() >= 2
