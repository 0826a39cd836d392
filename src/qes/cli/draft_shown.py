"""Drafts as `qes draft` shows them, and as its JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qes.cli.output import console, note, say, then

if TYPE_CHECKING:
    from qes.llm.cost import Estimate
    from qes.model import Charted, Finding
    from qes.pipeline.models.drafting.checklist import Checklist
    from qes.pipeline.models.drafting.counter import CounterByModel
    from qes.pipeline.models.drafting.log import Fate
    from qes.synthesis.drafts.model import Draft


def foretell(told: Estimate) -> None:
    """Say what asking takes at most, on stderr, as it is no result."""
    price = f", {told.price:.2f} by the prices in qes.toml" if told.price is not None else ""
    note(f"At most {told.calls:,} prompts, about {told.tokens_in:,} tokens in and {told.tokens_out:,} out{price}.")


def show(draft: Draft) -> None:
    """A draft, what is struck out shown as struck out, the rest with its quotes."""
    from rich.text import Text

    say(f"DRAFT {draft.id} by {draft.model}: a {draft.kind} on {draft.code}, {', '.join(draft.cases) or 'all cases'}")
    for each in draft.sentences:
        ids = "".join(f"[{name}]" for name in each.spans)
        if each.struck:
            line = Text("struck: ", "bold red") + Text(f"{each.sentence} {ids}".strip(), "strike dim")
            console().print(line + Text(f" ({each.struck})", "dim"))
        else:
            say(f"{each.sentence} {ids}")
            for name in each.spans:
                say(f"    {name}: “{draft.citations[name].quote}”")
    if not draft.kept:
        say("Nothing is left of it.")
    if draft.left_out:
        note(f"{draft.left_out} quotes were not shown to the model.")
    note("It is nobody's words until a person takes it over.")
    then(f"qes draft accept {draft.id} --text ..., or take it over in the workbench")


def show_checklist(done: Checklist) -> None:
    """What a model says of each criterion, with the quotes it names."""
    say(f"PROPOSAL by {done.model} on {done.unit.capability} in {done.unit.case}, {done.rubric}; it is never counted")
    for each in done.items:
        said = each.said.value if each.said else "no answer"
        open_ = " (open: no quote shows it)" if each.said and each.stands is None else ""
        say(f"{said}{open_}: {each.text} {''.join(f'[{name}]' for name in each.spans)}".rstrip())
        for name in each.spans:
            say(f"    {name}: “{done.citations[name].quote}”")
    then("qes score")


def as_json(draft: Draft) -> dict[str, Any]:
    """A draft, for `--json`."""
    return {
        "id": draft.id,
        "kind": draft.kind.value,
        "cases": list(draft.cases),
        "code": draft.code,
        "model": draft.model,
        "text": draft.text,
        "sentences": [
            {"text": each.sentence, "spans": list(each.spans), "struck": each.struck} for each in draft.sentences
        ],
        "quotes": {name: each.quote for name, each in draft.citations.items()},
        "left_out": draft.left_out,
    }


def ticked(done: Checklist) -> dict[str, Any]:
    """A checklist, for `--json`."""
    return {
        "id": done.id,
        "case": done.unit.case,
        "code": done.unit.capability,
        "rubric": done.rubric,
        "model": done.model,
        "items": [
            {
                "id": each.id,
                "text": each.text,
                "says": each.said.value if each.said else None,
                "stands": each.stands,
                "spans": list(each.spans),
                "reason": each.reason,
            }
            for each in done.items
        ],
        "quotes": {name: each.quote for name, each in done.citations.items()},
        "left_out": done.left_out,
    }


def show_counter(done: CounterByModel) -> None:
    """What a model named against a finding."""
    failed = f", to {done.failed} more it gave no answer of use" if done.failed else ""
    say(f"Asked about {done.asked} passages that nobody coded{failed}; it named {len(done.candidates)} of them.")
    for each in done.candidates:
        say(f"    “{each.quote}” (passage {each.passage_id})")
    note("They are no evidence: the next search for counter-evidence brings them, for people to weigh.")
    then("search in the workbench, under Findings, Counter-evidence")


def counted(done: CounterByModel) -> dict[str, Any]:
    """The same, for `--json`."""
    return {
        "finding": done.finding,
        "asked": done.asked,
        "failed": done.failed,
        "candidates": [{"passage": each.passage_id, "quote": each.quote} for each in done.candidates],
    }


def show_list(found: list[tuple[Draft, Fate]]) -> None:
    """A line for each, with what was kept of it."""
    for draft, fate in found:
        about = f"a {draft.kind} on {draft.code}, {', '.join(draft.cases) or 'all cases'}"
        kept, all_ = len(draft.kept), len(draft.sentences)
        say(f"{draft.id} {fate}: {about}, by {draft.model}, {draft.at[:16]}; {kept} of {all_} sentences kept")
        if draft.text:
            say(f"    {draft.text}")
    if not found:
        say("No open draft.")
    then("qes draft accept ID, or qes draft drop ID" if found else "qes draft finding --code CODE")


def listed(draft: Draft, fate: Fate) -> dict[str, Any]:
    """One of them, for `--json`."""
    return as_json(draft) | {"fate": fate.value, "author": draft.author, "at": draft.at}


def became(saved: Finding | Charted) -> dict[str, Any]:
    """What a draft was made into, for `--json`."""
    from qes.model import Charted

    text = saved.text if isinstance(saved, Charted) else saved.statement
    return {"draft": saved.draft, "id": saved.id, "text": text, "author": saved.author, "quotes": len(saved.citations)}


def show_taken(saved: Finding | Charted) -> None:
    """The same, in words."""
    told = became(saved)
    say(f"Draft {told['draft']} is taken over by {told['author']}, with {told['quotes']} quotes: {told['text']}")
    then("qes review, where what speaks against a finding is searched for")
