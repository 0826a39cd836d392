"""A ledger that follows the log knows what one that reads everything anew knows."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.errors import StoreError
from qes.model import Adjudication, Decision, Verdict
from qes.pipeline import steps
from qes.pipeline.acts import Answer, decide, skip
from qes.pipeline.desk import Desk
from qes.pipeline.ingest import run_ingest
from qes.pipeline.ledger import Ledger
from qes.project import open_project
from review_project import BOOK, accept, lone, ready

CODES = ("awareness/scanning", "learning/test-design", "priorities/reallocation")


def seen(ledger: Ledger) -> dict[str, object]:
    """Everything a ledger says."""
    ledger.refresh()
    coders = ("ana", "ben")
    return {
        "decisions": {each: ledger.decisions(each) for each in ledger.passages if ledger.decisions(each)},
        "settled": {each: ledger.adjudications(each) for each in ledger.passages if ledger.adjudications(each)},
        "codings": ledger.all_codings(),
        "read": {coder: sorted(ledger.read_by(coder)) for coder in coders},
        "skipped": {coder: list(ledger.skipped_by(coder)) for coder in coders},
        "sources": list(ledger.sources),
        "suggester": ledger.suggester,
    }


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "reject", "nothing", "skip", "settle", "undo", "redo"]),
        st.sampled_from(["ana", "ben"]),
        st.integers(0, 3),
        st.sampled_from(CODES),
    ),
    max_size=14,
)


def perform(desk: Desk, number: int, deed: tuple[str, str, int, str]) -> None:
    """Do one thing, as the workbench would."""
    kind, coder, place, code = deed
    passage = list(desk.ledger.passages)[place]
    key = f"{number:08}"
    match kind:
        case "accept" | "reject":
            decide(desk, coder, key, [Answer(passage, Verdict(kind), code)])
        case "nothing":
            decide(desk, coder, key, [Answer(passage, Verdict.NOTHING)])
        case "skip":
            skip(desk, coder, key, passage)
        case "settle":
            settled = Adjudication(passage, code, coder, bool(number % 2), "seen together", BOOK)
            desk.ledger.project.store.adjudicate([settled])
        case "undo":
            steps.undo(desk.ledger.project, coder, key)
        case "redo":
            steps.redo(desk.ledger.project, coder, key)


@settings(max_examples=8, deadline=None)
@given(deeds=DEEDS, looks=st.sets(st.integers(0, 13)))
def test_following_the_log_leads_where_reading_it_anew_leads(
    deeds: list[tuple[str, str, int, str]], looks: set[int]
) -> None:
    with tempfile.TemporaryDirectory() as scratch, lone(Path(scratch)) as project:
        following = Ledger(project)
        desk = Desk(Ledger(project))
        desk.ledger.refresh()
        following.refresh()
        for number, deed in enumerate(deeds):
            perform(desk, number, deed)
            if number in looks:
                following.refresh()
        assert seen(following) == seen(Ledger(project)) == seen(desk.ledger)


def test_what_another_process_writes_is_followed(folder: Path) -> None:
    with ready(folder) as project, open_project(folder) as other:
        ledger = Ledger(project)
        ledger.refresh()
        first = next(iter(ledger.passages.values()))
        other.store.decide([accept(first, "awareness/scanning")])
        ledger.refresh()
        assert [each.code for each in ledger.decisions(first.id)] == ["awareness/scanning"]
        assert [coding.code for coding in ledger.codings(first.id)] == ["awareness/scanning"]


def test_a_file_taken_in_later_is_followed(folder: Path) -> None:
    with ready(folder) as project:
        ledger = Ledger(project)
        ledger.refresh()
        before = set(ledger.passages)
        (folder / "corpus" / "Boro" / "new.md").write_text("# News\n\nThe counter opened in May, and people like it.\n")
        run_ingest(project)
        ledger.refresh()
        assert len(ledger.sources) == 4
        assert before < set(ledger.passages)


def test_a_file_that_changed_carries_its_decisions_along(folder: Path) -> None:
    with ready(folder) as project:
        ledger = Ledger(project)
        ledger.refresh()
        last = [each for each in ledger.passages.values() if ledger.sources[each.source_id].path.endswith("review.md")][
            -1
        ]
        project.store.decide([accept(last, "learning/carry-over")])
        ledger.refresh()
        path = folder / "corpus" / "Arden" / "review.md"
        path.write_text("# Preface\n\nThis was added on top, with no more to it.\n\n" + path.read_text())
        run_ingest(project)
        assert seen(ledger) == seen(Ledger(project))
        (coding,) = ledger.all_codings()
        assert coding.quote == last.text


def test_undoing_what_was_undone_before_the_start_is_followed(folder: Path) -> None:
    with ready(folder) as project:
        (passage, *_) = Ledger(project).project.store.passages()
        first = next(each for each in project.store.passages() if each.codable)
        (decision,) = project.store.decide([Decision(first.id, "ana", Verdict.ACCEPTED, BOOK, code=CODES[0])])
        undone = project.store.undo(decision.id, "ana")
        ledger = Ledger(project)
        ledger.refresh()
        assert not ledger.decisions(first.id)
        project.store.undo(undone.id, "ana")
        ledger.refresh()
        assert [each.id for each in ledger.decisions(first.id)] == [decision.id]
        assert passage.source_id in ledger.sources


def test_the_codebook_is_read_anew_when_its_file_is(folder: Path) -> None:
    with ready(folder) as project:
        ledger = Ledger(project)
        assert ledger.codebook is ledger.codebook
        path = folder / "codebooks" / "dynamic-capabilities" / "1.0.yaml"
        text = path.read_text(encoding="utf-8")
        path.with_name("1.1.yaml").write_text(text.replace("1.0", "1.1", 1), encoding="utf-8")
        assert ledger.codebook.version == "1.1"


def test_what_could_not_be_taken_in_is_taken_in_later(folder: Path) -> None:
    with ready(folder) as project, closing(sqlite3.connect(folder / ".qes" / "qes.db")) as beside:
        ledger = Ledger(project)
        ledger.refresh()
        first = next(iter(ledger.passages.values()))
        (decision,) = project.store.decide([accept(first, CODES[0])])
        ledger.refresh()
        project.store.undo(decision.id, "nora")
        beside.execute("ALTER TABLE standing RENAME TO away")
        with pytest.raises(StoreError):
            ledger.refresh()
        beside.execute("ALTER TABLE away RENAME TO standing")
        assert seen(ledger) == seen(Ledger(project))
        assert not ledger.decisions(first.id)
