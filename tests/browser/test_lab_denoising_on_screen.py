"""The denoising lab on screen: does every reader get to the end of it, with Python's numbers, and out of every trouble?"""

import digits
import judge
import measure
import numpy as np
import pytest
import train_denoising_lab as lab
from atlas.onsite.access import ASK, TAGS
from axe_playwright_python.sync_playwright import Axe
from kit import weights
from lab_pages import reached, started

DENOISING = "labs/denoising/"
PARAMS, JUDGE = weights.load("denoising_lab")[0], weights.load("judge")[0]
LONG = 120_000
FREE = "document.querySelector('[data-do=draw]').getAttribute('aria-disabled') === 'false'"
SHOWN = "document.querySelector('[data-after={}]').hidden === false"
SAID = "document.querySelector('.atlas-lab__status').textContent"


def text(page, out):
    return page.locator(f"[data-out={out}]").inner_text()


def read(x):
    return int(judge.verdict(JUDGE, measure.clipped(np.atleast_2d(x)))[0])


def pressed(page, button, part):
    """Go to a button by keyboard, press it, and wait for what it shows."""
    reached(page, f"[data-do={button}]")
    page.keyboard.press("Enter")
    page.wait_for_function(f"{SHOWN.format(part)} && {FREE}", timeout=LONG)


