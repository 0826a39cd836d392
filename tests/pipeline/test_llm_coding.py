"""A language model codes a project: over HTTP, kept, resumed, and never paid twice."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from llm_project import HONEST, VOICE, answering, chat, run, script, with_llm
from llm_replies import answer, codes_in, first_words, passage_in, reader, reply
from model_acts import Call, Say, Status
from qes.errors import AlreadyAsking, BudgetSpent, ModelUnavailable
from qes.model import Decision, Verdict
from qes.pipeline.models.chat import chat_of
from qes.pipeline.models.coding import ModelCoding, Wanted
from qes.pipeline.models.privacy import unaided
from qes.pipeline.review import codable, newest_suggester
from qes.project import open_project
from review_project import BOOK, accept, ready


def test_a_model_proposes_with_spans_of_the_source_and_is_asked_only_once(folder: Path) -> None:
    with answering() as server, ready(folder) as project:
        done = run(project, server)
        count = len(codable(project))
        assert (done.suggester, done.passages, done.asked, done.reused, done.waiting) == (VOICE, count, count, 0, 0)
        assert done.calls == len(server.calls) == count
        made = project.store.suggestions(suggester=VOICE)
        assert {each.code for each in made} == {
            "awareness/scanning",
            "priorities/reallocation",
            "learning/test-design",
            "coalitions/departments",
        }
        for each in made:
            assert each.span is not None
            source = project.store.source(project.store.passages(ids=[each.passage_id])[0].source_id)
            assert each.span.of(source.text) in source.text
            assert (each.maker.suggester, each.maker.model) == ("llm", "openai:reader")
            (told,) = project.store.exchanges(prompts=[str(each.maker.prompt)])
            assert told.prompt.about == each.passage_id
        again = run(project, server)
        assert (again.asked, again.reused, again.calls, again.unchanged) == (0, count, 0, True)
        assert len(server.calls) == count
        assert project.store.suggestions(suggester=VOICE) == made
        assert newest_suggester(project) == "similarity"


def test_two_runs_at_once_pay_for_nothing_twice(folder: Path) -> None:
    with answering() as server, ready(folder) as project:
        second: list[str] = []

        def told(stage: str, _done: int, _of: int) -> None:
            if stage == "asking the model" and not second:
                with open_project(folder) as other, pytest.raises(AlreadyAsking) as refused:
                    run(other, server)
                second.append(refused.value.hint)

        first = ModelCoding(project, chat(project, server), remote=False).run(told)
        assert second
        assert first.calls == len(server.calls) == first.passages
        assert run(project, server).calls == 0  # the way is free again


def test_examples_of_others_decisions_change_nothing_that_was_answered_unless_it_is_renewed(folder: Path) -> None:
    with answering() as server, ready(folder) as project:
        count = run(project, server).passages
        first = codable(project)[0]
        project.store.decide([accept(first, "awareness/scanning")])
        assert run(project, server).calls == 0
        renewed = run(project, server, Wanted(renew=True))
        assert renewed.calls == len(server.calls) - count > 0
        shown = {passage_in(call.user): call.user for call in server.calls[count:]}
        example = "Another passage, to which the team gave it"
        assert {text for text, user in shown.items() if example in user} == set(shown) - {first.text}
        assert run(project, server, Wanted(renew=True)).calls == 0


def test_a_longer_codebook_is_asked_about_in_groups_and_what_was_answered_is_left_out(folder: Path) -> None:
    with answering() as server:
        with_llm(folder, server, codes_per_call=5, calls_per_passage=2)
        with ready(folder) as project:
            done = run(project, server)
            assert done.calls == 2 * done.passages
            asked = [code for call in server.calls for code in codes_in(call.user)]
            assert len(asked) == done.counts.asked == 10 * done.passages
        settings = folder / "qes.toml"
        settings.write_text(settings.read_text().replace("calls_per_passage = 2", "calls_per_passage = 0"))
        with ready(folder) as project:
            before, codes = len(server.calls), len(project.codebook().codable)
            done = run(project, server)
            assert done.counts.asked == codes * done.passages
            rest = [code for call in server.calls[before:] for code in codes_in(call.user)]
            assert len(rest) == (codes - 10) * done.passages


def test_a_limit_takes_those_coded_blind_first_and_the_next_run_goes_on(folder: Path) -> None:
    with answering() as server, ready(folder) as project:
        passages = codable(project)
        last = passages[-1]
        project.store.decide([Decision(last.id, "omar", Verdict.NOTHING, BOOK, blind=True)])
        done = run(project, server, Wanted(limit=1))
        assert (done.asked, done.waiting) == (1, len(passages) - 1)
        assert passage_in(server.calls[0].user) == last.text
        assert run(project, server).asked == len(passages) - 1


def test_what_came_before_the_budget_was_spent_is_kept_and_proposed(folder: Path) -> None:
    with answering() as server:
        with_llm(folder, server, concurrency=1, max_tokens=100)
        with ready(folder) as project:
            server.script = lambda call: Say(HONEST(call.user), tokens=(len(call.system + call.user) // 4, 100))
            told = ModelCoding(project, chat_of(project), remote=False).forecast()
            enough = 3 * (told.tokens_in // told.calls + 100)
            done = ModelCoding(project, chat_of(project, tokens=enough), remote=False).run()
            assert isinstance(done.stopped, BudgetSpent)
            assert 0 < done.asked < done.passages
            assert done.waiting == done.passages - done.asked
            assert len(project.store.exchanges()) == done.calls
            paid = len(server.calls)
            rest = ModelCoding(project, chat_of(project, tokens=0), remote=False).run()
            assert rest.stopped is None
            assert (rest.reused, rest.waiting) == (done.asked, 0)
            assert len(server.calls) == paid + rest.calls == rest.passages


def test_a_model_that_is_lost_in_the_middle_costs_nothing_that_came(folder: Path) -> None:
    def fails_later(call: Call) -> Say | Status:
        return Say(HONEST(call.user)) if call.number <= 2 else Status(401)

    with answering() as server:
        with_llm(folder, server, concurrency=1)
        with ready(folder) as project:
            server.script = fails_later
            done = run(project, server)
            assert isinstance(done.stopped, ModelUnavailable)
            assert done.asked == 2
            server.script = script(HONEST)
            assert run(project, server).calls == done.passages - 2


def test_a_model_that_never_answers_is_an_error_and_proposes_nothing(folder: Path) -> None:
    with answering() as server, ready(folder) as project:
        server.script = lambda _: Status(401)
        with pytest.raises(ModelUnavailable):
            run(project, server)
        assert project.store.suggestions(suggester=VOICE) == []


def test_replies_of_no_use_are_counted_and_the_others_stand(folder: Path) -> None:
    with answering() as server, ready(folder) as project:
        server.script = lambda call: Say("{" if "grates" in passage_in(call.user) else HONEST(call.user))
        done = run(project, server)
        broken = [passage for passage in codable(project) if "grates" in passage.text]
        assert done.failed == len(broken) == done.waiting
        assert "no JSON" in done.trouble
        proposed = {each.passage_id for each in project.store.suggestions(suggester=VOICE)}
        assert proposed
        assert proposed.isdisjoint(passage.id for passage in broken)
        assert run(project, server).calls == 0  # each had its attempts


def test_invented_quotes_are_refused_and_counted(folder: Path) -> None:
    def liar(user: str) -> str:
        return reply(
            *(answer(code, "yes", "We have always been the first to know everything") for code in codes_in(user))
        )

    with answering(liar) as server, ready(folder) as project:
        done = run(project, server)
        assert done.counts.invented == done.counts.asked > 0
        assert done.suggestions == 0
        assert "always been the first" not in str(project.store.suggestions(current=None))


def test_no_more_codes_are_proposed_for_a_passage_than_the_team_wants(folder: Path) -> None:
    def eager(user: str) -> str:
        return reply(*(answer(code, "yes", first_words(user)) for code in codes_in(user)))

    with answering(eager) as server, ready(folder) as project:
        done = run(project, server)
        assert done.suggestions == done.passages * project.settings.suggest.per_passage


def test_a_forecast_says_what_a_run_takes(folder: Path) -> None:
    with answering() as server:
        with_llm(folder, server, price_in=1.0, price_out=2.0)
        with ready(folder) as project:
            told = ModelCoding(project, chat(project, server), remote=False).forecast()
            assert server.calls == []
            assert (told.passages, told.calls, told.reused) == (len(codable(project)), len(codable(project)), 0)
            assert told.price == pytest.approx((told.tokens_in + 2 * told.tokens_out) / 1e6)
            run(project, server)
            later = ModelCoding(project, chat(project, server), remote=False).forecast()
            assert (later.passages, later.calls, later.tokens_in, later.reused) == (0, 0, 0, told.passages)


def test_nothing_is_sent_elsewhere_with_names_in_it_unless_the_team_says_so(folder: Path) -> None:
    """What the team names is masked on its way out, and a quote with the mask in it is the source's own words again."""
    with answering(reader({"awareness/scanning": "stops"})) as server:
        with_llm(folder, server, names=["bus drivers"])
        with ready(folder) as project:
            done = ModelCoding(project, chat(project, server), remote=True).run()
            sent = " ".join(call.system + call.user for call in server.calls)
            assert sent
            assert not re.search("bus drivers", sent, re.IGNORECASE)
            assert (done.failed, done.counts.refused) == (0, 0)
            made = project.store.suggestions(suggester=VOICE)
            texts = {each.id: project.store.source(each.source_id).text for each in codable(project)}
            spans = [each.span.of(texts[each.passage_id]) for each in made if each.span is not None]
            assert any("bus drivers" in words and "flooded stops" in words for words in spans)
            again = ModelCoding(project, chat(project, server), remote=True).run()
            assert again.asked == 0
        settings = folder / "qes.toml"
        settings.write_text(settings.read_text() + 'pseudonymise = "never"\n')
        with ready(folder) as project:
            before = len(server.calls)
            ModelCoding(project, chat(project, server), Wanted(renew=True), remote=True).run()
            assert any("bus drivers" in call.user for call in server.calls[before:])


