"""The figures of the image models: are the committed ones those that the stored weights give, small and in two languages?"""

import gzip
import re
import zlib
from base64 import b64decode
from pathlib import Path

import image_figures
import pytest
from kit import plot

ROOT = Path(image_figures.__file__).parent.parent


def opened(svg):
    """The text with every PNG replaced by its pixels: two versions of zlib may pack the same picture differently."""
    def pixels(found):
        data = b64decode(found[1])
        start = data.index(b"IDAT") + 4
        length = int.from_bytes(data[start - 8:start - 4], "big")
        return zlib.decompress(data[start:start + length]).hex()
    return re.sub(r"data:image/png;base64,([^\"]+)", pixels, svg)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("figures")
    (folder / image_figures.FOLDER).mkdir(parents=True)
    kept, plot.ROOT = plot.ROOT, folder
    try:
        image_figures.main()
    finally:
        plot.ROOT = kept
    return sorted((folder / image_figures.FOLDER).iterdir())


def test_the_committed_figures_are_these(drawn):
    assert len(drawn) == 2 * 14
    for path in drawn:
        committed = ROOT / image_figures.FOLDER / path.name
        assert opened(path.read_text(encoding="utf-8")) == opened(committed.read_text(encoding="utf-8")), path.name


def test_figures_are_small_and_come_in_pairs(drawn):
    names = {path.name for path in drawn}
    for path in drawn:
        assert len(gzip.compress(path.read_bytes())) < 6000, path.name
        stem, lang, _ = path.name.split(".")
        assert f"{stem}.{'en' if lang == 'zh' else 'zh'}.svg" in names
