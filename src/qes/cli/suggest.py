"""`qes suggest`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from qes.cli.models import (
    BaseUrl,
    Budget,
    Model,
    Yes,
    allowed,
    as_json,
    chat_within,
    foretell,
    foretold,
    resampled,
    show,
    show_samples,
)
from qes.cli.options import HERE, Json, ProjectDir, opened
from qes.cli.output import emit, note, progress, say, then

if TYPE_CHECKING:
    from qes.pipeline.models.coding import Wanted
    from qes.pipeline.suggest import Suggested
    from qes.project import Project

LLM = "llm"
Samples = Annotated[
    int, typer.Option(min=0, metavar="K", help="llm: ask a share of it K times over, to see whether answers hold.")
]
SampleShare = Annotated[
    float, typer.Option(min=0, max=1, metavar="P", help="llm: random share of the passages that --samples takes.")
]


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(suggest)


def suggest(
    suggester: Annotated[
        str, typer.Option(metavar="NAME", help="learned, similarity or llm; by default the project's.")
    ] = "",
    model: Model = "",
    base_url: BaseUrl = "",
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="llm: ask about at most so many passages.")] = 0,
    budget: Budget = None,
    estimate: Annotated[bool, typer.Option("--estimate", help="llm: only say what it would take.")] = False,
    renew: Annotated[bool, typer.Option("--renew", help="llm: ask again, with the examples there are now.")] = False,
    samples: Samples = 0,
    sample_share: SampleShare = 0.1,
    yes: Yes = False,
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Embed what is new and propose codes for every passage, learning from the decisions so far.

    With `--suggester llm` a language model is asked about each passage, as one more coder whose every quote is checked:
    its proposals stand beside the others, and it is never asked twice what it has answered.
    """
    with opened(project) as opened_project:
        if (suggester or opened_project.settings.suggest.suggester) == LLM:
            from qes.pipeline.models.coding import Wanted

            if samples == 1:
                raise typer.BadParameter("with one sample there is nothing to compare", param_hint="--samples")
            again = (samples, sample_share) if samples else None
            wanted = Wanted(limit, renew)
            _ask(opened_project, model, base_url, wanted, budget, again, estimate=estimate, yes=yes, json=json)
            return
        if model or base_url or limit or estimate or renew or samples or budget is not None:
            raise typer.BadParameter("--model and its options belong to `--suggester llm`")
        from qes.pipeline.suggest import run_suggest

        with progress() as tell:
            done = run_suggest(opened_project, suggester, progress=tell)
    emit(_as_json(done)) if json else _show(done)


def _as_json(done: Suggested) -> dict[str, Any]:
    return {
        "passages": done.passages,
        "suggestions": done.suggestions,
        "suggester": done.suggester,
        "seconds": round(done.seconds, 2),
        "decisions": done.decisions,
        "unchanged": done.unchanged,
    }


def _show(done: Suggested) -> None:
    if done.unchanged:
        say(
            f"Nothing has changed since the last run of {done.suggester!r}: "
            f"its {done.suggestions} suggestions stand, nothing was done."
        )
    else:
        learned = f", learning from {done.decisions} decisions" if done.decisions else ""
        say(
            f"{done.suggestions} suggestions for {done.passages} passages "
            f"by {done.suggester!r}{learned} ({done.seconds:.1f} s)"
        )
    then("qes code" if done.passages else "qes ingest")


def _ask(
    project: Project,
    model: str,
    base_url: str,
    wanted: Wanted,
    budget: float | None,
    again: tuple[int, float] | None,
    *,
    estimate: bool,
    yes: bool,
    json: bool,
) -> None:
    from qes.pipeline.models.chat import sampling_chat
    from qes.pipeline.models.coding import ModelCoding

    chat = chat_within(project, model, base_url, budget)
    with progress() as tell:
        run = ModelCoding(project, chat, wanted, remote=chat.remote, progress=tell)
    sampling = run.sampling(sampling_chat(project, chat), *again) if again else None
    told = [run.forecast(), *([sampling.forecast()] if sampling else [])]
    for each, again_of in zip(told, (0, again[0] if again else 0), strict=False):
        foretell(each, again_of)
    if estimate:
        if json:
            emit(foretold(told[0]) | ({"samples": foretold(told[1])} if sampling else {}))
        return
    if not all(allowed(each, yes) for each in told):
        raise typer.Exit(1)
    with progress() as tell:
        done = run.run(tell)
        sampled = sampling.run(tell) if sampling and done.stopped is None else None
    if json:
        emit(as_json(done) | ({"samples": resampled(sampled)} if sampled else {}))
    else:
        show(done)
        if sampled:
            show_samples(sampled)
    for stopped in (done.stopped, sampled.stopped if sampled else None):
        if stopped is not None:
            note(f"error: {stopped}\n  what to do: {stopped.hint}")
            raise typer.Exit(1)
