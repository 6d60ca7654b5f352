"""The figures about text: are the committed drawings those that the numbers give today?"""

import text_figures
from kit import plot


def test_the_committed_figures_are_these(tmp_path, monkeypatch):
    root = plot.ROOT
    (tmp_path / text_figures.FOLDER).mkdir(parents=True)
    monkeypatch.setattr(plot, "ROOT", tmp_path)
    text_figures.main()
    drawn = sorted((tmp_path / text_figures.FOLDER).iterdir())
    assert len(drawn) == 6
    for path in drawn:
        committed = (root / text_figures.FOLDER / path.name).read_bytes()
        assert path.read_bytes() == committed, f"{path.name}: run python models/text_figures.py"
        assert len(path.read_bytes()) < 6000
