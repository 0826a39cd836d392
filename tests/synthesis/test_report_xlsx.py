"""The report as a spreadsheet, read back."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from openpyxl import Workbook, load_workbook
from rendering_samples import HOSTILE, full
from report_samples import UNIT, garden, scored, told

from qes.errors import CannotWrite
from qes.synthesis.report import build
from qes.synthesis.report.content import Report
from qes.synthesis.report.parts import Table
from qes.synthesis.report.wording import printable
from qes.synthesis.report.xlsx import render_xlsx


def read(report: Report) -> Workbook:
    return load_workbook(io.BytesIO(render_xlsx(report)))


@pytest.mark.parametrize("text", HOSTILE)
def test_text_comes_back_as_it_is_and_no_cell_is_a_formula(text: str) -> None:
    book = read(full(text))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert book["Evidence"]["B2"].value == printable(text)
    assert book["Evidence"]["B2"].quotePrefix is text.startswith("=")


def test_there_is_a_sheet_per_table_with_a_filter_and_a_header_that_stays() -> None:
    book = read(full())
    assert book.sheetnames[0] == "Read me"
    assert {"Levels", "Matrix", "Counts", "Coverage", "Sources", "Profile", "Evidence"} <= set(book.sheetnames)
    assert all(sheet.freeze_panes == "A2" and sheet.auto_filter.ref for sheet in book)
    told = {row[0].value for row in book["Read me"].iter_rows()}
    assert {"Report", "Notice", "For", "Withheld", "Method"} <= told


def test_numbers_are_numbers_and_words_among_them_stay_words() -> None:
    table = Table("t", ("A", "B", "C"), (("7", "41%", "007"), ("NE", "5%", "8"), ("< 3", "", "9.50")), id="t")
    sheet = read(replace(full(), tables=(table,)))["T"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        [7, 0.41, "007"], ["NE", 0.05, "8"], ["< 3", None, "9.50"]
    ]  # fmt: skip
    assert sheet["B2"].number_format == "0%"


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render_xlsx(full()) == render_xlsx(full())


def test_sheets_get_names_that_excel_takes_and_no_two_the_same() -> None:
    names = ["a/b:c" * 20, "A/B:C" * 20, "counts", "[x]", "'"]
    tables = tuple(Table(name, ("A",), (("1",),), id=name) for name in names)
    sheets = read(replace(full(), tables=tables)).sheetnames
    assert len({name.casefold() for name in sheets}) == len(sheets)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in sheets)


def test_a_text_longer_than_a_cell_is_refused_and_not_cut() -> None:
    with pytest.raises(CannotWrite):
        render_xlsx(replace(full(), tables=(Table("t", ("A",), (("x" * 40_000,),), id="t"),)))


def test_summaries_themes_disputes_and_scores_have_sheets_and_no_name_is_numbered() -> None:
    book = read(build(told(garden(), levels={UNIT: scored()})))
    assert {"Scores", "Criteria", "Summaries", "Themes", "Disputes", "Standing", "ENTREQ"} <= set(book.sheetnames)
    assert "Levels 2" not in book.sheetnames
    assert [cell.value for cell in book["Scores"][2]][2:5] == ["Rosa", "scored", 3]
    assert [cell.value for cell in book["Summaries"][2]][:3] == ["Aldmoor", "Tending", "They water by rota."]
