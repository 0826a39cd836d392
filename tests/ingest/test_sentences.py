"""Sentence boundaries where spaCy's sentencizer is known to slip."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.ingest.sentences import sentences


def split(text: str, language: str = "en") -> list[str]:
    return [span.of(text) for span in sentences(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We met. [laughter] Then we left.", ["We met.", "[laughter] Then we left."]),
        ("Well... Really?", ["Well...", "Really?"]),
        ("I was ... thinking about it.", ["I was ... thinking about it."]),
        ("Dr. Ortiz spent 3.5 million, e.g. on drains.", ["Dr. Ortiz spent 3.5 million, e.g. on drains."]),
        ('He asked. "Why not?" she said.', ["He asked.", '"Why not?" she said.']),
        ("(They did.) We did not.", ["(They did.)", "We did not."]),
    ],
)
def test_known_slips_are_mended(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize("language", ["pt", "de", "zh", "xx", "not-a-language"])
def test_every_language_gets_sentences(language: str) -> None:
    assert split("Um dois três. Quatro!", language) == ["Um dois três.", "Quatro!"]


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=300))
def test_sentences_hold_every_word_of_any_text(text: str) -> None:
    assert "".join("".join(split(text)).split()) == "".join(text.split())


def test_a_paragraph_longer_than_spacy_takes_is_split_all_the_same() -> None:
    text = "We went on. " * 40_000
    assert len(split(text)) >= 40_000
