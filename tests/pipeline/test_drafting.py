"""A model drafts from accepted evidence over HTTP; people take over what they want, and answer for it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from draft_project import GOOD, QUOTING, UNSUPPORTED, Drafter, drafting
from finding_project import copied, made, passage
from qes.errors import BadFinding, Conflict, ModelUnavailable, NotFound, UnknownCode
from qes.model import Assignment, Charted, Decision, Finding, Role, User, Verdict
from qes.pipeline import charting
from qes.pipeline.assignments import assign
from qes.pipeline.findings import acts as findings
from qes.pipeline.models.drafting import log
from qes.pipeline.models.drafting.acts import drop, take_over
from qes.pipeline.models.drafting.drafting import draft_finding, draft_summary
from qes.pipeline.report.methods import method_rows
from qes.pipeline.review import record, run_codings
from qes.project import Project, open_project
from qes.synthesis.drafts import checking
from qes.synthesis.drafts.model import Draft
from review_project import BOOK

CODE = "awareness/scanning"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.getbasetemp())


@pytest.fixture
def coded(template: Path, tmp_path: Path) -> Iterator[Project]:
    with copied(template, tmp_path) as project:
        yield project


def summary(project: Project, *sentences: str) -> Draft:
    with drafting(project, Drafter(sentences) if sentences else None) as (_, chat):
        return draft_summary(project, chat, "Arden", CODE, remote=False, author="mia")


def test_each_sentence_is_kept_or_struck_out_with_the_reason(coded: Project) -> None:
    with drafting(coded) as (server, chat):
        found = draft_summary(coded, chat, "Arden", CODE, remote=False, author="mia")
    assert [(each.sentence, each.struck) for each in found.sentences] == [
        (GOOD, ""),
        ("The city is the best prepared in the land.", checking.NO_ID),
        ("The list of flooded stops is public.", "it names S77, which it was not given"),
        (UNSUPPORTED, checking.NOT_SUPPORTED[checking.Answer.NO]),
        ("The engineer calls the flooded stops “[…]”.", checking.INVENTED),
    ]
    assert (found.text, found.named, found.author) == (GOOD, ("S1",), "mia")
    cited = {each.quote: each.coding for each in found.citations.values()}
    assert cited == {each.quote: each.id for each in run_codings(coded) if (each.code, each.case) == (CODE, "Arden")}
    assert len(server.calls) == 3, "the draft, and the two sentences that name quotes rightly"
    assert len(found.exchanges) == len(coded.store.exchanges(ids=found.exchanges)) == 3
    assert log.drafts(coded) == [(found, log.Fate.OPEN)]


def test_a_true_quotation_is_kept_and_a_second_draft_of_the_same_is_not_paid_for_again(coded: Project) -> None:
    with drafting(coded, Drafter([f"{QUOTING[:-1]} [S1]."])) as (server, chat):
        first = draft_finding(coded, chat, ["Arden"], "awareness", remote=False)
        again = draft_finding(coded, chat, ["Arden"], "awareness", remote=False)
        assert len(server.calls) == 2
    assert first.text == again.text == QUOTING
    assert first.author == coded.coder
    assert first.id != again.id


def test_a_draft_is_no_finding_and_no_summary(coded: Project) -> None:
    summary(coded)
    assert findings.listed(coded) == []
    assert charting.listed(coded) == []


def test_a_draft_becomes_a_summary_when_a_person_takes_it_over(coded: Project) -> None:
    draft = summary(coded)
    saved = take_over(coded, draft.id, "ana")
    assert isinstance(saved, Charted)
    assert (saved.text, saved.author, saved.draft) == (GOOD, "ana", draft.id)
    assert saved.citations == (draft.citations["S1"],)
    assert log.get(coded, draft.id)[1] is log.Fate.ACCEPTED
    with pytest.raises(Conflict):
        take_over(coded, draft.id, "ben")
    later = charting.save(coded, Charted("Arden", CODE, "In other words.", saved.citations), "ben", saved.id)
    assert later.draft == draft.id
    assert dict(method_rows(coded))["Drafts"] == (
        "A language model made 1 draft of a summary. Of 5 sentences drafted, 4 struck out for not being borne out by the "
        "quotes named. What people did with drafts of text: 1 taken over as drafted, 0 in other words, 0 dropped."
    )


def test_what_a_person_makes_of_a_draft_is_checked_as_anything_people_write(coded: Project) -> None:
    with drafting(coded) as (_, chat):
        draft = draft_finding(coded, chat, ["Arden"], "awareness", remote=False)
    with pytest.raises(BadFinding, match="a great success"):
        take_over(coded, draft.id, "ana", "They call it “a great success”.")
    with pytest.raises(BadFinding, match="S9 is none of its quotes"):
        take_over(coded, draft.id, "ana", named=["S9"])
    saved = take_over(coded, draft.id, "ana", "Stops are listed.", named=["S1"], against=["S2"])
    assert isinstance(saved, Finding)
    assert (saved.statement, saved.cases, saved.capability) == ("Stops are listed.", ("Arden",), "awareness")
    assert [each.against for each in saved.citations] == [False, True]
    assert log.get(coded, draft.id)[1] is log.Fate.EDITED
    again = findings.save(coded, Finding(saved.key, "Rewritten.", saved.citations), "ben", saved.id)
    assert again.draft == draft.id


def test_a_draft_all_of_which_was_struck_out_can_be_dropped_but_not_taken_over_as_it_is(coded: Project) -> None:
    draft = summary(coded, "All is well.")
    assert draft.text == ""
    with pytest.raises(BadFinding, match="every sentence of it was struck out"):
        take_over(coded, draft.id, "ana")
    drop(coded, draft.id, "ana", "nothing in it")
    assert log.get(coded, draft.id)[1] is log.Fate.DROPPED
    with pytest.raises(Conflict):
        drop(coded, draft.id, "ben")


def test_what_is_accepted_as_evidence_no_longer_is_not_taken_over(coded: Project) -> None:
    draft = summary(coded)
    first = passage(coded, 0)
    record(coded, [Decision(first.id, "ben", Verdict.REJECTED, BOOK, code=CODE)])
    with pytest.raises(BadFinding, match="accepted as evidence no longer"):
        take_over(coded, draft.id, "ana")


def test_only_accepted_evidence_that_everybody_may_see_is_shown(coded: Project) -> None:
    arden = passage(coded, 0)
    record(coded, [Decision(arden.id, "ben", Verdict.REJECTED, BOOK, code=CODE)])
    with drafting(coded) as (server, chat):
        found = draft_summary(coded, chat, "Arden", CODE, remote=False)
        assert [each.passage_id for each in found.citations.values()] == [passage(coded, 1).id]
        assert not server.asked(arden.text[:40])
        coded.store.save_account(User("lea", Role.LEAD), "hashed", "lea", 0)
        assign(coded, Assignment("lea", "lea"))
        with pytest.raises(BadFinding, match="no accepted coding"):
            draft_summary(coded, chat, "Arden", CODE, remote=False)


def test_nothing_is_kept_of_a_draft_that_did_not_come_and_nothing_is_asked_without_evidence(coded: Project) -> None:
    with drafting(coded, Drafter(breaks=lambda _: True)) as (server, chat):
        with pytest.raises(ModelUnavailable):
            draft_summary(coded, chat, "Arden", CODE, remote=False)
        asked = len(server.calls)
        with pytest.raises(BadFinding, match="no accepted coding"):
            draft_summary(coded, chat, "Boro", "learning", remote=False)
        with pytest.raises(BadFinding, match="no case"):
            draft_summary(coded, chat, "Nowhere", CODE, remote=False)
        with pytest.raises(UnknownCode):
            draft_summary(coded, chat, "Arden", "no/such", remote=False)
        assert len(server.calls) == asked
    assert log.drafts(coded) == []
    with pytest.raises(NotFound):
        take_over(coded, "none", "ana")


def test_a_model_elsewhere_is_sent_pseudonyms_and_what_it_quotes_reads_as_the_source(
    template: Path, tmp_path: Path
) -> None:
    place = tmp_path / "masked"
    shutil.copytree(template, place)
    with (place / "qes.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[llm]\nnames = ["Monday"]\n')
    drafter = Drafter([])
    with open_project(place) as project, drafting(project, drafter) as (server, chat):
        draft_summary(project, chat, "Arden", CODE, remote=True)
        sent = server.calls[0].user
        assert "Monday" not in sent
        masked = re.search(r"Every (\S+) the bus drivers", sent)
        assert masked is not None
        drafter.sentences = [f"The list of flooded stops comes “Every {masked[1]} the bus drivers” send it [S1]."]
        found = draft_finding(project, chat, ["Arden"], "awareness", remote=True)
        assert not server.asked("Monday")
    assert found.text == "The list of flooded stops comes “Every Monday the bus drivers” send it."
