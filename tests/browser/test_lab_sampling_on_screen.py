"""The sampling lab in a browser: does a reader draw Python's words, see what is cut off, and find the trade-off?"""

import json

import pytest
import sampling
import story_model
import train_sampling_lab as lab
import transformer
from atlas.onsite.access import ASK, TAGS
from axe_playwright_python.sync_playwright import Axe
from kit import weights
from kit.rng import Counter
from lab_pages import reached, started
from stories import text

SAMPLING = "labs/sampling/"
STORED = json.loads((weights.FOLDER / "sampling_lab.json").read_text(encoding="utf-8"))
PARAMS = weights.load("stories_small")[0]
ALLOWED = "name => document.querySelector(`[data-do=${name}]`).getAttribute('aria-disabled') === 'false'"
SAID = "document.querySelector('.atlas-lab__status').textContent"
LONG = 120_000


def out(page, name):
    return page.locator(f"[data-out={name}]").inner_text()


def free(page, name="many"):
    page.wait_for_function(ALLOWED, arg=name, timeout=LONG)


def cells(page, name):
    return [[cell.strip() for cell in line.split("\t")] for line in out(page, name).splitlines()]


def rows_tried(page, count):
    page.wait_for_function(f"document.querySelectorAll('[data-out=tried] tr').length === {count}", timeout=LONG)
    free(page)
    return cells(page, "tried")


def measured(lang, name, seed=1, between=" of "):
    run = STORED["runs"][lang][name][f"seed{seed}"]
    return [f"{run['distinct']}{between}20", f"{run['right']}{between}20", str(run["words"]), f"{run['nats']:.2f}"]


