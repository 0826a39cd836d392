"""Documents with several cases are cut where the manifest says."""

from __future__ import annotations

from pathlib import Path

import pytest

from qes.errors import ManifestError
from qes.ingest.intake import Order, take_in
from qes.ingest.manifest import read_manifest
from qes.ingest.sections import Row

TEXT = """Contents

What was done in Arden?

The story of Boro

Foreword by the editors, who thank everybody.

With thanks to the Mayor of Arden. What was   done
in Arden?

Arden moved its money. It did so twice.

The story of Boro

Boro tested its buses and stopped.
"""


def rows(folder: Path, *lines: str) -> tuple[Row, ...]:
    (folder / "manifest.csv").write_text("\n".join(["path,section,case,date", *lines]), encoding="utf-8")
    found = read_manifest(folder / "manifest.csv")
    for _, error in found.wrong:
        raise error
    return tuple(row for rows in found.rows.values() for row in rows)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "book.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "book.txt"


def test_each_section_belongs_to_its_case_and_the_front_to_none(book: Path) -> None:
    given = rows(book.parent, "book.txt,Foreword by the editors,Front,2024", "book.txt,The story of Boro,Boro,2024-05")
    passages = take_in(Order(book, "book.txt", "folder", given)).passages
    assert passages[0].case is None
    assert "Boro" in {passage.case for passage in passages}


def test_a_heading_in_mid_line_and_split_over_lines_is_found(book: Path) -> None:
    given = rows(
        book.parent,
        "book.txt,everybody. With thanks,x,",
    )
    with pytest.raises(ManifestError, match="line 2"):
        take_in(Order(book, "book.txt", None, (Row(given[0].path, "Nowhere to be found", given[0].facts, 2, "m"),)))
    found = take_in(
        Order(book, "book.txt", None, (Row("book.txt", "of Arden. What was done in Arden?", given[0].facts, 2, "m"),))
    )
    assert next(p.text for p in found.passages if p.case).split() == "of Arden. What was done in Arden?".split()


def test_a_heading_that_is_not_there_names_the_nearest(book: Path) -> None:
    given = rows(book.parent, "book.txt,The storry of Borro,Boro,")
    with pytest.raises(ManifestError, match=r"not found.*nearest heading there is 'The story of Boro'"):
        take_in(Order(book, "book.txt", None, given))


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["gone.txt,,Arden,2024"], "line 2: names a file that is not there"),
        (["book.txt,,,2024"], "line 2: has no `case`"),
        (["book.txt,,Arden,May 2024"], "line 2: `date` must be like"),
        (["../book.txt,,Arden,2024"], "line 2: `path` must name a file below"),
        (["book.txt,,Arden"], "line 2: has more or fewer fields"),
        (["book.txt,,Arden,2024,extra"], "line 2: has more or fewer fields"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(book: Path, lines: list[str], problem: str) -> None:
    with pytest.raises(ManifestError, match=problem):
        rows(book.parent, *lines)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("file,case\na,b\n", encoding="utf-8")
    with pytest.raises(ManifestError, match="needs the columns `path` and `case`"):
        read_manifest(tmp_path / "manifest.csv")


def test_two_rows_of_a_file_without_sections_contradict_each_other(book: Path) -> None:
    given = rows(book.parent, "book.txt,,Arden,2024", "book.txt,,Boro,2024")
    with pytest.raises(ManifestError, match="listed twice"):
        take_in(Order(book, "book.txt", None, given))
