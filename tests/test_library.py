"""The library by itself: does it read the book, and mark up pages, without MkDocs?"""

import subprocess
import sys
from dataclasses import replace

import bibtexparser
import pytest
from atlas import checks, marks, pages, urls, values
from atlas.checks.timeline import check as timeline_check
from atlas.load import load
from atlas.markdown import AtlasExtension
from atlas.render.citing import citations
from atlas.render.dates import date_words
from atlas.terms import Finder
from building import ROOT
from markdown import Markdown

EXTENSIONS = ["attr_list", "tables", "pymdownx.superfences", "pymdownx.quotes", "pymdownx.arithmatex"]
SETTINGS = {"pymdownx.quotes": {"callouts": True}, "pymdownx.arithmatex": {"generic": True}}


def test_nothing_in_the_library_imports_mkdocs():
    script = (
        "import sys, pkgutil, importlib, atlas\n"
        "for module in pkgutil.walk_packages(atlas.__path__, 'atlas.'):\n"
        "    importlib.import_module(module.name)\n"
        "print([name for name in sys.modules if name.split('.')[0] == 'mkdocs'])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT / "scripts", capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "scripts" / "atlas").rglob("*.py")]
    assert not [text for text in sources if "import mkdocs" in text or "from mkdocs" in text]


def test_the_doors_are_thin():
    for door in ("hooks.py", "check.py", "export.py"):
        assert len((ROOT / "scripts" / door).read_text(encoding="utf-8").splitlines()) <= 100, door


def test_the_real_book_has_no_problem(book):
    assert [str(problem) for _, problem in checks.run(book)] == []


@pytest.fixture
def render(tiny):
    """`render(text, lang)` → HTML of a page of the tiny site with that body."""
    book = load(tiny)
    atlas = AtlasExtension(book)
    md = Markdown(extensions=[*EXTENSIONS, atlas], extension_configs=SETTINGS)

    def convert(body: str, lang: str = "en") -> str:
        front = "---\ntitle: t\ndescription: d\nid: index\nconcepts: []\nprerequisites: []\nstatus: draft\n---\n"
        page, problems = pages.read(front + body, "docs/index.md", "index", lang)
        assert problems == []
        atlas.set_page(page)
        md.reset()
        return md.convert(body)

    return convert


def test_a_citation_is_numbered_and_listed_once(render):
    html = render("One [@goodfellow2014gan, §3]. Two [@goodfellow2014gan].")
    assert html.count('href="#ref-goodfellow2014gan"') == 2
    assert (
        'One\u2060<sup class="atlas-cite">[<a href="#ref-goodfellow2014gan">1</a>, §3]</sup>.'
        in html
    )
    assert html.count('id="ref-goodfellow2014gan"') == 1
    assert "Generative adversarial nets" in html


def test_syntax_in_code_stays_as_it_is(render):
    html = render(
        "`[@goodfellow2014gan]`, `{{ tiny_numbers.loss:.2f }}`\n\n````\n```mermaid\nflowchart\n```\n<!-- atlas:glossary -->\n````\n"
    )
    assert "[@goodfellow2014gan]" in html and "{{ tiny_numbers.loss:.2f }}" in html
    assert "atlas-cite" not in html and "<svg" not in html and "atlas-entry" not in html


@pytest.mark.parametrize(
    ("lang", "text", "linked"),
    [
        ("zh", "先训练生成对抗网络再采样", True),
        ("zh", "用GAN生成", True),
        ("zh", "用 GANs 生成", True),
        ("en", "Neural networks learn.", True),
        ("en", "A GAN learns.", True),
        ("en", "SGAN and GANTRY are other words.", False),
        ("en", "`GAN` in code, [GAN](definitions/gan.en.md) in a link.", False),
        ("en", "# GAN { #top }", False),
    ],
)
def test_terms_are_found_beside_han_characters_and_only_as_whole_latin_words(render, lang, text, linked):
    assert ('class="atlas-term"' in render(text, lang)) is linked


def test_the_longest_name_wins_and_only_the_first_use_is_linked(render):
    html = render("Generative adversarial networks are neural networks; generative adversarial networks learn.")
    assert html.count('data-card="term-gan"') == 1
    assert html.count('data-card="term-neural-network"') == 1
    assert html.index("term-gan") < html.index("term-neural-network")


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("LoRA", "用LoRA微调", True),
        ("LoRA", "LoRAX", False),
        ("CLIP", "a clip of a film", False),
        ("diffusion model", "Diffusion  model", True),
        ("扩散模型", "潜在扩散模型族", True),
        ("C2PA", "标准C2PA。", True),
    ],
)
def test_latin_letters_need_edges_and_han_characters_do_not(name, text, found):
    assert bool(list(Finder([(name, "id")]).find(text))) is found


