"""Everything models were asked can be read, from the prompt to what people made of it, by those who may see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from draft_project import GOOD, SENTENCES, UNSUPPORTED, Drafter, drafting
from finding_project import finding, passage
from model_acts import Call
from qes.coding.llm.judged import Fate
from qes.errors import ModelUnavailable, NotFound
from qes.model import Answer, Assignment, Exchange, Prompt, Role
from qes.pipeline.assignments import assign
from qes.pipeline.desk import Desk
from qes.pipeline.findings import acts as findings
from qes.pipeline.ledger import Ledger
from qes.pipeline.models.drafting.acts import drop, take_over
from qes.pipeline.models.drafting.checklist import draft_checklist
from qes.pipeline.models.drafting.counter import counter_by_model
from qes.pipeline.models.drafting.drafting import draft_summary
from qes.pipeline.models.origins import Viewer
from qes.pipeline.models.transcripts import Transcript, lines, transcript
from qes.pipeline.scoring.acts import lock
from qes.project import Project
from qes.synthesis.drafts import checking
from qes.synthesis.drafts.model import Draft
from scoring_project import ARDEN, score, scored_template, scoring

CODE = "awareness/scanning"
QUOTE = "my daughter played the trumpet"
LEAD = Viewer("lea", Role.LEAD)


def desk(project: Project) -> Desk:
    made = Desk(Ledger(project))
    made.ledger.refresh()
    return made


def read(project: Project, exchange: Exchange, viewer: Viewer = LEAD) -> Transcript:
    return transcript(desk(project), viewer, exchange.id)


def by_template(project: Project, name: str) -> list[Exchange]:
    return [each for each in project.store.exchanges() if each.prompt.template.startswith(f"{name}@")]


def kept_from(project: Project, viewer: Viewer) -> set[str]:
    """The prompt files of which the viewer may read nothing."""
    found = lines(desk(project), viewer)
    for each in found:
        if not each.readable:
            assert each.about == ""
            with pytest.raises(NotFound):
                read(project, each.exchange, viewer)
    readable = {each.exchange.prompt.template for each in found if each.readable}
    return {each.exchange.prompt.template for each in found} - readable


@pytest.fixture
def drafted(coded: Project) -> Draft:
    with drafting(coded) as (_, chat):
        return draft_summary(coded, chat, "Arden", CODE, remote=False, author="mia")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scored_template(tmp_path_factory.mktemp("read") / "scored")


@pytest.fixture
def scored(template: Path, tmp_path: Path) -> Iterator[Project]:
    with scoring(template, tmp_path / "scored") as opened:
        yield opened


def test_a_draft_is_told_with_what_became_of_each_sentence_and_of_the_whole(coded: Project, drafted: Draft) -> None:
    [asked] = by_template(coded, "summary-draft")
    found = read(coded, asked)
    assert (found.user, found.exchange.reply) == (asked.prompt.user, asked.reply)
    assert found.about == f"{CODE}, Arden"
    assert [each.fate for each in found.outcomes] == [Fate.STANDS, *[Fate.REFUSED] * (len(SENTENCES) - 1)]
    assert (found.outcomes[0].label, found.outcomes[1].why) == (GOOD, checking.NO_ID)
    assert found.outcomes[0].quotes == (("S1", drafted.citations["S1"].quote),)
    assert found.since == ()
    take_over(coded, drafted.id, "lea", "In other words.")
    assert [(each.author, each.what) for each in read(coded, asked).since] == [("lea", "took it over in other words")]


def test_a_check_of_a_sentence_is_told_with_what_it_decided(coded: Project, drafted: Draft) -> None:
    drop(coded, drafted.id, "ben")
    checks = {UNSUPPORTED in each.prompt.user: read(coded, each) for each in by_template(coded, "supported")}
    assert {says: found.outcomes[0].fate for says, found in checks.items()} == {
        True: Fate.REFUSED,
        False: Fate.STANDS,
    }
    assert checks[True].outcomes[0].why == checking.NOT_SUPPORTED[Answer.NO]
    assert [each.what for each in checks[False].since] == ["dropped it"]


def test_drafts_are_kept_from_those_who_are_yet_to_code_what_they_quote(coded: Project, drafted: Draft) -> None:
    both = {"summary-draft@1", "supported@1"}
    assert drafted.citations
    assert kept_from(coded, LEAD) == set()
    assert kept_from(coded, Viewer("rosa", Role.RESEARCHER)) == both
    assign(coded, Assignment("rafi", "lea"))
    assert kept_from(coded, Viewer("rafi", Role.REVIEWER)) == both
    assert kept_from(coded, Viewer("ruth", Role.REVIEWER)) == set()


def test_what_came_to_nothing_is_kept_from_all_who_have_anything_to_code_yet(coded: Project) -> None:
    def checks(call: Call) -> bool:
        return "[sentence " in call.user

    with drafting(coded, Drafter(breaks=checks)) as (_, chat), pytest.raises(ModelUnavailable):
        draft_summary(coded, chat, "Arden", CODE, remote=False)
    [asked] = by_template(coded, "summary-draft")
    assert read(coded, asked).outcomes == ()
    assign(coded, Assignment("rafi", "lea"))
    assert kept_from(coded, Viewer("rafi", Role.REVIEWER)) == {"summary-draft@1"}


def test_a_try_of_no_use_belongs_to_what_a_later_one_became(coded: Project, drafted: Draft) -> None:
    [asked] = by_template(coded, "summary-draft")
    broken = replace(asked, id="broken", reply="{", trouble="it cannot be read", attempt=2)
    coded.store.save_exchange(broken)
    found = read(coded, broken)
    assert (found.about, found.outcomes, found.exchange.trouble) == (f"{CODE}, Arden", (), "it cannot be read")
    assert drafted.id
    assert [each.exchange.id for each in lines(desk(coded), LEAD, usable=False)] == ["broken"]


def test_a_search_against_a_finding_tells_which_words_of_the_passage_stand(coded: Project) -> None:
    saved = findings.save(coded, finding(coded), "mia")
    drafter = Drafter(against={"trumpet": QUOTE, "neighbouring town": "we have far too few people here"})
    with drafting(coded, drafter) as (_, chat):
        counter_by_model(coded, chat, saved.key, remote=False)
    found = {
        at: read(coded, each)
        for each in by_template(coded, "counter")
        for at in (2, 6)
        if passage(coded, at).text in each.prompt.user
    }
    assert [(each.fate, each.says, each.quotes) for each in found[2].outcomes] == [(Fate.STANDS, "yes", (("", QUOTE),))]
    assert [(each.fate, each.quotes) for each in found[6].outcomes] == [(Fate.REFUSED, ())]
    assert found[2].about == saved.statement
    assign(coded, Assignment("rafi", "lea", sources=(passage(coded, 2).source_id,)))
    assert kept_from(coded, Viewer("rafi", Role.REVIEWER)) == {"counter@1"}


def test_criteria_are_hidden_until_everybody_has_scored(scored: Project) -> None:
    with drafting(scored) as (_, chat):
        draft_checklist(scored, chat, ARDEN, remote=False)
    assert kept_from(scored, LEAD) == {"criterion@1"}
    lock(scored, score("ana"), None)
    assert kept_from(scored, LEAD) == {"criterion@1"}
    lock(scored, score("ben"), None)
    assert kept_from(scored, LEAD) == set()
    assert kept_from(scored, Viewer("rosa", Role.RESEARCHER)) == {"criterion@1"}
    found = read(scored, by_template(scored, "criterion")[0])
    [outcome] = found.outcomes
    assert (outcome.fate, outcome.says, outcome.reason) == (Fate.STANDS, "yes", "So.")
    assert [name for name, _ in outcome.quotes] == ["S1"]
    assert found.about == f"{ARDEN.capability} in {ARDEN.case}"


def test_pages_follow_one_another_and_filters_hold(coded: Project, drafted: Draft) -> None:
    assert drafted
    whole = [each.exchange.id for each in lines(desk(coded), LEAD)]
    first = lines(desk(coded), LEAD, most=1)
    rest = lines(desk(coded), LEAD, before=first[0].exchange.id)
    assert [each.exchange.id for each in (*first, *rest)] == whole
    only = lines(desk(coded), LEAD, template="supported@1")
    assert {each.exchange.prompt.template for each in only} == {"supported@1"}
    assert lines(desk(coded), LEAD, model="openai:other") == []


def test_what_a_prompt_file_of_unknown_name_asked_is_read_by_nobody(coded: Project) -> None:
    coded.store.save_exchange(Exchange("x", "m:m", "s", Prompt("later@9", "s", "u", "{}", "?"), "{}"))
    assert kept_from(coded, LEAD) == {"later@9"}
