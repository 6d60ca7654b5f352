"""Labs: does every reader get to the end of one, with the numbers that Python gets, and out of every trouble?"""

import json
import re

import pytest
from atlas.onsite.access import ASK, TAGS
from axe_playwright_python.sync_playwright import Axe
from building import ROOT
from lab_pages import comes_to_rest, reached, started

PIPELINE = "labs/pipeline/"
STORED = json.loads((ROOT / "models/weights/pipeline_lab.json").read_text(encoding="utf-8"))
FREE = "document.querySelector('[data-do=learn]').getAttribute('aria-disabled') === 'false'"
LONG = 120_000
"""Milliseconds that a training may take on a machine that does other things as well."""


def while_training(page, act):
    """Do something in the page as soon as the training is on its way, however slow the machine is."""
    under_way = "document.querySelector('[data-out=progress]').textContent.includes('1,200')"
    page.wait_for_function(f"{under_way} && ({act}, true)", timeout=LONG)


def stands_still(page):
    """Whether the progress comes to rest before the training has ended."""
    return "1,200" in comes_to_rest(page, "document.querySelector('[data-out=progress]').textContent")


def rows(page):
    return [line.split("\t") for line in page.locator("[data-out=rounds]").inner_text().splitlines()]


def shown(row, lang):
    """How the table writes a row of the stored history."""
    digit = max(range(10), key=lambda k: row["share"][k])
    percent = f"{100 * row['share'][digit]:.1f}".removesuffix(".0") + "%"
    plain = [f"{row[key]:.2f}" for key in ("effective", "variety")]
    votes = {"zh": f"{row['votes']} 票中 {row['likes']} 票", "en": f"{row['likes']} of {row['votes']}"}[lang]
    return [votes if row["votes"] else "–", {"zh": f"{digit}，{percent}", "en": f"{digit}, {percent}"}[lang], *plain]


