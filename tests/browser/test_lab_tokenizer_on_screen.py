"""The tokenizer lab in a browser: does a reader see the pieces that Python cuts, whatever is typed?"""

import bpe
import pytest
from atlas.onsite.access import ASK, TAGS
from axe_playwright_python.sync_playwright import Axe
from lab_pages import reached, started
from tokenization_numbers import learn

TOKENIZER = "labs/tokenizer/"
LONG = 120_000
LEARNT = "document.querySelector('[data-out=counts]').textContent !== ''"
SOURCES = {"en": ("en",), "zh": ("zh",), "both": ("zh", "en")}


def ids(page):
    return [int(one) for one in page.locator("[data-out=pieces] small").all_inner_texts()]


def counts(page):
    return page.locator("[data-out=counts]").inner_text()


def shows(page, words):
    """Wait until the page tells the counts that begin so."""
    page.wait_for_function(f"document.querySelector('[data-out=counts]').textContent.startsWith({words!r})", timeout=LONG)


def learned(reader, query="", lang="en", **options):
    page = started(reader, TOKENIZER, lang, query, **options)
    page.locator("[data-do=learn]").click()
    page.wait_for_function(LEARNT, timeout=LONG)
    return page


@pytest.mark.parametrize(("lang", "width"), [("zh", 1280), ("en", 360)])
def test_by_keyboard_from_learning_to_python_s_pieces(reader, lang, width):
    one = reader(viewport={"width": width, "height": 800})
    page = one.open(f"{lang}/{TOKENIZER}")
    assert not [url for url in one.requests if "assets/labs" in url], "nothing is fetched before the start"
    reached(page, ".atlas-lab__start button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".atlas-lab form")
    reached(page, "[data-do=learn]")
    page.keyboard.press("Enter")
    page.wait_for_function(LEARNT, timeout=LONG)
    told = "document.querySelector('[data-out=counts]').textContent"
    page.wait_for_function(f"document.querySelector('.atlas-lab__status').textContent === {told}")
    text = {"zh": "上善若水。水善利万物而不争。", "en": "The highest excellence is like (that of) water."}[lang]
    for many, keys in ((300, []), (301, ["ArrowRight"]), (0, ["Home"]), (1000, ["End"])):
        reached(page, "[name=merges]") if keys else None
        for key in keys:
            page.keyboard.press(key)
        pieces = bpe.encode(text, learn("zh", "en")[:many])
        said = {"zh": f"{len(text)} 个字符，{len(text.encode())} 个字节，切成 {len(pieces)} 个词元",
                "en": f"{len(text)} characters, {len(text.encode())} bytes, {len(pieces)} tokens"}[lang]
        shows(page, said)
        vocabulary = [bytes([byte]) for byte in range(256)] + [left + right for (left, right), _ in learn("zh", "en")]
        assert ids(page) == [vocabulary.index(piece) for piece in pieces]
    assert page.locator("[data-out=merges]").inner_text() == {"zh": "1,000", "en": "1,000"}[lang]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(Axe().axe_script)
    assert page.evaluate(ASK, TAGS) == []


def test_a_link_brings_text_source_and_merges_back(reader):
    page = learned(reader, "?from=en&merges=40&text=tea+%F0%9F%8D%B5")
    shows(page, "5 characters, 8 bytes")
    assert page.locator("[name=from]").input_value() == "en" and page.locator("[name=merges]").input_value() == "40"
    pieces = bpe.encode("tea 🍵", learn("en")[:40])
    assert len(ids(page)) == len(pieces)
    page.locator("[name=from]").select_option("zh")
    page.locator("[data-do=more]").click()
    assert "from=zh" in page.url and "merges=41" in page.url and "text=tea" in page.url
    assert [cell.inner_text() for cell in page.locator("[data-out=tokens-en], [data-out=tokens-zh]").all()] != ["", ""]


def test_nonsense_in_the_address_is_left_aside(reader):
    page = learned(reader, "?from=la&merges=1e9&text=")
    assert page.locator("[name=from]").input_value() == "both" and page.locator("[name=merges]").input_value() == "300"
    assert counts(page) == "The box is empty; there is nothing to cut."
    assert ids(page) == [] and page.locator("[data-out=stages] tr").count() == 6


def test_four_megabytes_are_cut_to_what_fits(reader):
    page = learned(reader)
    page.locator("[name=text]").evaluate("""(box) => {
      box.value = "道可道非常道 🙂".repeat(400_000);
      for (const name of ["input", "change"]) box.dispatchEvent(new Event(name, { bubbles: true }));
    }""")
    page.wait_for_function("document.querySelector('[data-out=rest]').textContent !== ''", timeout=LONG)
    rest = page.locator("[data-out=rest]").inner_text()
    assert "more tokens are not drawn" in rest and "only the beginning" in rest
    assert page.locator("[name=text]").evaluate("(box) => box.value.length") in (999, 1000)
    assert len(ids(page)) == 400 and "text=" not in page.url


@pytest.mark.parametrize("text", ["مرحبا بالعالم", "👩‍🚀\u200b\u0301", " \n\t", "\ufeff"])
def test_any_script_is_cut_and_shown(reader, text):
    page = learned(reader)
    page.locator("[name=text]").fill(text)
    shows(page, f"{len(text)} characters, {len(text.encode())} bytes")
    assert len(ids(page)) == len(bpe.encode(text, learn("zh", "en")[:300]))
    assert all(one.strip() for one in page.locator("[data-out=pieces] bdi").all_inner_texts())


def test_the_tokenizer_page_without_javascript(reader):
    page = reader(java_script_enabled=False).open(f"zh/{TOKENIZER}")
    assert not page.locator(".atlas-lab__start button").is_visible()
    assert "JavaScript" in page.locator(".atlas-lab noscript").inner_text() and page.locator("article table").count() >= 2


def test_everything_pressed_at_once_in_the_tokenizer(reader):
    page = started(reader, TOKENIZER)
    for _ in range(2):
        page.evaluate("document.querySelectorAll('.atlas-lab form button').forEach((button) => button.click())")
    page.wait_for_timeout(500)
    page.locator("[data-do=reset]").click()
    free = "document.querySelector('[data-do=learn]').getAttribute('aria-disabled') === 'false'"
    page.wait_for_function(f"document.querySelector('.atlas-lab__status').textContent === 'Ready.' && {free}", timeout=LONG)
    page.locator("[data-do=learn]").click()
    page.wait_for_function(LEARNT, timeout=LONG)
    page.evaluate("for (let n = 0; n < 40; n++) document.querySelector('[data-do=fewer]').click()")
    many = int(page.locator("[name=merges]").input_value())
    page.wait_for_function(f"document.querySelector('[data-out=latest] th')?.textContent === '{many}'", timeout=LONG)


def test_the_tokenizer_without_a_worker_or_without_its_text(reader):
    one = reader()
    one.context.add_init_script("window.Worker = class { constructor() { throw new Error('no workers here'); } };")
    page = one.open(f"en/{TOKENIZER}")
    page.locator(".atlas-lab__start button").click()
    page.wait_for_selector(".atlas-lab form")
    page.locator("[data-do=learn]").click()
    page.wait_for_function(LEARNT, timeout=LONG)
    assert len(ids(page)) == len(bpe.encode("The highest excellence is like (that of) water.", learn("zh", "en")[:300]))
    two = reader()
    two.page.route("**/daodejing.zh.txt*", lambda route: route.fulfill(status=200, body="", content_type="text/plain"))
    page = two.open(f"en/{TOKENIZER}")
    page.locator(".atlas-lab__start button").click()
    page.wait_for_selector(".atlas-lab__failed")
    assert "daodejing.zh.txt" in page.locator(".atlas-lab__failed").inner_text()
