"""Finding a code by a few letters."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.coding.codebook import load_codebook
from qes.coding.codebook.nearest import nearest_codes

BOOK = load_codebook(Path(__file__).parents[2] / "codebooks" / "dynamic-capabilities" / "1.0.yaml")


def found(wanted: str, most: int = 9) -> list[str]:
    return [code.code for code in nearest_codes(BOOK, wanted, most)]


@pytest.mark.parametrize("code", BOOK.codable, ids=lambda code: code.code)
def test_an_exact_id_or_label_in_any_case_finds_its_code_alone(code: object) -> None:
    assert isinstance(code, type(BOOK.codes[0]))
    assert found(code.code) == found(f" {code.code.upper()} ") == found(code.label.upper()) == [code.code]


def test_a_part_of_an_id_finds_all_that_hold_it_and_its_beginnings_first() -> None:
    assert found("re") == sorted(found("re"), key=lambda code: (not code.split("/")[-1].startswith("re"), code))
    assert found("re")[:3] == ["context/resources", "priorities/reallocation", "priorities/review-triggers"]
    assert found("learning/") == ["learning/carry-over", "learning/evaluation", "learning/test-design"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("scaning", "awareness/scanning"),
        ("trade of", "priorities/trade-offs"),
        ("reallocate", "priorities/reallocation"),
    ],
)
def test_a_slip_of_the_fingers_still_offers_the_code(typed: str, meant: str) -> None:
    assert meant in found(typed)[:3]


def test_what_resembles_no_code_finds_none() -> None:
    assert found("qqqxyz") == []


@given(st.text(max_size=12), st.integers(1, 5))
@settings(deadline=None, max_examples=60)
def test_only_codable_codes_are_offered_once_each_and_not_too_many(typed: str, most: int) -> None:
    codes = nearest_codes(BOOK, typed, most)
    assert all(code in BOOK.codable for code in codes)
    assert len({code.code for code in codes}) == len(codes) <= most
