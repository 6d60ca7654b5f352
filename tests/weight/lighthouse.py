"""Lighthouse: which scores does it give pages on its mobile preset, and what keeps a page from 100?

Its version stands in package.json beside this file; it drives the browser that all other checks drive. It computes its
slow network instead of applying it. Performance is the median of several runs, and the best of them, since what else a
machine does only ever costs points; the other scores are the least. Its measure of the machine (benchmarkIndex) is told
as well: where that swings, others were at work, and the best says more. The last report of every page stays in
.cache/weight/reports/, to be looked into.
"""

from __future__ import annotations

import json
import os
import statistics
from collections import defaultdict
from pathlib import Path
from urllib.parse import urljoin

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
    power = [report["environment"]["benchmarkIndex"] for mine in reports.values() for report in mine]
    version = reports[next(iter(pages))][0]["lighthouseVersion"]
    print(f"\nLighthouse {version}, mobile, {runs} runs; the machine measures {min(power):.0f} to {max(power):.0f}")
    head = "".join(f"{name:>16}" for name in CATEGORIES[1:])
    print(f"{'page':28}{'performance':>12}{'to bare':>8}{'best':>6}{'to bare':>8}{head}")
    for name, mine in reports.items():
        floor = reports[next(one for one in reports if one[:2] == name[:2] and one.endswith("bare"))]
        row = ""
        for pick, width in ((statistics.median, 12), (max, 6)):
            found = pick(scores(mine, "performance"))
            row += f"{found:{width}.0f}{found - pick(scores(floor, 'performance')):+8.0f}"
        print(f"{name:28}{row}" + "".join(f"{min(scores(mine, one)):16.0f}" for one in CATEGORIES[1:]))
    print("\nWhat is not full marks, in the last run")
    for name, mine in reports.items():
        print(name, *missed(mine[-1], pages[name]), sep="\n  ")


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


def scores(reports: list[dict], category: str) -> list[float]:
    """From 0 to 100, of every run. Raises TypeError if Lighthouse could give none."""
    return [100 * report["categories"][category]["score"] for report in reports]


def missed(report: dict, address: str) -> list[str]:
    """Every audit without the full score: its category, what it says, and the first places. Those that count for
    nothing are told for performance alone, where they say what its times are spent on."""
    lines = []
    for category in CATEGORIES:
        for one in report["categories"][category]["auditRefs"]:
            audit = report["audits"][one["id"]]
            tells = one["weight"] or (category == "performance" and one.get("group") != "hidden")
            if tells and audit["score"] is not None and audit["score"] < 1:
                what = audit.get("displayValue") or audit["title"]
                line = "; ".join([f"{category}: {one['id']} {100 * audit['score']:.0f}, {what}", *places(audit)])
                lines.append(line.replace(urljoin(address, "/"), "/"))
    tasks = report["audits"]["long-tasks"].get("details", {}).get("items", [])
    spent = [f"{one['url'].rpartition('/')[2] or 'the page'} {one['duration']:.0f} ms" for one in tasks]
    return lines + ([f"long tasks: {'; '.join(spent)}"] if spent else [])


def places(audit: dict) -> list[str]:
    """The first five of what an audit points at: selectors of elements, else addresses or texts, with their time."""
    found = []
    for one in audit.get("details", {}).get("items", []):
        said = one.get("description") if "source" in one else None
        texts = (one.get("node", {}).get("selector"), said, one.get("url"), one.get("groupLabel"))
        what = next((text for text in texts if text), None)
        time = one.get("wastedMs", one.get("duration"))
        found += [f"{what}" + (f" {time:.0f} ms" if time else "")] if what else []
    return found[:5]
