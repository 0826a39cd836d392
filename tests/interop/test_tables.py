"""Tables go out and come back as they were, in every format that is registered."""

from __future__ import annotations

import json
import re
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qes.errors import BadTable, CannotWrite
from qes.interop.read_tables import read_rows
from qes.interop.tables import columns, formats, guard, unguard, write_csv, write_jsonl, write_parquet, write_xlsx
from qes.plugins import EXPORTERS, load

CANNOT_HOLD = {
    "csv": re.compile("\x00"),
    "xlsx": re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"),
}
"""What a format has no room for and drops: in XLSX all control characters but tab, line feed and carriage return."""

texts = st.text(max_size=12) | st.text(alphabet="'=+-@\t\r\n;,\" a\x00\x07\x0b\x85\u2028\ufeff＝", max_size=6)


def back(fmt: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows after a way out and in, without their numbers."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"table.{fmt}"
        load(EXPORTERS, fmt)(rows, path)
        return [row for _, row in read_rows(path)]


@given(texts)
@settings(deadline=None)
@example("''=1")
@example("'quoted'")
def test_unguarding_undoes_guarding(text: str) -> None:
    assert unguard(guard(text)) == text


@given(texts)
@settings(deadline=None)
def test_no_guarded_cell_begins_like_a_formula(text: str) -> None:
    assert not re.match("[=+\\-@\t\r\n＝＋－＠]", guard(text))


@pytest.mark.parametrize("value", [-3, -0.5, True, None])
def test_numbers_and_flags_are_not_guarded(value: Any) -> None:
    assert guard(value) is value
    assert unguard(value) is value


@pytest.mark.parametrize("fmt", formats())
@given(rows=st.lists(st.tuples(texts, texts), min_size=1, max_size=4))
@settings(deadline=None, max_examples=20)
@example(rows=[("'=kept", "=1+1"), ("-", "'"), ("a\r\nb", "\r"), ("\x00", "\x07\x1f\ufffe")])
@example(rows=[("1e5", "2024-01-01"), ("TRUE", "#N/A"), ("_x0041_", "000123")])
def test_any_text_comes_back_as_it_went_out(fmt: str, rows: list[tuple[str, str]]) -> None:
    """But for what the format cannot hold; an empty cell of a spreadsheet has no value."""
    given_rows = [{"row": f"r{number}", "text": a, "other": b} for number, (a, b) in enumerate(rows)]
    lost = CANNOT_HOLD.get(fmt, re.compile("(?!)"))
    expected = [{name: lost.sub("", text) for name, text in row.items()} for row in given_rows]
    assert [{name: text or "" for name, text in row.items()} for row in back(fmt, given_rows)] == expected


@pytest.mark.parametrize("fmt", formats())
def test_a_column_that_is_filled_only_here_and_there_can_be_written(fmt: str) -> None:
    rows = [
        {"code": "a", "score": 0.25, "blind": "", "start": ""},
        {"code": "b", "score": "", "blind": True, "start": 7, "memo": "late"},
        {"code": "c", "score": 1, "blind": False, "start": ""},
    ]
    assert columns(rows) == ["code", "score", "blind", "start", "memo"]
    found = back(fmt, rows)
    assert [row["code"] for row in found] == ["a", "b", "c"]
    assert [str(row["blind"] if row["blind"] is not None else "") for row in found] == ["", "True", "False"]
    assert [float(row["score"]) if row["score"] not in ("", None) else None for row in found] == [0.25, None, 1.0]
    assert str(found[1]["start"]) == "7"
    assert (found[1]["memo"], found[0].get("memo") or "") == ("late", "")


def test_parquet_keeps_types_for_notebooks(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    rows = [{"score": 0.5, "blind": True, "mixed": 1, "n": 3}, {"score": "", "blind": "", "mixed": "two", "n": 4}]
    write_parquet(rows, tmp_path / "t.parquet")
    table = pq.read_table(tmp_path / "t.parquet")
    assert [str(column.type) for column in table.schema] == ["double", "bool", "string", "int64"]
    assert table.to_pylist()[1] == {"score": None, "blind": None, "mixed": "two", "n": 4}


@pytest.mark.parametrize("fmt", formats())
def test_a_table_without_rows_comes_back_empty(fmt: str) -> None:
    assert back(fmt, []) == []


def test_lists_are_joined_in_cells_and_stay_lists_in_json(tmp_path: Path) -> None:
    rows = [{"codes": ["a", "b"], "none": None}]
    assert back("csv", rows) == [{"codes": "a; b", "none": ""}]
    write_jsonl(rows, tmp_path / "t.jsonl")
    assert json.loads((tmp_path / "t.jsonl").read_text(encoding="utf-8")) == {"codes": ["a", "b"], "none": None}


def test_a_spreadsheet_holds_no_formula_and_its_header_stays_in_sight(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    write_xlsx([{"code": "=HYPERLINK(1)", "text": "-1"}], tmp_path / "t.xlsx")
    sheet = load_workbook(tmp_path / "t.xlsx").worksheets[0]
    assert [cell.data_type for row in sheet.iter_rows() for cell in row] == ["s"] * 4
    assert (sheet["A2"].value, sheet["B2"].value) == ("'=HYPERLINK(1)", "'-1")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B2")


@pytest.mark.parametrize("text", ["a" * 32_768, "=" * 32_767, "😀" * 16_384])
def test_a_text_too_long_for_a_cell_is_refused_and_never_cut(text: str, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="use csv"):
        write_xlsx([{"text": text}], tmp_path / "t.xlsx")
    assert not list(tmp_path.iterdir())
    assert back("csv", [{"text": text}]) == [{"text": text}]


def test_a_text_that_just_fits_a_cell_comes_back_whole() -> None:
    assert back("xlsx", [{"text": "a" * 32_767}]) == [{"text": "a" * 32_767}]


@pytest.mark.parametrize("write", [write_csv, write_jsonl, write_parquet, write_xlsx])
def test_a_file_that_cannot_be_written_leaves_the_old_one(write: Callable[..., None], tmp_path: Path) -> None:
    folder = tmp_path / "there.csv"
    folder.mkdir()
    (folder / "kept").write_text("kept", encoding="utf-8")
    with pytest.raises(CannotWrite, match=re.escape(str(folder))):
        write([{"a": "1"}], folder)
    assert [path.name for path in tmp_path.rglob("*")] == ["there.csv", "kept"]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_of_any_office_is_read_with_the_row_numbers_it_shows(mark: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = [["Code ", "TEXT"], ["a", '"two\nlines, and; more"'], [], ["b", "x"], ["c"], ["d", "y", ""]]
    path.write_text("\r\n".join(mark.join(row) for row in rows), encoding="utf-8-sig", newline="")
    assert list(read_rows(path)) == [
        (2, {"code": "a", "text": "two\nlines, and; more"}),
        (4, {"code": "b", "text": "x"}),
        (5, {"code": "c"}),
        (6, {"code": "d", "text": "y"}),
    ]


def damaged_book(path: Path) -> None:
    """A workbook whose sheet breaks off, as after a bad transfer that a tool repacked."""
    whole = path.with_name("whole.xlsx")
    write_xlsx([{"code": "a"}] * 5, whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data[: len(data) // 2] if "sheet1" in name else data)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("gone.csv", None, "there is no such file"),
        ("t.ods", b"", "unknown kind of table; qes reads .csv, .jsonl, .parquet, .xlsx"),
        ("t.csv", "verdict\nnaïf\n".encode("cp1252"), "is not UTF-8 .byte 10."),
        ("t.csv", "verdict\n".encode("utf-16"), "is not UTF-8"),
        ("t.csv", b"verdict\n\x00\n", "holds NUL characters"),
        ("t.csv", b"code,verdict\na,accept\nb,accept,more\n", "row 3: has more fields than the header"),
        ("t.xlsx", b"no zip at all", "cannot be opened as XLSX"),
        ("t.xlsx", damaged_book, "cannot be opened as XLSX"),
        ("t.parquet", b"PAR1", "cannot be opened as Parquet"),
        ("t.jsonl", b'{"a": 1}\n\n{"a": \n', "row 3: is not JSON"),
        ("t.jsonl", b"[1]\n", "row 1: is not a JSON object"),
        ("t.jsonl", '{"a": "naïf"}'.encode("cp1252"), "t.jsonl: is not UTF-8"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_place(
    name: str, content: bytes | Callable[[Path], None] | None, says: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    if callable(content):
        content(path)
    elif content is not None:
        path.write_bytes(content)
    with pytest.raises(BadTable, match=says):
        list(read_rows(path))
