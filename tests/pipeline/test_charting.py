"""The framework matrix: summaries that cite, never misquote, and are never overwritten."""

from __future__ import annotations

from dataclasses import replace

import pytest

from finding_project import revise, tamper, whole
from qes.errors import BadFinding, Conflict, Misquote, UnknownCode
from qes.model import Charted
from qes.pipeline import charting
from qes.project import Project


def summary(project: Project, text: str = "They “move a crew there” early.") -> Charted:
    """Of one cell, not saved yet."""
    return Charted("Arden", "awareness/scanning", text, (whole(project, 0),))


def test_a_cell_is_saved_in_versions_and_listed_by_case_and_code(coded: Project) -> None:
    one = charting.save(coded, summary(coded), "mia")
    two = charting.save(coded, replace(one, text="Otherwise."), "lea", one.id)
    other = charting.save(coded, Charted("Arden", "awareness", "Above."), "mia")
    assert charting.listed(coded) == [other, two]
    assert charting.get(coded, "Arden", "awareness/scanning") == two
    assert charting.get(coded, "Boro", "awareness") is None
    assert charting.history(coded, "Arden", "awareness/scanning") == [one, two]


def test_a_cell_can_be_emptied_and_filled_again(coded: Project) -> None:
    one = charting.save(coded, summary(coded), "mia")
    empty = charting.save(coded, replace(one, text=" ", citations=()), "mia", one.id)
    assert charting.listed(coded) == []
    assert charting.get(coded, "Arden", "awareness/scanning") == empty
    with pytest.raises(Conflict):
        charting.save(coded, summary(coded), "lea")
    assert charting.listed(coded) == []
    again = charting.save(coded, summary(coded), "lea", empty.id)
    assert charting.listed(coded) == [again]


def test_two_who_edit_a_cell_are_told_of_each_other_and_a_request_sent_twice_counts_once(coded: Project) -> None:
    one = charting.save(coded, summary(coded), "mia", request="r")
    two = charting.save(coded, summary(coded, "Hers."), "lea", one.id)
    assert charting.save(coded, summary(coded), "mia", request="r") == one
    with pytest.raises(Conflict, match="saved by lea"):
        charting.save(coded, summary(coded, "His."), "mia", one.id)
    assert charting.listed(coded) == [two]


def test_a_cell_never_misquotes(coded: Project) -> None:
    with pytest.raises(BadFinding, match="no quote cited for it reads “sent a crew”"):
        charting.save(coded, summary(coded, "They “sent a crew”."), "mia")
    wrong = replace(whole(coded, 0), quote="We did.")
    with pytest.raises(Misquote, match=r"Arden/engineer\.txt"):
        charting.save(coded, replace(summary(coded), citations=(wrong,)), "mia")
    with pytest.raises(BadFinding, match="a quote in it is of Boro"):
        charting.save(coded, replace(summary(coded, "Plain."), citations=(whole(coded, 5),)), "mia")
    with pytest.raises(BadFinding, match="no words"):
        charting.save(coded, summary(coded, ""), "mia")
    with pytest.raises(BadFinding, match="no case"):
        charting.save(coded, replace(summary(coded), case="Atlantis"), "mia")
    with pytest.raises(UnknownCode):
        charting.save(coded, replace(summary(coded), code="flying"), "mia")
    assert charting.listed(coded) == []


def test_hostile_text_comes_back_as_it_was(coded: Project) -> None:
    hostile = "</td><script>x</script> 😀 \u202eשלום\u202c {{ 7*7 }} the officials’ =cmd|' /C calc'!A0"
    assert charting.save(coded, summary(coded, hostile), "mia").text == hostile
    assert charting.listed(coded)[0].text == hostile


def test_a_cell_that_lost_its_quote_is_told_and_one_that_moved_is_shown_where_it_stands(coded: Project) -> None:
    saved = charting.save(coded, summary(coded), "mia")
    revise(coded, "Arden/engineer.txt", "INTERVIEWER: How", "INTERVIEWER: Well, how")
    (cell,) = charting.for_report(coded)
    assert cell.lost == ()
    assert cell.charted.citations[0].span.start == saved.citations[0].span.start + 6
    revise(coded, "Arden/engineer.txt", "bus drivers", "tram drivers")
    (cell,) = charting.for_report(coded)
    assert cell.charted.citations == ()
    assert "Arden/engineer.txt was revised and no longer holds it" in cell.lost[0]


def test_a_changed_record_stops_the_report_and_not_the_list(coded: Project) -> None:
    charting.save(coded, summary(coded), "mia")
    tamper(coded, "UPDATE revisions SET text = replace(text, 'bus drivers', 'cab drivers')")
    (cell,) = charting.cells(coded)
    assert "does not read" in cell.lost[0]
    with pytest.raises(Misquote, match=r"Arden/engineer\.txt"):
        charting.for_report(coded)