@pytest.mark.parametrize(("lang", "width"), [("zh", 1280), ("en", 360)])
def test_by_keyboard_from_noise_to_sixteen_pictures_with_python_s_numbers(reader, lang, width):
    one = reader(viewport={"width": width, "height": 800})
    page = one.open(f"{lang}/{DENOISING}?digit=8&seed=5&steps=12&w=0.5")
    assert not [url for url in one.requests if "assets/labs" in url], "nothing is fetched before the start"
    reached(page, ".atlas-lab__start button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".atlas-lab form")
    reached(page, "[name=level]")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert {"zh": "噪声级 53：", "en": "Level 53:"}[lang] in text(page, "level") and "level=53" in page.url
    pressed(page, "draw", "one")
    reached(page, "[data-out=at]")
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    frames = lab.walk(PARAMS, 8, 5, 12, 0.5)
    t, _, guess = frames[10]
    assert {"zh": f"第 11 步，共 12 步。噪声级 {t}：", "en": f"Step 11 of 12. Level {t}:"}[lang] in text(page, "frame")
    assert text(page, "way").strip().endswith(str(read(guess)))
    picture = lab.generated(PARAMS, np.array([8]), 5, 12, 0.5)
    usual = np.median(measure.nearest(digits.test()[0], digits.train()[0]))
    for distance in (measure.nearest(picture, digits.train()[0])[0], usual):
        assert f"{distance:.2f}" in text(page, "distance")
    assert page.locator("[data-out=at]").get_attribute("aria-valuetext") == text(page, "frame")
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
    pressed(page, "many", "many")
    row = lab.sixteen(PARAMS, JUDGE, 8, 5, 12, 0.5)
    setting = {"zh": "8，种子 5，12 步，引导 0.5", "en": "8, seed 5, steps 12, guidance 0.5"}[lang]
    percent = f"{100 * row['obeyed']:.1f}".removesuffix(".0") + "%"
    assert text(page, "tried").split("\t") == [setting, percent, f"{row['variety']:.2f}", f"{row['median']:.2f}"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(Axe().axe_script)
    assert page.evaluate(ASK, TAGS) == []


def test_a_link_to_denoising_restores_what_can_be_set(reader):
    page = started(reader, DENOISING, query="?digit=9&seed=4&steps=1&w=-1&level=80&real=7&noise=x")
    value = "name => document.querySelector('.atlas-lab form').elements[name].value"
    names = ("digit", "seed", "steps", "w", "level", "real", "noise")
    assert [page.evaluate(value, name) for name in names] == ["9", "4", "1", "-1", "80", "7", "1"]
    assert "Level 80:" in text(page, "level") and "the real 7" in text(page, "drowned")
    page = started(reader, DENOISING, query="?steps=101&w=0.3&level=x&digit=-1")
    assert [page.evaluate(value, name) for name in ("steps", "w", "level", "digit")] == ["20", "0", "50", "3"]


def test_every_setting_tried_keeps_its_row(reader):
    page = started(reader, DENOISING)
    for w in ("-1", "2"):
        page.locator("[name=w]").fill(w)
        page.locator("[data-do=many]").click()
        page.wait_for_function(f"document.querySelector('[data-out=tried]').textContent.includes('guidance {w}') && {FREE}",
                               timeout=LONG)
    cells = [line.split("\t") for line in text(page, "tried").splitlines()]
    rows = [lab.sixteen(PARAMS, JUDGE, 3, 1, 20, w) for w in (-1, 2)]
    assert [float(cell[2]) for cell in cells] == [round(row["variety"], 2) for row in rows]
    assert rows[0]["obeyed"] < rows[1]["obeyed"] and rows[0]["variety"] > rows[1]["variety"]


def test_nonsense_in_the_boxes_is_named_and_nothing_breaks(reader):
    page = started(reader, DENOISING)
    page.locator("[name=real]").fill("12")
    assert text(page, "level").startswith("Please give a digit")
    page.locator("[name=real]").fill("")
    assert text(page, "level").startswith("Please give a digit")
    page.locator("[name=real]").fill("4")
    assert text(page, "level").startswith("Level 50:") and "the real 4" in text(page, "drowned")
    page.locator("[name=steps]").fill("")
    page.locator("[data-do=draw]").click()
    page.wait_for_timeout(500)
    assert page.locator("[data-after=one]").is_hidden()
    assert page.evaluate("document.activeElement.name") == "steps"  # the browser shows what is missing


def test_without_javascript_the_denoising_page_tells_its_results(reader):
    page = reader(java_script_enabled=False).open(f"en/{DENOISING}")
    assert not page.locator(".atlas-lab__start button").is_visible()
    assert "JavaScript" in page.locator(".atlas-lab noscript").inner_text()
    assert page.locator("article .atlas-figure").first.is_visible() and page.locator("article table").count() == 3


@pytest.mark.parametrize("file", ["denoising_lab.bin", "digits.txt"])
def test_a_spoilt_file_of_denoising_is_named(reader, file):
    one = reader()
    one.page.route(f"**/{file}*", lambda route: route.fulfill(body=bytes(38892), content_type="application/octet-stream"))
    page = one.open(f"zh/{DENOISING}")
    with page.expect_console_message(lambda said: file in said.text):
        page.locator(".atlas-lab__start button").click()
    page.wait_for_selector(".atlas-lab__failed")
    assert file in page.locator(".atlas-lab__failed").inner_text()
    one.faults.clear()


def test_denoising_goes_on_without_a_worker(reader):
    one = reader()
    one.context.add_init_script("window.Worker = class { constructor() { throw new Error('no workers here'); } };")
    page = one.open(f"en/{DENOISING}")
    page.locator(".atlas-lab__start button").click()
    page.wait_for_selector(".atlas-lab form")
    page.locator("[data-do=draw]").click()
    page.wait_for_function(SHOWN.format("one"), timeout=LONG)
    distance = measure.nearest(lab.generated(PARAMS, np.array([3]), 1), digits.train()[0])[0]
    assert f"{distance:.2f}" in text(page, "distance")


def test_whoever_presses_everything_in_denoising_can_start_over(reader):
    page = started(reader, DENOISING, query="?steps=100&w=3")
    for _ in range(2):
        page.evaluate("document.querySelectorAll('.atlas-lab form button').forEach((button) => button.click())")
    page.wait_for_function(FREE, timeout=LONG)
    page.locator("[data-do=reset]").click()
    page.wait_for_function(f"{SAID} === 'Ready.' && {FREE}")
    assert page.locator("[data-after=one]").is_hidden() and text(page, "tried") == ""
    page.locator("[data-do=draw]").click()
    page.wait_for_function(f"{SHOWN.format('one')} && {FREE}", timeout=LONG)
    assert "Step 1 of 100." in text(page, "frame")