@pytest.mark.parametrize(("lang", "width"), [("zh", 1280), ("en", 360)])
def test_a_reader_with_a_keyboard_gets_to_the_end_and_sees_python_s_numbers(reader, lang, width):
    one = reader(viewport={"width": width, "height": 800})
    page = one.open(f"{lang}/{PIPELINE}")
    assert not [url for url in one.requests if "assets/labs" in url], "nothing is fetched before the start"
    reached(page, ".atlas-lab__start button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".atlas-lab form")
    reached(page, "[data-do=train]")
    page.keyboard.press("Enter")
    page.wait_for_function(FREE, timeout=LONG)
    for _ in range(2):
        reached(page, "[data-do=auto]")
        page.keyboard.press("Enter")
        reached(page, "[data-do=learn]")
        page.keyboard.press("Enter")
        page.wait_for_function(f"!({FREE})")
        page.wait_for_function(FREE, timeout=LONG)
        for _ in range(30):
            page.keyboard.press("Shift+Tab")
    assert [row[1:] for row in rows(page)] == [shown(row, lang) for row in STORED["loops"]["alone"]["seed1"][:3]]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(Axe().axe_script)
    assert page.evaluate(ASK, TAGS) == []


def test_a_link_carries_the_state(reader):
    page = started(reader, PIPELINE, query="?n4=0&seed=3&mixed=1&n5=1000&likes=x")
    value = "name => document.querySelector('.atlas-lab form').elements[name].value"
    assert [page.evaluate(value, name) for name in ("n4", "seed", "n5", "likes", "n0")] == ["0", "3", "1", "7", "1"]
    assert page.locator("[name=mixed]").is_checked()
    page.locator("[data-set]").last.click()
    assert "n0=81" in page.url and "n4" not in page.url and "mixed=1" in page.url


def test_votes_that_nobody_hears_change_nothing_in_the_choice(reader):
    page = started(reader, PIPELINE, query="?unheard=1")
    page.locator("[data-do=train]").click()
    page.wait_for_function(FREE, timeout=LONG)
    page.locator("[data-do=auto]").click()
    page.locator("[data-do=learn]").click()
    page.wait_for_function(f"!({FREE})")
    page.wait_for_function(FREE, timeout=LONG)
    assert [row[1:] for row in rows(page)] == [shown(row, "en") for row in STORED["loops"]["unheard"]["seed1"][:2]]


def test_what_is_left_out_of_the_data_is_not_drawn(reader):
    page = started(reader, PIPELINE, query="?n4=0")
    page.locator("[data-do=train]").click()
    page.wait_for_function(FREE, timeout=LONG)
    cells = [line.split("\t") for line in page.locator("[data-out=shares]").inner_text().splitlines()]
    assert cells[4][1] == "0%"
    out = STORED["mixes"]["no_fours"]["seed1"]["share"]
    assert [cell[2] for cell in cells] == [f"{100 * share:.1f}".removesuffix(".0") + "%" for share in out]


def test_without_javascript_the_page_says_what_came_of_it(reader):
    page = reader(java_script_enabled=False).open(f"zh/{PIPELINE}")
    assert not page.locator(".atlas-lab__start button").is_visible()
    assert "JavaScript" in page.locator(".atlas-lab noscript").inner_text()
    assert page.locator("article .atlas-figure").first.is_visible() and page.locator("article table").count() >= 1


def test_a_file_that_is_missing_or_broken_is_named(reader):
    one = reader()
    one.page.route("**/judge.bin*", lambda route: route.fulfill(body=bytes(19240), content_type="application/octet-stream"))
    page = one.open(f"en/{PIPELINE}")
    page.locator(".atlas-lab__start button").click()
    page.wait_for_selector(".atlas-lab__failed")
    assert "judge.bin" in page.locator(".atlas-lab__failed").inner_text()


def test_without_a_worker_it_goes_on_in_the_page(reader):
    one = reader()
    one.context.add_init_script("window.Worker = class { constructor() { throw new Error('no workers here'); } };")
    page = one.open(f"en/{PIPELINE}")
    page.locator(".atlas-lab__start button").click()
    page.wait_for_selector(".atlas-lab form")
    page.locator("[data-do=train]").click()
    page.wait_for_function(FREE, timeout=LONG)
    assert rows(page)[0][1:] == shown(STORED["loops"]["alone"]["seed1"][0], "en")


def test_whoever_presses_everything_gets_an_answer_and_a_fresh_start(reader):
    page = started(reader, PIPELINE)
    for _ in range(2):
        page.evaluate("document.querySelectorAll('.atlas-lab form button').forEach((button) => button.click())")
    said = ".atlas-lab__status"
    page.wait_for_function("document.querySelector('[data-do=train]').getAttribute('aria-disabled') === 'false'", timeout=LONG)
    page.locator("[data-do=train]").click()
    while_training(page, "document.querySelector('[data-do=pause]').click()")
    assert page.locator("[data-do=pause]").get_attribute("aria-pressed") == "true"
    assert stands_still(page)
    page.locator("[data-do=stop]").click()
    page.wait_for_function(f"document.querySelector({said!r}).textContent === 'Stopped.'")
    page.locator("[data-do=train]").click()  # it was stopped while it was paused
    while_training(page, "document.querySelector('[data-do=reset]').click()")
    page.wait_for_function(f"document.querySelector({said!r}).textContent === 'Ready.'")
    for digit in range(10):
        page.locator(f"[name=n{digit}]").fill("0")
    page.locator("[data-do=train]").click()
    page.wait_for_function(f"document.querySelector({said!r}).textContent.includes('nothing to learn from')")


def test_a_sleeping_tab_stops_computing(reader):
    page = started(reader, PIPELINE)
    page.locator("[data-do=train]").click()
    hide = "Object.defineProperty(document, 'hidden', {{ value: {}, configurable: true }}), "
    hide += "document.dispatchEvent(new Event('visibilitychange'))"
    while_training(page, hide.format("true"))
    assert stands_still(page)
    page.evaluate(hide.format("false"))
    page.wait_for_function(FREE, timeout=LONG)


def test_chromium_trains_to_the_same_weights(reader):
    page = reader().open(f"en/{PIPELINE}")
    base = re.sub(r"view\.mjs.*", "", page.locator(".atlas-lab").evaluate("lab => new URL(lab.dataset.lab, document.baseURI).href"))
    found = page.evaluate(
        """async (base) => {
          const [core, nn, diffusion, files] = await Promise.all([
            "core.mjs", "../kit/nn.mjs", "../models/diffusion.mjs", "../kit/files.mjs"].map((name) => import(base + name)));
          const world = core.load({ text: await files.text("digits.txt"), judge: await files.weights("judge") });
          const trainer = new diffusion.Trainer(core.chosen(world, new Array(10).fill(1)), { ...core.MODEL, seed: 1 });
          for (let step = 0; step < 30; step++) trainer.step();
          return nn.digest(trainer.params);
        }""",
        base,
    )
    assert found == json.loads((ROOT / "models/weights/loop_base.json").read_text(encoding="utf-8"))["digest"]["30"]


def test_reading_in_two_languages_leaves_the_lab_alone(reader):
    """Its form is not repeated, the text around it is, and it goes on working."""
    page = started(reader, PIPELINE, query="?seed=5")
    page.keyboard.press("Alt+l")
    page.wait_for_selector("html[data-both-shown]")
    assert page.locator(".atlas-lab").count() == page.locator(".atlas-lab form").count() == 1
    assert page.locator(".atlas-lab .atlas-pair, .atlas-lab [lang]").count() == 0
    assert "先训练" in page.locator("#lab ~ p .atlas-pair").first.text_content()
    assert page.locator("[name=seed]").input_value() == "5"
    page.locator("[data-set]").nth(1).click()
    assert page.locator("[name=n4]").input_value() == "0"
    assert page.locator("[data-set]").nth(1).get_attribute("aria-pressed") == "true"