@pytest.mark.parametrize(("lang", "width"), [("zh", 1280), ("en", 360)])
def test_a_reader_with_a_keyboard_draws_python_s_words(reader, lang, width):
    one = reader(viewport={"width": width, "height": 800})
    page = one.open(f"{lang}/{SAMPLING}")
    assert not [url for url in one.requests if "assets/labs" in url], "nothing is fetched before the start"
    reached(page, ".atlas-lab__start button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".atlas-lab form")
    free(page)
    begin = lab.BEGIN[lang].split()
    [ids], _ = lab.write(PARAMS, 1, 1, begin)
    reached(page, "[data-do=step]")
    for drawn in (1, 2):
        page.keyboard.press("Enter")
        told = text(story_model.decode(ids[: len(begin) + 1 + drawn]), lang)
        page.wait_for_function("told => document.querySelector('[data-out=story]').textContent === told", arg=told, timeout=LONG)
        free(page)
        assert f"{Counter(1).uniform((2,))[drawn - 1]:.4f}" in out(page, "drawn")
    reached(page, "[data-do=tell]")
    page.keyboard.press("Enter")
    whole = text(story_model.decode(ids), lang)
    page.wait_for_function("told => document.querySelector('[data-out=story]').textContent === told", arg=whole, timeout=LONG)
    reached(page, "[data-do=many]")
    page.keyboard.press("Enter")
    [row] = rows_tried(page, 1)
    assert row[1:] == measured(lang, "t1", between={"zh": " / ", "en": " of "}[lang])
    page.locator(".atlas-lab details summary").click()
    assert page.locator("[data-out=stories] li").count() == 20
    wrong = page.locator("[data-out=stories] mark").count()
    assert wrong == 20 - STORED["runs"][lang]["t1"]["seed1"]["right"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(Axe().axe_script)
    assert page.evaluate(ASK, TAGS) == []


def test_the_table_shows_the_words_before_and_after_the_cut(reader):
    page = started(reader, SAMPLING, query="?temperature=1.5&k=4&p=0.95")
    scores = transformer.Reader(PARAMS)
    for word in story_model.encode(lab.BEGIN["en"].split()):
        row = scores.read([word])
    before, after = sampling.tempered(row)[0], lab.cut_off(sampling.tempered(row, 1.5), 4, 0.95)[0]
    order = sorted(range(len(before)), key=lambda word: -before[word])
    shares = [[f"{100 * p[word]:.1f}".removesuffix(".0") + "%" for p in (before, after)] for word in order[:10]]
    found = cells(page, "next")
    kept = int((after > 0).sum())
    for n, line in enumerate(found[:10]):
        assert line == [story_model.WORDS[order[n]], shares[n][0], shares[n][1] if n < kept else "cut off"]
    assert found[10][0] == "the other 222 words" and found[10][2] == "cut off"
    cut = page.locator("[data-out=next] .atlas-lab__cut")
    assert cut.count() == 1 and cut.inner_text().startswith(story_model.WORDS[order[kept]])
    assert f"Kept: {kept} of 232" in out(page, "entropy")
    assert f"{float(sampling.entropy(after)):.2f} nats after" in out(page, "entropy")
    page.locator("[data-set='1 1 1']").click()
    assert [line[2] for line in cells(page, "next")] == ["100%"] + ["cut off"] * 10
    page.locator("[data-set='2 232 1']").click()
    assert "cut off" not in out(page, "next") and page.locator("[data-out=next] .atlas-lab__cut").count() == 0


def test_each_setting_tried_keeps_its_row(reader):
    page = started(reader, SAMPLING)
    for n, (preset, name) in enumerate([("1 1 1", "greedy"), ("0.3 232 1", "t03"), ("2 232 1", "t2")], 1):
        page.locator(f"[data-set='{preset}']").click()
        page.locator("[data-do=many]").click()
        rows = rows_tried(page, n)
        assert rows[-1][1:] == measured("en", name)
    assert len({row[0] for row in rows}) == 3 and "T = 2" in rows[2][0] and "k = 1," in rows[0][0]
    assert "Cat" not in rows[0][0] and "the season only" in rows[0][0]
    page.locator("[data-do=reset]").click()
    page.wait_for_function(f"{SAID} === 'Ready.'", timeout=LONG)
    assert out(page, "tried") == "" and not page.locator(".atlas-lab details").is_visible()


def test_greedy_english_breaks_the_grammar_and_says_where(reader):
    page = started(reader, SAMPLING, query="?k=1")
    page.locator("[data-do=tell]").click()
    page.wait_for_function("document.querySelector('[data-out=verdict]').textContent !== ''", timeout=LONG)
    assert out(page, "story") == STORED["greedy"]["en"]["text"]
    fault = STORED["greedy"]["en"]["fault"]
    assert f"word {fault['place']}, “{fault['found']}”" in out(page, "verdict") and f"“{fault['right']}”" in out(page, "verdict")
    assert page.evaluate(ALLOWED, "step") is False and page.evaluate(ALLOWED, "again") is True
    page.locator("[data-do=again]").click()
    page.wait_for_function("document.querySelector('[data-out=verdict]').textContent === ''", timeout=LONG)
    assert out(page, "story") == "One spring" and page.evaluate(ALLOWED, "step") is True


def test_a_link_brings_the_story_and_the_setting_back(reader):
    page = started(reader, SAMPLING, query="?lang=zh&begin=colour&seed=12&temperature=0.4&k=x&p=7")
    value = "name => document.querySelector('.atlas-lab form').elements[name].value"
    names = ("lang", "begin", "seed", "temperature", "k", "p")
    assert [page.evaluate(value, name) for name in names] == ["zh", "colour", "12", "0.4", "232", "1"]
    assert out(page, "story").startswith("秋天的傍晚，小熊买了一条蓝围巾。")
    assert page.locator("[data-out=story]").get_attribute("lang") == "zh"
    page.locator("[name=begin]").select_option("hero")
    page.wait_for_function("document.querySelector('[data-out=story]').textContent === '冬天的早上，小猫收到'", timeout=LONG)
    assert "begin=hero" in page.url and "lang=zh" in page.url and "k=" not in page.url


def test_nonsense_in_the_boxes_draws_nothing(reader):
    page = started(reader, SAMPLING)
    for name, value in (("k", ""), ("k", "0"), ("k", "2.5"), ("seed", "-1"), ("seed", "")):
        page.locator(f"[name={name}]").fill(value)
        for act in ("step", "tell", "many"):
            page.locator(f"[data-do={act}]").click()
        page.wait_for_timeout(200)
        assert out(page, "story") == "One spring" and out(page, "tried") == ""
    page.locator("[name=seed]").fill("1")
    page.locator("[name=k]").fill("1")
    page.locator("[data-do=many]").click()
    assert rows_tried(page, 1)[0][1:] == measured("en", "greedy")


def test_pressing_everything_at_once_ends_in_a_fresh_start(reader):
    page = started(reader, SAMPLING)
    for _ in range(2):
        page.evaluate("document.querySelectorAll('.atlas-lab form button').forEach((button) => button.click())")
    page.wait_for_function(f"{SAID} === 'Ready.'", timeout=LONG)
    page.locator("[data-set='0.3 232 1']").click()
    page.locator("[data-do=many]").click()
    page.locator("[data-do=stop]").click()
    free(page)
    page.locator("[name=seed]").fill("2")
    page.locator("[data-do=many]").click()
    free(page)
    page.wait_for_function("document.querySelectorAll('[data-out=tried] tr').length > 0", timeout=LONG)
    assert cells(page, "tried")[-1][1:] == measured("en", "t03", 2)


def test_a_broken_model_is_named(reader):
    one = reader()
    one.page.route("**/stories_small.bin*", lambda route: route.fulfill(body=bytes(1000), content_type="application/octet-stream"))
    page = one.open(f"en/{SAMPLING}")
    page.locator(".atlas-lab__start button").click()
    page.wait_for_selector(".atlas-lab__failed")
    assert "stories_small.bin" in page.locator(".atlas-lab__failed").inner_text()


def test_without_a_worker_stories_are_told_in_the_page(reader):
    one = reader()
    one.context.add_init_script("window.Worker = class { constructor() { throw new Error('no workers here'); } };")
    page = one.open(f"zh/{SAMPLING}")
    page.locator(".atlas-lab__start button").click()
    page.wait_for_selector(".atlas-lab form")
    free(page)
    page.locator("[data-do=many]").click()
    assert rows_tried(page, 1)[0][1:] == measured("zh", "t1", between=" / ")


def test_without_javascript_the_tables_of_the_sampling_lab_stand(reader):
    page = reader(java_script_enabled=False).open(f"en/{SAMPLING}")
    assert not page.locator(".atlas-lab__start button").is_visible()
    assert "JavaScript" in page.locator(".atlas-lab noscript").inner_text() and page.locator("article table").count() >= 2
