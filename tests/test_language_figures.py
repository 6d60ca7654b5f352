"""The figures about the Transformer, generation and feedback: are the committed drawings those that the numbers give today?"""

import language_figures
from kit import plot


def test_the_committed_figures_are_these(tmp_path, monkeypatch):
    root = plot.ROOT
    (tmp_path / language_figures.FOLDER).mkdir(parents=True)
    monkeypatch.setattr(plot, "ROOT", tmp_path)
    language_figures.main()
    drawn = sorted((tmp_path / language_figures.FOLDER).iterdir())
    assert len(drawn) == 8
    for path in drawn:
        committed = (root / language_figures.FOLDER / path.name).read_bytes()
        assert path.read_bytes() == committed, f"{path.name}: run python models/language_figures.py"
        assert len(path.read_bytes()) < 9000
