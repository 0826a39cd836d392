"""How tables, contents and empty columns stand on the pages of a report."""

from __future__ import annotations

import io
import re
import zipfile

from report_samples import garden, told

from qes.model import Concern, Grade
from qes.synthesis.report import build
from qes.synthesis.report.docx import render_docx
from qes.synthesis.report.docx_xml import TEXT_WIDTH, widths
from qes.synthesis.report.parts import Table
from qes.synthesis.report.pdf_tables import runs, tables_data


def document(part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(render_docx(build(told(garden()))))) as archive:
        return archive.read(part).decode()


def test_a_column_in_which_nothing_stands_is_left_out_for_readers() -> None:
    table = Table("T", ("A", "Explanation", "B"), (("1", "", "2"), ("3", "", "")))
    assert table.filled.headers == ("A", "B")
    assert table.filled.rows == (("1", "2"), ("3", ""))
    assert Table("T", ("A",), ()).filled.headers == ("A",)


def test_no_word_of_a_name_is_broken_where_there_is_room() -> None:
    rows = [
        ("Case", *["Capability"] * 5),
        ("Barcelona", *["Not scored yet, as 2 for and 1 against it stand there"] * 5),
    ]
    found = widths(rows, TEXT_WIDTH[False])
    assert found[0] >= len("Barcelona") * 95
    assert sum(found) <= TEXT_WIDTH[False]


def test_the_contents_lead_to_headings_and_tell_pages_as_word_does() -> None:
    body = document()
    marks = re.findall(r'w:bookmarkStart w:id="\d+" w:name="(_Toc\d+)"', body)
    assert marks
    assert len(set(marks)) == len(marks)
    assert set(re.findall(r"PAGEREF (_Toc\d+)", body)) <= set(marks)
    assert re.search(r"PAGEREF _Toc\d+", body)
    assert "updateFields" in document("word/settings.xml")


def test_tables_of_levels_stand_behind_the_findings_as_in_the_pdf() -> None:
    body = document()
    assert body.index("Rain has become rarer") < body.index("Levels: how each stands")


def test_tables_between_wide_ones_stand_sideways_with_them_and_short_columns_upright() -> None:
    wide = Table("W", tuple("ABCDEFGHI"), (("a long sentence of words",) * 9,))
    small = Table("S", ("A", "B"), (("1", "2"),))
    found = runs(tables_data([small, wide, small, wide, small]))
    assert [(each["wide"], len(each["tables"])) for each in found] == [(False, 1), (True, 3), (False, 1)]
    numbers = Table("N", ("Code", *"ABCDEFGH"), (("awareness", *"12345678"),))
    assert [each["wide"] for each in runs(tables_data([numbers]))] == [False]


def test_a_reason_that_ends_with_a_full_stop_gets_no_second_one() -> None:
    for reason in ("A single source", "A single source."):
        said = Concern("adequacy", "Adequacy", Grade.MINOR, reason).sentence
        assert said == "Adequacy: minor concern. A single source."
    assert Concern("adequacy", "Adequacy", Grade.MINOR, "").sentence == "Adequacy: minor concern."
