"""Reading time: is it what the words of the English page come to, and the same number in both languages?"""

import re

from atlas.nouns import Block, Page, Use
from atlas.reading import WORDS_A_MINUTE, minutes


def page(text: str, kind: str = "paragraph", directives: tuple[Use, ...] = ()) -> Page:
    return Page("a.en.md", "a", "en", {}, {}, blocks=(Block(kind, 1, 1, text),), directives=directives)


def test_words_are_counted_and_citations_and_formulas_are_not():
    words = "The well-known model's word " * WORDS_A_MINUTE  # four words each
    assert minutes(page(words)) == 4
    assert minutes(page(words + "[@key, §3] $a + b$ " * 500)) == 4


def test_a_short_page_takes_a_minute_and_one_without_prose_none():
    assert minutes(page("Three short words")) == 1
    assert minutes(page("a b c", "code")) == 0
    assert minutes(page("Words before a list.", directives=(Use(1, "glossary"),))) == 0


def test_both_languages_print_the_same_number(site, book):
    for name in ("principles/gan", "challenges/copyright"):
        said = []
        for lang in ("zh", "en"):
            text = (site / lang / name / "index.html").read_text(encoding="utf-8")
            said.append(re.search(r"(?:约|About) (\d+) (?:分钟|min)", text)[1])
        assert said == [str(minutes(book.pages[name, "en"]))] * 2
