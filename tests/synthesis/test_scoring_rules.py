"""The rules of scoring: who may say what when, who may see what, and what makes a signed level stale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthesis_samples import BOOK, Corpus, practice, shipped, strong

from qes.errors import BadScore, Conflict
from qes.model import (
    Answer,
    CodingStatus,
    Concern,
    Confidence,
    Consensus,
    Grade,
    Reopening,
    Score,
    SignOff,
    Unit,
)
from qes.synthesis.score import assess
from qes.synthesis.scoring.rules import check, check_fit, check_withdrawal
from qes.synthesis.scoring.sheet import Sheet, sheet
from qes.synthesis.scoring.standing import (
    Past,
    Record,
    Stage,
    UnitStanding,
    Withdrawal,
    basis,
    confirmed,
    evidence_by_unit,
    stale,
    standing,
)

UNIT = Unit("Aldmoor", "tending")
SURE = Confidence("moderate")
PEOPLE = ("ada", "ben", "cleo")
JUDGED = "changed-a-decision"


def score(author: str, level: int | None = 3, **parts: Any) -> Score:
    given_: dict[str, Any] = {"unit": UNIT, "author": author, "rubric": shipped().id, "level": level}
    return Score(**given_ | parts)


@dataclass
class Log:
    """A unit's history in memory, with the rules before it."""

    needed: int = 2
    past: list[Past] = field(default_factory=list)

    @property
    def now(self) -> UnitStanding:
        return standing(UNIT, self.past, self.needed)

    def seen(self, author: str) -> str | None:
        last = self.now.last_seen_by(author)
        return last.id if last else None

    def say(self, record: Record, seen: str | None = "what there is") -> Record:
        known = self.seen(record.author) if seen == "what there is" else seen
        check(record, self.now, known)
        kept = replace(record, id=f"e{len(self.past)}", at="now")
        self.past.append(Past(kept))
        return kept

    def lock(self, author: str, level: int | None = 3, **parts: Any) -> Record:
        return self.say(score(author, level, **parts))

    def settle(self, author: str, level: int | None = 3, reason: str = "we met", **parts: Any) -> Record:
        scores = tuple(each.id for each in self.now.scores)
        return self.say(Consensus(UNIT, author, shipped().id, level, reason, scores, **parts))

    def sign(self, level: int | None = 3, confidence: Confidence | None = SURE, **parts: Any) -> Record:
        now = self.now
        named = tuple(each.id for each in now.scores)
        settled = now.consensus.id if now.consensus else None
        return self.say(SignOff(UNIT, "lea", shipped().id, level, named, settled, confidence, **parts))

    def reopen(self, reason: str = "news") -> Record:
        return self.say(Reopening(UNIT, "lea", reason))

    def withdraw(self, author: str, record: Record, reason: str = "a slip") -> None:
        check_withdrawal(record, self.now, author, reason)
        place = next(place for place, each in enumerate(self.past) if each.record.id == record.id)
        self.past[place] = Past(record, Withdrawal(author, reason, "now"))

    def sheet(self, author: str, corpus: Corpus | None = None) -> Sheet:
        found = evidence_by_unit(corpus.evidence if corpus else []).get(UNIT, [])
        return sheet(self.now, author, found, BOOK, shipped())


def scored(*levels: int | None) -> Log:
    """A unit that as many people have scored, all who were asked."""
    log = Log(len(levels))
    for author, level in zip(PEOPLE, levels, strict=False):
        log.lock(author, level)
    return log


# --- The way of a unit ------------------------------------------------------------------------


def test_a_unit_goes_from_open_over_scores_and_consensus_to_signed() -> None:
    log = Log()
    stages = [log.now.stage]
    log.lock("ada", 2)
    stages.append(log.now.stage)
    log.lock("ben", 4)
    stages.append(log.now.stage)
    log.settle("ben", 3)
    stages.append(log.now.stage)
    log.sign(3)
    assert [*stages, log.now.stage] == [Stage.OPEN, Stage.PARTLY, Stage.DIFFERING, Stage.SETTLED, Stage.SIGNED]
    assert (log.now.level, log.now.decided, log.now.round) == (3, True, 1)


