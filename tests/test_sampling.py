"""Sampling of claims: does every claim with a source stand a chance, and does a seed give the same sample again?"""

import pytest
from atlas import sampling


def test_a_claim_is_a_sentence_an_item_or_a_row_with_its_sources(book):
    for (name, _), page in book.pages.items():
        found = list(sampling.claims(page))
        assert {key for claim in found for key in claim.keys} == set(page.cited), (name, page.lang)
        for claim in found:
            assert all(f"@{key}" in claim.text for key in claim.keys)
            line = (book.root / page.file).read_text(encoding="utf-8").splitlines()[claim.place.line - 1]
            assert claim.text.splitlines()[0][:12] in line


def test_a_seed_draws_the_same_claims_again_and_another_seed_others(book):
    drawn = sampling.sample(book, 6, 30, ["principles"])
    assert drawn == sampling.sample(book, 6, 30, ["principles"]) != sampling.sample(book, 7, 30, ["principles"])
    assert [claim.lang for claim in drawn] == ["zh"] * 30 + ["en"] * 30
    assert len({claim.place for claim in drawn}) > 50
    assert all(claim.place.file.startswith("docs/principles/") for claim in drawn)


def test_a_sheet_names_every_source(book):
    drawn = sampling.sample(book, 1, 5)
    sheet = sampling.sheet(book, drawn)
    assert sheet.count("- verdict:") == 10
    assert all(f"- {key}: " in sheet for claim in drawn for key in claim.keys)


def test_too_few_claims_are_told(book):
    with pytest.raises(ValueError, match="larger than population"):
        sampling.sample(book, 1, 10**6)
