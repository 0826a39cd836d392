"""The small project with a language model to ask: a real server on loopback, read by what it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from llm_replies import Scripted, exchange_of, reader
from model_acts import Call, Say
from model_server import ModelServer, running
from qes.pipeline.models.chat import StoredChat, chat_of
from qes.pipeline.models.coding import LlmSuggested, ModelCoding, Wanted
from qes.project import Project

KEYWORDS = {
    "awareness/scanning": "flooded stops",
    "priorities/reallocation": "moved the money",
    "learning/test-design": "grates of two kinds",
    "coalitions/departments": "four offices",
}
HONEST = reader(KEYWORDS)
VOICE = "llm:openai:reader"


@contextmanager
def answering(says: Callable[[str], str] = HONEST) -> Iterator[ModelServer]:
    """A server whose model says this of what it is told."""
    with running(script(says)) as server:
        yield server


def script(says: Callable[[str], str]) -> Callable[[Call], Say]:
    """The same as the server wants it."""
    return lambda call: Say(says(call.user))


def with_llm(folder: Path, server: ModelServer, **settings: object) -> None:
    """Name the server's model in the project's settings."""
    lines = ["", "[llm]", 'model = "openai:reader"', f'base_url = "{server.openai_url}"']
    lines += [f"{name} = {value}" for name, value in settings.items()]
    with (folder / "qes.toml").open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def chat(project: Project, server: ModelServer) -> StoredChat:
    """The server's model."""
    return chat_of(project, "openai:reader", server.openai_url)


def run(project: Project, server: ModelServer, wanted: Wanted | None = None) -> LlmSuggested:
    """Ask about everything that is still to be asked about."""
    return ModelCoding(project, chat(project, server), wanted, remote=False).run()


def spoken(project: Project) -> None:
    """A model that codes without a server, and is asked twice more; all it said is kept."""
    model = Scripted(lambda prompt: HONEST(prompt.user))
    ModelCoding(project, model, remote=False).run()
    kept = [
        replace(exchange_of(each, model.says(each), model.name, model.settings), id=f"{each.about}-{number}")
        for number in range(3)
        for each in (replace(prompt, sample=number) for prompt in model.asked)
    ]
    project.store.save_exchanges(kept, project.coder)
