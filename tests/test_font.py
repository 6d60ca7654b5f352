"""The mathematics font: does it hold all that the formulas show, and nothing that they do not?"""

from atlas.render import font
from atlas.store import Store
from building import ROOT
from fontTools.ttLib import TTFont

FONT = ROOT / "overrides" / "assets" / "fonts" / "math.woff2"


def code(text: str) -> set[int]:
    return set(map(ord, text))


def test_a_letter_alone_is_shown_in_italics_and_a_word_is_not():
    assert font.characters(["<math><mi>x</mi><mi>h</mi><mi>α</mi></math>"]) == code("𝑥ℎ𝛼")
    assert font.characters(['<math><mi>log</mi><mi mathvariant="normal">D</mi><mtext>a b</mtext></math>']) == code("logDab ")


def test_a_root_needs_its_sign():
    assert font.characters(["<math><msqrt><mn>2</mn></msqrt></math>"]) == code("√2")
    assert font.characters(["<math><mroot><mn>2</mn><mn>3</mn></mroot></math>"]) == code("√23")


def test_the_committed_font_holds_what_the_formulas_show():
    wanted = font.characters(Store(ROOT).formulas.values())
    assert font.fits(FONT, wanted), "run `make store`"
    assert not font.fits(FONT, wanted | {ord("ж")}) and not font.fits(FONT, wanted - {ord("√")})


def test_the_font_can_set_formulas():
    assert {"MATH", "glyf"} <= set(TTFont(FONT).keys())
