"""What commands that ask a language model have in common: its options, what it will take, and leave to send."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qes.cli.output import note, say, then

if TYPE_CHECKING:
    from qes.pipeline.models.chat import StoredChat
    from qes.pipeline.models.coding import LlmSuggested
    from qes.pipeline.models.estimating import Forecast
    from qes.pipeline.models.sampling import Sampled
    from qes.project import Project

Model = Annotated[
    str,
    typer.Option(
        metavar="NAME", help="Language model as provider:name, such as ollama:llama3.1; by default the project's."
    ),
]
BaseUrl = Annotated[str, typer.Option(metavar="URL", help="Address of the model's server, if it is not the usual one.")]
Budget = Annotated[
    float | None, typer.Option(min=0, metavar="MONEY", help="Stop before it costs more.", show_default=False)
]
Yes = Annotated[bool, typer.Option("--yes", help="Send to a remote model without asking first.")]


def foretell(told: Forecast, samples: int = 0) -> None:
    """Say what a run will take, and what leaves the machine; on stderr, as it is no result.

    Args:
        told: What it is.
        samples: How often each passage is asked about, where it is asked to see whether answers hold.
    """
    price = f", about {told.price:.2f} by the prices in qes.toml" if told.price is not None else ""
    reused = f" ({told.reused} answered already)" if told.reused else ""
    again = f" {samples} times over" if samples else ""
    note(
        f"{told.model}: {told.passages} passages to ask about{again}{reused}, about {told.calls:,} calls, "
        f"{told.tokens_in:,} tokens in and {told.tokens_out:,} out{price}."
    )
    if not told.remote:
        note("Nothing leaves this machine.")
    elif told.masked:
        note("Passages with their questions and neighbours leave this machine, with names as pseudonyms.")
    else:
        note("Passages with their questions and neighbours LEAVE THIS MACHINE AS THEY ARE, names included.")


def allowed(told: Forecast, yes: bool) -> bool:
    """Whether it may be sent: at once to a model on this machine, else if somebody says so."""
    return not told.remote or not told.calls or leave(yes)


def leave(yes: bool, question: str = "Send it?") -> bool:
    """Whether somebody says that it may leave this machine, beforehand or when asked."""
    if yes:
        return True
    if not sys.stdin.isatty():
        note("Nothing was sent: say --yes to send it without being asked.")
        return False
    return typer.confirm(question, default=False, err=True)


def chat_within(project: Project, model: str, base_url: str, budget: float | None) -> StoredChat:
    """The model that is named, or the project's; nothing is sent.

    Raises:
        typer.BadParameter: A budget is given, and no prices are known to hold it by.
        ModelUnavailable: None is named, or its name or address cannot be.
    """
    from qes.pipeline.models.chat import chat_of

    settings = project.settings.llm
    if budget is not None and not (settings.price_in or settings.price_out):
        raise typer.BadParameter("--budget needs `[llm] price_in` and `price_out` in qes.toml; or set `budget_tokens`")
    return chat_of(project, model, base_url, budget=budget)


def foretold(told: Forecast) -> dict[str, Any]:
    """The same for `--json`."""
    return {
        "suggester": f"llm:{told.model}",
        "passages": told.passages,
        "reused": told.reused,
        "calls": told.calls,
        "tokens_in": told.tokens_in,
        "tokens_out": told.tokens_out,
        "cost": told.price,
        "remote": told.remote,
        "masked": told.masked,
    }


def as_json(done: LlmSuggested) -> dict[str, Any]:
    """What a run came to, for `--json`."""
    counts = done.counts
    return {
        "passages": done.passages,
        "suggestions": done.suggestions,
        "suggester": done.suggester,
        "seconds": round(done.seconds, 2),
        "asked": done.asked,
        "reused": done.reused,
        "waiting": done.waiting,
        "calls": done.calls,
        "tokens_in": done.tokens_in,
        "tokens_out": done.tokens_out,
        "cost": done.cost,
        "failed": done.failed,
        "trouble": done.trouble,
        "quotes": {"exact": counts.exact, "alike": counts.alike, "near": counts.near},
        "refused": {"invented": counts.invented, "elsewhere": counts.elsewhere},
        "unsure": counts.unsure,
        "unknown_codes": counts.unknown_codes + counts.not_asked,
        "unanswered": counts.unanswered,
        "flagged": done.flags,
        "stopped": str(done.stopped) if done.stopped else "",
        "unchanged": done.unchanged,
    }


def show(done: LlmSuggested) -> None:
    """Say what a run came to."""
    counts = done.counts
    say(
        f"{done.suggestions} suggestions for {done.passages} passages by {done.suggester!r}: asked about {done.asked}, "
        f"{done.reused} answered before ({done.seconds:.1f} s)"
    )
    cost = f", {done.cost:.2f} by the prices in qes.toml" if done.cost is not None else ""
    say(f"{done.calls} calls, {done.tokens_in:,} tokens in and {done.tokens_out:,} out{cost}.")
    say(
        f"Quotes: {counts.exact + counts.alike} verbatim, {counts.near} near, {counts.refused} refused "
        f"({counts.invented} invented, {counts.elsewhere} not from the passage). {counts.unsure} answers unsure."
    )
    strange = counts.unknown_codes + counts.not_asked
    if strange or counts.unanswered or done.failed:
        say(
            f"{strange} answers on codes that were not asked about, {counts.unanswered} codes left out, "
            f"prompts without a usable reply: {done.failed}."
        )
    if done.trouble:
        note(
            f"Why, mostly: {done.trouble}. If it is so throughout, another `[llm] method` or more `attempts` may help."
        )
    for passage_id, why in sorted(done.flags.items()):
        say(f"Passage {passage_id} seems to be meant for a machine: {why}. Read it before you trust its proposals.")
    if done.waiting:
        note(f"{done.waiting} passages are still to be asked about: run the same command again, and it goes on.")
    then("qes code" if done.passages else "qes ingest")


def resampled(done: Sampled) -> dict[str, Any]:
    """What came of samples, for `--json`."""
    return {
        "samples": done.samples,
        "passages": done.passages,
        "calls": done.calls,
        "tokens_in": done.tokens_in,
        "tokens_out": done.tokens_out,
        "failed": done.failed,
        "stopped": str(done.stopped) if done.stopped else "",
    }


def show_samples(done: Sampled) -> None:
    """Say what came of samples."""
    say(
        f"{done.passages} passages asked about {done.samples} times over: {done.calls} calls, {done.tokens_in:,} "
        f"tokens in and {done.tokens_out:,} out. `qes models` says how often the answers were the same."
    )