def test_values_are_formatted_and_code_is_left_alone():
    results = {"a": {"b": [1.0, -2.5]}}
    assert values.fill("{{ a.b.0:.1f }} {{ a.b.1:.2f }} `{{ a.b.0 }}`", results) == "1.0 −2.50 `{{ a.b.0 }}`"
    with pytest.raises(KeyError):
        values.fill("{{ a.c }}", results)
    with pytest.raises(KeyError):
        values.fill("{{ a.b }}", results)


def test_callouts_speak_the_page_s_language(render):
    assert "说明" in render("> [!NOTE]\n> 一。", "zh")
    assert "Note" in render("> [!NOTE]\n> One.", "en")


@pytest.mark.parametrize(
    ("target", "source", "way"),
    [
        ("en/glossary/#gan", "en/principles/gan/", "../../glossary/#gan"),
        ("c/gan/", "zh/", "../c/gan/"),
        ("", "zh/definitions/", "../../"),
        ("zh/definitions/#x", "zh/definitions/", "#x"),
    ],
)
def test_links_are_relative(target, source, way):
    assert urls.relative(target, source) == way


@pytest.mark.parametrize(
    ("date", "zh", "en"),
    [
        ("1998", "1998 年", "1998"),
        ("2014-06", "2014 年 6 月", "June 2014"),
        ("2018-06-11", "2018 年 6 月 11 日", "11 June 2018"),
    ],
)
def test_dates_in_words(date, zh, en):
    assert (date_words(date, "zh"), date_words(date, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("lang", "style", "line"),
    [
        ("zh", "GB/T 7714", "图谱贡献者. 生成对抗网络[EB/OL]. 图谱, (2026-11-03). https://a.example/c/gan/."),
        ("en", "APA", "Atlas contributors. (2026, November 3). <em>GANs &amp; {co}</em>. Atlas. https://a.example/c/gan/"),
    ],
)
def test_a_page_is_cited_in_the_style_of_its_language_and_as_bibtex(lang, style, line):
    title, site = {"zh": ("生成对抗网络", "图谱"), "en": ("GANs & {co}", "Atlas")}[lang]
    authors = {"zh": "图谱贡献者", "en": "Atlas contributors"}[lang]
    page, _ = pages.read(f"---\ntitle: {title!r}\nupdated: 2026-11-03\n---\n# {title}\n", f"docs/a/gan.{lang}.md", "a/gan", lang)
    entries = citations(page, site, authors, "https://a.example/c/gan/")
    assert entries[style] == line
    (entry,) = bibtexparser.parse_string(entries["BibTeX"]).entries
    assert (entry.entry_type, entry.key) == ("misc", f"aigcatlas-{lang}-a-gan")
    fields = {field.key: field.value for field in entry.fields}
    assert fields == {"author": f"{{{authors}}}", "title": f"{{{title}}}", "year": "2026", "url": "https://a.example/c/gan/"}


@pytest.mark.parametrize(
    ("dates", "sorted_"),
    [
        (["2014", "2014-06"], True),
        (["2014-06", "2014"], True),
        (["2014-06-30", "2014-06"], True),
        (["2015", "2014-12"], False),
        (["2014-06-11", "2014-06-10"], False),
    ],
)
def test_events_may_be_as_vague_as_their_sources(book, dates, sorted_):
    first = next(iter(book.events.values()))
    events = {date: replace(first, id=date, date=date) for date in dates}
    assert (list(timeline_check(replace(book, events=events))) == []) is sorted_


def test_lines_of_yaml_are_known():
    data = marks.parse("a:\n  - b: 1\n    c: 2\n", "x.yml", offset=10)
    assert marks.line_of(data, ["a", 0, "c"]) == 13


def test_citations_and_values_know_their_lines():
    text = "---\ntitle: t\n---\n\nOne\ntwo [@a; @b, §2]\n\n| x |\n|---|\n| {{ r.v }} |\n"
    page, _ = pages.read(text, "docs/x.en.md", "x", "en")
    assert [(citation.line, citation.key) for citation in page.citations] == [(6, "a"), (6, "b")]
    assert [(use.line, use.name) for use in page.values] == [(10, "r.v")]


def test_a_figure_is_put_into_the_page_with_its_alternative_text_below(tiny):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" class="atlas-plot" width="9"><title>Loss</title><path d="M0 0"/></svg>'
    (tiny / "docs" / "loss.en.svg").write_text(svg, encoding="utf-8")
    atlas = AtlasExtension(load(tiny))
    md = Markdown(extensions=[*EXTENSIONS, atlas], extension_configs=SETTINGS)
    front = "---\ntitle: t\ndescription: d\nid: index\nconcepts: []\nprerequisites: []\nstatus: draft\n---\n"
    body = 'Text.\n\n![It falls "fast" & stays low](loss.en.svg)\n\n![Elsewhere](there.en.svg)\n'
    page, _ = pages.read(front + body, "docs/index.en.md", "index", "en")
    atlas.set_page(page)
    html = md.convert(body)
    name = "It falls &#34;fast&#34; &amp; stays low"
    assert '<svg aria-hidden="true" class="atlas-plot" width="9"><path' in html
    assert f"<figcaption>{name}</figcaption>" in html
    assert "<title>" not in html and "xmlns" not in html
    assert '<img alt="Elsewhere" src="there.en.svg"' in html, "a figure that is not drawn stays an image"


def test_a_page_lists_what_stands_below_it_by_the_groups_of_the_navigation(book):
    below = book.below("principles/index")
    assert [group for group, _ in below] == ["pipeline", "language-families", "image-families", "pillars"]
    assert all(name.startswith("principles/") for _, names in below for name in names)
    assert dict(below)["image-families"][:3] == ["principles/autoencoder", "principles/vae", "principles/gan"]
    assert {name for _, names in book.below("definitions/index") for name in names} == {
        name for name in book.names() if name.startswith("definitions/") and name != "definitions/index"
    }


def test_what_builds_on_a_page_is_what_names_it_as_a_prerequisite(book):
    for name in book.following("principles/index"):
        assert "principles/index" in book.pages[name, "zh"].meta["prerequisites"]
    assert "principles/gan" in book.following("principles/index")


def test_the_course_leads_through_all_pages_each_after_what_it_says_to_read_first(book):
    course = book.course()
    assert sorted(course) == sorted(name for name in book.names() if name != "index")
    for at, name in enumerate(course):
        assert set(book.pages[name, "zh"].meta["prerequisites"]) - {"index"} <= set(course[:at]), name
    assert book.neighbours(course[0]) == (None, course[1]) and book.neighbours(course[-1]) == (course[-2], None)


def test_the_navigation_has_its_sections_and_their_pages(book):
    tabs = dict(book.tabs())
    assert tabs["principles"] == "principles/index" and tabs["reference"] == "concept-map" and "" not in tabs
    for group in tabs:
        inside = [name for _, names in book.inside(group) for name in names]
        assert inside and {book.section(name) for name in inside} == {group}
    assert book.section("index") == "" and book.section("principles/gan") == "principles"


def test_a_path_leads_to_each_page_after_what_it_says_to_read_first(book):
    for path in book.paths.values():
        way = book.way(path)
        assert len(way) == len(set(way)) and set(path.pages) <= set(way)
        left = {name for name in book.names() if path.without and name.startswith(path.without)} - set(path.pages)
        assert not left & set(way)
        for at, name in enumerate(way):
            assert set(book.pages[name, "zh"].meta["prerequisites"]) - left <= set(way[:at]), name
        asked = {before for name in way for before in book.pages[name, "en"].meta["prerequisites"]}
        assert set(way) == set(path.pages) | asked - left
