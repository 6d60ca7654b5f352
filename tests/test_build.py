"""Is the built site what was promised: trees, permanent addresses, heads, nothing from elsewhere, twice the same?"""

import filecmp
import json
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import material
import pytest
from atlas.exports import styles, versions
from atlas.nouns import LANGUAGES
from atlas.onsite import Site
from atlas.onsite.loading import ENDINGS
from atlas.onsite.origins import written
from building import ROOT, build
from lxml import etree, html

ELSEWHERE = re.compile(r"^(https?:)?//")


def pages(site: Path, *parts: str) -> set[str]:
    folder = site.joinpath(*parts)
    return {path.relative_to(folder).as_posix() for path in folder.rglob("index.html")}


def tree(path: Path):
    return html.fromstring(path.read_bytes())


def test_the_neutral_root_both_trees_and_one_404(site):
    assert (site / "index.html").exists()
    assert pages(site, "zh") == pages(site, "en") != set()
    assert [path.relative_to(site).as_posix() for path in site.rglob("404.html")] == ["404.html"]


def test_every_concept_has_its_permanent_address(site, book):
    assert len(book.concepts) >= 153
    for id in book.concepts:
        links = tree(site / "c" / id / "index.html").xpath("//a[@data-home]")
        assert [link.get("data-home") for link in links] == list(LANGUAGES)
        for link in links:
            path = urlsplit(urljoin(f"https://x/c/{id}/", link.get("href"))).path.strip("/")
            assert (site / path / "index.html").exists(), link.get("href")


def test_every_registered_address_answers_in_the_built_site(site, book):
    ids: dict[Path, set[str]] = {}
    for _, url in book.permalinks:
        path, _, anchor = book.redirects.get(url, url).partition("#")
        file = site / path.strip("/") / "index.html"
        if file not in ids:
            ids[file] = set(tree(file).xpath("//@id"))
        assert not anchor or anchor in ids[file], url


def test_no_file_names_another_origin_that_a_browser_would_load(site, address, book):
    built = Site(ROOT, site, address, book)
    assert [str(problem) for file in built.files(*ENDINGS) for problem in written(built, file)] == []


def test_heads_name_language_canonical_and_alternates_absolutely(site, book, address):
    for page in book.pages.values():
        root = tree(site / page.url / "index.html")
        assert root.get("lang") == {"zh": "zh-Hans", "en": "en"}[page.lang]
        assert root.xpath("string(//link[@rel='canonical']/@href)") == address + page.url
        found = {
            link.get("hreflang"): link.get("href") for link in root.xpath("//link[normalize-space(@rel)='alternate']")
        }
        assert set(found) == {"zh", "en", "x-default"}
        assert found["zh"] == f"{address}zh/{page.path}" and found["en"] == f"{address}en/{page.path}"
        assert found["x-default"].startswith(address)
        assert root.xpath("string(//meta[@name='description']/@content)") == page.meta["description"]
        picture = root.xpath("string(//meta[@property='og:image']/@content)")
        assert picture == f"{address}assets/images/card-{page.lang}.png"
        assert (site / "assets" / "images" / f"card-{page.lang}.png").exists()
        json.loads(root.xpath("string(//script[@type='application/ld+json'])"))


def test_the_sitemap_lists_every_page_with_its_alternates(site, book, address):
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    urls = etree.parse(site / "sitemap.xml").xpath("//s:url", namespaces=space)
    locations = {url.xpath("string(s:loc)", namespaces=space) for url in urls}
    assert locations == {address, *(address + page.url for page in book.pages.values())}
    for url in urls:
        codes = url.xpath("x:link/@hreflang", namespaces=space)
        assert sorted(codes) == ["en", "x-default", "zh"]
        assert all(href.startswith(address) for href in url.xpath("x:link/@href", namespaces=space))


def test_concepts_json_is_what_its_page_promises(site, book, address):
    document = json.loads((site / "concepts.json").read_text(encoding="utf-8"))
    assert document["version"] == 1
    assert [entry["id"] for entry in document["concepts"]] == list(book.concepts)
    for entry in document["concepts"]:
        assert entry["prefLabel"]["zh"] and entry["prefLabel"]["en"]
        for lang in LANGUAGES:
            path, _, anchor = entry["home"][lang].removeprefix(address).partition("#")
            ids = (site / path / "index.html").read_text(encoding="utf-8")
            assert not anchor or f'id="{anchor}"' in ids
        described = (ROOT / f"docs/about/data.{LANGUAGES[0]}.md").read_text(encoding="utf-8")
        assert all(f"`{field}`" in described or f"`concepts[].{field}`" in described for field in entry), entry.keys()


