"""The codebooks that come with qes are complete, consistent and written by the rules they ask of others."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from qes.coding.codebook import check_codebook, find_codebooks, json_schema, load_codebook, to_yaml

FOLDER = Path(__file__).parents[2] / "codebooks"
SHIPPED = find_codebooks(FOLDER)
FRAMEWORK = re.compile(
    r"capabilit|dynamic|aware|strateg|priorit|coalition|experiment|\blearn|reconfigur|routine|capacity|deliver|trade-off"
    r"|scann|stakeholder|evaluat|mission\b|portfolio|engage|institution|allocat",
    re.IGNORECASE,
)


def test_the_schema_beside_them_is_the_one_the_reader_follows() -> None:
    committed = json.loads((FOLDER / "codebook.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(committed)
    assert committed == json_schema()


@pytest.mark.parametrize("name", list(SHIPPED))
def test_a_shipped_codebook_has_nothing_to_warn_about_and_stands_as_it_would_be_written(name: str) -> None:
    path = SHIPPED[name]
    assert check_codebook(path) == []
    book = load_codebook(path)
    assert book.id == name
    assert to_yaml(book) == path.read_text(encoding="utf-8")
    Draft202012Validator(json_schema()).validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    assert "proposal" in book.title
    assert "to be replaced by the official text" in book.description


@pytest.mark.parametrize("name", list(SHIPPED))
def test_examples_are_spoken_sentences_without_the_words_of_the_framework(name: str) -> None:
    for code in load_codebook(SHIPPED[name]).codes:
        assert 2 <= len(code.examples) <= 4, code.code
        assert 1 <= len(code.counter_examples) <= 2, code.code
        for text in (*code.examples, *code.counter_examples):
            assert 15 <= len(text.split()) <= 45, text
            assert not FRAMEWORK.search(text), text


def test_the_five_capabilities_are_scored_and_context_never_is() -> None:
    book = load_codebook(SHIPPED["dynamic-capabilities@1.0"])
    assert [code.code for code in book.scored] == ["awareness", "priorities", "coalitions", "learning", "delivery"]
    for code in book.codes:
        below = code.code.partition("/")[0]
        scored = below if book.scored and below in {each.code for each in book.scored} else None
        assert book.capability(code.code) == scored
        assert code.attributes == (scored is not None)
        assert code.codable == ("/" in code.code or code.code in ("ordinary-routine", "capacity", "no-fit"))


def test_the_nine_practices_are_flat_and_carry_the_same_attributes() -> None:
    book = load_codebook(SHIPPED["mission-practices@1.0"])
    assert len(book.codable) == 9
    assert not book.scored
    assert book.attributes == load_codebook(SHIPPED["dynamic-capabilities@1.0"]).attributes
