"""What scoring shows only once a round is complete → JSON; the caller sees to it that it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qes.model import Assessment, Check, Consensus, Score, SignOff
from qes.pipeline.scoring.agreement import ScoreAgreement
from qes.synthesis.robustness import Robustness
from qes.synthesis.saturation import Saturation
from qes.synthesis.scoring.sheet import Revealed
from qes.synthesis.scoring.standing import Stale
from qes.web.views import common


def score(value: Score | Consensus) -> dict[str, Any]:
    """What somebody gave, or several settled on."""
    return {
        "id": value.id,
        "author": value.author,
        "at": value.at,
        "level": value.level,
        "reason": value.reason,
        "answers": {name: answer.value for name, answer in value.answers.items()},
        "confidence": common.confidence(value.confidence),
    }


def signoff(value: SignOff) -> dict[str, Any]:
    """A lead's word."""
    return {
        "id": value.id,
        "author": value.author,
        "at": value.at,
        "level": value.level,
        "statement": value.statement,
        "confidence": common.confidence(value.confidence),
    }


def revealed(value: Revealed, lost: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Everybody's scores, the proposal and what followed; `lost` are the quotes that are no more."""
    return {
        "scores": [score(each) for each in value.scores],
        "differences": [
            {
                "id": each.id,
                "text": each.text,
                "answers": {name: answer.value if answer else None for name, answer in each.answers.items()},
            }
            for each in value.differences
        ],
        "proposal": proposal(value.proposal),
        "consensus": score(value.consensus) if value.consensus else None,
        "signoff": signoff(value.signoff) if value.signoff else None,
        "stale": stale(value.stale, lost) if value.stale else None,
    }


def proposal(value: Assessment) -> dict[str, Any]:
    """What the rubric makes of the evidence."""
    return {
        "level": value.level,
        "confidence": value.confidence,
        "checks": [_check(each) for each in (*value.checks, *value.gates)],
        "concerns": common.concerns(value.concerns),
        "next": list(value.next_level),
    }


def _check(value: Check) -> dict[str, Any]:
    return {"id": value.id, "text": value.text, "met": value.met, "why": value.why, "level": value.level}


def stale(value: Stale, lost: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """What has changed since the sign-off; the quotes of what came and changed are those of the sheet."""
    ids = {"came": list(value.came), "went": list(value.went), "changed": list(value.changed)}
    return ids | {"lost": list(lost), "rubric": value.rubric, "sentence": value.sentence}


def uncertainty(robust: Robustness, grown: Saturation) -> dict[str, Any]:
    """What the level hangs on, and how the evidence came together source by source."""
    return {
        "level": robust.level,
        "range": robust.range,
        "all_from": [each.without.value for each in robust.all_from],
        "sentences": list(robust.sentences),
        "variants": [
            {"without": each.without.value, "name": each.name, "level": each.level, "codings": each.codings}
            for each in robust.variants
        ],
        "steps": [
            {
                "source": each.source,
                "date": each.date,
                "codings": each.codings,
                "fresh": each.fresh,
                "kinds": each.kinds,
                "level": each.level,
            }
            for each in grown.steps
        ],
        "last_added": grown.last_added,
    }


def agreement(value: ScoreAgreement) -> dict[str, Any]:
    """Agreement between those who score; what is undefined is null."""
    return {
        "units": value.units,
        "exact": value.exact,
        "within_one": value.within_one,
        "kappa_linear": value.kappa_linear,
        "kappa_quadratic": value.kappa_quadratic,
        "alpha": value.alpha,
        "interval": list(value.interval) if value.interval else None,
        "both_ne": value.both_ne,
        "one_ne": value.one_ne,
        "scorers": list(value.scorers),
    }
