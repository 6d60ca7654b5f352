"""Lighthouse: which scores does it give pages on its mobile preset, and what keeps a page from 100?

Its version stands in package.json beside this file; it drives the browser that all other checks drive. It computes its
slow network instead of applying it. Performance is the median of several runs, the rest the least of them. The last
report of every page stays in .cache/weight/reports/, to be looked into.
"""

from __future__ import annotations

import json
import os
import statistics
from collections import defaultdict
from pathlib import Path

from atlas import npm
from atlas.browser import ensure
from building import ROOT

HERE = Path(__file__).parent
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
OPTIONS = (
    "--output=json",
    "--quiet",
    "--chrome-flags=--headless=new --no-sandbox",
    f"--only-categories={','.join(CATEGORIES)}",
    "--disable-full-page-screenshot",
    "--no-enable-error-reporting",
)


def table(pages: dict[str, str], runs: int) -> None:
    """Print the scores of pages, addresses by name; `bare` in a name makes it what others are compared with."""
    reports = audited(pages, runs)
    scores = {name: {one: score(mine, one) for one in CATEGORIES} for name, mine in reports.items()}
    floors = {name[:2]: mine["performance"] for name, mine in scores.items() if name.endswith("bare")}
    print(f"\nLighthouse {reports[next(iter(pages))][0]['lighthouseVersion']}, mobile, {runs} runs")
    print(f"{'page':28}" + "".join(f"{name:>16}" for name in CATEGORIES) + f"{'to bare':>10}")
    for name, mine in scores.items():
        row = "".join(f"{mine[one]:16.0f}" for one in CATEGORIES)
        print(f"{name:28}{row}{mine['performance'] - floors[name[:2]]:+10.0f}")
    print("\nWhat is not full marks")
    for name, mine in reports.items():
        print(name, *missed(mine), sep="\n  ")


def audited(pages: dict[str, str], runs: int) -> dict[str, list[dict]]:
    """Reports of every page; each run asks for every page once."""
    program = npm.packages(HERE, ROOT / ".cache" / "weight") / "lighthouse" / "cli" / "index.js"
    os.environ.setdefault("CHROME_PATH", ensure())
    folder = ROOT / ".cache" / "weight" / "reports"
    folder.mkdir(exist_ok=True)
    reports: dict[str, list[dict]] = defaultdict(list)
    for _ in range(runs):
        for name, address in pages.items():
            said = folder / f"{name.replace('/', '-').replace('- ', ' ').replace(' ', '.')}.json"
            said.unlink(missing_ok=True)
            done = npm.run(str(program), address, *OPTIONS, f"--output-path={said}", cwd=folder)
            if not said.exists():
                raise RuntimeError(f"lighthouse: {done.stderr or done.stdout}")
            reports[name].append(json.loads(said.read_text(encoding="utf-8")))
    return reports


def score(reports: list[dict], category: str) -> float:
    """From 0 to 100. Raises TypeError if Lighthouse could give no score."""
    found = [100 * report["categories"][category]["score"] for report in reports]
    return statistics.median(found) if category == "performance" else min(found)


def missed(reports: list[dict]) -> list[str]:
    """Every audit without the full score: its category, what it says, and the first places. Those that count for
    nothing are told for performance alone, where they say what its times are spent on."""
    last, lines = reports[-1], []
    for category in CATEGORIES:
        for one in last["categories"][category]["auditRefs"]:
            audit = last["audits"][one["id"]]
            tells = one["weight"] or (category == "performance" and one.get("group") != "hidden")
            if tells and audit["score"] is not None and audit["score"] < 1:
                what = audit.get("displayValue") or audit["title"]
                lines.append(f"{category}: {one['id']} {100 * audit['score']:.0f}, {what}: {'; '.join(places(audit))}")
    tasks = last["audits"]["long-tasks"].get("details", {}).get("items", [])
    return lines + [f"long task: {one['duration']:.0f} ms, {one['url'].rpartition('/')[2] or 'page'}" for one in tasks]


def places(audit: dict) -> list[str]:
    """The first five of what an audit points at: selectors of elements, else addresses or texts, with their time."""
    found = []
    for one in audit.get("details", {}).get("items", []):
        texts = [one.get("node", {}).get("selector"), *(one.get(key) for key in ("description", "url", "groupLabel"))]
        what = next((text for text in texts if text), None)
        time = one.get("wastedMs", one.get("duration"))
        found += [f"{what}" + (f" {time:.0f} ms" if time else "")] if what else []
    return found[:5]
