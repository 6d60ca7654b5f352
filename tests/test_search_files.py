"""The search's data and its place in the theme: are they right, and does an upgrade of the theme stop the build?"""

import json
import re

import pytest
from atlas.exports import theme
from atlas.exports.search import han, names, texts, vendored
from building import ROOT

BUNDLE = (
    'a="https://unpkg.com/x";b="https://unpkg.com/y";function M(e,t=new Worker(e)){}L($(location.protocol!=="file:"),J("search"));'
    'z(new URL("search/search_index.json",O.base));p=[o(i,2|+(!n&&s===0))];M("table:not([class])",e);'
    'L(K,H).pipe(n(125)).subscribe(()=>{at("drawer",!1),at("search",!1)});'
)


def test_the_themes_script_is_rewritten_in_seven_places():
    text = theme.rewritten(BUNDLE, "[ ]+")
    assert "unpkg" not in text and "search_index.json" not in text and "t=new(class extends EventTarget" in text
    assert 'L($(!1),J("search"))' in text and '$({"config": {"separator": "[ ]+"}, "docs": []})' in text
    assert '{at("drawer",!1)}' in text
    assert "o(i,3)" in text and 'M("table[never]",e)' in text


@pytest.mark.parametrize("gone", ["https://unpkg.com/x", "new Worker(e)", '"file:"', "search_index", "2|+", "table:not", "(125)"])
def test_a_theme_that_has_changed_stops_the_build(gone):
    with pytest.raises(RuntimeError, match="look at it anew"):
        theme.rewritten(BUNDLE.replace(gone, "other"), "")


def test_an_index_of_another_form_stops_the_build(tmp_path):
    path = tmp_path / "search_index.json"
    for text in ("", "{}", '{"config": {}, "docs": [{"title": "a"}]}'):
        path.write_text(text)
        with pytest.raises(RuntimeError, match="not as expected"):
            texts.sections(path)


def test_text_is_plain():
    assert texts.plain("<p>a &lt;b&gt;\u2060<sup>[1, §2]</sup>.</p>\n<code>c</code>") == "a <b>. c"


def test_every_address_of_the_search_answers(site, book):
    answered = set(book.urls())
    for lang in ("zh", "en"):
        data = json.loads((site / "search" / f"text-{lang}.json").read_text(encoding="utf-8"))
        asked = data.pop("asked")
        addresses = [row[0] for rows in data.values() for row in rows] + list(asked)
        assert len(addresses) > 800
        assert [one for one in addresses if f"/{lang}/{one}" not in answered] == []
        called = json.loads((site / "search" / f"names-{lang}.json").read_text(encoding="utf-8"))
        assert {one[0] for one in called["concepts"]} == set(book.concepts)
        assert {one[0] for one in called["events"]} == set(book.events)


def test_every_section_has_a_text(site):
    for lang in ("zh", "en"):
        data = json.loads((site / "search" / f"text-{lang}.json").read_text(encoding="utf-8"))
        empty = [url for url, _, text in data["sections"] if "#" in url and not text]
        assert empty == []


def test_names_are_read_as_the_data_says(book):
    table = names.names(book, "zh")["han"]
    read = {one: syllable for syllable, characters in table["pinyin"].items() for one in characters}
    for concept in book.concepts.values():
        if concept.pinyin and all(map(han.is_han, concept.prefLabel.zh)):
            spelt = table["names"].get(concept.prefLabel.zh) or " ".join(read[one] for one in concept.prefLabel.zh)
            assert spelt == concept.pinyin, concept.id


def test_the_library_is_what_its_package_gives():
    assert vendored.FILE.read_text(encoding="utf-8") == vendored.minisearch(ROOT / ".cache")


def test_the_files_that_answer_first_are_few_bytes(site):
    import gzip

    for lang in ("zh", "en"):
        files = [site / "search" / name for name in ("worker.js", f"names-{lang}.json")]
        assert sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) <= 40_000




def test_the_scripts_run_in_browsers_without_lookbehind(site):
    """Safari learned them late; a browser that does not know them refuses the whole script."""
    scripts = [*site.glob("search/*.js"), *site.glob("assets/js/*.js")]
    assert len(scripts) >= 4
    assert [path.name for path in scripts if re.search(r"\(\?<[=!]", path.read_text(encoding="utf-8"))] == []
