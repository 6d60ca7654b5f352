"""Quantities and names: are they read in either language as a person would read them?"""

from fractions import Fraction
from itertools import product

import pytest
from atlas.checks.quantities import unlike
from atlas.nouns import Place
from atlas.pairs import Passage

SAME = [
    ("15 亿个参数", "1.5 billion parameters"),
    ("1.76 万亿词元", "1.76 trillion tokens"),
    ("3000 万", "30 million"),
    ("3 到 5 亿次", "300–500 million times over"),
    ("10 至 15%", "10 to 15%"),
    ("估价 7000 至 1 万美元", "an estimate of $7,000–10,000"),
    ("三分之二", "two thirds"),
    ("四分之一的人", "one person in four"),
    ("误报不到百万分之一", "less than one false alarm in a million"),
    ("十万分之三", "3 in 100,000"),
    ("十万分之三", "three in a hundred thousand"),
    ("三万三千分之一", "one in 33,000"),
    ("三万分之一", "one in thirty thousand"),
    ("千分之一", "1 in 1,000"),
    ("两三天", "two or three days"),
    ("三四十个", "thirty or forty"),
    ("二〇一四年", "2014"),
    ("30 万", "three hundred thousand"),
    ("降到十分之一", "ten times less"),
    ("边长压缩到八分之一", "shrinks by a factor of 8"),
    ("百分之五", "5 per cent"),
    ("4 个百分点", "4 percentage points"),
    ("2014 年 6 月 11 日", "11 June 2014"),
    ("20 世纪 50 至 70 年代", "the 1950s to the 1970s"),
    ("20 世纪 80 年代中期", "the mid-1980s"),
    ("21 世纪头十年", "the 2000s"),
    ("90 年代", "the 1990s"),
    ("第三章", "chapter three"),
    ("第 20 次", "the 20th time"),
    ("四十年", "four decades"),
    ("十一条", "eleven articles"),
    ("两万个词", "20,000 words"),
    ("数百万张", "millions of sheets"),
    ("数万", "tens of thousands"),
    ("6 个月", "six months"),
    ("3 秒的录音", "a 3-second recording"),
    ("1000 类的子集", "the 1,000-class subset"),
    ("5 毫升", "5 ml"),
]
DIFFERENT = [
    ("15 亿", "15 million"),
    ("1.5 万", "1.5 thousand"),
    ("42.8%", "42.8"),
    ("三种", "four kinds"),
    ("三分之一", "one quarter"),
    ("三十分之一", "one in thirty thousand"),
    ("3 万", "three hundred thousand"),
    ("2014 年 3 次", "three in 2015"),
    ("2014 年", "2015"),
    ("6 月 11 日", "11 July"),
    ("20 世纪 50 年代", "the 1960s"),
    ("3 秒", "3 minutes"),
    ("500 元", "500 dollars"),
    ("第三", "second"),
    ("两个", "three"),
    ("10 到 15", "10 to 16"),
    ("百分之五", "five points"),
]


def differences(book, zh: str, en: str) -> dict:
    return unlike({"zh": book.quantities.read(zh, "zh"), "en": book.quantities.read(en, "en")})


@pytest.mark.parametrize("zh, en", SAME)
def test_the_same_quantity_in_both_languages(book, zh, en):
    assert differences(book, zh, en) == {"zh": [], "en": []}


@pytest.mark.parametrize("zh, en", DIFFERENT)
def test_another_quantity_is_told(book, zh, en):
    found = differences(book, zh, en)
    assert found["zh"] or found["en"]


def test_any_row_of_numerals_is_read_or_left(book):
    """Idioms are full of numerals: whatever stands together, reading it raises nothing."""
    for length in (1, 2, 3):
        for letters in product("零〇一两三九十百千万亿点半几数分之个", repeat=length):
            book.quantities.read("".join(letters), "zh")
    for words in product(["one", "zero", "0", "a", "million", "in", "half", "third", "twenty", "1,00", "of"], repeat=3):
        book.quantities.read(" ".join(words), "en")


@pytest.mark.parametrize(
    "text, lang",
    [
        ("千千万万、三三两两、一五一十、万万没想到、亿万富翁", "zh"),
        ("一般来说，百度百科收录了二氧化碳", "zh"),
        ("GPT-3、ResNet50 与 H100", "zh"),
        ("`10 = 2` 和 $x=3$[@key2014gan, §4]", "zh"),
        ("GPT-3 and LeNet-5 [@key2014gan, §4] in `v2` with $x=3$", "en"),
        ("[link](page-2.en.md#section-3) <!-- atlas:figure tiny 2 -->", "en"),
    ],
)
def test_what_states_no_quantity(book, text, lang):
    assert [one.written for one in book.quantities.read(text, lang) if one.value != 1] == []


def test_values_are_exact(book):
    (one,) = book.quantities.read("0.1 亿", "zh")
    assert one.value == Fraction(10_000_000) and not one.weak


@pytest.mark.parametrize(
    "zh, en, lacking",
    [
        ("GAN 与扩散模型", "GANs and diffusion models", []),
        ("AI 生成的图", "an AI-generated picture", []),
        ("生成对抗网络", "a GAN", []),  # two names of one concept
        ("图灵提出", "Turing proposes", []),
        ("图灵提出", "He proposes", ["图灵"]),
        ("他提出", "Turing proposes", ["Turing"]),
        ("GPT-3", "GPT-4", ["GPT-3", "GPT-4"]),
        ("用电 1287 MWh", "used 1,287 MWh", []),
        ("由 OpenAI 发布", "released by Google", ["OpenAI", "Google"]),
    ],
)
def test_names(book, zh, en, lacking):
    assert [name for _, _, name in book.called.lacking({"zh": zh, "en": en})] == lacking


def test_a_passage_knows_its_lines_and_parts():
    passage = Passage(Place("a.md", 7), "paragraph", "one $x$ `$y$`\n{{ a.b:.2f }} ![](en/p.svg) [@k, §2; @l]")
    assert str(passage.at(passage.text.index("{{"))) == "a.md:8"
    assert [text for _, text in passage.formulas()] == ["x"]
    assert [text for _, text in passage.values()] == ["a.b:.2f"]
    assert [(key, locator) for _, key, locator in passage.citations()] == [("k", "§2"), ("l", None)]
    assert [address for _, address in passage.images()] == ["zh/p.svg"]
