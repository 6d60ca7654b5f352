"""Mutations: does every fault seeded into the real content turn the named check red, at the right file and line?

make mutations                               caught/total
python tests/mutations/run.py --seeds 5      more places for each kind of fault
"""

import argparse
import shutil
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(ROOT / "tests" / "mutations"))

import on_site
from atlas import checks
from atlas.load import load
from content import MUTATORS
from faults import Desk, Fault, NoPlace

PARTS = ("docs", "data", "overrides", "models/data", "models/results", "models/weights", "mkdocs.yml")
_root: Path


def faults(seeds: int) -> list[Fault]:
    """Every mutator in each of its languages, at `seeds` places."""
    book, made = load(ROOT), {}
    for function, languages in MUTATORS:
        found = [
            fault for lang in languages for seed in range(seeds) if (fault := attempt(function, Desk(book, seed), lang))
        ]
        if not found:
            raise SystemExit(f"{function.__name__}: the content has no place for this fault")
        made |= {tuple(sorted(fault.edits.items(), key=str)): fault for fault in found}
    return list(made.values())


def attempt(function, desk: Desk, lang: str) -> Fault | None:
    try:
        return function(desk, lang)
    except NoPlace:
        return None


def copy() -> None:
    """A copy of the content for this process to spoil; the history comes along, since the register has one."""
    global _root
    _root = Path(tempfile.mkdtemp(prefix="atlas-mutations-"))
    for part in PARTS:
        source, target = ROOT / part, _root / part
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    (_root / ".git").symlink_to(ROOT / ".git")


def trial(fault: Fault) -> tuple[bool, list[str]]:
    """(caught at the right place, what the named check said) for one fault."""
    kept = {file: (_root / file).read_bytes() for file in fault.edits}
    try:
        for file, text in fault.edits.items():
            if text is None:
                (_root / file).unlink()
            else:
                (_root / file).write_text(text, encoding="utf-8")
        said = [problem for _, problem in checks.run(load(_root), None if fault.check == "data" else fault.check)]
    finally:
        for file, content in kept.items():
            (_root / file).write_bytes(content)
    right = [one for one in said if one.place.file == fault.file and fault.first <= one.place.line <= fault.last]
    return any(one.level == "error" for one in right), [str(one) for one in said]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=2, help="places for each kind of fault and language")
    parser.add_argument("--sources", action="store_true", help="only faults of the sources: no site is built")
    options = parser.parse_args()
    untouched = [str(problem) for _, problem in checks.run(load(ROOT))]
    if untouched:
        print(*untouched, "The untouched content must be clean before it is spoilt.", sep="\n")
        return 1
    made = faults(options.seeds)
    with ProcessPoolExecutor(initializer=copy) as pool:
        results = list(pool.map(trial, made))
    by_check: dict[str, list[bool]] = {}
    for fault, (caught, said) in zip(made, results, strict=True):
        by_check.setdefault(fault.check, []).append(caught)
        if not caught:
            print(f"escaped: {fault}", *(f"    said: {line}" for line in said[:3]), sep="\n")
    for name in sorted(by_check):
        print(f"{name:12} {sum(by_check[name])}/{len(by_check[name])}", flush=True)
    site_caught, site_planted = (0, 0) if options.sources else on_site.score()
    caught = sum(caught for caught, _ in results) + site_caught
    planted = len(results) + site_planted
    print(f"{caught}/{planted} faults caught by the right check at the right place, {100 * caught / planted:.1f}%")
    return int(caught < planted)


if __name__ == "__main__":
    sys.exit(main())
