"""The models as a whole: does `make models` run every program, and does every stored result belong to one?"""

import re
from pathlib import Path

from building import ROOT

MODELS = ROOT / "models"


def stems(pattern: str) -> set[str]:
    return {path.stem for path in MODELS.glob(pattern)}


def test_every_training_program_is_run_by_make():
    listed = re.search(r"^TRAINED := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {f"train_{name}" for name in listed[1].split()} == stems("train_*.py")


def test_every_result_has_its_program_and_every_program_its_test():
    assert {path.stem for path in (MODELS / "results").glob("*.json")} == stems("*_numbers.py")
    lacking = [name for name in stems("*_numbers.py") if not (ROOT / "tests" / f"test_{name}.py").exists()]
    assert lacking == []


def test_models_leave_the_order_of_sums_to_nobody():
    """In what is trained, products and sums run in the order of the kit; so the same bits come out everywhere."""
    trained = [*MODELS.glob("kit/nn.py"), *(MODELS / f"{name}.py" for name in (
        "transformer", "recurrent", "vae", "autoencoder", "gan", "diffusion", "flow", "mlp", "preference"
    ))]
    for path in trained:
        code = re.sub(r'""".*?"""|#[^\n]*', "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        found = re.findall(r"np\.(?:dot|einsum|matmul|exp|log|tanh|sin|cos)\b|\s@\s|\.dot\(", code)
        assert found == [], (Path(path).name, found)
