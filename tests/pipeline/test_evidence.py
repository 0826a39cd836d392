"""The evidence matrix: every cell adds up from codings one can look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from qes.model import (
    Adjudication,
    AttributeRule,
    Code,
    Codebook,
    CodingStatus,
    Decision,
    Section,
    Source,
    Span,
    Verdict,
)
from qes.model import Facts as SourceFacts
from qes.pipeline.evidence import UNSTATED, Filter, Matrix, evidence_of, matrix, run_matrix
from qes.pipeline.review import codable, record, run_codings
from qes.project import Project
from review_project import BOOK, accept, ready
from review_samples import BOOK as SMALL
from review_samples import PASSAGES, TEXT, adjudications, decide, decisions, evidence

SOURCE = Source(
    "s", "Arden/a.txt", TEXT, (), (Section(Span(0, len(TEXT)), SourceFacts(case="Arden", role="Clerk")),), "0"
)
NESTED = Codebook(
    "small",
    "2",
    "Small",
    (
        Code("top", "Top", "", "", codable=False),
        *(replace(code, parent="top") for code in SMALL.codes[1:3]),
        SMALL.codes[3],
    ),
    attributes=(AttributeRule("tone", ("warm", "cold")), *SMALL.attributes),
)


def of(given_: list[Decision], settled: list[Adjudication] | None = None, wanted: Filter | None = None) -> Matrix:
    found = evidence_of(evidence(given_, settled or []), PASSAGES, [SOURCE], NESTED)
    return matrix(found, NESTED, ["Arden", "Boro"], wanted or Filter())


@pytest.fixture
def coded(folder: Path) -> Iterator[Project]:
    with ready(folder) as project:
        one, two, three, *rest = codable(project)
        supports = {"polarity": "supports"}
        record(
            project,
            [
                replace(accept(one, "awareness/scanning", "ana"), attributes=supports, memo="plain"),
                replace(accept(one, "awareness/scanning", "ben"), attributes=supports),
                replace(accept(two, "awareness/lived-experience", "ana"), attributes={"polarity": "contradicts"}),
                replace(accept(three, "awareness/scanning", "ana"), attributes=supports),
                Decision(three.id, "ben", Verdict.NOTHING, BOOK),
                replace(accept(rest[-1], "capacity", "ana")),
            ],
        )
        yield project


@given(decisions, adjudications)
@settings(deadline=None, max_examples=40)
def test_every_cell_adds_up_from_the_codings_behind_it(given_: list[Decision], settled: list[Adjudication]) -> None:
    found = of(given_, settled)
    codings = evidence(given_, settled)
    assert sorted(each.id for each in found.quotes()) == sorted(coding.id for coding in codings)
    for row in found.rows:
        for case in found.cases:
            cell, behind = found.cell(case, row.code), found.quotes(case, row.code)
            counted = [each for each in behind if each.coding.counts]
            assert (cell.codings, cell.disputed) == (len(counted), len(behind) - len(counted))
            assert cell.passages == len({each.coding.passage_id for each in counted})
            assert sum(cell.values.values()) == cell.codings
            assert {each.coding.code for each in behind} <= set(row.below)


def test_a_parent_counts_a_passage_once_however_many_codes_below_it_stand_there() -> None:
    found = of([decide("ana", "accept", "awareness"), decide("ana", "accept", "learning")])
    assert [(row.code, row.depth) for row in found.rows] == [
        ("top", 0),
        ("awareness", 1),
        ("learning", 1),
        ("context", 0),
    ]
    top = found.cell("Arden", "top")
    assert (top.passages, top.codings, top.sources) == (1, 2, 1)
    assert found.cell("Boro", "top").codings == 0
    assert found.cases == ("Arden", "Boro")


def test_the_first_attribute_of_the_codebook_is_counted_whatever_it_is_called() -> None:
    found = of(
        [
            decide("ana", "accept", "awareness", 0, attributes={"tone": "cold", "polarity": "supports"}),
            decide("ana", "accept", "awareness", 1, attributes={"polarity": "supports"}),
            decide("ana", "accept", "awareness", 2, attributes={"tone": "cold"}),
            decide("ben", "accept", "awareness", 2, attributes={"tone": "warm"}),
        ]
    )
    assert (found.attribute, found.values) == ("tone", ("warm", "cold"))
    assert found.cell("Arden", "top").values == {"cold": 1, UNSTATED: 2}
    bare = matrix(found.quotes(), replace(NESTED, attributes=()), [])
    assert (bare.attribute, bare.cell("Arden", "top").values, bare.cell("Arden", "top").codings) == ("", {}, 3)


def test_a_code_the_codebook_no_longer_has_keeps_its_evidence_in_a_row_of_its_own() -> None:
    found = of([decide("ana", "accept", "old")])
    assert found.rows[-1].code == "old"
    assert found.cell("Arden", "old").codings == 1


def test_each_filter_lets_through_what_it_names() -> None:
    given_ = [
        decide("ana", "accept", "awareness", 0, attributes={"tone": "warm"}),
        decide("ben", "accept", "awareness", 1),
        decide("ana", "accept", "learning", 2),
        decide("ben", "nothing", None, 2),
    ]
    everything = of(given_)
    for wanted, codes in (
        (Filter(coder="ana"), ["p0", "p2"]),
        (Filter(status=CodingStatus.DISPUTED), ["p2"]),
        (Filter(attributes={"tone": "warm"}), ["p0"]),
        (Filter(attributes={"tone": UNSTATED}), ["p1", "p2"]),
        (Filter(text="met  THE"), ["p1"]),
        (Filter(source="Arden/a.txt"), ["p0", "p1", "p2"]),
        (Filter(source="Arden/b.txt"), []),
        (Filter(coder="ana", text="floods"), ["p0"]),
    ):
        assert [each.coding.passage_id for each in everything.quotes(wanted=wanted)] == codes
        assert of(given_, wanted=wanted).quotes() == everything.quotes(wanted=wanted)
    assert of(given_, wanted=Filter(coder="ana")).cell("Arden", "top").codings == 1


def test_a_project_is_shown_as_cases_by_codes_down_to_who_said_what_where(coded: Project) -> None:
    found = run_matrix(coded)
    assert found.cases == ("Arden", "Boro")
    awareness = found.cell("Arden", "awareness")
    assert (awareness.passages, awareness.codings, awareness.disputed) == (2, 2, 1)
    assert awareness.values == {"supports": 1, "contradicts": 1}
    assert found.cell("Boro", "capacity").codings == 1
    agreed, *_ = found.quotes("Arden", "awareness/scanning")
    assert (agreed.source_path, agreed.speaker, agreed.facts.kind) == (
        "Arden/engineer.txt",
        "MARTA (CHIEF ENGINEER)",
        "interview",
    )
    assert (agreed.coding.status, agreed.coding.coders, agreed.coding.memos) == (
        CodingStatus.AGREED,
        ("ana", "ben"),
        ("plain",),
    )
    assert agreed.coding.quote == codable(coded)[0].text
    assert len(found.quotes()) == len(run_codings(coded))
