"""What language models drafted → JSON; a draft is nobody's words, and says so by `fate`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from qes.llm.cost import Estimate
from qes.model import Span
from qes.pipeline.citing import Reread
from qes.pipeline.ledger import Ledger
from qes.pipeline.models.drafting.checklist import Checklist
from qes.pipeline.models.drafting.log import Fate
from qes.pipeline.models.outside import Asked
from qes.synthesis.drafts.model import Draft
from qes.web.findings import citations

Places = Collection[tuple[str, Span]]
"""Source and span of all that is accepted as evidence."""


def row(draft: Draft, fate: Fate) -> dict[str, Any]:
    """A draft in the list."""
    return {
        "id": draft.id,
        "kind": draft.kind.value,
        "cases": list(draft.cases),
        "code": draft.code,
        "model": draft.model,
        "author": draft.author,
        "at": draft.at,
        "fate": fate.value,
        "text": draft.text,
        "kept": len(draft.kept),
        "struck": len(draft.sentences) - len(draft.kept),
    }


def whole(draft: Draft, fate: Fate, again: Mapping[str, Reread], accepted: Places, ledger: Ledger) -> dict[str, Any]:
    """A draft with every sentence, those struck out too, and the quotes that they name.

    Args:
        draft: As it is on record.
        fate: What became of it.
        again: Its quotes, read again.
        accepted: What counts as evidence now.
        ledger: Knows where quotes stand.
    """
    sentences = [{"text": each.sentence, "spans": list(each.spans), "struck": each.struck} for each in draft.sentences]
    shown = {"sentences": sentences, "named": list(draft.named), "left_out": draft.left_out}
    return row(draft, fate) | shown | {"quotes": quotes(again, accepted, ledger)}


def quotes(again: Mapping[str, Reread], accepted: Places, ledger: Ledger) -> dict[str, Any]:
    """Quotes by id, in the words of their source; `counts`: whether it is accepted as evidence now."""
    return {
        name: citations.reread_view(ledger, each) | {"counts": each.now is not None and _place(each) in accepted}
        for name, each in again.items()
    }


def _place(value: Reread) -> tuple[str, Span]:
    now = value.now or value.stored
    return now.source_id, now.span


def model(value: Asked | None) -> dict[str, Any] | None:
    """The model that would be asked; null where the settings name none."""
    if value is None:
        return None
    return {"name": value.model, "remote": value.remote, "masked": value.masked, "problem": value.problem}


def estimate(value: Estimate) -> dict[str, Any]:
    """What asking takes at most."""
    return {
        "calls": value.calls,
        "tokens_in": value.tokens_in,
        "tokens_out": value.tokens_out,
        "price": value.price,
    }


def checklist(value: Checklist, again: Mapping[str, Reread], accepted: Places, ledger: Ledger) -> dict[str, Any]:
    """What a model said of each criterion; it is never counted."""
    items = [
        {
            "id": each.id,
            "text": each.text,
            "said": each.said.value if each.said else None,
            "stands": each.stands,
            "spans": list(each.spans),
            "reason": each.reason,
        }
        for each in value.items
    ]
    facts = {"model": value.model, "rubric": value.rubric, "author": value.author, "at": value.at}
    return facts | {"items": items, "left_out": value.left_out, "quotes": quotes(again, accepted, ledger)}
