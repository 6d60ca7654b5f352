"""When JavaScript is unavailable: is everything there to read, and does every way lead on?"""

import pytest
from browser_pages import KINDS, words

LANGUAGES = ["zh", "en"]
ARTICLE = "article.md-content__inner"
WHOLE = "<style>* { content-visibility: visible !important }</style>"
"""innerText leaves out what the browser has not laid out yet."""


@pytest.fixture
def plain(reader):
    return reader(java_script_enabled=False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_diagrams_formulas_sources_and_quiz_are_in_the_page(plain, lang):
    page = plain.open(f"{lang}/principles/gan/")
    assert page.locator(".atlas-diagram svg").first.is_visible()
    assert page.locator("math").count() > 20
    assert page.locator(".atlas-sources li").count() > 5
    assert page.locator(".atlas-quiz details").count() >= 16
    assert "{{" not in page.locator(ARTICLE).inner_text()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_quiz_answer_explains_itself(plain, lang):
    page = plain.open(f"{lang}/principles/gan/")
    option = page.locator(".atlas-quiz details").first
    option.locator("summary").click()
    assert len(option.locator("p").inner_text()) > 10


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_timeline_is_a_table_with_every_event(plain, lang, book):
    page = plain.open(f"{lang}/history/timeline/")
    assert page.locator("table.atlas-timeline tbody tr").count() == len(book.events)
    assert page.locator(".atlas-filter").is_hidden()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_glossary_and_the_references_are_whole(plain, lang, book):
    assert plain.open(f"{lang}/glossary/").locator(".atlas-entry").count() == len(book.concepts)
    assert plain.open(f"{lang}/references/").locator(".atlas-references > li").count() == len(book.references)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_switch_leads_to_the_same_page(plain, lang):
    page = plain.open(f"{lang}/principles/gan/")
    page.locator(".atlas-switch").click()
    other = "en" if lang == "zh" else "zh"
    assert page.url == f"{plain.address}{other}/principles/gan/"


def test_the_root_and_a_concept_offer_both_languages(plain):
    for path in ("", "c/gan/"):
        page = plain.open(path)
        languages = page.locator("main a[hreflang]").evaluate_all("links => links.map(link => link.hreflang)")
        assert languages == ["zh", "en"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_appears_only_with_javascript(plain, reader, lang):
    scripted = reader()
    for path in KINDS:
        without, page = plain.open(f"{lang}/{path}"), scripted.open(f"{lang}/{path}")
        for one in (without, page):
            one.evaluate("style => document.body.insertAdjacentHTML('beforeend', style)", WHOLE)
        page.locator(".atlas-filter, .atlas-both").evaluate_all("controls => controls.forEach(one => one.remove())")
        assert words(page.locator(ARTICLE).inner_text()) == words(without.locator(ARTICLE).inner_text()), path