@pytest.mark.parametrize("method", ["json_schema", "function_calling"])
@pytest.mark.parametrize("provider", ["openai", "anthropic", "ollama"])
def test_every_provider_can_be_asked_about_twelve_codes_at_once(folder: Path, provider: str, method: str) -> None:
    with answering() as server:
        url = server.openai_url if provider == "openai" else server.url
        with_llm(folder, server, method=f'"{method}"', codes_per_call=12)
        with ready(folder) as project:
            model = chat_of(project, f"{provider}:reader", url)
            done = ModelCoding(project, model, Wanted(limit=2), remote=False).run()
            assert (done.failed, done.counts.asked, done.counts.unanswered) == (0, 24, 0)
        for call in server.calls:
            assert call.schema is not None
            assert "answers" in call.schema["properties"]
            assert bool(call.body.get("tools")) == (method == "function_calling")
            if provider == "ollama":
                sent = len(json.dumps(call.body, ensure_ascii=False).encode())
                room = call.body["options"]["num_ctx"] - call.body["options"]["num_predict"]
                assert room >= sent / 3, "no tokenizer makes more tokens of English"


def test_what_is_to_be_coded_blind_is_an_example_for_nobody(folder: Path) -> None:
    with ready(folder, blind_share=1.0) as project:
        passages = codable(project)
        assert unaided(project, passages, ()) == {passage.id for passage in passages}
    with answering() as server, ready(folder, blind_share=1.0) as project:
        project.store.decide([accept(codable(project)[0], "awareness/scanning")])
        run(project, server)
        assert not any("Another passage" in call.user for call in server.calls)


def test_reasons_are_asked_for_in_the_language_of_the_team(folder: Path) -> None:
    with answering() as server:
        with_llm(folder, server, language='"Spanish"')
        with ready(folder) as project:
            run(project, server, Wanted(limit=1))
    assert all("sentence in Spanish" in call.system for call in server.calls)
    assert server.calls
