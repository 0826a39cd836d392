"""A model's word in a project: weighed by blind labels, measured, asked again, and never read by way of its libraries."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from learning_project import CODE, long_project
from llm_project import answering, chat, run
from llm_replies import answer, codes_in, first_words, passage_in, reply
from qes.coding.llm.measure import GUESSING, TOO_FEW
from qes.model import Decision, Verdict, sha256
from qes.pipeline.learning import Learner
from qes.pipeline.models.chat import sampling_chat
from qes.pipeline.models.coding import ModelCoding
from qes.pipeline.models.measuring import run_models
from qes.pipeline.models.signals import Listening, signals_of
from qes.pipeline.review import codable
from qes.pipeline.suggest import run_suggest
from qes.project import Project
from review_project import BOOK
from small_project import Run

OTHER = "learning/test-design"


def oracle(user: str) -> str:
    """Right about the festival but for a fifth of it; about another code it throws dice."""

    def yes(code: str) -> bool:
        passage = passage_in(user)
        if code == CODE:
            return ("festival" in passage) != _dice(passage, 20)
        return code == OTHER and _dice(passage, 40)

    return reply(*(answer(code, "yes" if yes(code) else "no", first_words(user)) for code in codes_in(user)))


def _dice(passage: str, percent: int) -> bool:
    return int(sha256(passage)[:6], 16) % 100 < percent


@pytest.fixture
def project(folder: Path) -> Iterator[Project]:
    with (folder / "qes.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[llm]\ncodes_per_call = 40\n")
    with long_project(folder) as found:
        yield found


def read(project: Project, first: int, last: int, *, blind: bool) -> None:
    """Nora reads some answers of the long interview: which tell of the festival, and which have a code by lot."""
    told = [each for each in codable(project) if "that year" in each.text][first:last]
    decisions = []
    for number, passage in enumerate(told):
        given = [CODE] if "festival" in passage.text else []
        given += [OTHER] if number % 3 == 0 else []
        decisions += [Decision(passage.id, "nora", Verdict.ACCEPTED, BOOK, code=code, blind=blind) for code in given]
        decisions.append(Decision(passage.id, "nora", Verdict.NOTHING, BOOK, blind=blind))
    project.store.decide(decisions)


def scores(project: Project) -> dict[tuple[str, str], float]:
    return {(each.passage_id, each.code): each.score for each in project.store.suggestions(suggester="learned")}


def test_a_voice_weighs_in_what_is_learned_from_the_first_blind_reading_on(project: Project) -> None:
    read(project, 0, 8, blind=False)
    run_suggest(project, "learned")
    before = scores(project)
    with answering(oracle) as server:
        run(project, server)
        assert not run_suggest(project, "learned").unchanged
        assert scores(project) == before
        assert run_suggest(project, "learned").unchanged
        read(project, 8, 22, blind=True)
        run_suggest(project, "learned")
        assert any("openai:reader said" in each.reason.note for each in project.store.suggestions(suggester="learned"))
        calls = len(server.calls)
        assert len(signals_of(project, codable(project), project.codebook())) == 1
        assert len(server.calls) == calls


def test_each_code_is_measured_on_what_was_read_blind_and_guesses_are_flagged(project: Project) -> None:
    assert run_models(project) == []
    with answering(oracle) as server:
        done = run(project, server)
    (voice,) = run_models(project)
    assert (voice.model, voice.passages, voice.blind) == ("openai:reader", done.passages, 0)
    assert (voice.bill.calls, voice.bill.tokens_in, voice.bill.cost) == (done.calls, done.tokens_in, None)
    assert "Nobody has read blind" in voice.sentence
    assert {each.flag for each in voice.measures} == {TOO_FEW}
    read(project, 0, 24, blind=True)
    (voice,) = run_models(project)
    assert voice.blind == 24
    found = {each.code: each for each in voice.measures}
    assert found[CODE].flag == ""
    assert found[CODE].given == 12
    assert found[CODE].percent is not None
    assert found[CODE].percent < 1
    assert found[OTHER].flag == GUESSING
    assert "better than guessing on 1 code, not shown to be so on 1 code" in voice.sentence


def test_samples_show_whether_answers_hold_and_are_asked_once(project: Project) -> None:
    asked: list[float] = []

    def wavering(user: str) -> str:
        quote = first_words(user)
        asked.append(len(asked))
        said = {CODE: "yes", OTHER: "yes" if len(asked) % 2 else "no"}
        return reply(*(answer(code, said.get(code, "no"), quote) for code in codes_in(user)))

    with answering(wavering) as server:
        run(project, server)
        before = len(server.calls)
        model = chat(project, server)
        coding = ModelCoding(project, model, remote=False)
        again = coding.sampling(sampling_chat(project, model), 3, 0.5)
        told, done = again.forecast(), again.run()
        assert 0 < done.passages < before
        assert told.calls == done.calls == 3 * done.passages == len(server.calls) - before
        temperatures = [call.body["temperature"] for call in server.calls]
        assert set(temperatures[:before]) == {0.0}
        assert set(temperatures[before:]) == {0.7}
        rest = coding.sampling(sampling_chat(project, model), 3, 0.5)
        assert (rest.forecast().calls, rest.run().calls) == (0, 0)
        assert run(project, server).calls == 0  # samples are no answers, and answers no samples
    (voice,) = run_models(project)
    steady = {each.code: each for each in voice.steadiness}
    assert (steady[CODE].alike, steady[CODE].passages) == (1.0, done.passages)
    assert steady[OTHER].alike < 0.7
    assert 0.4 < steady[OTHER].chance < 0.7


def test_who_is_learning_hears_a_voice_that_speaks_meanwhile(project: Project) -> None:
    read(project, 0, 10, blind=True)
    with answering(oracle) as server, Learner(project, "likely") as learner:
        assert learner.settle(60)
        passages, codebook = codable(project), project.use_codebook()
        listening = Listening(project, passages, codebook)
        assert listening.now() == ()
        run(project, server)
        assert [each.id for each in listening.now()] == [each.id for each in signals_of(project, passages, codebook)]
        assert listening.now() is listening.now()
        read(project, 10, 11, blind=True)
        learner.decided()
        assert learner.settle(60)
        last = codable(project)[-1]
        learner.renew([last.id])
        assert learner.trouble is None
        offered = project.store.suggestions(passage_ids=[last.id], suggester="learned")
        assert all("openai:reader said" in each.reason.note for each in offered)


def test_what_was_said_is_weighed_without_the_libraries_of_models(project: Project, folder: Path) -> None:
    read(project, 0, 10, blind=True)
    with answering(oracle) as server:
        run(project, server)
    lines = (
        "import sys; from qes.project import open_project; from qes.pipeline.suggest import run_suggest",
        "from qes.pipeline.models.measuring import run_models",
        f"project = open_project({str(folder)!r}); run_suggest(project, 'learned'); assert len(run_models(project)) == 1",
        "print([name for name in sys.modules if name.startswith(('langchain', 'openai', 'langsmith'))])",
    )
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_the_commands_ask_for_samples_and_tell_what_is_measured(run: Run, project: Project) -> None:
    assert run("suggest", "--suggester", "llm", "--model", "openai:reader", "--samples", "1").returncode == 2
    read(project, 0, 24, blind=True)
    with answering(oracle) as server:
        words = ("suggest", "--suggester", "llm", "--model", "openai:reader", "--base-url", server.openai_url)
        done = run(*words, "--samples", "2", "--sample-share", "1", "--json")
        assert done.returncode == 0, done.stderr
        assert "2 times over" in done.stderr
        assert json.loads(done.stdout)["samples"]["calls"] == 2 * json.loads(done.stdout)["calls"]
    (voice,) = json.loads(run("models", "--json").stdout)["models"]
    assert voice["codes"][OTHER]["flag"] == GUESSING
    assert voice["codes"][CODE]["steadiness"]["alike"] == 1
    shown = run("models").stdout
    assert CODE in shown
    assert f"No better than guessing: {OTHER}." in shown
