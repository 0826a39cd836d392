"""Rubrics: data that say what a level takes, so that the official one can replace the shipped one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qes.synthesis.rubric.model import Rubric
from qes.synthesis.rubric.needs import Side

if TYPE_CHECKING:
    from qes.model import Codebook

__all__ = ["Rubric", "Side", "json_schema", "load_rubric"]


def load_rubric(path: Path, codebook: Codebook | None = None) -> Rubric:
    """Read a rubric from its YAML file.

    Args:
        path: The file.
        codebook: When given, every attribute, value and code the rubric names must stand in it; a misspelt one
            would otherwise never be met.

    Raises:
        BadCodebook: Something is wrong with it; every problem is listed with its line.
    """
    from qes.synthesis.rubric.load import load

    return load(path, codebook)


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a rubric file, with which editors complete and check it."""
    from qes.synthesis.rubric.schema import RubricFile

    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return schema | RubricFile.model_json_schema()
