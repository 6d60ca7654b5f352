"""Reviews and time: who changed since both sides were compared, what has grown old, and what history remembers."""

import subprocess
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from atlas import checks, review
from atlas.checks import parity, permalinks, quizzes, sources
from atlas.load import load
from building import build

ZH, EN = "docs/definitions/gan.zh.md", "docs/definitions/gan.en.md"


def edit(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (root / file).write_text(text.replace(old, new), encoding="utf-8")


def problems(root: Path) -> list:
    return [problem for _, problem in checks.run(load(root))]


def lead(root: Path, file: str) -> None:
    """One side is reworded and dated."""
    old = "1. 噪声进入" if file == ZH else "1. Noise enters the g"
    edit(root, file, old, old.replace("进入", "流进").replace("enters", "flows into"))
    edit(root, file, 'updated: "2026-01-02"', 'updated: "2026-03-05"')


@pytest.mark.parametrize("file", [ZH, EN])
def test_either_language_may_lead_and_readers_of_the_other_are_told(tiny, file):
    lead(tiny, file)
    found = problems(tiny)
    assert {problem.level for problem in found} == {"warning"}
    assert {problem.place.file for problem in found} == {file}
    done = build(tiny, tiny / "site", "http://127.0.0.1:8000/")
    assert done.returncode == 0, done.stdout + done.stderr
    pages = {
        lang: (tiny / f"site/{lang}/definitions/gan/index.html").read_text(encoding="utf-8") for lang in ("zh", "en")
    }
    behind, ahead = ("en", "zh") if file == ZH else ("zh", "en")
    assert "atlas-newer" in pages[behind] and "atlas-newer" not in pages[ahead]
    assert ("5 March 2026" if behind == "en" else "2026 年 3 月 5 日") in pages[behind]
    assert ("Sections concerned: Training." if behind == "en" else "涉及的小节：训练过程。") in pages[behind]


def test_a_change_without_a_date_stops_the_build(tiny):
    edit(tiny, EN, "1. Noise enters the g", "1. Noise flows into the g")
    (problem,) = problems(tiny)
    assert problem.level == "error" and str(problem.place) == f"{EN}:28"


def test_when_both_sides_changed_both_are_asked_to_be_compared(tiny):
    edit(tiny, EN, "1. Noise enters the g", "1. Noise flows into the g")
    edit(tiny, ZH, "1. 噪声进入", "1. 噪声流进")
    assert {(problem.place.file, problem.level) for problem in problems(tiny)} == {(ZH, "error"), (EN, "error")}
    review.record(load(tiny), "definitions/gan", "a test")
    assert problems(tiny) == []


def test_breaking_lines_otherwise_is_no_change(tiny):
    edit(tiny, EN, "Two neural networks are trained together", "Two neural networks\nare trained together")
    assert [problem for problem in parity.check(load(tiny))] == []


def test_a_review_is_refused_while_the_sides_differ(tiny, capsys):
    import export

    edit(tiny, EN, "175 billion", "17 billion")
    assert export.reviewed(load(tiny), ["definitions/gan"], "a test") == 1
    assert "nothing was recorded" in capsys.readouterr().out
    assert export.reviewed(load(tiny), ["no/such/page"], "a test") == 1
    assert export.reviewed(load(tiny), ["glossary"], " ") == 1


@pytest.mark.parametrize("days, levels", [(0, []), (180, []), (181, ["warning"]), (365, ["warning"]), (366, ["error"])])
def test_claims_about_the_present_grow_old(tiny, days, levels):
    edit(tiny, "docs/index.en.md", "See [gen", "As of 2 January 2026 [@goodfellow2014gan], see [gen")
    edit(tiny, "docs/index.zh.md", "#training)", "#training)，截至 2026 年 1 月 2 日[@goodfellow2014gan]")
    book = replace(load(tiny), today=date(2026, 1, 2) + timedelta(days=days))
    for lang in ("zh", "en"):
        found = [one.level for one in sources.check(book) if one.place.file == f"docs/index.{lang}.md"]
        assert found == levels


@pytest.mark.parametrize("zh, en", [("2026 年 13 月", "31 April 2026"), ("2026 年 2 月 30 日", "2026-19")])
def test_a_date_that_no_calendar_has_is_told(tiny, zh, en):
    edit(tiny, "docs/index.en.md", "See [gen", f"As of {en} [@goodfellow2014gan], see [gen")
    edit(tiny, "docs/index.zh.md", "#training)", f"#training)，截至 {zh}[@goodfellow2014gan]")
    told = {one.place.file for one in sources.check(load(tiny)) if "is no date" in one.what}
    assert told == {"docs/index.en.md", "docs/index.zh.md"}


def git(root: Path, *arguments: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True)


def test_the_register_never_forgets(tiny):
    git(tiny, "init", "-q")
    git(tiny, "add", "data")
    git(tiny, "commit", "-qm", "published")
    assert list(permalinks.check(load(tiny))) == []
    register = tiny / "data/permalinks.txt"
    kept = register.read_text(encoding="utf-8")
    register.write_text(kept + "/en/withdrawn/\n", encoding="utf-8")
    git(tiny, "commit", "-qam", "one more address")
    register.write_text(kept, encoding="utf-8")
    for _ in ("taken out in the working tree", "taken out by a commit"):
        (problem,) = permalinks.check(load(tiny))
        assert problem.what == "/en/withdrawn/ was taken out of the register"
        git(tiny, "commit", "-q", "--allow-empty", "-am", "one address less")


def test_answers_are_not_given_away_by_place_or_length(book):
    for name, questions in book.quizzes.items():
        assert list(quizzes.given_away(questions, *quizzes.ON_A_PAGE)) == []
        first = _right_answers_first(questions)
        assert [one.what for one in quizzes.given_away(first, *quizzes.ON_A_PAGE)] == [
            f"answer 1 is right in {len(first)} of {len(first)} questions"
        ], name


def test_a_pattern_too_weak_for_a_page_is_seen_over_the_whole_site(book):
    everything = [question for questions in book.quizzes.values() for question in questions]
    half = len(everything) // 2
    bent = [*_right_answers_first(everything[:half]), *everything[half:]]
    assert list(quizzes.given_away(everything, *quizzes.ON_THE_SITE)) == []
    assert any("answer 1 is right" in one.what for one in quizzes.given_away(bent, *quizzes.ON_THE_SITE))


def _right_answers_first(questions):
    return [replace(one, options=tuple(sorted(one.options, key=lambda option: not option.correct))) for one in questions]


def test_a_record_sets_the_status_in_the_front_matter_and_leaves_the_text_alone(tiny):
    import export

    example = "\n```text\nstatus: draft\n```\n"
    paths = [tiny / "docs" / "definitions" / f"gan.{lang}.md" for lang in ("zh", "en")]
    for path in paths:
        path.write_text(path.read_text(encoding="utf-8") + example, encoding="utf-8")
    assert export.reviewed(load(tiny), ["definitions/gan"], "a test") == 0
    for path in paths:
        head, _, text = path.read_text(encoding="utf-8").partition("\n---\n")
        assert "\nstatus: reviewed" in head and text.endswith(example)
