"""Labs in a browser: start one, and go through it by keyboard."""

FOCUS = "document.activeElement"


def started(reader, address, lang="en", query="", **options):
    """The page of a lab, started and ready."""
    page = reader(**options).open(f"{lang}/{address}{query}")
    page.locator(".atlas-lab__start button").click()
    page.wait_for_selector(".atlas-lab form")
    ready = {"zh": "准备好了。", "en": "Ready."}[lang]
    page.wait_for_function(f"document.querySelector('.atlas-lab__status').textContent === {ready!r}")
    return page


def reached(page, selector):
    """Go to a control by Tab alone."""
    for _ in range(60):
        if page.evaluate(f"{FOCUS}.matches({selector!r})"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")


def comes_to_rest(page, value):
    """What a value, a piece of JavaScript, stays at; on a busy machine what was said before a pause may arrive after it."""
    for _ in range(10):
        before = page.evaluate(value)
        page.wait_for_timeout(700)
        if page.evaluate(value) == before:
            return before
    raise AssertionError(f"{value} does not come to rest")
