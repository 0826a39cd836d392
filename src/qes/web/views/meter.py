"""The anchoring meter → JSON; what is undefined is null."""

from __future__ import annotations

from typing import Any

from qes.coding.anchoring import ANY, Anchoring, Answers, Meter, Quality, Rate, Shift, Spread, Summary
from qes.coding.anchoring.missing import Lack


def rate(value: Rate) -> dict[str, Any]:
    """So many of so many, the share, and its 95 % interval."""
    interval = list(value.interval) if value.interval else None
    return {"hits": value.hits, "total": value.total, "value": value.value, "interval": interval}


def answers(value: Answers) -> dict[str, Any]:
    """What became of the proposals that were answered."""
    return {
        "shown": value.shown,
        "accepted": value.accepted,
        "edited": value.edited,
        "replaced": value.replaced,
        "rejected": value.rejected,
        "kept": rate(value.kept),
        "changed": rate(value.edit_rate),
        "sentence": value.sentence,
    }


def shift(value: Shift) -> dict[str, Any]:
    """Assisted minus blind, and what was compared."""
    gap = value.gap
    return {
        "blind": rate(value.blind),
        "assisted": rate(value.assisted),
        "comparison": value.comparison.value,
        "difference": gap.difference if gap else None,
        "interval": list(gap.interval) if gap else None,
        "clear": value.clear,
        "sentence": value.sentence,
    }


def meter(value: Meter) -> dict[str, Any]:
    """One coder, or all (`*`), on one code, or any (`*`)."""
    return {
        "coder": value.coder,
        "code": value.code,
        "reading": rate(Rate(value.blind, value.blind + value.assisted)),
        "answers": answers(value.answers),
        "shift": shift(value.shift),
    }


def quality(value: Quality, spread: Spread) -> dict[str, Any]:
    """How good the proposals of a code are on what was read blind."""
    return {
        "code": value.code,
        "passages": value.passages,
        "given": value.given,
        "proposed": value.proposed,
        "right": value.right,
        "precision": _figure(value.precision.value, value.precision.interval),
        "recall": _figure(value.recall.value, value.recall.interval),
        "f1": _figure(value.f1, value.f1_interval),
        "average_precision": _figure(value.average_precision, spread.average_precision),
        "sentence": value.sentence,
    }


def summary(value: Summary, macro: Spread) -> dict[str, Any]:
    """All codes together: every proposal, or every code, counting the same."""
    return {
        "sentence": value.sentence,
        "codes": value.codes,
        "micro": quality(value.micro, Spread()),
        "macro": {
            "precision": _figure(value.macro_precision, macro.precision),
            "recall": _figure(value.macro_recall, macro.recall),
            "f1": _figure(value.macro_f1, macro.f1),
            "average_precision": _figure(value.macro_average_precision, macro.average_precision),
        },
    }


def _figure(value: float | None, interval: tuple[float, float] | None) -> dict[str, Any]:
    return {"value": value, "interval": list(interval) if interval and value is not None else None}


def anchoring(value: Anchoring, coder: str, blind_share: float, missing: list[Lack]) -> dict[str, Any]:
    """Everything the screen shows.

    Args:
        value: The figures.
        coder: Whose codes are shown; `*` for all.
        blind_share: The part of all passages that is drawn to be read blind.
        missing: What the figures cannot tell yet.
    """
    coders = [each for (_, code), each in value.meters.items() if code == ANY]
    codes = [each for (who, code), each in value.meters.items() if who == coder and code != ANY]
    spreads = value.spreads.codes
    return {
        "blind_share": blind_share,
        "sentence": value.sentence,
        "coders": [meter(each) for each in coders],
        "codes": [meter(each) for each in codes],
        "summary": summary(value.summary, value.spreads.macro),
        "quality": [quality(each, spreads.get(each.code, Spread())) for each in value.quality],
        "missing": [{"what": each.what, "help": each.help} for each in missing],
    }