def test_no_source_syntax_is_left_in_the_pages(site, book):
    for page in book.pages.values():
        root = tree(site / page.url / "index.html")
        for node in root.xpath("//article//code | //article//pre | //*[@class='atlas-citing']"):
            node.drop_tree()
        text = root.xpath("//article")[0].text_content()
        assert not re.search(r"\[@|\{\{|\{ #|wzxhzdk|\$\$|atlas:", text), page.file


def test_links_inside_the_built_site_reach_files(site):
    for path in site.rglob("*.html"):
        if path.name == "404.html":
            continue
        base = "https://x/" + path.relative_to(site).as_posix()
        for href in tree(path).xpath("//a/@href"):
            if ELSEWHERE.match(href) or href.startswith(("#", "javascript:", "mailto:")):
                continue
            target = site / urlsplit(urljoin(base, href)).path.strip("/")
            assert target.is_file() or (target / "index.html").is_file(), f"{path}: {href}"


def test_an_empty_site_url_stops_the_build(tiny):
    done = build(tiny, tiny / "site", "")
    assert done.returncode != 0 and "SITE_URL is empty" in done.stdout


def same(left: Path, right: Path) -> list[str]:
    compared = filecmp.dircmp(left, right)
    different = [*compared.left_only, *compared.right_only]
    different += filecmp.cmpfiles(left, right, compared.common_files, shallow=False)[1]
    for name in compared.common_dirs:
        different += same(left / name, right / name)
    return different


def test_two_builds_are_the_same_to_the_byte(site, address, tmp_path):
    done = build(ROOT, tmp_path / "again", address)
    assert done.returncode == 0, done.stderr
    assert same(site, tmp_path / "again") == []


@pytest.mark.parametrize("site_url", ["https://example.org/", "https://example.org/deep/er/"])
def test_it_builds_for_any_base_path(tiny, site_url):
    done = build(tiny, tiny / "site", site_url)
    assert done.returncode == 0, done.stderr
    missing = (tiny / "site" / "404.html").read_text(encoding="utf-8")
    assert f'href="{urlsplit(site_url).path}zh/"' in missing


def test_styles_that_no_page_can_meet_are_left_out():
    text = (
        ":root{--a:1;--b:url('x;y');--c:url(\"data:;,<svg d='rotate(1)'>\")}"
        ".used,.never{color:var(--a)}.never{top:0}.used--a:not(.never)~p{top:1px}"
        "[dir=rtl] .used{left:0}[dir=ltr] .used,[data-md-toggle=drawer]:checked~p{right:0}"
        "@media print{.never p{top:0}}@media print{.used:is(.never,b){top:2px}}@font-face{font-family:F}"
    )
    kept = styles.without_rules(text, {"used", "used--a", "[dir=ltr]"})
    kept = styles.without_properties(kept, {"--a"}, "")
    assert kept == (
        ":root{--a:1;}.used{color:var(--a)}.used--a:not(.never)~p{top:1px}[dir=ltr] .used{right:0}"
        "@media print{.used:is(.never,b){top:2px}}@font-face{font-family:F}"
    )


def test_one_style_sheet_holds_what_is_left_of_the_themes_and_our_own(site):
    text = (site / "assets" / "css" / "site.css").read_text(encoding="utf-8")
    whole = next((Path(material.__file__).parent / "templates").glob("assets/stylesheets/main.*.css"))
    assert len(text) < 0.7 * len(whole.read_text(encoding="utf-8"))
    for name in (".md-search-result__item", ".md-search__inner", ".md-typeset details", ".atlas-beside"):
        assert name in text
    for name in (".md-post__meta", ".md-tooltip", ".md-nav", "[dir=rtl]", "--md-version-icon"):
        assert name not in text
    assert sorted(path.name for path in site.glob("assets/**/*.css")) == ["labs.css", "site.css"]


def test_pages_name_the_content_of_what_they_ask_for(site):
    page = (site / "en" / "principles" / "gan" / "index.html").read_text(encoding="utf-8")
    asked = dict(re.findall(r'"[./]*(assets/[\w./-]+)\?v=(\w+)"', page))
    assert {Path(name).suffix for name in asked} == {".css", ".js", ".woff2"}
    scripts = {name for name in asked if name.startswith("assets/js/")}
    assert {name: asked[name] for name in set(asked) - scripts} == {
        name: versions.mark([site / name]) for name in set(asked) - scripts
    }
    assert not re.search(r'="[./]*assets/[^"?]+\.(?:css|js|woff2)"', page)
    sheet = (site / "assets" / "css" / "site.css").read_text(encoding="utf-8")
    assert f'math.woff2?v={asked["assets/fonts/math.woff2"]}"' in sheet
    script = (site / "assets" / "js" / "atlas.js").read_text(encoding="utf-8")
    assert {asked[name] for name in scripts} == {re.search(r'"\./filter\.js\?v=(\w{8})"', script)[1]}