"""Terms: concepts called otherwise than the atlas calls them."""

from __future__ import annotations

import re

from atlas.prose import plain
from faults import Desk, Fault, NoPlace

from content.registering import each


@each()
def a_rejected_name_is_used(desk: Desk, lang: str) -> Fault:
    names = {
        concept.prefLabel[lang]: concept.rejectedLabel[lang][0]
        for concept in desk.book.concepts.values()
        if concept.rejectedLabel[lang] and len(concept.prefLabel[lang]) > 2
    }
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = rf"(?<![\w“《*])(?:{pattern})(?![\w”》*])" if lang == "en" else f"(?:{pattern})"
    wanted = lambda block: not re.search(r"[“《*]", block.text)  # noqa: E731
    return desk.spoil("terms", "a rejected name is used", lang, pattern, lambda m: names.get(m[0], m[0]), wanted=wanted)


TERMS = {
    "zh": ("判别器", "潜在空间", "扩散模型", "反向传播", "奖励模型", "提示注入"),
    "en": ("discriminator", "latent space", "diffusion model", "backpropagation", "reward model", "prompt injection"),
}


@each()
def a_term_is_translated_otherwise(desk: Desk, lang: str) -> Fault:
    words = dict(zip(TERMS["zh"], TERMS["en"])) if lang == "zh" else dict(zip(TERMS["en"], TERMS["zh"]))
    for page, block in desk.blocks(lang):
        term = next((word for word in words if word in plain(block.text)), None)
        if term and block.text.count(term) == 1 and words[term] in desk.opposite(page, block)[1].text:
            lines = desk.text(page.file).split("\n")
            line = next(n for n in range(block.line, block.last + 1) if term in lines[n - 1])
            spoilt = lines[line - 1].replace(term, "某某件" if lang == "zh" else "gadget")
            return desk.line("terms", "a term is another", page.file, line, spoilt, block.line, block.last)
    raise NoPlace


@each()
def an_abbreviation_is_unexplained(desk: Desk, lang: str) -> Fault:
    put = "（参见 QZX 方法）。" if lang == "zh" else ", as in QZX work."
    old = r"(?<=[一-鿿])。$" if lang == "zh" else r"(?<=[a-z])\.$"
    return desk.spoil(
        "terms",
        "an abbreviation is unexplained",
        lang,
        old,
        lambda m: put.replace("（参见 QZX 方法）", "，参见 QZX 方法") if lang == "zh" else put,
    )
