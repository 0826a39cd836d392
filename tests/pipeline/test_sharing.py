"""Sharing out work anew: what a plan changes and leaves, and carrying it out once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.errors import Conflict, NotFound
from qes.model import Assignment
from qes.pipeline.assignments import assign, assign_all, assignments
from qes.pipeline.ingest import run_ingest
from qes.pipeline.ledger import Ledger
from qes.pipeline.sharing import Plan, Wanted, carry_out, divided, set_cells
from qes.pipeline.workload import Amount, Cell, LastActive, Workload, cells, draw, readers
from qes.project import Project
from review_project import accept

SOURCES = ("s", "t", "u", "v")
CODERS = ("ana", "ben", "cai")

shares = st.sampled_from((0.1, 0.2, 0.5, 1.0))
some = st.lists(st.sampled_from(SOURCES), unique=True, max_size=3).map(tuple)
given_ = st.lists(
    st.builds(Assignment, st.sampled_from(CODERS), st.just("lea"), some, shares, st.booleans()), max_size=6
)
wishes = st.none() | st.builds(Wanted, shares, st.booleans())


def named(made: Sequence[Assignment]) -> list[Assignment]:
    return [
        Assignment(each.coder, each.author, each.sources, each.share, each.blind, id=f"a{number}")
        for number, each in enumerate(made)
    ]


def after(current: Sequence[Assignment], plan: Plan) -> list[Assignment]:
    return [each for each in current if each.id not in plan.withdrawn] + list(plan.made)


def of(current: Sequence[Assignment], coder: str) -> dict[str, Cell]:
    return cells([each for each in current if each.coder == coder], SOURCES)


@settings(deadline=None, max_examples=60)
@given(given_, st.sets(st.sampled_from(CODERS), min_size=1), some, wishes)
def test_a_plan_sets_the_cells_it_is_about_and_no_other(
    made: list[Assignment], coders: set[str], sources: tuple[str, ...], wanted: Wanted | None
) -> None:
    current = named(made)
    plan = set_cells(current, sorted(coders), sources, SOURCES, wanted, "lea")
    then = after(current, plan)
    for coder in CODERS:
        before = of(current, coder)
        target = set(sources or SOURCES) if coder in coders else set()
        for source in SOURCES:
            now = of(then, coder).get(source)
            assert now == ((wanted.cell if wanted else None) if source in target else before.get(source))


@settings(deadline=None, max_examples=30)
@given(given_, st.sets(st.sampled_from(CODERS), min_size=1), some, wishes)
def test_what_a_plan_has_set_needs_no_second_plan(
    made: list[Assignment], coders: set[str], sources: tuple[str, ...], wanted: Wanted | None
) -> None:
    current = named(made)
    then = named(after(current, set_cells(current, sorted(coders), sources, SOURCES, wanted, "lea")))
    assert set_cells(then, sorted(coders), sources, SOURCES, wanted, "lea") == Plan()


def test_shares_of_one_source_do_not_add_up_and_the_blind_part_is_told() -> None:
    mine = [Assignment("ana", "lea", ("s",)), Assignment("ana", "lea", ("s", "t"), 0.2, blind=True)]
    assert cells(mine, SOURCES) == {"s": Cell(1.0, 0.2), "t": Cell(0.2, 0.2)}


def test_dividing_anew_takes_back_what_the_coders_have_and_nobody_elses() -> None:
    current = named([Assignment("ana", "lea", ("s",)), Assignment("cai", "lea", ("t",))])
    plan = divided(current, dict.fromkeys(SOURCES, 10), ["ana", "ben"], 0.0, "lea", anew=True)
    assert plan.withdrawn == ("a0",)
    assert sorted(source for each in plan.made for source in each.sources) == sorted(SOURCES)


# --- On a project -----------------------------------------------------------------------------------


@pytest.fixture
def ingested(project: Project) -> Project:
    run_ingest(project)
    return project


def ids(project: Project) -> list[str]:
    return [each.id for each in project.store.sources()]


def test_a_plan_that_was_cut_off_is_completed_when_sent_again(ingested: Project) -> None:
    first, *_ = ids(ingested)
    old = assign(ingested, Assignment("ana", "lea", (first,)))
    plan = set_cells(assignments(ingested), ["ana"], {first}, ids(ingested), Wanted(0.5, blind=True), "lea")
    carry_out(ingested, Plan(plan.made, (), plan.seen), "lea", "a key")  # as if the machine had stopped here
    assert len(assignments(ingested)) == 2
    for _ in range(2):
        carry_out(ingested, plan, "lea", "a key")
        assert [(each.share, each.blind) for each in assignments(ingested)] == [(0.5, True)]
    assert old.id not in {each.id for each in assignments(ingested)}


def test_a_plan_made_from_what_is_no_longer_so_is_refused(ingested: Project) -> None:
    first, *_ = ids(ingested)
    plan = set_cells([], ["ana"], {first}, ids(ingested), Wanted(1.0), "lea")
    assign(ingested, Assignment("Ana", "max", (first,), 0.5))
    with pytest.raises(Conflict) as refused:
        carry_out(ingested, plan, "lea", "a key")
    assert refused.value.theirs == "max assigned Ana something"
    assert len(assignments(ingested)) == 1
    with pytest.raises(NotFound, match="assignment"):
        carry_out(ingested, Plan(withdrawn=("nothing",)), "lea", "a key")


@pytest.mark.parametrize("made", [(), (Assignment("ana", "lea"), Assignment("ben", "max"))])
def test_assignments_made_together_have_one_author(ingested: Project, made: tuple[Assignment, ...]) -> None:
    with pytest.raises(ValueError, match="one author"):
        assign_all(ingested, made)
    assert assignments(ingested) == []


def test_progress_counts_what_a_coder_has_read_of_what_is_theirs(ingested: Project) -> None:
    first, second, *_ = ids(ingested)
    ledger = Ledger(ingested)
    ledger.refresh()
    mine = [each for each in ledger.passages.values() if each.source_id == first]
    other = next(each for each in ledger.passages.values() if each.source_id == second)
    ingested.use_codebook()
    ingested.store.decide([accept(each, "awareness/scanning", "ana") for each in (mine[0], other)])
    ingested.store.decide([accept(mine[0], "awareness/scanning", "ben")])
    ledger.refresh()
    load = Workload(ledger, lambda share: draw(ledger, share))
    assert load.progress(Assignment("ana", "lea", (first,))) == Amount(len(mine), 1)
    assert load.progress(Assignment("ana", "lea")) == Amount(len(ledger.passages), 2)
    half = draw(ledger, 0.5).ids
    expected = Amount(sum(each.id in half for each in mine), int(mine[0].id in half))
    assert load.progress(Assignment("ben", "lea", (first,), 0.5)) == expected
    done = readers(ledger)
    assert (done.once[first], done.twice) == (1, {first: [mine[0].id]})
    assert load.doubled([{first: Cell(1.0, 0.0)}, {first: Cell(0.5, 0.5)}], done)[first] == expected
    assert load.doubled([{first: Cell(1.0, 0.0)}, {}], done)[first] == Amount(0, 0)


def test_when_somebody_was_active_last_is_followed_through_the_log(ingested: Project) -> None:
    last, ledger = LastActive(), Ledger(ingested)
    assert "lea" not in last.follow(ledger)
    made = assign(ingested, Assignment("ana", "lea"))
    assert last.follow(ledger)["lea"] == made.at
