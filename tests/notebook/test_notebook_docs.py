"""What docs/notebooks.md shows runs, and every table has a method."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from notebook_samples import full

from qes.notebook import Study
from qes.notebook.tables import TABLES

DOCS = Path(__file__).resolve().parents[2] / "docs" / "notebooks.md"
README = DOCS.parents[1] / "README.md"
SECTION = re.compile(r"^## In a notebook\n(.*?)^## ", re.M | re.S)


def examples(text: str) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", text, re.M | re.S)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return full(tmp_path_factory.getbasetemp())


def ran(blocks: list[str], place: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the blocks leave behind, run one after the other in the project's folder."""
    monkeypatch.chdir(place)
    space: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, "docs", "exec"), space)
    return space


def test_the_examples_run_one_after_the_other(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = examples(DOCS.read_text(encoding="utf-8"))
    assert len(blocks) > 4
    space = ran(blocks, place, monkeypatch)
    study, evidence, behind = space["study"], space["evidence"], space["behind"]
    assert isinstance(study, Study)
    assert capsys.readouterr().out.splitlines() == list(evidence["quote"].head(3))
    assert len(behind) > 0
    study.close()


def test_the_example_of_the_readme_runs(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    section = SECTION.search(README.read_text(encoding="utf-8"))
    assert section is not None
    study = ran(examples(section[1]), place, monkeypatch)["study"]
    assert isinstance(study, Study)
    study.close()


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_a_method_that_explains_itself(name: str) -> None:
    assert (getattr(Study, name).__doc__ or "").strip()


def test_every_column_has_a_meaning() -> None:
    for table in TABLES.values():
        assert table.row
        names = [each.name for each in table.columns]
        assert len(set(names)) == len(names)
        assert all(each.meaning and "|" not in each.meaning for each in table.columns)