def test_scores_that_agree_need_no_consensus_and_ne_is_a_level_to_agree_on() -> None:
    log = scored(None, None)
    assert (log.now.stage, log.now.level, log.now.decided) == (Stage.AGREED, None, True)
    log.sign(None, None)
    assert log.now.stage is Stage.SIGNED
    assert scored(None, 1).now.stage is Stage.DIFFERING


def test_a_person_may_think_again_until_everybody_has_scored() -> None:
    log = Log()
    log.lock("ada", 2)
    second = log.lock("Ada", 4)
    assert log.now.scores == (second,)
    assert len(log.past) == 2
    log.lock("ben", 4)
    with pytest.raises(BadScore, match=r"Aldmoor, tending: .*Ada, ben") as caught:
        log.lock("ada", 3)
    assert "reopen" in caught.value.hint


def test_a_third_person_is_refused_once_the_scores_can_be_seen() -> None:
    with pytest.raises(BadScore, match="can be seen"):
        scored(3, 3).lock("cleo", 5)


def test_reopened_a_unit_is_scored_anew_and_what_was_said_stays_in_its_history() -> None:
    log = scored(3, 3)
    log.sign(3)
    log.reopen()
    assert (log.now.stage, log.now.round, log.now.scores, log.now.signoff) == (Stage.OPEN, 2, (), None)
    assert [type(each.record) for each in log.now.history] == [Score, Score, SignOff, Reopening]
    log.lock("ada", 5)
    assert (log.now.stage, log.now.decided, log.now.level) == (Stage.PARTLY, False, None)


def test_to_sign_again_confirms_the_level_on_what_there_is_now() -> None:
    log = scored(3, 3)
    log.sign(3, basis={"a": "old"})
    again = log.sign(3, basis={"a": "new"}, statement="Looked at again.")
    assert log.now.signoff == again


# --- What is refused --------------------------------------------------------------------------


def refused(log: Log, act: str, *given_: Any, **parts: Any) -> str:
    before = list(log.past)
    with pytest.raises(BadScore) as caught:
        getattr(log, act)(*given_, **parts)
    assert log.past == before
    assert caught.value.hint
    return str(caught.value)


def test_nothing_is_settled_or_signed_before_the_round_is_complete() -> None:
    log = Log()
    log.lock("ada")
    assert "1 of 2" in refused(log, "settle", "ada")
    assert "1 of 2" in refused(log, "sign")


def test_a_consensus_on_another_level_than_everybody_gave_needs_a_reason() -> None:
    assert "no reason" in refused(scored(2, 4), "settle", "ada", 4, " ")
    assert "no reason" in refused(scored(4, 4), "settle", "ada", 3, "")
    assert scored(4, 4).settle("ada", 4, "")


def test_a_signature_needs_one_level_and_that_one() -> None:
    assert "differ" in refused(scored(2, 4), "sign", 2)
    assert "which is 4" in refused(scored(4, 4), "sign", 3)
    log = scored(4, 4)
    log.settle("ben", 3)
    assert "which is 3" in refused(log, "sign", 4)
    assert "level NE" in refused(log, "sign", None, None)


def test_a_level_is_signed_with_a_confidence_and_ne_without_one() -> None:
    assert "confidence" in refused(scored(3, 3), "sign", 3, None)
    assert "NE" in refused(scored(None, None), "sign", None, SURE)
    assert "NE" in refused(Log(), "lock", "ada", None, confidence=SURE)


def test_what_is_signed_is_not_settled_anew_behind_the_leads_back() -> None:
    log = scored(3, 3)
    log.sign(3)
    assert "signed off by lea" in refused(log, "settle", "ada", 4)


def test_a_unit_is_reopened_with_a_reason_and_only_if_somebody_has_scored_it() -> None:
    assert "reason" in refused(scored(3, 3), "reopen", "  ")
    assert "open already" in refused(Log(), "reopen")


def test_one_round_is_scored_by_one_version_of_the_rubric() -> None:
    log = Log()
    log.lock("ada", rubric="r@1")
    assert "r@2" in refused(log, "lock", "ben", rubric="r@2")
    log.lock("ada", rubric="r@2")
    log.lock("ben", rubric="r@2")
    assert "r@2" in refused(log, "settle", "ben")


