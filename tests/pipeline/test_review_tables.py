"""Coding in a spreadsheet: the sheet goes out, is filled in, comes back, and comes back again without a trace."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from qes.errors import BadTable, NotFound, QesError, UnknownCode, UnknownPlugin
from qes.interop.read_tables import read_rows
from qes.interop.tables import formats, write_csv
from qes.model import Adjudication, CodingStatus, Decision, Span, Verdict
from qes.pipeline.review import codable, record, run_codings
from qes.pipeline.tables import Imported, export_table, import_decisions
from qes.project import Project
from review_project import BOOK, PROPOSED, accept, ready

Row = dict[str, Any]
FORMULAS = (
    "=SUM(A1:A9) is what the sheet of the office says, and nobody has looked at it since.",
    "- The drains come first, then the streets, as the list of the district has it.",
    "'Quoted' words, and @mayor, and +3 grates in the lower town by the end of the year.",
)


@pytest.fixture
def reviewed(folder: Path) -> Iterator[Project]:
    for number, text in enumerate(FORMULAS):
        (folder / "corpus" / "Boro" / f"sheet{number}.txt").write_text(text, encoding="utf-8")
    with ready(folder) as project:
        yield project


def fill_csv(path: Path, fill: Callable[[list[Row]], None]) -> None:
    """Type into a CSV file as a text editor would."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows: list[Row] = list(csv.DictReader(file))
    fill(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def fill_xlsx(path: Path, fill: Callable[[list[Row]], None]) -> None:
    """Type into the cells of a workbook and save it as a spreadsheet program does."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    header = [str(cell.value) for cell in sheet[1]]
    rows: list[Row] = [{name: cell.value for name, cell in zip(header, cells, strict=True)} for cells in sheet["2:99"]]
    rows = [row for row in rows if row["passage"]]
    fill(rows)
    for number, row in enumerate(rows, start=2):
        for column, name in enumerate(header, start=1):
            sheet.cell(number, column).value = row[name]
    book.save(path)


def answer(rows: list[Row]) -> None:
    """One verdict of each kind, in the order of the sheet."""
    first, second, third, plain, proposed = rows[:5]
    first.update(verdict="accept", coder="nora", polarity="supports", memo="'=1+1 is a note")
    second.update(verdict="replace", replacement="learning/evaluation", coder="nora", quote="beside the rain  gauges")
    third.update(verdict="reject", coder="nora", blind="x")
    plain.update(verdict="nothing", coder="nora")
    proposed.update(verdict="Accept", coder="ben", quote="grates of two kinds")
    second["memo"] = "two\nlines; and, marks “”"


def stored(project: Project) -> list[Decision | Adjudication]:
    return [*project.store.decisions(), *project.store.adjudications()]


@pytest.mark.parametrize(("fmt", "fill"), [("csv", fill_csv), ("xlsx", fill_xlsx)])
def test_a_sheet_filled_in_comes_back_and_the_second_time_brings_nothing_new(
    fmt: str, fill: Callable[[Path, Callable[[list[Row]], None]], None], reviewed: Project, tmp_path: Path
) -> None:
    path = tmp_path / f"sheet.{fmt}"
    count = export_table(reviewed, fmt, path)
    assert count == len(codable(reviewed)) + 1 == len(list(read_rows(path)))
    fill(path, answer)
    assert import_decisions(reviewed, path) == Imported(decisions=5, blank=count - 5)
    yes, replaced, no, nothing, ben = reviewed.store.decisions()
    assert (yes.code, yes.attributes, yes.memo, yes.coder) == (
        PROPOSED[0][1],
        {"polarity": "supports"},
        "=1+1 is a note",
        "nora",
    )
    assert (replaced.code, replaced.applied, replaced.memo) == (
        PROPOSED[1][1],
        "learning/evaluation",
        "two\nlines; and, marks “”",
    )
    assert (no.verdict, no.blind, nothing.verdict, ben.coder) == (Verdict.REJECTED, True, Verdict.NOTHING, "ben")
    assert [each.suggestion_id for each in (yes, replaced, no)] == [f"s{at}{code}" for at, code, _ in PROPOSED[:3]]
    quotes = {coding.code: coding.quote for coding in run_codings(reviewed)}
    assert quotes["learning/evaluation"] == "beside the rain gauges"
    assert quotes["learning/test-design"] == "grates of two kinds"
    assert import_decisions(reviewed, path) == Imported(known=5, blank=count - 5)
    export_table(reviewed, fmt, path)
    assert import_decisions(reviewed, path).decisions == 0


@pytest.mark.parametrize("fmt", formats())
def test_whatever_is_recorded_comes_back_as_known_in_every_format(fmt: str, reviewed: Project, tmp_path: Path) -> None:
    """Repeated quotes, whole passages quoted, cells like formulas, memos with odd spaces, settled rows."""
    passages = codable(reviewed)
    formula, dash, quoted = passages[-3:]
    start = passages[0].span.start + passages[0].text.rindex("the")
    record(
        reviewed,
        [
            replace(accept(passages[0], "awareness/scanning"), span=Span(start, start + 3), memo=" =A1\r\n and  on "),
            replace(accept(passages[1], "capacity"), span=passages[1].span),
            *(accept(each, "ordinary-routine", "ben") for each in (formula, dash, quoted)),
            replace(accept(dash, "no-fit"), span=Span(dash.span.start, dash.span.start + 12), blind=True),
        ],
    )
    denied = Adjudication(formula.id, "ordinary-routine", "ruth", False, "-1, a slip", BOOK)
    reviewed.store.adjudicate([denied, Adjudication(quoted.id, "capacity", "ruth", True, "plain", BOOK, quoted.span)])
    before, path = stored(reviewed), tmp_path / f"sheet.{fmt}"
    rows = export_table(reviewed, fmt, path)
    done = import_decisions(reviewed, path)
    assert (done.decisions, done.adjudications, done.problems) == (0, 0, [])
    assert (done.known, done.blank) == (8, rows - 8)
    assert stored(reviewed) == before


def test_cells_like_formulas_are_marked_in_the_file_and_whole_again_in_the_record(
    reviewed: Project, tmp_path: Path
) -> None:
    path = tmp_path / "sheet.csv"
    export_table(reviewed, "csv", path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)][-3:]
    assert [text[:6] for text in texts] == ["'=SUM(", "'- The", "'Quote"]
    assert [row["text"] for _, row in read_rows(path)][-3:] == [passage.text for passage in codable(reviewed)[-3:]]
    row = "Boro/sheet0.txt,'=SUM(A1:A9),capacity,accept,ben"
    path.write_text(f"source,quote,code,verdict,coder\n{row}\n", encoding="utf-8")
    assert import_decisions(reviewed, path).decisions == 1
    assert [coding.quote for coding in run_codings(reviewed)] == ["=SUM(A1:A9)"]


def test_every_wrong_row_is_listed_with_its_number_and_the_right_ones_go_in(reviewed: Project, tmp_path: Path) -> None:
    passages = codable(reviewed)
    good = {
        "passage": passages[0].id,
        "verdict": "accept",
        "code": "capacity",
        "coder": "nora",
        "source": "Arden/engineer.txt",
    }
    rows = [
        good | {"memo": "a cell of\ntwo lines"},
        good | {"code": "nonsense"},
        good | {"code": "learning"},
        good | {"code": "awareness/scanning", "polarity": "sideways"},
        good | {"passage": "", "quote": "words nobody said"},
        good | {"passage": "", "quote": "the"},
        good | {"passage": "0123456789abcdef"},
        good | {"verdict": "perhaps"},
        good | {"verdict": "settled-yes", "code": "nonsense", "memo": "so"},
        good | {"verdict": "settled-yes", "code": "learning", "coder": "ruth", "memo": "so"},
        good | {"verdict": "replace", "replacement": "group"},
        good | {"passage": passages[1].id},
        good | {"verdict": "settled-yes", "memo": "clear", "coder": "ruth"},
        good | {"verdict": "settled-yes", "coder": "ruth"},
    ]
    path = tmp_path / "rows.csv"
    write_csv(rows, path)
    done = import_decisions(reviewed, path)
    assert (done.decisions, done.adjudications) == (2, 1)
    says = dict(done.problems)
    assert sorted(says) == [*range(3, 13), 15]
    for row, part in {
        3: "'nonsense' is not in codebook",
        4: "'learning' only groups others",
        5: "polarity cannot be 'sideways'",
        6: "quote is not in Arden/engineer.txt",
        7: "times in Arden/engineer.txt; quote more of it",
        8: "names neither a passage of this project nor a quote",
        9: "verdict 'perhaps' is not one of",
        10: "'nonsense' is not in codebook",
        11: "'learning' only groups others",
        12: "'group' is not in codebook",
        15: "settles a dispute without a reason",
    }.items():
        assert part in says[row]
    assert [decision.passage_id for decision in reviewed.store.decisions()] == [passages[0].id, passages[1].id]
    again = import_decisions(reviewed, path)
    assert (again.decisions, again.adjudications, again.known, again.problems) == (0, 0, 3, done.problems)


def test_a_settled_row_closes_a_dispute_and_another_opens_none(reviewed: Project, tmp_path: Path) -> None:
    passage, path = codable(reviewed)[0], tmp_path / "settled.csv"
    record(reviewed, [accept(passage, "capacity"), Decision(passage.id, "ben", Verdict.NOTHING, BOOK)])
    assert [coding.status for coding in run_codings(reviewed)] == [CodingStatus.DISPUTED]
    row = {"passage": passage.id, "code": "capacity", "coder": "ruth", "memo": "both saw it"}
    for verdict, statuses in (("settled-yes", [CodingStatus.SETTLED]), ("settled-no", [])):
        write_csv([row | {"verdict": verdict}], path)
        assert import_decisions(reviewed, path).adjudications == 1
        assert [coding.status for coding in run_codings(reviewed)] == statuses


def test_each_decision_undone_leaves_the_evidence_as_it_was_before(reviewed: Project) -> None:
    one, two = codable(reviewed)[:2]
    decisions = [
        accept(one, "capacity"),
        accept(one, "capacity", "ben"),
        replace(accept(one, "capacity"), verdict=Verdict.REJECTED),
        replace(accept(one, "capacity"), verdict=Verdict.REPLACED, replacement="no-fit"),
        Decision(two.id, "ben", Verdict.NOTHING, BOOK),
        accept(two, "no-fit"),
    ]
    states, ids = [run_codings(reviewed)], []
    for decision in decisions:
        ids += [each.id for each in record(reviewed, [decision])]
        states.append(run_codings(reviewed))
    assert len({repr(state) for state in states}) == 6
    for event_id, before in zip(reversed(ids), states[-2::-1], strict=True):
        undone = reviewed.store.undo(event_id, "nora")
        assert run_codings(reviewed) == before
    reviewed.store.undo(undone.id, "nora")
    assert run_codings(reviewed) == states[1]


def test_decisions_are_recorded_all_or_none(reviewed: Project) -> None:
    good = accept(codable(reviewed)[0], "capacity")
    bad: list[tuple[Decision, type[QesError]]] = [
        (replace(good, passage_id="gone"), NotFound),
        (replace(good, code="nonsense"), UnknownCode),
    ]
    for decision, error in bad:
        with pytest.raises(error):
            record(reviewed, [good, decision])
    assert reviewed.store.decisions() == []


def test_the_tables_of_a_project_can_be_written_and_say_what_it_holds(reviewed: Project, tmp_path: Path) -> None:
    record(
        reviewed, [replace(accept(codable(reviewed)[0], "capacity"), memo="m"), accept(codable(reviewed)[3], "no-fit")]
    )
    rows = {}
    for table in ("codings", "passages", "suggestions"):
        count = export_table(reviewed, "jsonl", tmp_path / f"{table}.jsonl", table)
        rows[table] = [row for _, row in read_rows(tmp_path / f"{table}.jsonl")]
        assert len(rows[table]) == count
    texts = {source.path: source.text for source in reviewed.store.sources()}
    for row in [*rows["codings"], *({**row, "quote": row["text"]} for row in rows["passages"])]:
        assert texts[row["source"]][row["start"] : row["end"]] == row["quote"]
    assert [(row["code"], row["status"], row["coders"], row["memos"]) for row in rows["codings"]] == [
        ("capacity", "single", "nora", "m"),
        ("no-fit", "single", "nora", ""),
    ]
    assert len(rows["passages"]) == len(reviewed.store.passages()) > len(codable(reviewed))
    assert sorted((row["code"], row["score"]) for row in rows["suggestions"]) == sorted(
        (code, score) for _, code, score in PROPOSED
    )


def test_unknown_tables_formats_and_files_without_verdicts_are_refused(reviewed: Project, tmp_path: Path) -> None:
    with pytest.raises(UnknownPlugin, match="there is no 'findings'"):
        export_table(reviewed, "csv", tmp_path / "t.csv", "findings")
    with pytest.raises(UnknownPlugin, match="there is no 'ods'"):
        export_table(reviewed, "ods", tmp_path / "t.ods")
    export_table(reviewed, "csv", tmp_path / "passages.csv", "passages")
    with pytest.raises(BadTable, match="has no `verdict` column"):
        import_decisions(reviewed, tmp_path / "passages.csv")
