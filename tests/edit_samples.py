"""A small codebook to edit, and what is looked at afterwards."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from qes.coding.codebook import load_codebook, seal, to_yaml
from qes.coding.codebook.edit import Edit, apply
from qes.model import Code, Codebook


def code(name: str, parent: str | None = None, **parts: Any) -> Code:
    given_: dict[str, Any] = {"when_not_to_use": f"Not for {name}s in pots.", **parts}
    return Code(name, name.title(), f"A {name}.", f"All that is {name}.", parent=parent, **given_)


TREES = seal(
    Codebook(
        "trees",
        "1.0",
        "Trees",
        (
            code("broad", codable=False, scored=True, when_not_to_use=""),
            code("oak", "broad"),
            code("elm", "broad"),
            code("needle", codable=False),
            code("fir", "needle", examples=("A fir.",), counter_examples=("A plastic fir.",)),
            code("dwarf fir", "fir", when_not_to_use=""),
            code("pine", "needle"),
        ),
    )
)


def ids(book: Codebook) -> list[str]:
    return [each.code for each in book.codes]


def after(*edits: Edit, book: Codebook = TREES) -> Codebook:
    """The edited codebook, after a look whether its file holds it."""
    edited = apply(book, edits)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{edited.version}.yaml"
        path.write_text(to_yaml(edited), encoding="utf-8", newline="")
        assert load_codebook(path) == edited
    return edited


def named(book: Codebook, name: str) -> Code:
    found = book.get(name)
    assert found is not None
    return found