def test_who_has_not_seen_the_last_word_is_told_whose_it_is() -> None:
    log = scored(2, 4)
    known = log.seen("lea")
    log.settle("ben", 3)
    for record in (
        Consensus(UNIT, "ada", shipped().id, 4, "no", ("e0", "e1")),
        SignOff(UNIT, "lea", shipped().id, 3, ("e0", "e1"), "e2", SURE),
        Reopening(UNIT, "lea", "news"),
    ):
        with pytest.raises(Conflict, match="settled by ben"):
            log.say(record, known)
    assert len(log.past) == 3


def test_what_others_score_meanwhile_is_no_conflict_as_it_cannot_be_seen() -> None:
    log = Log(3)
    log.lock("ada")
    log.say(score("ben"), None)
    with pytest.raises(Conflict):
        log.say(score("ada", 4), None)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (score("ada", 6), "no level 6"),
        (score("ada", 0), "no level 0"),
        (score("ada", rubric="other@1"), "other@1"),
        (score("ada", answers={"invented": Answer.YES}), "'invented'"),
        (score("ada", confidence=Confidence("certain")), "'certain'"),
        (score("ada", confidence=Confidence("low", (Concern("luck", "Luck", Grade.MINOR, "x"),))), "'luck'"),
        (score("ada", confidence=Confidence("low", (Concern("coherence", "C", Grade.NONE, ""),) * 2)), "twice"),
        (SignOff(UNIT, "lea", shipped().id, 9, (), confidence=SURE), "no level 9"),
    ],
)
def test_what_the_rubric_does_not_know_is_refused(said: Score | SignOff, problem: str) -> None:
    with pytest.raises(BadScore, match=problem) as caught:
        check_fit(said, shipped())
    assert "Aldmoor, tending" in str(caught.value)
    assert caught.value.hint


def test_every_criterion_gate_and_component_of_the_rubric_can_be_spoken_of() -> None:
    rubric = shipped()
    names = [each.id for level in rubric.levels for each in level.criteria] + [each.id for each in rubric.gates]
    concerns = tuple(Concern(each.id, each.label, Grade.MINOR, "x") for each in rubric.confidence.components)
    check_fit(score("ada", answers=dict.fromkeys(names, Answer.UNSURE), confidence=Confidence("low", concerns)), rubric)


# --- Taking back ------------------------------------------------------------------------------


def test_a_signature_taken_back_leaves_what_was_before_it_and_stands_in_the_history() -> None:
    log = scored(3, 3)
    signed = log.sign(3)
    with pytest.raises(BadScore, match="reason"):
        log.withdraw("lea", signed, " ")
    log.withdraw("lea", signed, "signed the wrong one")
    assert (log.now.stage, log.now.signoff) == (Stage.AGREED, None)
    assert log.now.history[-1].withdrawn == Withdrawal("lea", "signed the wrong one", "now")


def test_only_the_last_word_is_taken_back() -> None:
    log = scored(3, 3)
    settled = log.settle("ben", 3)
    log.sign(3)
    with pytest.raises(Conflict, match="signed off by lea"):
        log.withdraw("ben", settled)


def test_a_score_is_taken_back_until_others_can_see_it_or_its_author_theirs() -> None:
    log = Log()
    first = log.lock("ada")
    log.withdraw("ada", first)
    assert log.now.stage is Stage.OPEN
    log.lock("ada")
    last = log.lock("ben")
    with pytest.raises(BadScore, match="can be seen"):
        log.withdraw("ben", last)


def test_what_rests_on_something_undone_is_void_whoever_undid_it() -> None:
    log = scored(2, 4)
    log.settle("ben", 3)
    log.sign(3)
    consensus = next(place for place, each in enumerate(log.past) if isinstance(each.record, Consensus))
    log.past[consensus] = replace(log.past[consensus], withdrawn=Withdrawal("lea", "by hand", "now"))
    assert (log.now.stage, log.now.consensus, log.now.signoff) == (Stage.DIFFERING, None, None)
    assert len(log.now.history) == 4


def test_a_score_undone_under_a_consensus_leaves_nothing_decided_and_can_only_be_reopened() -> None:
    log = scored(3, 3)
    log.settle("ben", 3)
    log.past[0] = replace(log.past[0], withdrawn=Withdrawal("lea", "by hand", "now"))
    assert (log.now.stage, log.now.decided, log.now.revealed) == (Stage.PARTLY, False, True)
    with pytest.raises(BadScore, match="can be seen"):
        log.lock("ada")
    log.reopen()
    assert log.now.stage is Stage.OPEN


