"""The GAN lab on screen: does every reader see the duel, with Python's numbers, and get out of every trouble?"""

import json
import re

import numpy as np
import points
import pytest
import train_gan_lab as lab
from atlas.onsite.access import ASK, TAGS
from axe_playwright_python.sync_playwright import Axe
from kit.rng import Counter
from lab_pages import comes_to_rest, reached, started

GAN = "labs/gan/"
RUNS = json.loads(lab.STORED.read_text(encoding="utf-8"))["runs"]
LONG = 120_000
FREE = "document.querySelector('[data-do=train]').getAttribute('aria-disabled') === 'false'"
SAID = "document.querySelector('.atlas-lab__status').textContent"
DONE = f"{FREE} && document.querySelector('[data-after=all]').hidden === false"
UNDER_WAY = "document.querySelector('[data-out=progress]').textContent.includes('3,000')"
CROSSES = "document.querySelector('[data-out=field] .made')?.getAttribute('d')"
MOVING = "document.querySelector('.atlas-lab progress').value"


def text(page, out):
    return page.locator(f"[data-out={out}]").inner_text()


def lines(page, out):
    return [line.split("\t") for line in text(page, out).splitlines()]


def percent(share):
    return f"{100 * share:.1f}".removesuffix(".0") + "%"


def cells(look, lang="en", of=8):
    """A look as the table shows it."""
    reached_of = {"zh": f"{look['modes']} / {of}", "en": f"{look['modes']} of {of}"}[lang]
    losses = [f"{look[key]:.2f}" if key in look else {"zh": "无", "en": "none"}[lang] for key in ("d", "g")]
    return [reached_of, percent(look["on"]), *losses]


