"""Does every check of the built site find what is wrong with a tiny site, at its file and line, and nothing else?"""

import shutil
import sys
from urllib.parse import urlsplit

import pytest
from atlas import onsite
from atlas.book import Book
from atlas.nouns import Place, Problem
from atlas.onsite import loading
from atlas.report import report
from atlas.serving import serving
from building import ROOT, break_it, faults

RIGHT = ROOT / "tests" / "sites" / "onsite" / "right"
WRONG = faults("onsite/faults.yml")
QUICK = ("html", "links")
"""What needs no browser is asked of every case, so that a case is wrong in no other way."""


@pytest.fixture
def stand(tmp_path):
    """`stand(fault)` → the tiny built Site with that fault, served while the test runs."""
    opened = []

    def make(fault: dict | None = None) -> onsite.Site:
        shutil.copytree(RIGHT, tmp_path, dirs_exist_ok=True)
        break_it(tmp_path, fault or {})
        (tmp_path / ".cache").symlink_to(ROOT / ".cache")
        folder = tmp_path / "site"
        opened.append(serving(folder, urlsplit(onsite.home(folder)).path))
        return onsite.Site(tmp_path, folder, opened[-1].__enter__(), Book(tmp_path))

    yield make
    for one in opened:
        one.__exit__(None, None, None)


def test_the_right_site_has_no_problem(stand):
    assert [str(problem) for _, problem in onsite.run(stand())] == []


@pytest.mark.parametrize("fault", WRONG, ids=lambda fault: fault["why"])
def test_what_is_wrong_is_found_by_its_check_alone(stand, fault):
    name, place, what = fault["check"], fault["place"], fault["what"]
    site = stand(fault)
    found = [one for check in sorted({name, *QUICK}) for one in onsite.run(site, check)]
    assert any(check == name and str(problem).startswith(f"{place}: ") and what in problem.what for check, problem in found)
    assert {check for check, _ in found} == {name}, [str(problem) for _, problem in found]


def test_every_check_has_a_wrong_site_and_a_note(stand):
    checks = onsite.all_checks()
    assert set(checks) == {fault["check"] for fault in WRONG} == {"links", "html", "access", "origins", "budgets"}
    assert all(hasattr(module, "note") for module in checks.values())


def test_a_page_of_no_group_and_a_malformed_budget_are_told(stand):
    site = stand()
    path = site.root / "data" / "budgets.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('pages: ["*"]', 'pages: ["zh/", "c/*", "404.html", ""]'), encoding="utf-8")
    assert ["belongs to no group" in problem.what for _, problem in onsite.run(site, "budgets")] == [True]
    path.write_text(text.replace("{limit: 200}", "{limit: -1}"), encoding="utf-8")
    assert [str(problem.place) for _, problem in onsite.run(site, "budgets")] == ["data/budgets.yml:8"]


def test_a_limit_for_each_concept_grows_with_them(stand):
    site = stand()
    path = site.root / "data" / "budgets.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("requests: {limit: 3}", "requests: {limit: 1, per: concepts}"), encoding="utf-8")
    assert len(list(onsite.run(site, "budgets"))) == len(site.pages)
    many = onsite.Site(site.root, site.folder, site.address, Book(site.root, concepts={"a": None, "b": None}))
    assert list(onsite.run(many, "budgets")) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", '<p><img src="a.png" srcset="a.png 1x, //x.org/a.png 2x" alt=""></p>'),
        ("a.html", '<meta http-equiv="refresh" content="0; url=https://x.org/">'),
        ("a.html", '<p style="background: url(https://x.org/a.png)">a</p>'),
        ("a.html", '<form action="https://x.org/"><video poster="//x.org/a.png"></video></form>'),
        ("a.html", '<svg><use xlink:href="https://x.org/a.svg#b"/></svg><object data="//x.org/o"></object>'),
        ("a.html", "<script>import('https://x.org/a.js')</script>"),
        ("a.html", "<p onclick=\"fetch('https://x.org/')\">a</p>"),
        ("a.css", "@import 'https://x.org/a.css';"),
        ("a.css", "a { background: url( //x.org/a.png ) }"),
        ("a.js", "fetch(`https://x.org/${1}`)"),
        ("a.json", '{"icons": [{"src": "https://x.org/a.png"}]}'),
        ("a.json", '{"text": "<img src=\\"https://x.org/a.png\\">"}'),
        ("a.xml", '<?xml version="1.0"?><?xml-stylesheet href="https://x.org/a.css"?><a/>'),
        ("a.svg", '<svg xmlns="http://www.w3.org/2000/svg"><image href="https://x.org/a.png"/></svg>'),
    ],
)
def test_every_way_to_load_from_elsewhere_is_read(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert any("//x.org/" in address for _, address in loading.loaded(path))


@pytest.mark.parametrize("address", ["https://x.org/a", "//x.org", " \thttps://x.org", "\\\\x.org\\a", "ws://x.org/"])
def test_an_address_is_read_as_a_browser_reads_it(stand, address):
    from atlas.onsite.origins import elsewhere

    site = stand()
    assert elsewhere(site, address)
    assert not any(elsewhere(site, own) for own in ("a/b", "/a", "#a", "data:,//a", f"{site.home}a", f"{site.address}a"))


def test_a_report_counts_annotates_and_fails_on_errors_alone(capsys, monkeypatch):
    place = Place("docs/a,b.md", 3)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert report([("one", Problem(place, "100 %\nsure", "see", "warning"))], ["one", "two"], None, lambda name: f"n {name}") == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "docs/a,b.md:3: warning: 100 %"
    assert "::warning file=docs/a%2Cb.md,line=3,title=one::100 %25%0Asure; see" in printed
    assert [line.split() for line in printed[-2:]] == [["one", "1", "warning", "n", "one"], ["two", "ok", "n", "two"]]
    assert report([("one", Problem(place, "a", "b"))] * 2, ["one", "two"], "one") == 1
    assert capsys.readouterr().out.splitlines()[-1] == "one          2 errors"


def test_the_door_checks_a_site_that_is_built(stand, monkeypatch, capsys):
    import check_site

    site = stand(next(fault for fault in WRONG if fault["why"] == "links-base"))
    monkeypatch.setattr(check_site, "load", Book)
    arguments = ["check_site.py", "--site", str(site.folder), "--root", str(site.root), "--only", "links"]
    monkeypatch.setattr(sys, "argv", arguments)
    assert check_site.main() == 1
    printed = capsys.readouterr().out
    assert "site/404.html:17: " in printed and printed.splitlines()[-1].startswith("links        1 error ")