# --- Who sees what ----------------------------------------------------------------------------


def test_before_everybody_has_scored_a_sheet_holds_evidence_and_nobodys_verdict() -> None:
    corpus = Corpus()
    strong(corpus)
    practice(corpus, polarity="contradicts")
    log = Log()
    log.lock("ada", 4, answers={JUDGED: Answer.YES})
    shown = log.sheet("ben", corpus)
    assert (shown.revealed, shown.mine, shown.history, shown.seen) == (None, None, (), None)
    assert shown.locked == ("ada",)
    owned = next(item for level in shown.levels for item in level.items if item.id == "owned")
    weighed = next(gate for gate in shown.gates if gate.id == "contradictions-settled")
    assert (len(owned.evidence), len(weighed.evidence), len(weighed.against), weighed.cap) == (3, 3, 1, 3)
    assert shown.basis == basis(corpus.evidence)
    assert shown.scale[0] == "high"


def test_when_everybody_has_scored_the_proposal_the_scores_and_their_differences_are_shown() -> None:
    corpus = Corpus()
    strong(corpus)
    log = Log()
    log.lock("ada", 4, answers={JUDGED: Answer.YES, "owned": Answer.YES})
    log.lock("ben", 3, answers={JUDGED: Answer.NO, "owned": Answer.YES})
    shown = log.sheet("somebody", corpus).revealed
    assert shown is not None
    assert [each.level for each in shown.scores] == [4, 3]
    assert shown.proposal.level == 3
    [difference] = shown.differences
    assert (difference.id, difference.answers) == (JUDGED, {"ada": Answer.YES, "ben": Answer.NO})


def test_half_scored_and_reopened_a_score_stays_its_authors_until_the_next_round_is_complete() -> None:
    log = Log()
    hidden = log.lock("ada", 5)
    log.reopen()
    assert [each.record for each in log.now.visible_to("ben")] == [log.past[-1].record]
    log.lock("ben")
    log.lock("cleo")
    assert log.now.visible_to("ben")[0].record == hidden


def test_what_two_were_shown_is_not_hidden_again_when_more_people_are_asked_for() -> None:
    log = Log(2)
    log.lock("ada", 3, needed=2)
    log.lock("ben", 3, needed=2)
    log.needed = 3
    assert (log.now.revealed, log.now.stage) == (True, Stage.AGREED)
    fresh = Log(2)
    fresh.lock("ada", 3, needed=2)
    assert not fresh.now.revealed
    fresh.needed = 1
    assert fresh.now.revealed


ACTS = st.tuples(
    st.sampled_from(["lock", "lock", "lock", "settle", "sign", "reopen", "withdraw"]),
    st.sampled_from(PEOPLE),
    st.sampled_from([None, 2, 3]),
    st.sampled_from([True, True, True, False]),
)


def act(log: Log, what: str, who: str, level: int | None, looked: bool) -> None:
    seen = log.seen(who) if looked else "something older"
    ids = tuple(each.id for each in log.now.scores)
    settled = log.now.consensus.id if log.now.consensus else None
    sure = SURE if level else None
    if what == "withdraw":
        last = log.now.last_seen_by(who)
        if last is not None:
            log.withdraw(who, last, "a slip" if looked else "")
        return
    records: dict[str, Record] = {
        "lock": score(who, level),
        "settle": Consensus(UNIT, who, shipped().id, level, "so", ids),
        "sign": SignOff(UNIT, who, shipped().id, level, ids, settled, sure),
        "reopen": Reopening(UNIT, who, "news"),
    }
    log.say(records[what], seen)


def people_in_round(past: Sequence[Past]) -> int:
    """How many have a score in force since the last reopening, counted the plain way."""
    authors: set[str] = set()
    for each in past:
        if each.withdrawn is None:
            authors = set() if isinstance(each.record, Reopening) else authors
            authors |= {each.record.author} if isinstance(each.record, Score) else set()
    return len(authors)


