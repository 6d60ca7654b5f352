"""The figures about text, the Transformer, generation and feedback: are the committed ones those that the numbers give today?"""

import language_figures
import pytest
import text_figures
from kit import plot


@pytest.mark.parametrize(("program", "files", "most"), [(text_figures, 6, 6000), (language_figures, 8, 9000)])
def test_the_committed_figures_are_these(tmp_path, monkeypatch, program, files, most):
    root = plot.ROOT
    (tmp_path / program.FOLDER).mkdir(parents=True)
    monkeypatch.setattr(plot, "ROOT", tmp_path)
    program.main()
    drawn = sorted((tmp_path / program.FOLDER).iterdir())
    assert len(drawn) == files
    for path in drawn:
        data = path.read_bytes()
        assert data == (root / program.FOLDER / path.name).read_bytes(), f"{path.name}: run python models/{program.__name__}.py"
        assert len(data) < most
