"""The counting lab on screen: does every reader see Python's numbers, whatever the text, and a way out of every trouble?"""

import counting
import pytest
import stories
from atlas.onsite.access import ASK, TAGS
from axe_playwright_python.sync_playwright import Axe
from kit import weights
from lab_pages import reached, started

COUNTING = "labs/counting/"
DONE = "['Done.', '完成。'].includes(document.querySelector('[data-out=progress]').textContent)"
LONG = 120_000
"""Milliseconds that counting may take on a machine that does other things as well."""


def percent(share):
    return f"{100 * share:.1f}%"


def cells(page, name):
    return [line.split("\t") for line in page.locator(f"[data-out={name}]").inner_text().splitlines()]


def counted(page):
    page.locator("[data-do=count]").click()
    page.wait_for_function(DONE, timeout=LONG)


def said(page, words):
    shown = "words => document.querySelector('[data-out=progress]').textContent.includes(words)"
    page.wait_for_function(shown, arg=words, timeout=LONG)


@pytest.mark.parametrize(("lang", "width"), [("zh", 1280), ("en", 360)])
def test_counting_by_keyboard_shows_python_s_numbers(reader, lang, width):
    one = reader(viewport={"width": width, "height": 800})
    page = one.open(f"{lang}/{COUNTING}")
    assert not [url for url in one.requests if "assets/labs" in url], "nothing is fetched before the start"
    reached(page, ".atlas-lab__start button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".atlas-lab form")
    reached(page, "[data-do=count]")
    page.keyboard.press("Enter")
    page.wait_for_function(DONE, timeout=LONG)
    learnt, held = counting.told(lang, 100, 1)
    model, _, expected = counting.measured(learnt, held, counting.STORY_WORDS, 1, True)
    shown = cells(page, "scores")
    for n, row in enumerate(shown[:6], 1):
        assert row[0] == str(n) and row[1].startswith(f"{expected['bits'][n - 1]:.2f}")
        assert row[2:] == [percent(expected["known"][n - 1]), percent(expected["copied"][n - 1])]
    network = counting.network_rows(weights.load("stories_small")[0], held)
    assert [row[1] for row in shown[6:]] == [f"{network.mean():.2f}", f"{counting.grammar_bits(held, lang):.2f}"]
    reached(page, "[data-do=on]")
    page.keyboard.press("Enter")
    page.wait_for_function(f"document.querySelector('[name=place]').value === '6' && {DONE}")
    told, end = held[0], 5
    seen = model.after(told[:end], 2)
    right = [row for row in cells(page, "follows") if {"zh": "真正", "en": "comes next"}[lang] in row[0]]
    p = model.by_order(told[end], told[:end])[2]
    assert len(right) == 1 and right[0][1].startswith(f"{seen[told[end]]} (") and right[0][2].startswith(percent(p))
    reached(page, "[data-do=another]")
    page.keyboard.press("Enter")
    page.wait_for_function(f"document.querySelector('[name=version]').value === '2' && {DONE}")
    story = counting.generate(counting.Shorter(model, 3), counting.Counter(1).split("show 3 2"), counting.LONGEST, stop=stories.EOS)
    assert page.locator("[data-out=written]").inner_text() == stories.text(story, lang)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(Axe().axe_script)
    assert page.evaluate(ASK, TAGS) == []


def test_a_link_restores_what_is_counted(reader):
    page = started(reader, COUNTING, query="?text=daodejing&language=zh&seed=7&n=2&place=500&stories=7")
    value = "name => document.querySelector('.atlas-lab form').elements[name].value"
    assert [page.evaluate(value, name) for name in ("text", "language", "seed", "n", "place", "stories")] == [
        "daodejing", "zh", "7", "2", "500", "100"]
    assert not page.locator("[name=stories]").is_visible() and not page.locator("[name=own]").is_visible()
    counted(page)
    learnt, held = counting.chapters("zh", 7)
    expected = counting.measured(learnt, held, counting.words(learnt, held), 7, False)[2]
    assert [row[1][:4] for row in cells(page, "scores")] == [f"{bits:.2f}" for bits in expected["bits"]]
    assert not page.locator("[data-out=sweep]").is_visible()
    assert held[0][498] in page.locator("[data-out=context]").inner_text()
    page.locator("[name=seed]").fill("8")
    page.locator("[name=seed]").press("Tab")
    assert "seed=8" in page.url and "text=daodejing" in page.url


def test_own_texts_good_and_bad(reader):
    page = started(reader, COUNTING, query="?text=own")
    page.locator("[data-do=count]").click()
    said(page, "empty")
    own = page.locator("[name=own]")
    own.fill("too short")
    page.locator("[data-do=count]").click()
    said(page, "9 tokens")
    assert "own=too+short" in page.url
    own.fill("מים רבים לא יוכלו לכבות 👍🏽\n" * 40)
    counted(page)
    assert "own=" not in page.url, "a long text stays out of the address"
    assert "�" not in page.locator("[data-out=written]").inner_text()
    assert len(cells(page, "scores")) == 6 and page.locator("[name=place]").get_attribute("max") == str((40 * 27 - 1) // 8)
    page.locator("[name=place]").fill("99")
    page.locator("[name=place]").press("Tab")
    page.wait_for_function(DONE)
    own.fill("a b" * 20_000)
    counted(page)
    assert "first 50,000" in page.locator("[data-out=summary]").inner_text()
    page.locator("[name=n]").fill("9")
    page.locator("[name=n]").press("Tab")
    assert page.evaluate("document.activeElement.name") == "n"
    own.fill("<img src=x onerror=alert(1)>" * 4)
    page.locator("[name=n]").fill("6")
    counted(page)
    assert page.locator(".atlas-lab form img").count() == 0


def test_everything_of_counting_pressed_at_once(reader):
    one = reader()
    faults = []
    one.page.on("pageerror", lambda error: faults.append(str(error)))
    page = one.open(f"en/{COUNTING}?n=x&text=nothing&place=99999")
    page.locator(".atlas-lab__start button").click()
    page.wait_for_selector(".atlas-lab form")
    status = "document.querySelector('.atlas-lab__status').textContent"
    page.wait_for_function(f"{status} === 'Ready.'")
    assert page.locator("[name=text]").input_value() == "stories"
    for _ in range(2):
        page.evaluate("document.querySelectorAll('.atlas-lab form button').forEach((button) => button.click())")
    page.wait_for_function(f"{status} === 'Ready.'", timeout=LONG)
    counted(page)
    changed = "for (const name of ['n', 'version']) document.querySelector(`[name=${name}]`).dispatchEvent(new Event('change'))"
    for _ in range(5):
        page.evaluate(changed)
        page.evaluate("document.querySelectorAll('[data-do=on], [data-do=another]').forEach((button) => button.click())")
    page.wait_for_function(DONE)
    page.locator("[data-do=reset]").click()
    page.wait_for_function(f"{status} === 'Ready.'")
    assert not page.locator("[data-out=scores]").is_visible() and not faults
    assert not page.locator(".atlas-lab__failed").count()


def test_counting_without_a_worker_or_with_a_broken_file(reader):
    one = reader()
    one.context.add_init_script("window.Worker = class { constructor() { throw new Error('no workers here'); } };")
    page = one.open(f"en/{COUNTING}?stories=10")
    page.locator(".atlas-lab__start button").click()
    page.wait_for_selector(".atlas-lab form")
    page.locator("[data-do=count]").click()
    page.wait_for_function(DONE, timeout=LONG)
    assert len(cells(page, "scores")) == 8
    two = reader()
    two.page.route("**/stories_small.bin*", lambda route: route.fulfill(body=bytes(79136), content_type="application/octet-stream"))
    page = two.open(f"en/{COUNTING}")
    page.locator(".atlas-lab__start button").click()
    page.wait_for_selector(".atlas-lab__failed")
    assert "stories_small.bin" in page.locator(".atlas-lab__failed").inner_text()


def test_a_page_in_the_place_of_the_daodejing_is_noticed(reader):
    one = reader()
    one.page.route("**/daodejing.en.txt*", lambda route: route.fulfill(body="<html>sign in", content_type="text/plain"))
    page = one.open(f"en/{COUNTING}")
    page.locator(".atlas-lab__start button").click()
    page.wait_for_selector(".atlas-lab__failed")
    assert "not the Daodejing" in page.locator(".atlas-lab__failed").inner_text()


def test_counting_without_javascript(reader):
    page = reader(java_script_enabled=False).open(f"zh/{COUNTING}")
    assert not page.locator(".atlas-lab__start button").is_visible()
    assert "JavaScript" in page.locator(".atlas-lab noscript").inner_text() and page.locator("article table").count() >= 5
