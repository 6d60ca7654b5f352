"""Cards on citations and terms, and filters on lists: by mouse, keyboard and finger."""

import pytest
from atlas.onsite.access import ASK, TAGS
from axe_playwright_python.sync_playwright import Axe


def test_a_card_shows_on_hover_and_stays_while_the_mouse_is_on_it(reader):
    page = reader().open("en/principles/gan/")
    link = page.locator(".atlas-cite a").first
    link.hover()
    card = page.locator("#atlas-card")
    assert card.is_visible() and "Goodfellow" in card.inner_text()
    card.hover()
    page.wait_for_timeout(400)
    assert card.is_visible()
    page.mouse.move(5, 5)
    card.wait_for(state="hidden")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_card_shows_on_focus_is_announced_and_closes_with_escape(reader, lang):
    page = reader().open(f"{lang}/definitions/aigc/")
    link = page.locator("a.atlas-term").first
    link.focus()
    card = page.locator("#atlas-card")
    assert card.is_visible()
    assert link.get_attribute("aria-describedby") == "atlas-card"
    page.evaluate(Axe().axe_script)
    assert page.evaluate(ASK, TAGS) == []
    page.keyboard.press("Escape")
    assert card.is_hidden()


def test_a_tap_opens_the_card_and_does_not_leave_the_page(reader):
    one = reader(has_touch=True, viewport={"width": 360, "height": 800})
    page = one.open("zh/definitions/aigc/")
    before = page.url
    page.locator("a.atlas-term").first.tap()
    card = page.locator("#atlas-card")
    assert card.is_visible() and page.url == before
    box = card.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    assert card.locator("a").count() >= 1


def test_a_term_is_linked_once_on_a_page_and_never_in_headings(reader):
    page = reader().open("zh/definitions/")
    targets = page.locator("a.atlas-term").evaluate_all("links => links.map(link => link.dataset.card)")
    assert len(targets) == len(set(targets)) > 5
    assert page.locator(":is(h1, h2, h3) a.atlas-term").count() == 0


@pytest.mark.parametrize(
    ("lang", "typed", "found"),
    [
        ("zh", "duikang", "gan"),
        ("zh", "GAN", "gan"),
        ("zh", "生成對抗", "gan"),
        ("en", "adversarial", "gan"),
        ("en", "对抗", "gan"),
    ],
)
def test_the_glossary_filter_finds_names_of_every_kind(reader, lang, typed, found):
    page = reader().open(f"{lang}/glossary/")
    page.locator("#glossary-filter").fill(typed)
    shown = page.locator(".atlas-entry:visible").evaluate_all("entries => entries.map(entry => entry.id)")
    assert found in shown and len(shown) < 20


def test_the_timeline_filters_by_category_and_era_and_the_address_keeps_it(reader, book):
    page = reader().open("en/history/timeline/")
    page.locator("#timeline-category").select_option("policy")
    policies = [event for event in book.events.values() if event.category == "policy"]
    assert page.locator("tbody tr:visible").count() == len(policies)
    page.locator("#timeline-era").select_option("since-chatgpt")
    recent = [event for event in policies if event.era == "since-chatgpt"]
    assert page.locator("tbody tr:visible").count() == len(recent)
    assert page.locator(".atlas-filter [role=status]").inner_text().startswith(str(len(recent)))
    page.reload()
    assert page.locator("tbody tr:visible").count() == len(recent)


def test_the_timeline_filters_by_modality_and_country(reader, book):
    page = reader().open("zh/history/timeline/")
    assert page.locator("#timeline-country option[value=cn]").inner_text() == "中国"
    page.locator("#timeline-modality").select_option("video")
    page.locator("#timeline-country").select_option("cn")
    wanted = [event.id for event in book.events.values() if "video" in event.modality and "cn" in event.country]
    assert len(wanted) > 2
    assert page.locator("tbody tr:visible").evaluate_all("rows => rows.map(row => row.id)") == wanted


def test_a_deep_link_to_an_event_shows_it(reader):
    page = reader().open("zh/history/timeline/#gan")
    box = page.locator("tr#gan").bounding_box()
    assert 0 <= box["y"] < 900


def test_the_concept_map_holds_every_concept_as_a_link(reader, book):
    page = reader().open("zh/concept-map/")
    names = page.locator(".atlas-map a").evaluate_all("links => links.map(link => link.textContent)")
    assert {concept.prefLabel.zh for concept in book.concepts.values()} <= set(names)
