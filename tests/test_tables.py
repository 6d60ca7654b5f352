"""Tables in Markdown: in which box does each stand, is it taken apart on a phone, and what does a card say?"""

import pytest
from atlas import pages
from atlas.load import load
from atlas.markdown import AtlasExtension
from atlas.markdown.tables import narrowest, width
from lxml.html import fromstring
from markdown import Markdown
from test_library import EXTENSIONS, SETTINGS

FRONT = "---\ntitle: t\ndescription: d\nid: index\nconcepts: []\nprerequisites: []\nstatus: draft\n---\n"
PROSE = "| Case | Holding |\n|---|---|\n| A v. B | The authors of the pictures keep what is theirs |\n"
NUMBERS = "| Step | x | y |\n|---|---|---|\n| 1 | 0.5 | 0.25 |\n"
GRID = "| Step |" + " Heading |" * 6 + "\n|" + "---|" * 7 + "\n" + ("| 1 |" + " 0.5000 |" * 6 + "\n") * 2


@pytest.fixture
def rendered(tiny):
    """`rendered(text, lang)` → the page's elements."""
    atlas = AtlasExtension(load(tiny))

    def render(body, lang="en"):
        page, _ = pages.read(FRONT + body, f"docs/index.{lang}.md", "index", lang)
        atlas.set_page(page)
        md = Markdown(extensions=[*EXTENSIONS, atlas], extension_configs=SETTINGS)
        return fromstring(f"<main>{md.convert(body)}</main>")

    return render


def kind(root) -> str:
    box = root.find_class("md-typeset__scrollwrap")[0]
    return box.get("class").removeprefix("md-typeset__scrollwrap").strip()


def test_a_table_stands_in_the_boxes_of_the_theme_and_the_text_around_it_stays(rendered):
    root = rendered(f"Before.\n\n{PROSE}\nAfter.\n")
    assert [node.tag for node in root] == ["p", "div", "p"]
    assert root.xpath("string(div/div[@class='md-typeset__table']/table/tbody/tr/td)") == "A v. B"
    assert len(root.xpath("//table")) == 1


def test_prose_becomes_records_that_keep_their_roles(rendered):
    root = rendered(PROSE)
    assert kind(root) == "atlas-records"
    found = {node.tag: node.get("role") for node in root.iter("table", "thead", "tbody", "tr", "th", "td")}
    expected = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "th": "columnheader"}
    assert found == expected | {"td": "cell"}
    assert root.xpath("//td/@data-label") == ["Case: ", "Holding: "]
    assert not root.xpath("//*[@tabindex]"), "what does not scroll takes no stop of the keyboard"


def test_a_chinese_label_ends_with_a_chinese_colon_and_an_empty_head_or_cell_has_none(rendered):
    body = "|  | 判决 | 状态 |\n|---|---|---|\n| 甲诉乙 | 法院认为作者自己写下的文字应当受到保护 |  |\n"
    cells = rendered(body, "zh").xpath("//td")
    assert [cell.get("data-label") for cell in cells] == [None, "判决：", None]


def test_what_fits_a_phone_stays_a_table(rendered):
    root = rendered(NUMBERS)
    assert kind(root) == "atlas-compact"
    assert not root.xpath("//@role | //@data-label | //@tabindex")


def test_a_grid_of_numbers_scrolls_by_keyboard_and_is_named_after_its_heading(rendered):
    root = rendered(f"## By hand {{ #by-hand }}\n\n{GRID}")
    assert kind(root) == ""
    box = root.find_class("md-typeset__scrollwrap")[0]
    assert (box.get("tabindex"), box.get("role"), box.get("aria-label")) == ("0", "group", "Table: By hand")


def test_short_words_are_no_grid(rendered):
    assert kind(rendered(GRID.replace("0.5000", "seven"))) == "atlas-records"


def test_two_columns_are_no_grid(rendered):
    long = "| A measure with a name | x |\n|---|---|\n| " + "unbreakable" * 3 + " | 0.5 |\n"
    assert kind(rendered(long)) == "atlas-records"


def test_a_table_in_a_quotation_is_boxed_too_and_one_with_a_class_is_not(rendered):
    assert rendered("> " + PROSE.replace("\n", "\n> ")).xpath("//blockquote/div/div/table")
    html = '<table class="own"><tr><td>1</td></tr></table>\n'
    assert not rendered(html).find_class("md-typeset__scrollwrap")


def test_widths_are_estimated_in_em():
    assert width("词元") == 2 and width("ab") < 1.5 and width("") == 0
    assert narrowest("a very long head of a column", 4) < 6 < narrowest("unbreakable-word", 4)
    assert narrowest("模型的损失", 3) < narrowest("模型的损失", 1) == 5
