"""Does the check `typography` find what an editor would, and nothing in good prose?"""

import dataclasses
import importlib.util
import random

import pytest
from atlas import marks
from atlas.book import Book
from atlas.checks import typography
from atlas.load import load
from atlas.nouns import LANGUAGES
from atlas.pages import read
from atlas.phrases import phrases
from building import ROOT
from test_faults import break_it

FILE = "tests/sites/typography.yml"
FAULTS = marks.parse((ROOT / FILE).read_text(encoding="utf-8"), FILE)
MUTATIONS = importlib.util.spec_from_file_location("mutations_typography", ROOT / "tests/mutations/typography.py")
FRONT = "---\ntitle: {title}\ndescription: {title}\n---\n\n# {title} {{ #top }}\n\n"


def told(book) -> list[str]:
    return [str(problem) for problem in sorted(set(typography.check(book)))]


def page_of(lang: str, body: str):
    """A book of one page with this body, which begins on line 8."""
    title = "标题" if lang == "zh" else "Title"
    page, problems = read(FRONT.format(title=title) + body, f"docs/x.{lang}.md", "x", lang)
    assert not problems
    return Book(root=ROOT, pages={("x", lang): page})


def mutators():
    module = importlib.util.module_from_spec(MUTATIONS)
    MUTATIONS.loader.exec_module(module)
    return module.mutators()


@pytest.mark.parametrize("phrase", phrases().entries, ids=lambda phrase: f"{phrase.lang}-{phrase.id}")
def test_the_phrase_is_found_in_its_example_and_not_in_its_counterexample(phrase):
    assert phrase.finds(typography.shown(phrase.example))
    assert not phrase.finds(typography.shown(phrase.counterexample))


def sheet_of(lang: str, part: str):
    """A book of one page with one text of every phrase, each a block of its own, and the line of each."""
    lines, at = [], {}
    for phrase in phrases().of(lang):
        at[phrase.id] = 8 + len(lines)
        marker = "## " if "heading" in phrase.where else ""
        lines += [marker + getattr(phrase, part), ""]
    return page_of(lang, "\n".join(lines)), at


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_example_is_told_by_the_check_at_its_line(lang):
    book, at = sheet_of(lang, "example")
    lines = told(book)
    for id, line in at.items():
        assert any(one.startswith(f"docs/x.{lang}.md:{line}: ") and f"({id});" in one for one in lines), id


@pytest.mark.parametrize("lang", LANGUAGES)
def test_good_prose_raises_no_alarm(lang):
    """Every counter-example is good prose to the whole check."""
    book, _ = sheet_of(lang, "counterexample")
    assert told(book) == []


def test_ids_of_phrases_are_given_once_and_both_languages_have_sixty():
    for lang in LANGUAGES:
        ids = [phrase.id for phrase in phrases().of(lang)]
        assert len(ids) == len(set(ids)) >= 60


def test_the_lists_of_spared_words_stay_short():
    """Every word is there for a reason: codespell would take it, or it is an American form of a British word."""
    assert len(phrases().misread) <= 12
    for word in phrases().british_too:
        assert typography.british_spelling(word), word


def test_the_real_book_is_clean(book):
    assert told(book) == []
    assert typography.note(book).startswith(f"0 of {len(phrases().entries)} phrases found, {len(book.pages)} pages")


def test_use_is_told_from_mention():
    assert told(page_of("zh", "不写“赋能”，也不写 `颠覆`。\n")) == []
    assert told(page_of("en", "Write neither “unleash” nor `game-changer`.\n")) == []
    assert len(told(page_of("zh", "它赋能，不写“赋能”。\n"))) == 1


def test_a_citation_spares_what_is_vague_without_one():
    assert told(page_of("en", "Studies show that it errs [@key].\n")) == []
    assert "studies-show" in told(page_of("en", "It errs [@key].\nStudies show that it errs.\n"))[0]
    assert told(page_of("zh", "近年来模型变大[@key]。\n")) == []
    assert "jinnianlai" in told(page_of("zh", "它会出错[@key]。近年来模型变大。\n"))[0]


def test_what_readers_see_keeps_lines_and_drops_marks():
    written = "用 `x` 的 **[链接](a.md#b)**[@k]，值 {{ a.b:.2f }}<!-- c -->\n第二行 $y$。"
    assert typography.shown(written) == "用 q 的 链接\ue000，值 0\n第二行 q。"


def test_spaces_beside_code_and_links_count_too():
    assert told(page_of("zh", "用`x`训练。\n"))
    assert told(page_of("zh", "见[GAN](gan.zh.md)一页。\n"))
    assert told(page_of("zh", "见 [GAN](gan.zh.md) 一页，用 `x` 训练。\n")) == []


def test_terms_keep_the_spelling_of_their_labels(book):
    page = page_of("en", "Tokenization is not memorization.\n").pages["x", "en"]
    lines = told(dataclasses.replace(book, pages={("x", "en"): page}, said=()))
    assert lines == [line for line in lines if "memorization" in line] != []


def test_american_spellings_of_every_ending():
    british = {"behavior": "behaviour", "memorized": "memorised", "analyzing": "analysing", "modeling": "modelling"}
    assert {word: typography.british_spelling(word) for word in british} == british
    assert all(typography.british_spelling(word) is None for word in ("horizon", "behaviour", "frozen", "dozen"))


def test_a_line_holds_a_sentence_in_english_and_a_paragraph_in_chinese():
    assert "docs/x.en.md:9: a second sentence" in told(page_of("en", "One.\nTwo, e.g. this. Three follows.\n"))[0]
    assert "docs/x.en.md:8: the line ends inside" in told(page_of("en", "One sentence that\ngoes on.\n"))[0]
    assert "docs/x.zh.md:9: the paragraph is broken" in told(page_of("zh", "一句。\n又一句。\n"))[0]
    assert told(page_of("en", "Smith et al. Found it at No. 5.\n")) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["why"].replace(" ", "-"))
def test_the_fault_is_found_at_its_line(fault, tiny):
    assert told(load(tiny)) == []
    break_it(tiny, fault)
    lines = told(load(tiny))
    assert any(line.startswith(fault["expect"]) for line in lines), "\n".join(lines) or "nothing was found"


@pytest.mark.parametrize("number", range(len(mutators())))
def test_a_spoilt_line_of_a_real_page_is_found(number, book):
    """Each way of spoiling, tried on several real pages."""
    mutate, tried = mutators()[number], 0
    for (name, lang), page in sorted(book.pages.items()):
        mutation = mutate(page, random.Random(f"{name} {lang}"))
        if not mutation or tried == 3:
            continue
        tried += 1
        line, old, new = mutation
        lines = (ROOT / page.file).read_text(encoding="utf-8").split("\n")
        assert lines[line - 1] == old != new
        lines[line - 1] = new
        spoilt, _ = read("\n".join(lines), page.file, name, lang)
        found = told(dataclasses.replace(book, pages={(name, lang): spoilt}, said=()))
        assert found and all(one.startswith(f"{page.file}:{line}: ") for one in found), (new, found)
    assert tried, mutate.__name__
