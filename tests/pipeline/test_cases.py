"""The table of cases: what it may hold, what is said when it is wrong, and groups of cases made from it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from qes.errors import BadCases
from qes.pipeline.cases import CaseTable, case_table, read_cases
from qes.pipeline.compare import Group, compare
from qes.pipeline.evidence import Cell, Matrix, Row
from qes.pipeline.ingest import run_ingest
from qes.project import Project, shipped


def table(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "cases.csv"
    path.write_bytes(text.encode(encoding))
    return path


def matrix_of(codings: dict[str, int], cases: Sequence[str] = ()) -> Matrix:
    """One code, with so many codings by case."""
    cells = {(case, "code"): Cell(codings=count) for case, count in codings.items() if count}
    row = Row("code", "Code", 0, ("code",))
    return Matrix(tuple(sorted({*codings, *cases})), (row,), "", (), cells, {})


def test_numbers_are_numbers_words_are_words_and_what_is_missing_is_missing(tmp_path: Path) -> None:
    text = "Case;population;region;budget\nArden;1 200 000; north ;n/a\nBoro;;“south”;-3.5\nCove;80'000;;?\n"
    read = read_cases(table(tmp_path, text))
    assert read.names == ("population", "region", "budget")
    assert read.values == {
        "Arden": {"population": 1_200_000.0, "region": "north"},
        "Boro": {"region": "“south”", "budget": -3.5},
        "Cove": {"population": 80_000.0},
    }
    assert read.of("population") == {"Arden": 1_200_000.0, "Cove": 80_000.0}
    assert read.strangers(["Arden", "Boro"]) == ["Cove"]


def test_a_column_without_any_value_and_a_table_of_names_alone_are_fine(tmp_path: Path) -> None:
    assert read_cases(table(tmp_path, "case,region\nArden,\n")).of("region") == {}
    assert read_cases(table(tmp_path, "case\nArden\n")) == CaseTable(str(tmp_path / "cases.csv"), (), {"Arden": {}})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("case,population\nArden,10\nBoro,about 20\n", "row 3: population is 'about 20', and a number in other rows"),
        ("case,population\nArden,10\n,20\n", "row 3: names no case"),
        ("case,population\nArden,10\nBoro,1\nArden,20\n", "row 4: 'Arden' stands in row 2 already"),
        ("city,population\nArden,10\n", "has no `case` column"),
        ("case,population\n", "names no case"),
        ("case,population\nArden,10,north\n", "row 2: has more fields than the header"),
        ("case,income,Income \nArden,10,20\n", "row 1: has the column 'income' twice"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_row(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadCases, match=r"cases\.csv") as caught:
        read_cases(table(tmp_path, text))
    assert says in str(caught.value)
    assert "corpus/cases.csv" in caught.value.hint


def test_all_wrong_rows_are_told_at_once_and_another_encoding_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadCases) as caught:
        read_cases(table(tmp_path, "case,a,b\nArden,1,2\nArden,x,y\n"))
    assert [row for row, _ in caught.value.problems] == [3, 3, 3]
    with pytest.raises(BadCases, match="is not UTF-8"):
        read_cases(table(tmp_path, "case,region\nÅrden,n\n", "latin-1"))


def test_a_project_without_the_file_has_an_empty_table(project: Project) -> None:
    assert case_table(project) == CaseTable()
    with pytest.raises(BadCases, match="has no attribute 'region'; it has: none"):
        case_table(project).of("region")


def test_the_table_is_no_source_while_a_file_of_that_name_in_a_case_is(project: Project) -> None:
    before = run_ingest(project)
    table(project.corpus, "case,population\nArden,10\n")
    table(project.corpus / "Arden", "speaker,text\nINA,We count the drains every Monday and write it down.\n")
    after = run_ingest(project)
    assert (after.added, after.failed) == (["Arden/cases.csv"], [])
    assert sorted(after.unchanged) == sorted(before.added)
    assert run_ingest(project, [project.corpus / "cases.csv"]).added == []


def test_words_make_groups_of_their_own_and_cases_without_a_value_are_named() -> None:
    known = CaseTable(
        "t",
        ("region",),
        {"a": {"region": "south"}, "b": {"region": "north"}, "c": {"region": "south"}, "x": {"region": "east"}},
    )
    found = compare(matrix_of({"a": 3, "b": 0, "c": 0, "d": 9}), known, "region")
    assert found.groups == (Group("north", ("b",)), Group("south", ("a", "c")))
    south, north = found.shares["south", "code"], found.shares["north", "code"]
    assert (south.with_evidence, south.cases, south.codings_per_case) == (1, 2, 1.5)
    assert (north.with_evidence, north.cases, north.codings_per_case) == (0, 1, 0)
    assert found.unstated == ("d",)


@pytest.mark.parametrize(
    ("values", "groups"),
    [
        ([10, 20, 30_000, 40_500.5], {"size 10 to 20": "ab", "size 30,000 to 40,500.5": "cd"}),
        ([1850, 1900, 2024], {"size 1850 to 1900": "ab", "size 2024": "c"}),
        ([5, 5, 5, 9], {"size 5": "abc", "size 9": "d"}),
        ([7, 7], {"size 7": "ab"}),
    ],
)
def test_numbers_part_at_the_median_into_groups_that_say_their_figures(
    values: list[float], groups: dict[str, str]
) -> None:
    known = {case: {"size": float(value)} for case, value in zip("abcd", values, strict=False)}
    found = compare(matrix_of(dict.fromkeys(known, 1)), CaseTable("t", ("size",), known), "size")
    assert {group.name: "".join(group.cases) for group in found.groups} == groups


def test_an_attribute_nobody_has_given_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadCases, match="'colour'; it has: size"):
        compare(matrix_of({"a": 1}), CaseTable("t", ("size",), {}), "colour")


def test_the_bundled_table_speaks_of_the_bundled_cities_and_leaves_one_value_open() -> None:
    read = read_cases(shipped("corpus") / "cases.csv")
    manifest = (shipped("corpus") / "manifest.csv").read_text(encoding="utf-8")
    assert len(read.values) == 4
    assert all(f",{case}," in manifest for case in read.values)
    assert sum(len(given) < len(read.names) for given in read.values.values()) == 1
    assert isinstance(read.values["Oyelara"]["population"], float)