@pytest.mark.parametrize(("lang", "width"), [("zh", 1280), ("en", 360)])
def test_by_keyboard_through_a_duel_with_python_s_numbers(reader, lang, width):
    one = reader(viewport={"width": width, "height": 800})
    page = one.open(f"{lang}/{GAN}?seed=8")
    assert not [url for url in one.requests if "assets/labs" in url], "nothing is fetched before the start"
    reached(page, ".atlas-lab__start button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".atlas-lab form")
    reached(page, "[data-set]:nth-of-type(3)")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.ariaPressed") == "true" and "d=0.005&g=0.0005" in page.url
    reached(page, "[data-do=train]")
    page.keyboard.press("Enter")
    page.wait_for_function(DONE, timeout=LONG)
    looks = RUNS["fast_discriminator"]["seed8"]["looks"]
    table = lines(page, "stages")
    assert [row[1:] for row in table] == [cells(look, lang) for look in looks.values()]
    assert [row[0] for row in table] == ["0", "600", "1,200", "1,800", "2,400", "3,000"]
    last = looks["step3000"]
    for value in (last["on"], last["real"], last["made"]):
        assert percent(value) in text(page, "stage")
    (tried,) = lines(page, "tried")
    assert tried[1:] == cells(last, lang)[:3] and "0.0005" in tried[0] and "8" in tried[0]
    reached(page, "[data-out=at]")
    page.keyboard.press("Home")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert percent(looks["step600"]["on"]) in text(page, "stage")
    assert page.locator("[data-out=at]").get_attribute("aria-valuetext") == text(page, "stage")
    assert page.locator("[data-out=curves] polyline").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(Axe().axe_script)
    assert page.evaluate(ASK, TAGS) == []


def painted(page):
    """The colour of the plane's first corner, and the beginnings of every ring and every cross on it."""
    return page.evaluate(
        """() => {
          const copy = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
          copy.drawImage(document.querySelector("[data-out=field] canvas"), 0, 0);
          const begun = (kind) => document.querySelector(`[data-out=field] .${kind}`).getAttribute("d").match(/M-?\\d+ -?\\d+/g);
          return [[...copy.getImageData(0, 0, 1, 1).data], begun("real"), begun("made")];
        }"""
    )


def test_the_plane_shows_points_and_what_is_believed(reader):
    page = started(reader, GAN, query="?steps=200")
    page.locator("[data-do=train]").click()
    page.wait_for_function(DONE, timeout=LONG)
    page.wait_for_function(CROSSES)
    corner, rings, crosses = painted(page)
    real = points.ring().sample(Counter(2000), 200)[0]
    shown = np.array([[int(part) for part in ring[1:].split()] for ring in rings])
    assert np.abs(shown - 100 * real * [1, -1]).max() <= 0.5 + 1e-9
    assert len(crosses) == 200 and corner[3] == 255 and corner != [253, 252, 248, 255]
    before = page.evaluate(CROSSES)
    page.locator("[data-out=at]").press("Home")
    assert "Step 0:" in text(page, "stage")
    page.wait_for_function(f"before => {CROSSES} !== before", arg=before)
    assert painted(page)[1] == rings and len(painted(page)[2]) == 200


def test_a_link_restores_a_duel_and_nonsense_is_passed_over(reader):
    page = started(reader, GAN, query="?target=moons&d=0.02&g=7&steps=250&seed=-1")
    value = "name => document.querySelector('.atlas-lab form').elements[name].value"
    assert [page.evaluate(value, name) for name in ("target", "d", "g", "steps", "seed")] == ["moons", "0.02", "0.002", "3000", "1"]
    page.locator("[data-set]").last.click()
    assert page.locator("[data-set]").last.get_attribute("aria-pressed") == "true"
    assert "d=" not in page.url and "target=moons" in page.url
    page.locator("[name=steps]").fill("250")
    page.locator("[data-do=train]").click()
    assert page.evaluate("document.activeElement.name") == "steps" and page.evaluate(SAID) == "Ready."


def test_moons_are_counted_by_their_parts(reader):
    page = started(reader, GAN, query="?target=moons&seed=5")
    page.locator("[data-do=train]").click()
    page.wait_for_function(DONE, timeout=LONG)
    looks = RUNS["moons"]["seed5"]["looks"]
    assert [row[1:] for row in lines(page, "stages")] == [cells(look, of=64) for look in looks.values()]
    assert "two moons" in text(page, "tried")


def test_chromium_trains_to_the_same_weights_as_python(reader):
    page = reader().open(f"en/{GAN}")
    base = re.sub(r"view\.mjs.*", "", page.locator(".atlas-lab").evaluate("lab => new URL(lab.dataset.lab, document.baseURI).href"))
    found = page.evaluate(
        """async (base) => {
          const [core, nn] = await Promise.all(["core.mjs", "../kit/nn.mjs"].map((name) => import(base + name)));
          const { trainer } = new core.Duel({ target: "clusters", d: 0.02, g: 0.02, steps: 3000, seed: 2 });
          for (let step = 0; step < 300; step++) trainer.step();
          const named = (side) => Object.entries(trainer[side]).map(([key, value]) => [`${side}_${key}`, value]);
          return nn.digest(Object.fromEntries([...named("g"), ...named("d")]));
        }""",
        base,
    )
    assert found == RUNS["both_fast"]["seed2"]["digest"]


def test_the_duel_without_javascript(reader):
    page = reader(java_script_enabled=False).open(f"zh/{GAN}")
    assert not page.locator(".atlas-lab__start button").is_visible()
    assert "JavaScript" in page.locator(".atlas-lab noscript").inner_text()
    assert page.locator("article .atlas-figure").first.is_visible() and page.locator("article table").count() >= 1


def test_the_duel_goes_on_without_a_worker(reader):
    one = reader()
    one.context.add_init_script("window.Worker = class { constructor() { throw new Error('no workers here'); } };")
    page = one.open(f"en/{GAN}?seed=2")
    page.locator(".atlas-lab__start button").click()
    page.wait_for_selector(".atlas-lab form")
    page.locator("[data-do=train]").click()
    page.wait_for_function(DONE, timeout=LONG)
    assert lines(page, "tried")[0][1:] == cells(RUNS["balanced"]["seed2"]["looks"]["step3000"])[:3]


def test_a_module_that_does_not_come_is_told(reader):
    one = reader()
    one.page.route("**/gan/core.mjs*", lambda route: route.abort())
    page = one.open(f"en/{GAN}")
    page.locator(".atlas-lab__start button").click()
    page.wait_for_function("document.querySelector('.atlas-lab').textContent.includes('did not load')")
    one.faults.clear()


def test_whoever_presses_everything_in_the_duel_can_start_over(reader):
    page = started(reader, GAN)
    for _ in range(2):
        page.evaluate("document.querySelectorAll('.atlas-lab form button').forEach((button) => button.click())")
    page.wait_for_function(f"{FREE} && {SAID} === 'Ready.'", timeout=LONG)
    page.locator("[data-do=train]").click()
    page.wait_for_function(UNDER_WAY, timeout=LONG)
    page.locator("[data-do=pause]").click()
    assert comes_to_rest(page, MOVING) < 1
    page.locator("[data-do=stop]").click()
    page.wait_for_function(f"{SAID} === 'Stopped.' && {FREE}", timeout=LONG)
    assert page.locator("[data-after=stage]").is_hidden() and text(page, "tried") == ""
    page.locator("[data-do=train]").click()
    page.wait_for_function(UNDER_WAY, timeout=LONG)
    page.locator("[data-do=reset]").click()
    page.wait_for_function(f"{SAID} === 'Ready.' && {FREE}", timeout=LONG)
    assert page.locator("[data-after=stage]").is_hidden() and page.evaluate(MOVING) == 0


def test_with_little_motion_the_plane_waits_for_the_end(reader):
    page = started(reader, GAN, reduced_motion="reduce")
    page.locator("[data-do=train]").click()
    page.wait_for_function(UNDER_WAY, timeout=LONG)
    assert page.locator("[data-after=stage]").is_hidden()
    page.wait_for_function(DONE, timeout=LONG)
    assert lines(page, "tried")[0][1:] == cells(RUNS["balanced"]["seed1"]["looks"]["step3000"])[:3]
