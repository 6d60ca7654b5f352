"""Does every fault stop both the check and the build, and name its file, line and cure?"""

import sys
from pathlib import Path

import pytest
from atlas import checks
from atlas.load import load
from building import ROOT, break_it, build, copy_tiny, faults

FAULTS = [*faults("faults.yml"), *faults("typography.yml")]


def test_the_tiny_site_is_right_and_builds(tiny):
    assert list(checks.run(load(tiny))) == []
    done = build(tiny, tiny / "site", "http://127.0.0.1:8000/")
    assert done.returncode == 0, done.stderr
    assert (tiny / "site" / "zh" / "definitions" / "gan" / "index.html").exists()


def lines_of(root: Path) -> list[str]:
    return [str(problem) for _, problem in checks.run(load(root))]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["why"].replace(" ", "-"))
def test_the_fault_is_found(fault, tmp_path):
    root = copy_tiny(tmp_path / "tiny")
    break_it(root, fault)
    lines = lines_of(root)
    assert any(line.startswith(fault["expect"]) for line in lines), "\n".join(lines) or "nothing was found"
    assert all("; " in line for line in lines), "every line ends with its cure"


@pytest.mark.parametrize("fault", FAULTS[::8], ids=lambda fault: fault["why"].replace(" ", "-"))
def test_the_fault_stops_the_build(fault, tmp_path):
    """The build asks the same checks; a sample of the faults shows that it heeds them."""
    root = copy_tiny(tmp_path / "tiny")
    break_it(root, fault)
    done = build(root, root / "site", "http://127.0.0.1:8000/")
    assert done.returncode != 0
    assert fault["expect"] in done.stdout, done.stdout + done.stderr[-2000:]
    assert not (root / "site" / "zh").exists(), "nothing is built from a wrong source"


def test_the_check_command_says_file_line_and_cure(tiny, capsys, monkeypatch):
    import check

    (tiny / "docs/definitions/gan.en.md").unlink()
    monkeypatch.setattr(sys, "argv", ["check.py", "--root", str(tiny), "--only", "parity"])
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert check.main() == 1
    printed = capsys.readouterr().out
    assert "::error file=docs/definitions/gan.zh.md,line=1,title=parity::" in printed


def test_every_check_of_the_content_stands_in_the_guide_for_contributors_in_both_languages():
    for language in ("zh", "en"):
        text = (ROOT / "docs" / "about" / f"contributing.{language}.md").read_text(encoding="utf-8")
        assert [name for name in checks.all_checks() if f"`{name}`" not in text] == []
