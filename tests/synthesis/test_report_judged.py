"""Where people scored, the report says what they said: the codings stand beside it, and never in its place."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from report_samples import UNIT, garden, scored, told
from synthesis_samples import report, shipped

from qes.model import Answer, Consensus, Score
from qes.synthesis.report import build
from qes.synthesis.report.content import CapabilitySection
from qes.synthesis.report.inputs import LevelInput
from qes.synthesis.report.parts import Reason
from qes.synthesis.report.write import FORMATS

DOCUMENT = "A dated document"
VOICE = "More than one speaker"


def part_of(level: LevelInput | None = None) -> CapabilitySection:
    """The unit as people have it."""
    return build(told(garden(), levels={UNIT: level or scored()})).cases[0].capabilities[0]


def named(part: CapabilitySection, begins: str) -> Reason:
    return next(each for each in (*part.met, *part.gates) if each.text.startswith(begins))


def text_of(form: str, level: LevelInput) -> str:
    """Everything a form says, in one line."""
    made = FORMATS[form](build(told(garden(), levels={UNIT: level})))
    if form == "pdf":
        with pypdfium2.PdfDocument(made) as document:
            made = "".join(page.get_textpage().get_text_range() for page in document).encode()
    elif form in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(made)) as parts:
            made = b"".join(parts.read(each) for each in parts.namelist())
    return " ".join(made.decode("utf-8", "replace").split())


def test_a_gate_that_people_answer_no_is_not_met_whatever_the_codings_show() -> None:
    gate = named(part_of(), DOCUMENT)
    assert (gate.met, gate.label) == (False, "Not met")
    assert gate.why.startswith("Rosa and Jon: no; computed: met, ")
    assert gate.refs, "the quotes stay"


def test_people_who_differ_and_have_not_settled_it_are_each_named() -> None:
    part = part_of(replace(scored(), level=3))
    voice = named(part, VOICE)
    assert (voice.met, voice.label) == (False, "They differ")
    assert voice.why.startswith("Rosa: no, Jon: yes; computed: ")
    disputed = named(part, "None of its codings")
    assert disputed.why.startswith("Rosa: no answer, Jon: unsure")


def test_what_was_settled_counts_and_what_was_said_before_is_told() -> None:
    given = scored()
    assert given.consensus is not None
    settled = replace(given.consensus, answers={"more-than-one-voice": Answer.NO, "independent-document": Answer.NO})
    part = part_of(replace(given, consensus=settled, level=3))
    assert named(part, VOICE).why.startswith("settled on not met; before that Rosa: no, Jon: yes; ")
    assert named(part, DOCUMENT).why.startswith("settled on not met; computed: met")


def test_answers_to_another_version_of_the_rubric_do_not_stand_for_those_to_this_one() -> None:
    given = scored()
    old = tuple(replace(each, rubric="other@0.1") for each in given.scores)
    part = part_of(replace(given, scores=old))
    assert named(part, DOCUMENT).met
    assert part.judgement is not None
    assert [each.name for each in part.judgement.scores] == ["other@0.1", "Not enough evidence"]


def test_an_item_nobody_answered_says_so() -> None:
    assert named(part_of(), "Something other than an interview").why.startswith("nobody answered; computed: ")


def test_what_is_missing_follows_the_level_given_and_the_answers_of_people() -> None:
    missing = part_of().missing
    assert any(each.startswith(VOICE) and "Rosa: no, Jon: yes" in each for each in missing)
    assert not any("Not met" in each for each in missing)
    assert build(told(garden(), levels={})).cases[0].capabilities[0].missing != missing


def test_a_unit_without_enough_evidence_asks_for_what_a_level_takes_at_all() -> None:
    no = {"enough-evidence": Answer.NO, "more-than-one-voice": Answer.NO}
    alone = (Score(UNIT, "Rosa", shipped().id, None, no, "Two fragments."),)
    given = LevelInput(UNIT, None, None, "signed off by mia", True, scores=alone)
    part = part_of(given)
    assert [each.split(" (")[0] for each in part.missing] == [
        "At least two codings tell of practice or of its absence; intentions alone do not"
    ]
    assert part.concerns == ()
    answered = (replace(alone[0], answers={"enough-evidence": Answer.YES}),)
    (said,) = part_of(replace(given, scores=answered)).missing
    assert said.startswith("More than level 1 asks for")
    assert "see the reasons of those who scored" in said


def test_one_person_alone_is_said_to_be_alone() -> None:
    given = scored()
    judgement = part_of(replace(given, scores=given.scores[:1], consensus=None)).judgement
    assert judgement is not None
    assert judgement.course == "Only Rosa scored it: whether others would agree cannot be told."


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_tells_who_gave_which_level_why_and_how_it_was_settled(form: str) -> None:
    told_ = text_of(form, scored())
    for words in ("It is told again and again.", "One voice, whoever it quotes.", "Jon", "computed: met"):
        assert words in told_, words


@pytest.mark.parametrize("form", FORMATS)
def test_a_reason_that_quotes_what_nobody_said_is_left_out_and_said_to_be(form: str) -> None:
    told_ = text_of(form, scored())
    assert "it never rains" not in told_
    assert "nothing coded for this reads" in told_


def test_before_anybody_has_scored_the_codings_speak() -> None:
    part = report(garden()).cases[0].capabilities[0]
    assert part.judgement is None
    assert named(part, DOCUMENT).met
    assert "computed" not in named(part, DOCUMENT).why


@pytest.mark.parametrize("changed", [{"scores": ()}, {"scores": (), "consensus": None}])
def test_levels_whose_scores_not_everybody_may_know_show_none(changed: dict[str, Any]) -> None:
    assert part_of(replace(scored(), **changed)).judgement is None


def test_a_consensus_by_another_rubric_settles_no_answer_of_this_one() -> None:
    other = Consensus(UNIT, "Rosa", "other@0.1", 2, "why", (), {"independent-document": Answer.YES})
    assert not named(part_of(replace(scored(), consensus=other)), DOCUMENT).met
