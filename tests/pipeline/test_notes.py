"""Notes for the methods appendix."""

from __future__ import annotations

import pytest

from qes.errors import BadFinding, Conflict
from qes.pipeline import notes
from qes.project import Project


def test_a_note_is_saved_in_versions_and_never_overwritten(project: Project) -> None:
    one = notes.save(project, " ENTREQ  1 ", "We ask how cities learn.", "lea", request="r")
    assert one.key == "ENTREQ 1"
    two = notes.save(project, "ENTREQ 1", "We ask whether.", "mia", one.id)
    assert notes.save(project, "ENTREQ 1", "We ask how cities learn.", "lea", request="r") == one
    with pytest.raises(Conflict, match="saved by mia"):
        notes.save(project, "ENTREQ 1", "Mine.", "lea", one.id)
    other = notes.save(project, notes.DEVIATIONS, "Two cases were added.", "lea")
    assert notes.listed(project) == [two, other]
    assert notes.history(project, "ENTREQ 1") == [one, two]


def test_a_note_that_was_taken_out_is_not_listed_and_can_be_written_again(project: Project) -> None:
    one = notes.save(project, notes.DEVIATIONS, "Some.", "lea")
    gone = notes.save(project, notes.DEVIATIONS, "  ", "lea", one.id)
    assert notes.listed(project) == []
    assert notes.standing(project) == {notes.DEVIATIONS: gone}
    again = notes.save(project, notes.DEVIATIONS, "More.", "lea", gone.id)
    assert notes.listed(project) == [again]


def test_hostile_text_comes_back_as_it_was_and_what_is_no_name_is_refused(project: Project) -> None:
    hostile = "<script>1</script> “open 😀 \u202eשלום\u202c"
    assert notes.save(project, "RAISE 2", hostile, "lea").text == hostile
    for key in ("", " \n", "x" * 101, "a\ud800"):
        with pytest.raises(BadFinding):
            notes.save(project, key, "text", "lea")
