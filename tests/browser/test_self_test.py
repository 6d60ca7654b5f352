"""The self-test: does it count first answers, send the reader to the right page, and work without JavaScript?"""

import pytest
from playwright.sync_api import expect

PATH = "learn/self-test/"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_of_the_path_with_a_quiz_asks_one_question(reader, book, lang):
    page = reader(java_script_enabled=False).open(f"{lang}/{PATH}")
    way = [name for name in book.way(next(iter(book.paths.values()))) if name in book.quizzes]
    asked = page.locator("[data-self-test] li[data-page]").evaluate_all("items => items.map(item => item.dataset.page)")
    assert asked == way and len(way) > 15
    wrong = page.locator("li[data-page] details.atlas-option--wrong")
    assert wrong.count() == sum(len(book.quizzes[name][0].options) - 1 for name in way)
    assert page.locator("li[data-page] details.atlas-option--wrong a[href]").count() == wrong.count()
    assert not page.locator("[data-self-test] [role=status]").is_visible()


def test_the_first_answer_counts_and_a_wrong_one_names_its_page(reader, book):
    page = reader().open(f"en/{PATH}")
    questions = page.locator("li[data-page]")
    status = page.locator("[data-self-test] [role=status]")
    questions.nth(0).locator(".atlas-option--right summary").click()
    expect(status).to_contain_text("1 of 1")
    assert status.locator("a").count() == 0
    questions.nth(1).locator(".atlas-option--wrong summary").first.click()
    expect(status).to_contain_text("1 of 2")
    questions.nth(1).locator(".atlas-option--right summary").click()  # too late
    page.wait_for_timeout(200)
    assert "1 of 2" in status.inner_text()
    name = questions.nth(1).get_attribute("data-page")
    assert status.locator("a").all_inner_texts() == [book.pages[name, "en"].title]
    status.locator("a").click()
    page.wait_for_url(f"**/en/{name}/")


def test_the_self_test_can_be_done_with_the_keyboard(reader):
    page = reader().open(f"zh/{PATH}")
    page.locator("li[data-page] summary").first.focus()
    page.keyboard.press("Enter")
    page.locator("[data-self-test] [role=status]").wait_for(state="visible")
