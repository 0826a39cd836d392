"""A new version of the codebook and the rubric beside it: neither may leave the other counting nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from qes.coding.codebook.edit import Add, Edit, Merge, Retire, Split
from qes.model import Code
from qes.pipeline.versions import RubricBreaks, revise
from qes.project import Project
from review_project import BOOK

SCANNING, LIVED = "awareness/scanning", "awareness/lived-experience"


def counting(project: Project, *codes: str) -> Path:
    """A newer rubric, whose first criterion counts only some codes."""
    old = project.codebooks / "dynamic-capabilities" / "rubric-1.1.yaml"
    text = old.read_text(encoding="utf-8").replace('"1.1"', '"1.2"')
    head, where, rest = text.partition("          where:\n")
    path = old.with_name("rubric-1.2.yaml")
    path.write_text(f"{head}{where}            codes: [{', '.join(codes)}]\n{rest}", encoding="utf-8")
    return path


PARTS = tuple(
    Code(f"{SCANNING}-{each}", each.title(), "b", f"It is {each}.", parent="awareness") for each in ("a", "b")
)


def test_a_rubric_that_would_count_what_is_no_longer_given_stops_the_edit(project: Project) -> None:
    edits: dict[tuple[str, ...], Edit] = {
        (SCANNING, "capacity"): Merge((SCANNING,), LIVED),
        (SCANNING,): Retire(SCANNING, "Old."),
        (LIVED, SCANNING): Split(SCANNING, PARTS),
    }
    for counted, edit in edits.items():
        path = counting(project, *counted)
        assert project.rubric() is not None
        with pytest.raises(RubricBreaks) as caught:
            revise(project, BOOK, [edit], "ana", "So.")
        assert str(path) in str(caught.value)
        assert f"criterion 'enough-evidence' counts {SCANNING!r}, which can no longer be given" in str(caught.value)
    assert project.codebook().id == BOOK
    assert list(project.store.events()) == []


def test_a_rubric_that_counts_what_takes_the_place_lets_the_edit_through(project: Project) -> None:
    edits: dict[tuple[str, ...], Edit] = {
        (SCANNING, LIVED): Merge((SCANNING,), LIVED),
        ("capacity", LIVED): Retire("capacity", "Old."),
        (LIVED,): Merge(("no-fit",), "ordinary-routine"),
    }
    for counted, edit in edits.items():
        counting(project, *counted)
        revise(project, project.codebook().id, [edit], "ana", "So.")
        assert project.rubric() is not None


def test_a_rubric_written_for_what_comes_lets_the_edit_through(project: Project) -> None:
    counting(project, SCANNING, *(part.code for part in PARTS))
    revise(project, BOOK, [Split(SCANNING, PARTS)], "ana", "So.")
    assert project.rubric() is not None


def test_a_rubric_that_names_what_no_version_has_is_told_with_its_line(project: Project) -> None:
    counting(project, "nonsense")
    with pytest.raises(RubricBreaks, match=r"line [0-9]+: .*'nonsense' is not in codebook dynamic-capabilities@1\.1"):
        revise(project, BOOK, [Add(PARTS[0])], "ana", "So.")
