"""Tables: cards on a phone, a table on a desk, the same to a screen reader on both, and never a page pushed sideways."""

from itertools import pairwise

import pytest
from browser_pages import widths

PHONE, DESK = {"width": 360, "height": 800}, {"width": 1280, "height": 900}
CELL = ".atlas-records td[data-label]"
LABEL = "cell => getComputedStyle(cell, '::before').content"
OVERFLOW = """boxes => boxes.filter(box => box.scrollWidth > box.clientWidth + 1 && box.tabIndex < 0)
    .map(box => box.innerText.slice(0, 80))"""


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("script", [True, False])
def test_on_a_phone_each_row_is_a_card_with_the_heads_before_its_cells(reader, lang, script):
    page = reader(viewport=PHONE, java_script_enabled=script).open(f"{lang}/challenges/copyright/")
    rows = page.locator(".atlas-records").first.locator("tbody tr")
    heads = page.locator(".atlas-records").first.locator("th").all_inner_texts()
    cells = rows.first.locator("td")
    boxes = [cell.bounding_box() for cell in cells.all()]
    assert all(above["y"] + above["height"] <= below["y"] + 1 for above, below in pairwise(boxes))
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"] for box in boxes)
    for head, cell in zip(heads, cells.all(), strict=True):
        assert head in cell.evaluate(LABEL), "the head is shown before the cell"


def test_on_a_desk_it_is_a_table_that_repeats_nothing(reader):
    page = reader(viewport=DESK).open("en/challenges/copyright/")
    assert page.locator(".atlas-records th").first.is_visible()
    tops = {cell.bounding_box()["y"] for cell in page.locator(".atlas-records tbody tr").first.locator("td").all()}
    assert len(tops) == 1
    assert page.locator(CELL).first.evaluate(LABEL) == "none"


@pytest.mark.parametrize("viewport", [PHONE, DESK])
@pytest.mark.parametrize(
    ("path", "name"), [("challenges/copyright/", ".atlas-records"), ("history/timeline/", "section")]
)
def test_a_screen_reader_meets_the_same_table_at_any_width(reader, viewport, path, name):
    page = reader(viewport=viewport).open(f"en/{path}")
    table = page.locator(name).first.locator("table")
    rows = table.locator("tbody tr").count()
    heads = table.locator("th").count()
    assert page.get_by_role("table").first.get_by_role("row").count() == rows + 1
    assert page.get_by_role("table").first.get_by_role("columnheader").count() == heads
    said = table.aria_snapshot()
    assert said.startswith("- table") and said.count("- columnheader") == heads and said.count("- cell") >= rows * 2


@pytest.mark.parametrize("path", ["zh/principles/gan/", "en/principles/gan/", "en/principles/vae/", "zh/definitions/"])
def test_what_scrolls_is_reached_by_keyboard_and_nothing_else_does(reader, path):
    page = reader().open(path)
    for width in widths(page):
        boxes = page.locator(".md-typeset__scrollwrap, .atlas-diagram, .atlas-figure")
        assert boxes.evaluate_all(OVERFLOW) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_wide_table_scrolls_by_key(reader):
    page = reader(viewport={"width": 320, "height": 800}).open("en/principles/language-models/")
    box = page.locator(".md-typeset__scrollwrap[tabindex]").first
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("box => box.scrollLeft > 0", arg=box.element_handle())
