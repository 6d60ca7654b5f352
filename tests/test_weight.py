"""The bench of weight: what a server packs, what a bare page leaves out, and what counts as blocking."""

import gzip
import urllib.request
from urllib.error import HTTPError

import pytest
from atlas.serving import serving
from weight.sites import ARTICLE, stripped
from weight.timing import blocking


def ask(address, accept="gzip"):
    request = urllib.request.Request(address, headers={"Accept-Encoding": accept})
    with urllib.request.urlopen(request) as answer:
        return answer.url, answer.headers, answer.read()


@pytest.fixture
def packing(tmp_path):
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "index.html").write_text("<p>你好</p>" * 50, encoding="utf-8")
    (tmp_path / "math.woff2").write_bytes(b"wOF2" * 50)
    with serving(tmp_path, "base", pack=True) as address:
        yield address


def test_texts_are_packed_and_keep_for_ten_minutes(packing):
    url, headers, body = ask(f"{packing}page")
    assert url == f"{packing}page/"
    assert headers["Content-Encoding"] == "gzip" and headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "max-age=600" and headers["ETag"]
    assert gzip.decompress(body).decode("utf-8") == "<p>你好</p>" * 50


def test_fonts_are_not_packed_nor_is_what_nobody_could_unpack(packing):
    assert ask(f"{packing}math.woff2")[1]["Content-Encoding"] is None
    assert ask(f"{packing}page/", accept="identity")[1]["Content-Encoding"] is None


def test_what_is_not_there_is_not_found(packing):
    with pytest.raises(HTTPError, match="404"):
        ask(f"{packing}nothing/")


def test_a_bare_article_keeps_drawings_and_loses_looks():
    page = """<article class="md-content"><p class="a" data-x='1' id=p>x &gt; class="a"</p><script>1</script>
<svg class="s" style="fill:red"><style>.s{}</style></svg><math class="tml"><mi>x</mi></math></article>"""
    first, second = stripped(ARTICLE.search(page)[1]).split("\n")
    assert first == '<p id=p>x &gt; class="a"</p>'
    assert second == '<svg class="s" style="fill:red"><style>.s{}</style></svg><math><mi>x</mi></math>'


def test_blocking_is_what_a_task_takes_beyond_fifty_milliseconds_after_the_first_paint():
    assert blocking([[0, 300], [400, 440], [500, 700]], first=200) == 50 + 150
