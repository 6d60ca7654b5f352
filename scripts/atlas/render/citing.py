"""Citing: how does somebody name a page of this site among their own sources?"""

from __future__ import annotations

from markupsafe import Markup

from atlas.nouns import Page
from atlas.render.dates import date_words


def citations(page: Page, site: str, authors: str, address: str) -> dict[str, str]:
    """The entry by the name of its style: GB/T 7714 for Chinese pages and APA for English ones, as their readers are
    asked for, and BibTeX for both, a line for each field. `site` is called so in the page's language; `address` is the
    page's permanent one.

    GB/T 7714—2015 has for an electronic resource: authors. title[EB/OL]. (date of update). address. APA, 7th edition,
    has for a page of a website: authors. (date). title. site. address.
    """
    date = str(page.meta["updated"])
    if page.lang == "zh":
        styled = {"GB/T 7714": f"{authors}. {page.title}[EB/OL]. {site}, ({date}). {address}."}
    else:
        day, month, year = date_words(date, "en").split()
        entry = Markup("{}. ({}, {} {}). <em>{}</em>. {}. {}")
        styled = {"APA": entry.format(authors, year, month, day, page.title, site, address)}
    fields = {"author": f"{{{authors}}}", "title": f"{{{page.title}}}", "year": date[:4], "url": address}
    key = "-".join(["aigcatlas", page.lang, *page.path.split("/")]).rstrip("-")
    lines = [f"@misc{{{key},", *(f"{name} = {{{value}}}," for name, value in fields.items()), "}"]
    return styled | {"BibTeX": "\n".join(lines)}
