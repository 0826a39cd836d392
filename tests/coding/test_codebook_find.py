"""Finding codebooks by name and version."""

from __future__ import annotations

from pathlib import Path

import pytest

from qes.coding.codebook import find_codebooks, pick, to_yaml
from qes.errors import BadCodebook, UnknownCodebook
from qes.model import Code, Codebook


def put(folder: Path, name: str, version: str, place: str = "") -> None:
    path = folder / name / f"{place or version}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(to_yaml(Codebook(name, version, "T", (Code("a", "A", "b", "d"),))))


def test_versions_are_counted_as_people_do_and_the_newest_is_picked(tmp_path: Path) -> None:
    for version in ("1.10", "1.9", "2.0-draft", "1.2.3"):
        put(tmp_path, "parks", version)
    put(tmp_path, "bins", "1.0")
    assert list(find_codebooks(tmp_path)) == [
        "bins@1.0",
        "parks@1.2.3",
        "parks@1.9",
        "parks@1.10",
        "parks@2.0-draft",
    ]
    put(tmp_path, "parks", "2.0")
    assert pick(tmp_path, "parks").version == "2.0"
    assert pick(tmp_path, "parks@1.9").version == "1.9"


def test_rubrics_and_other_files_beside_a_codebook_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "parks", "1.0")
    for name in ("rubric-1.0.yaml", "notes.md", ".1.1.yaml"):
        (tmp_path / "parks" / name).write_text("x")
    (tmp_path / "codebook.schema.json").write_text("{}")
    assert list(find_codebooks(tmp_path)) == ["parks@1.0"]
    assert find_codebooks(tmp_path / "none") == {}


@pytest.mark.parametrize("name", ["trees", "parks@3", "parks@", ""])
def test_an_unknown_name_or_version_lists_what_there_is(tmp_path: Path, name: str) -> None:
    put(tmp_path, "parks", "1.0")
    with pytest.raises(UnknownCodebook) as caught:
        pick(tmp_path, name)
    assert "parks@1.0" in caught.value.hint


def test_a_file_that_calls_itself_otherwise_than_its_place_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "parks", "1.0", place="1.1")
    with pytest.raises(BadCodebook, match=r"calls itself parks@1\.0 but stands where parks@1\.1 belongs"):
        pick(tmp_path, "parks")