@settings(max_examples=50, deadline=None)
@given(st.lists(ACTS, max_size=14), st.integers(1, 3))
def test_whatever_people_do_nothing_is_shown_too_early_and_nothing_said_is_lost(
    acts: list[tuple[str, str, int | None, bool]], needed: int
) -> None:
    log = Log(needed)
    for each in acts:
        said, before = [past.record for past in log.past], log.now
        try:
            act(log, *each)
        except (BadScore, Conflict):
            assert log.now == before
        assert [past.record for past in log.past][: len(said)] == said
        complete = people_in_round(log.past) >= needed
        if complete and before.complete and each[0] not in ("reopen", "withdraw"):
            assert log.now.scores == before.scores
        for person in ("ben", "a guest"):
            shown = log.sheet(person)
            assert (shown.revealed is not None) == complete
            hidden = [past for past in shown.history if past.record.author != person]
            assert complete or all(isinstance(past.record, Reopening) for past in hidden)


# --- Evidence that changes --------------------------------------------------------------------


def signed_on(corpus: Corpus, rubric: str = "") -> SignOff:
    return SignOff(UNIT, "lea", rubric or shipped().id, 3, ("e0",), confidence=SURE, basis=basis(corpus.evidence))


def test_a_signed_level_is_stale_once_codings_came_went_or_changed_and_names_them() -> None:
    corpus = Corpus()
    kept, changed, gone = practice(corpus), practice(corpus), practice(corpus)
    signed = signed_on(corpus)
    assert stale(signed, basis(corpus.evidence), shipped().id) is None
    came = practice(corpus)
    later = replace(changed, coding=replace(changed.coding, attributes={"polarity": "contradicts"}))
    found = stale(signed, basis([kept, later, came]), shipped().id)
    assert found is not None
    assert (found.came, found.went, found.changed, found.rubric) == ((came.id,), (gone.id,), (changed.id,), "")
    assert found.sentence == "of the codings, 1 came, 1 went, 1 changed"
    assert signed.level == 3


@pytest.mark.parametrize(
    "change",
    [
        {"quote": "other words"},
        {"code": "tending/weeding"},
        {"status": CodingStatus.SETTLED},
        {"attributes": {"polarity": "mixed"}},
        {"differing": ("polarity",)},
    ],
)
def test_every_part_of_a_coding_that_bears_on_a_level_is_in_the_basis(change: dict[str, Any]) -> None:
    each = practice(Corpus())
    assert basis([each]) != basis([replace(each, coding=replace(each.coding, **change))])


def test_what_bears_on_no_level_is_not_in_the_basis() -> None:
    corpus = Corpus()
    each = practice(corpus)
    told = replace(each.coding, memos=("hm",), coders=("ada", "cleo"))
    assert basis([each]) == basis([replace(each, coding=told)])
    assert basis([practice(corpus, status=CodingStatus.DISPUTED)]) == {}


def test_another_version_of_the_rubric_makes_a_signed_level_stale() -> None:
    found = stale(signed_on(Corpus(), "old@1"), {}, "old@2")
    assert found is not None
    assert (found.rubric, found.sentence) == ("old@2", "the rubric is now old@2")


# --- What people confirm ----------------------------------------------------------------------


def level_with(log: Log) -> int | None:
    corpus = Corpus()
    strong(corpus)
    said = confirmed([log.now], shipped())
    return assess(corpus.evidence, BOOK, shipped(), ["Aldmoor"], confirmed=said)[0].level


def test_a_judgement_counts_once_everybody_has_scored_and_all_say_yes() -> None:
    yes, no = {JUDGED: Answer.YES}, {JUDGED: Answer.UNSURE}
    log = Log()
    log.lock("ada", 4, answers=yes)
    assert confirmed([log.now], shipped()) == {}
    log.lock("ben", 4, answers=yes)
    assert confirmed([log.now], shipped()) == {("Aldmoor", "tending"): {JUDGED}}
    assert level_with(log) == 4
    other = Log()
    other.lock("ada", 4, answers=yes)
    other.lock("ben", 4, answers=no)
    assert level_with(other) == 3


def test_the_consensus_has_the_last_word_on_what_it_speaks_of() -> None:
    log = Log()
    log.lock("ada", 4, answers={JUDGED: Answer.YES})
    log.lock("ben", 3, answers={JUDGED: Answer.NO})
    log.settle("ben", 4, answers={JUDGED: Answer.YES})
    assert level_with(log) == 4
    log.settle("ada", 4)
    assert level_with(log) == 3


def test_answers_to_another_rubric_confirm_nothing() -> None:
    log = Log(1)
    log.lock("ada", 4, rubric="old@1", answers={JUDGED: Answer.YES})
    assert confirmed([log.now], shipped()) == {}
