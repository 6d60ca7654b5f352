"""The latent-space lab: does every reader get everywhere on the map, with the numbers that Python gets?"""

import digits
import latent_space_lab_numbers as reference
import numpy as np
import pytest
import vae
from atlas.onsite.access import ASK, TAGS
from axe_playwright_python.sync_playwright import Axe
from kit import weights
from lab_pages import reached, started

LATENT = "labs/latent-space/"
STATUS = ".atlas-lab__status"
READY = f"document.querySelector({STATUS!r}).textContent === 'Ready.'"
JUDGE = weights.load("judge")[0]


def plain(value):
    """A number as the lab writes it."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-0", "0" if round(value, 2) == 0 else "-0")


def share(value):
    return f"{100 * value:.1f}".removesuffix(".0") + "%"


def words(page, name):
    return page.locator(f"[data-out={name}]").inner_text()


def model_numbers(beta):
    row = reference.stored()["kept"][beta]["int8"]
    return [plain(row["kl"]), plain(row["error"]), share(row["kept"])]


def read_at(beta, x, y):
    params = weights.load(f"latent_{beta}")[0]
    found = reference.read(JUDGE, vae.decode(params, np.array([[x, y]])))
    away = np.linalg.norm(vae.encode(params, digits.test()[0])[0] - (x, y), axis=1)
    return [str(found["digits"][0]), share(found["sure"][0]), str(digits.test()[1][away.argmin()]), plain(away.min())]


def has(text, parts):
    """Whether all parts come in the text, whatever their order."""
    return [part for part in parts if part not in text]


@pytest.mark.parametrize(("lang", "width"), [("zh", 1280), ("en", 360)])
def test_the_map_by_keyboard_to_the_end(reader, lang, width):
    one = reader(viewport={"width": width, "height": 800})
    page = one.open(f"{lang}/{LATENT}")
    assert not [url for url in one.requests if "assets/labs" in url], "nothing is fetched before the start"
    reached(page, ".atlas-lab__start button")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-out=walk] li")  # shown last
    assert has(words(page, "model"), model_numbers("beta_0_3")) == []
    reached(page, "[name=x]")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    for _ in range(12):
        page.keyboard.press("ArrowDown")
    assert has(words(page, "point"), ["(0.5, -1.2)", *read_at("beta_0_3", 0.5, -1.2)]) == []
    walk = page.locator("[data-out=walk] li").all_inner_texts()
    assert " ".join(one.strip()[0] for one in walk) == reference.compute()["walk"]["beta_0_3"]["map"]["read"]
    mixed = page.locator("[data-out=mix] li").all_inner_texts()
    assert " ".join(one.strip()[0] for one in mixed) == reference.compute()["walk"]["beta_0_3"]["pixels"]["read"]
    reached(page, ".atlas-lab__grid button")
    for key in ("Space", "ArrowRight", "Space", "ArrowDown", "Space", "ArrowUp", "ArrowUp", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement === document.querySelector('.atlas-lab__grid button')")
    assert "ink=c040000000000000" in page.url
    pixels = np.full(64, -1.0)
    pixels[[0, 1, 9]] = 1
    row = reference.placed(weights.load("latent_beta_0_3")[0], JUDGE, pixels)
    said = [f"({plain(row['x'])}, {plain(row['y'])})", plain(row["kl"]), plain(row["error"]), str(row["digit"]), share(row["sure"])]
    assert has(words(page, "place"), said) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # go to its place
    assert abs(float(page.locator("[name=x]").input_value()) - row["x"]) <= 0.051
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # put in the 3
    row = reference.compute()["drawing"]["beta_0_3"]
    said = [f"({plain(row['x'])}, {plain(row['y'])})", f"{plain(row['sigma_x'])}, {plain(row['sigma_y'])}", plain(row["kl"])]
    assert has(words(page, "place"), said) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator(".atlas-lab summary").click()
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(Axe().axe_script)
    assert page.evaluate(ASK, TAGS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_link_brings_back_the_map_and_the_drawing(reader):
    page = started(reader, LATENT, query="?beta=0&reach=10&x=-6.5&y=99&from=4&to=x&ink=ff818181818181ff")
    value = "name => document.querySelector('.atlas-lab form').elements[name].value"
    found = [page.evaluate(value, name) for name in ("beta", "reach", "x", "y", "from", "to")]
    assert found == ["0", "10", "-6.5", "0", "4", "8"]
    assert page.locator(".atlas-lab__grid [aria-pressed=true]").count() == 28
    assert has(words(page, "model"), [*model_numbers("beta_0"), "100%"]) == []
    assert has(words(page, "point"), ["(-6.5, 0)", *read_at("beta_0", -6.5, 0)]) == []
    page.locator("[name=reach]").select_option("3")
    assert page.locator("[name=x]").input_value() == "-3"
    assert share(reference.compute()["maps"]["beta_0"]["inside"]) in words(page, "model")
    page.locator("[data-do=reset]").click()
    assert "?" not in page.url and words(page, "model").count("0.3")
    page.wait_for_function(READY)
    assert page.locator(".atlas-lab__grid [aria-pressed=true]").count() == 0


def test_a_map_without_information_is_called_so(reader):
    page = started(reader, LATENT, query="?beta=4")
    assert has(words(page, "model"), [*model_numbers("beta_4"), "next to nothing"]) == []
    page.locator("[name=beta]").select_option("1")
    assert "next to nothing" not in words(page, "model")


@pytest.mark.parametrize("query", ["?ink=zz", "?ink=ff", "?beta=2&reach=1000&x=NaN&y=", "?from=10&to=-1"])
def test_nonsense_in_the_address_of_the_map_is_passed_over(reader, query):
    page = started(reader, LATENT, query=query)
    assert has(words(page, "model"), model_numbers("beta_0_3")) == []
    assert has(words(page, "point"), ["(0, 0)", *read_at("beta_0_3", 0, 0)]) == []
    assert page.locator(".atlas-lab__grid [aria-pressed=true]").count() == 0


def test_a_press_and_a_drag_on_either_map_move_the_point(reader):
    page = started(reader, LATENT)
    for name in ("digits", "pictures"):
        plane = page.locator(f"[data-out={name}]")
        plane.scroll_into_view_if_needed()
        box = plane.bounding_box()
        page.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + 0.25 * box["height"])
        assert [page.locator(f"[name={axis}]").input_value() for axis in "xy"] == ["1.5", "1.5"]
        page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"])
        page.mouse.down()
        page.mouse.move(box["x"] + 0.25 * box["width"], box["y"] + 0.75 * box["height"], steps=4)
        page.mouse.up()
        assert [page.locator(f"[name={axis}]").input_value() for axis in "xy"] == ["-1.5", "-1.5"]
        assert "x=-1.5&y=-1.5" in page.url
        page.mouse.move(box["x"] + 5, box["y"] + 5)  # no button held
        assert page.locator("[name=x]").input_value() == "-1.5"


def test_with_the_highest_price_the_drawing_does_not_matter(reader):
    page = started(reader, LATENT, query="?beta=4")
    digit = str(reference.compute()["drawing"]["beta_4"]["digit"])
    assert set(page.locator("[data-out=readings] td").all_text_contents()) == {digit}
    pictures = set()
    for start in range(10):
        page.locator("[name=from]").select_option(str(start))
        page.locator("[data-do=copy]").click()
        shown = "[...document.querySelector('[data-out=rebuilt] canvas').getContext('2d').getImageData(0, 0, 8, 8).data]"
        pictures.add(tuple(round(level / 4) for level in page.evaluate(shown)))
    assert len(pictures) <= 3  # but for a grey level of 256 here and there


def test_the_maps_as_tables_say_what_python_says(reader):
    page = started(reader, LATENT)
    page.locator(".atlas-lab summary").click()
    params = weights.load("latent_beta_0_3")[0]
    x, labels = digits.test()
    mean, _ = vae.encode(params, x)
    seen = np.array(reference.read(JUDGE, vae.decode(params, mean))["digits"])
    rows = [line.split("\t") for line in words(page, "middles").splitlines()]
    for k, row in enumerate(rows):
        kept = (seen[labels == k] == k).mean()
        assert row == [str(k), *map(plain, mean[labels == k].mean(axis=0)), share(kept)]
    assert len(rows) == 10
    read = reference.read(JUDGE, vae.decode(params, reference.squares(3)))["digits"]
    assert page.locator("[data-out=readings] td").all_inner_texts() == [str(digit) for digit in read]


def test_without_javascript_the_map_page_says_what_came_of_it(reader):
    page = reader(java_script_enabled=False).open(f"en/{LATENT}")
    assert not page.locator(".atlas-lab__start button").is_visible()
    assert "JavaScript" in page.locator(".atlas-lab noscript").inner_text()
    assert page.locator("article .atlas-figure").first.is_visible() and page.locator("article table").count() >= 3


def test_a_broken_map_is_named(reader):
    one = reader()
    one.page.route("**/latent_beta_1.bin*", lambda route: route.fulfill(body=bytes(100), content_type="application/octet-stream"))
    page = one.open(f"en/{LATENT}")
    page.locator(".atlas-lab__start button").click()
    page.wait_for_selector(".atlas-lab__failed")
    assert "latent_beta_1.bin" in page.locator(".atlas-lab__failed").inner_text()


def test_without_a_worker_the_map_is_made_in_the_page(reader):
    one = reader()
    one.context.add_init_script("window.Worker = class { constructor() { throw new Error('no workers here'); } };")
    page = one.open(f"en/{LATENT}")
    page.locator(".atlas-lab__start button").click()
    page.wait_for_function("document.querySelector('[data-out=place]')?.textContent")
    assert has(words(page, "model"), model_numbers("beta_0_3")) == []


def test_whoever_presses_everything_on_the_map_page_can_start_over(reader):
    page = started(reader, LATENT)
    for _ in range(2):
        page.evaluate("document.querySelectorAll('.atlas-lab form button').forEach((button) => button.click())")
    page.locator("[data-do=clear]").click()
    assert page.locator(".atlas-lab__grid [aria-pressed=true]").count() == 0 and "ink" not in page.url
    page.locator(".atlas-lab form [type=submit]").click()
    assert page.locator(STATUS).inner_text() == "Nothing is drawn yet."
    page.locator("[data-do=reset]").click()
    page.wait_for_function(READY)
    assert has(words(page, "point"), ["(0, 0)"]) == []
