"""Budgets: does a page cost its reader more than data/budgets.yml allows, in bytes, requests or moving layout?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

from jsonschema import Draft202012Validator

from atlas import marks
from atlas.nouns import Place, Problem
from atlas.onsite import Site
from atlas.onsite.browsing import share
from atlas.onsite.weighing import FIGURES, weigh

FILE = "data/budgets.yml"
SCHEMA = Path(__file__).parents[3] / "data" / "schemas" / "budgets.schema.json"


@dataclass(frozen=True)
class Group:
    """Pages that share a budget: by the name of a figure what it may be at most, what it should be, and per what."""

    place: Place
    id: str
    patterns: tuple[str, ...]
    amounts: Mapping[str, Mapping]


def check(site: Site) -> Iterator[Problem]:
    groups, problems = budgets(site.root)
    yield from problems
    if problems:
        return
    for page, figures in measured(site).items():
        group = group_of(site, page, groups)
        if group:
            yield from over(site, page, figures, group)
        else:
            what = f"/{site.path(page)} belongs to no group of {FILE}"
            yield Problem(site.origin(page), what, "add a pattern for it to a group")


def over(site: Site, page: str, figures: Mapping, group: Group) -> Iterator[Problem]:
    """A problem for every figure of a page that is above the limit of its group."""
    for name, amount in group.amounts.items():
        value, most = figures[name] / divisor(site, amount), limit(site, page, amount)
        if value > most:
            each = f" for each of the {divisor(site, amount)} {amount['per']}" if "per" in amount else ""
            what = f"/{site.path(page)}: {name} is {value:,.6g}{each}, above {most:,}"
            yield Problem(site.origin(page), what, f"make the page lighter; see {group.place} ({group.id})")


def limit(site: Site, page: str, amount: Mapping) -> float:
    """What a page may cost: nothing, if the budget is for an element that it does not have."""
    text = (site.folder / page).read_text(encoding="utf-8") if "with" in amount else ""
    return amount["limit"] if "with" not in amount or f"<{amount['with']}" in text else 0


def divisor(site: Site, amount: Mapping) -> int:
    return max(1, len(getattr(site.book, amount["per"]))) if "per" in amount else 1


def note(site: Site) -> str:
    """The heaviest page of every group that has a total, against its limit and its aim."""
    groups, _ = budgets(site.root)
    said = []
    for group in groups:
        mine = {page: figures for page, figures in measured(site).items() if group_of(site, page, groups) == group}
        if mine and "total" in group.amounts:
            page = max(mine, key=lambda page: mine[page]["total"])
            amount = group.amounts["total"]
            aim = f", aim {amount['aim'] / 1000:.1f}" if "aim" in amount else ""
            weight = f"{mine[page]['total'] / 1000:.1f} of {amount['limit'] / 1000:.1f} KB{aim}"
            said.append(f"{group.id}: /{site.path(page)} {weight}")
    return "; ".join([f"{len(measured(site))} pages", *said])


@lru_cache(maxsize=1)
def measured(site: Site) -> dict[str, dict[str, float]]:
    """The figures of every page that is weighed."""
    return dict(sorted(share(weighed(site), lambda browser, page: [(page, weigh(browser, site, page))])))


def weighed(site: Site) -> list[str]:
    """Every page; of those at /c/<id>/, which one template makes, the longest stands for all."""
    alike = [page for page in site.pages if page.startswith("c/")]
    longest = max(alike, key=lambda page: (site.folder / page).stat().st_size, default=None)
    return [page for page in site.pages if page not in alike or page == longest]


def group_of(site: Site, page: str, groups: tuple[Group, ...]) -> Group | None:
    path = site.path(page)
    return next((group for group in groups if any(fnmatchcase(path, one) for one in group.patterns)), None)


def budgets(root: Path) -> tuple[tuple[Group, ...], list[Problem]]:
    """The groups in their order, and what is wrong with the file's form."""
    try:
        data = marks.parse((root / FILE).read_text(encoding="utf-8"), FILE)
    except marks.Malformed as error:
        return (), [error.problem]
    schema = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    problems = [
        Problem(Place(FILE, marks.line_of(data, error.absolute_path)), error.message, f"see data/schemas/{SCHEMA.name}")
        for error in schema.iter_errors(data)
    ]
    if problems:
        return (), problems
    groups = (
        Group(
            Place(FILE, line),
            entry["id"],
            tuple(entry["pages"]),
            {name: entry[name] for name in FIGURES if name in entry},
        )
        for line, entry in zip(data.lines, data, strict=True)
    )
    return tuple(groups), []
