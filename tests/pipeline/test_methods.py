"""The methods appendix says what the log holds, and where only people can answer, says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from qes.coding.queue import shuffled
from qes.model import Decision, Verdict
from qes.pipeline import notes
from qes.pipeline.report.methods import NOT_STATED, method_rows, report_items
from qes.pipeline.review import codable, record
from review_project import BOOK, PROPOSED, accept, ready


def test_rows_count_what_the_log_holds(folder: Path) -> None:
    with ready(folder) as project:
        passages = codable(project)
        record(
            project,
            [
                replace(accept(passages[0], PROPOSED[0][1]), suggestion_id=f"s0{PROPOSED[0][1]}"),
                replace(accept(passages[1], PROPOSED[2][1]), blind=True),
                Decision(passages[0].id, "omar", Verdict.NOTHING, BOOK, blind=True),
            ],
        )
        rows = dict(method_rows(project))
    assert rows["Coders"] == "nora (2 decisions), omar (1 decision)."
    assert rows["Coded blind"].startswith("2 of 3 decisions")
    assert f"{len(passages)} passages to code; 2 read" in rows["Passages"]
    assert "Of 1 proposals answered, 1 were accepted" in rows["Answers to suggestions"]
    assert "embed.embedder = 'hashing'" in rows["Settings"]
    assert rows["Remote models"].startswith("None")


def test_every_item_is_answered_by_the_log_by_a_person_or_as_not_stated(folder: Path) -> None:
    with ready(folder) as project:
        before = {(each.statement, each.number): each for each in report_items(project)}
        notes.save(project, "ENTREQ 1", "How cities notice floods.", "mia")
        notes.save(project, "RAISE 5", "Measured in May.", "mia")
        after = {(each.statement, each.number): each for each in report_items(project)}
    assert len([key for key in before if key[0] == "ENTREQ"]) == 21
    assert before["ENTREQ", "1"].answer == NOT_STATED
    assert (after["ENTREQ", "1"].answer, after["ENTREQ", "1"].by) == ("How cities notice floods.", "mia")
    assert after["RAISE", "5"].answer.endswith("Measured in May.")
    assert after["RAISE", "5"].answer != "Measured in May."
    assert all(each.answer for each in before.values())


def test_deviations_name_what_was_taken_back_and_what_people_wrote(folder: Path) -> None:
    with ready(folder) as project:
        assert dict(method_rows(project))["Deviations"] == "None on record."
        (made,) = record(project, [accept(codable(project)[0], PROPOSED[0][1])])
        project.store.undo(made.id, "nora")
        notes.save(project, notes.DEVIATIONS, "One interview was dropped.", "mia")
        said = dict(method_rows(project))["Deviations"]
    assert said == "1 step undone. One interview was dropped."


def test_what_nobody_has_answered_is_said_to_be_nobodys_and_what_both_have_to_be_both(folder: Path) -> None:
    with ready(folder) as project:
        notes.save(project, "RAISE 5", "Measured in May.", "mia")
        found = {(each.statement, each.number): (each.logged, each.by) for each in report_items(project)}
    assert found["ENTREQ", "1"] == (False, "")
    assert found["ENTREQ", "15"] == (True, "")
    assert found["RAISE", "5"] == (True, "mia")


def test_the_audit_is_explained_where_more_of_its_share_is_read_than_counts(folder: Path) -> None:
    """All passages are of the share here, and the second of the random order is the one left."""
    with ready(folder, 1.0) as project:
        first, _, *others = shuffled(codable(project), project.settings.seed)
        record(project, [accept(each, PROPOSED[0][1]) for each in (first, *others)])
        said = dict(method_rows(project))["What may be missed"]
    assert said.startswith("After an audit of 1,")
    assert f"which is 1 so far; of the {len(others) + 2} passages" in said
    assert f"{len(others) + 1} are read" in said


def test_themes_that_were_dropped_are_not_counted(folder: Path) -> None:
    with ready(folder) as project:
        for key, withdrawn in (("a", False), ("b", True)):
            body = {"key": key, "name": key, "memo": "", "words": [], "passages": [codable(project)[0].id]}
            body |= {"code": None, "withdrawn": withdrawn, "act": "accepted", "others": [], "reason": ""}
            project.store.append("mia", "theme-saved", body)
        assert "and 1 theme came of that" in dict(method_rows(project))["Themes"]
