"""Who is asked to code what: assignments, what they come to for a passage, and the fair division of work."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.coding.queue import drawn
from qes.errors import BadAccount, BadDecision, NotFound
from qes.model import Assignment, Passage, PassageKind, Role, Span, User
from qes.pipeline.assignments import Duties, assign, assignments, divide, sizes, withdraw
from qes.pipeline.ingest import run_ingest
from qes.pipeline.people import set_active
from qes.pipeline.review import codable
from qes.pipeline.verify import run_verify
from qes.project import Project


def passage(source: str, number: int) -> Passage:
    return Passage(f"{source}-{number}", source, number, Span(0, 1), "x", PassageKind.SPEECH, case="Arden")


PASSAGES = [passage(source, number) for source in "stuv" for number in range(200)]


@pytest.fixture
def ingested(project: Project) -> Project:
    run_ingest(project)
    return project


# --- What an assignment comes to ------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.0, -0.1, 1.1, float("nan")])
def test_a_share_is_a_part_of_something(share: float) -> None:
    with pytest.raises(ValueError, match="share"):
        Assignment("ana", "lea", share=share)


@pytest.mark.parametrize("parts", [{"coder": " "}, {"author": ""}, {"sources": ("s", "s")}])
def test_an_assignment_names_its_people_and_each_source_once(parts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="assignment"):
        Assignment(**{"coder": "ana", "author": "lea"} | parts)


def test_double_coding_is_a_whole_and_a_blind_share_of_one_source() -> None:
    duties = Duties([Assignment("Ana", "lea", ("s",)), Assignment("Ben", "lea", ("s",), 0.2, blind=True)], seed=7)
    ana = [each.id for each in PASSAGES if duties.duty("Ana", each)]
    ben = {each.id: duties.duty("Ben", each) for each in PASSAGES if duties.duty("Ben", each)}
    assert ana == [each.id for each in PASSAGES if each.source_id == "s"]
    assert set(ben) == {each for each in ana if drawn(each, 7, 0.2)}
    assert 20 <= len(ben) <= 60, "about a fifth of 200"
    assert all(duty is not None and duty.blind for duty in ben.values())
    assert not any(duty.blind for each in PASSAGES if (duty := duties.duty("Ana", each)))


def test_a_coder_without_any_assignment_may_code_everything_and_sees_proposals() -> None:
    duties = Duties([Assignment("Ana", "lea", ("s",), blind=True)], seed=7)
    found = [duties.duty("Ben", each) for each in PASSAGES]
    assert all(duty is not None and not duty.blind and not duty.assignments for duty in found)
    assert duties.of("Ben") == ()


def test_a_name_is_that_of_a_coder_in_any_case() -> None:
    only = Assignment("Ana", "lea", ("s",))
    duties = Duties([only], seed=7)
    assert duties.of("ANA") == (only,)
    assert duties.duty("ana", passage("t", 1)) is None


@st.composite
def given_assignments(draw: st.DrawFn) -> list[Assignment]:
    one = st.builds(
        Assignment,
        coder=st.sampled_from(["ana", "ben"]),
        author=st.just("lea"),
        sources=st.lists(st.sampled_from("stuv"), unique=True, max_size=3).map(tuple),
        share=st.sampled_from([0.1, 0.3, 1.0]),
        blind=st.booleans(),
    )
    return draw(st.lists(one, min_size=1, max_size=5))


@settings(max_examples=40, deadline=None)
@given(chosen=given_assignments(), seed=st.integers(0, 5))
def test_a_passage_is_a_coders_if_any_assignment_holds_it_and_blind_if_any_of_those_is(
    chosen: list[Assignment], seed: int
) -> None:
    duties = Duties(chosen, seed)
    for coder in ("ana", "ben"):
        mine = [each for each in chosen if each.coder == coder]
        assert duties.of(coder) == tuple(mine)
        for each in PASSAGES[::7]:
            alone = [Duties([one], seed).duty(coder, each) for one in mine]
            holding = [duty for duty in alone if duty is not None]
            duty = duties.duty(coder, each)
            assert (duty is not None) == (bool(holding) or not mine)
            assert (duty is not None and duty.blind) == any(one.blind for one in holding)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 99), small=st.floats(0.01, 1), large=st.floats(0.01, 1))
def test_a_share_is_the_same_for_every_coder_and_within_every_larger_one(seed: int, small: float, large: float) -> None:
    small, large = sorted((small, large))
    duties = Duties(
        [Assignment("a", "x", (), small), Assignment("b", "x", (), small), Assignment("c", "x", (), large)], seed
    )
    held = {coder: {each.id for each in PASSAGES if duties.duty(coder, each)} for coder in "abc"}
    assert held["a"] == held["b"] <= held["c"]


# --- In a project ---------------------------------------------------------------------------------


def test_an_assignment_is_in_the_log_and_stands_until_it_is_withdrawn(ingested: Project) -> None:
    source = ingested.store.sources()[0].id
    wanted = Assignment("Ana", "Lea", (source,), 0.5, blind=True, note="before Friday")
    made, other = assign(ingested, wanted), assign(ingested, Assignment("Ben", "Lea"))
    assert replace(made, id="", at="") == wanted
    assert assignments(ingested) == [made, other]
    assert [event.id for event in ingested.store.events(kind="assigned")] == [made.id, other.id]
    withdraw(ingested, made.id, "Lea", "Ana is ill")
    assert assignments(ingested) == [other]
    [undone] = ingested.store.events(kind="undo")
    assert (undone.author, undone.body["reason"]) == ("Lea", "Ana is ill")
    with pytest.raises(BadDecision, match="already"):
        withdraw(ingested, made.id, "Lea", "")
    assert run_verify(ingested) == []


def test_what_is_sent_twice_counts_once(ingested: Project) -> None:
    wanted = Assignment("Ana", "Lea", id="mine")
    assert assign(ingested, wanted) == assign(ingested, wanted)
    assert len(assignments(ingested)) == 1
    for _ in range(2):
        withdraw(ingested, "mine", "Lea", "", identity="gone")
    assert assign(ingested, wanted).id == "mine"
    assert assignments(ingested) == []


def test_only_an_assignment_is_withdrawn(ingested: Project) -> None:
    note = ingested.store.append("Ana", "note", {})
    for each in (note.id, "nothing"):
        with pytest.raises(NotFound, match="assignment"):
            withdraw(ingested, each, "Lea", "")


def test_sources_must_be_in_the_project(ingested: Project) -> None:
    source = ingested.store.sources()[0].id
    with pytest.raises(NotFound, match="source 'x'"):
        assign(ingested, Assignment("Ana", "Lea", (source, "x")))
    ingested.store.retire_source(source)
    with pytest.raises(NotFound, match="source"):
        assign(ingested, Assignment("Ana", "Lea", (source,)))
    assert assignments(ingested) == []


def test_where_there_are_accounts_the_coder_has_one_that_may_code(ingested: Project) -> None:
    assert assign(ingested, Assignment("anybody", "Lea")).coder == "anybody"
    for name, role in (("Lea", Role.LEAD), ("Vera", Role.VIEWER), ("Ana", Role.RESEARCHER)):
        ingested.store.save_account(User(name, role), "no password", "root", 0)
    assert assign(ingested, Assignment("ana", "Lea")).coder == "Ana"
    with pytest.raises(NotFound, match="account") as caught:
        assign(ingested, Assignment("anybody", "Lea"))
    assert "Ana" in caught.value.hint
    with pytest.raises(BadAccount, match="viewer"):
        assign(ingested, Assignment("Vera", "Lea"))
    set_active(ingested, "Ana", False, "Lea")
    with pytest.raises(BadAccount, match="not active"):
        assign(ingested, Assignment("Ana", "Lea"))
    assert len(assignments(ingested)) == 2


def test_sizes_count_the_passages_people_code(ingested: Project) -> None:
    counts = sizes(ingested)
    assert sum(counts.values()) == len(codable(ingested))
    assert counts.keys() == {each.source_id for each in codable(ingested)}


# --- Dividing the work ----------------------------------------------------------------------------

sources = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=4), st.integers(1, 300), max_size=25)
teams = st.lists(st.sampled_from(["ana", "ben", "cy", "di", "eva"]), unique=True, min_size=1)
part = st.sampled_from([0.0, 0.05, 0.2, 0.5, 1.0])


@settings(max_examples=100, deadline=None)
@given(sources=sources, coders=teams, share=part)
def test_every_source_has_one_whole_coder_and_one_other_for_a_blind_share(
    sources: dict[str, int], coders: list[str], share: float
) -> None:
    divided = divide(sources, coders, share, "lea")
    whole = [(source, each.coder) for each in divided if not each.blind for source in each.sources]
    second = [(source, each.coder) for each in divided if each.blind for source in each.sources]
    assert sorted(source for source, _ in whole) == sorted(sources)
    assert sorted(source for source, _ in second) == (sorted(sources) if len(coders) > 1 and share else [])
    assert not set(whole) & set(second)
    assert all(each.share == (share if each.blind else 1) for each in divided)
    assert all(each.sources and each.author == "lea" for each in divided)


@settings(max_examples=100, deadline=None)
@given(sources=sources, coders=teams, share=part)
def test_nobody_has_more_to_do_than_another_by_more_than_the_largest_source(
    sources: dict[str, int], coders: list[str], share: float
) -> None:
    load = dict.fromkeys(coders, 0.0)
    for each in divide(sources, coders, share, "lea"):
        load[each.coder] += each.share * sum(sources[source] for source in each.sources)
    assert max(load.values()) - min(load.values()) <= max(sources.values(), default=0) + 1e-6


@given(sources=sources, share=part)
def test_a_division_does_not_depend_on_the_order_in_which_sources_come(sources: dict[str, int], share: float) -> None:
    turned = dict(reversed(sources.items()))
    assert divide(sources, ["ana", "ben", "cy"], share, "lea") == divide(turned, ["ana", "ben", "cy"], share, "lea")


@pytest.mark.parametrize(
    ("coders", "share", "why"),
    [
        ([], 0.2, "one coder or more"),
        (["ana", "ANA"], 0.2, "named once"),
        (["ana"], -0.1, "a share lies"),
        (["ana"], 1.5, "a share lies"),
    ],
)
def test_a_division_among_nobody_or_of_impossible_shares_is_refused(coders: list[str], share: float, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        divide({"s": 1}, coders, share, "lea")
