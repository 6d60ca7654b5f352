"""Two equal languages: does the switch keep page and section, and does the neutral address serve each reader?"""

import pytest


@pytest.mark.parametrize(("lang", "other"), [("zh", "en"), ("en", "zh")])
@pytest.mark.parametrize("section", ["training", "mode-collapse"])
def test_the_switch_keeps_the_section_of_the_address(reader, lang, other, section):
    one = reader()
    page = one.open(f"{lang}/principles/gan/#{section}")
    page.locator(".atlas-switch").click()
    page.wait_for_url(f"**/{other}/principles/gan/#{section}")
    top = page.locator(f"#{section}").bounding_box()["y"]
    assert 0 <= top < 300


@pytest.mark.parametrize(("lang", "other"), [("zh", "en"), ("en", "zh")])
def test_the_switch_keeps_the_section_scrolled_to(reader, lang, other):
    one = reader()
    page = one.open(f"{lang}/challenges/")
    page.locator("#privacy").evaluate("heading => scrollBy(0, heading.getBoundingClientRect().top - 60)")
    page.wait_for_timeout(200)
    page.locator(".atlas-switch").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{other}/challenges/#privacy")


def test_the_choice_is_remembered_at_the_root(reader):
    one = reader(locale="en-US")
    page = one.open("en/")
    page.locator(".atlas-switch").click()
    page.wait_for_url("**/zh/**")
    page = one.context.new_page()
    page.goto(one.address)
    page.wait_for_url(f"{one.address}zh/")


@pytest.mark.parametrize(("locale", "lang"), [("zh-CN", "zh"), ("zh-TW", "zh"), ("en-GB", "en")])
def test_the_first_visit_follows_the_browser(reader, locale, lang):
    one = reader(locale=locale)
    one.page.goto(one.address)
    one.page.wait_for_url(f"{one.address}{lang}/")


def test_a_browser_of_another_language_is_offered_both(reader):
    one = reader(locale="fr-FR")
    page = one.open("")
    assert page.url == one.address
    assert page.locator("main a[hreflang]").count() == 2


def test_a_link_to_a_page_is_never_hijacked(reader):
    one = reader(locale="zh-CN")
    page = one.open("en/definitions/aigc/")
    assert page.url.endswith("/en/definitions/aigc/")


def test_who_comes_from_inside_stays_at_the_root(reader):
    one = reader(locale="zh-CN")
    page = one.open("zh/")
    page.locator(".atlas-footer a").first.click()
    page.wait_for_timeout(300)
    assert page.url == one.address


@pytest.mark.parametrize(("locale", "lang"), [("zh-CN", "zh"), ("en-GB", "en"), ("fr-FR", "en")])
def test_a_concept_sends_readers_home_in_their_language(reader, locale, lang):
    one = reader(locale=locale)
    one.page.goto(f"{one.address}c/mode-collapse/")
    one.page.wait_for_url(f"{one.address}{lang}/principles/gan/#mode-collapse")


def test_nothing_is_stored_but_palette_and_language(reader):
    one = reader()
    page = one.open("en/principles/gan/")
    page.locator(".atlas-switch").click()
    page.wait_for_url("**/zh/**")
    page.locator(".atlas-palette").click()
    page.wait_for_timeout(200)
    keys = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert set(keys) <= {"atlas-language", "atlas-palette"} and "atlas-palette" in keys
    assert one.context.cookies() == []
