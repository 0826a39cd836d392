"""What a draft may rest on: codings that count, with the words around them that are sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from qes.coding.llm.injection import speaks_to_machines
from qes.coding.llm.masking import Mask
from qes.errors import BadFinding
from qes.model import Citation, Codebook, Span
from qes.pipeline.citing import of_coding
from qes.pipeline.evidence import Gathered
from qes.pipeline.findings.places import below
from qes.pipeline.models.privacy import unread
from qes.project import Project
from qes.synthesis.drafts.model import Shown
from qes.synthesis.evidence import Evidence, counted
from qes.text import collapse

MOST = 60
"""Quotes in one prompt; of more, every so-manieth in reading order is shown, so that each source has its share."""
BACKGROUND = 200
"""Quotes of other evidence that a sentence is compared with."""


@dataclass(frozen=True, slots=True)
class Material:
    """Accepted evidence as it is shown to a model."""

    shown: tuple[Shown, ...]
    citations: dict[str, Citation]
    """By id."""
    left_out: int
    """Quotes that are not shown: too many, meant for a machine, or on passages that somebody is yet to read."""
    others: tuple[str, ...] = ()
    """Quotes of evidence on something else."""


def material(project: Project, found: Gathered, cases: Collection[str], code: str, mask: Mask) -> Material:
    """The evidence that counts on a code, and those below it, of some cases.

    Raises:
        BadFinding: There is none.
    """
    codes = below(found.codebook, code)
    usable = counted(found.evidence)
    chosen = [each for each in usable if each.coding.code in codes and (not cases or each.case in cases)]
    ids = {each.id for each in chosen}
    others = thinned([each for each in usable if each.id not in ids], BACKGROUND)
    made = material_of(project, found, chosen, mask, f"a draft on {code}")
    return Material(made.shown, made.citations, made.left_out, tuple(each.coding.quote for each in others))


def material_of(project: Project, found: Gathered, chosen: Sequence[Evidence], mask: Mask, what: str) -> Material:
    """Some evidence, in reading order, with ids from S1 on.

    Raises:
        BadFinding: None of it may be shown.
    """
    # A prompt can be read by everybody who codes: labels on what somebody is yet to read would tell them.
    passages = {each.coding.passage_id: found.passages[each.coding.passage_id] for each in chosen}
    hidden = unread(project, passages.values(), found.decisions)
    fit = [
        each for each in chosen if each.coding.passage_id not in hidden and not speaks_to_machines(each.coding.quote)
    ]
    picked = thinned(_each_quote_once(fit), MOST)
    if not picked:
        hint = "Code passages for it first; what is in dispute counts once it is settled."
        raise BadFinding(what, "no accepted coding can be shown to a model", hint)
    named = {f"S{number}": each for number, each in enumerate(picked, 1)}
    shown = tuple(
        Shown(name, each.coding.quote, mask(each.coding.quote), _about(each, found.codebook, mask))
        for name, each in named.items()
    )
    return Material(shown, {name: of_coding(each.coding) for name, each in named.items()}, len(chosen) - len(picked))


def thinned(found: Sequence[Evidence], most: int) -> list[Evidence]:
    """At most so many of some, evenly from the first to the last."""
    if len(found) <= most:
        return list(found)
    return [found[number * len(found) // most] for number in range(most)]


def _each_quote_once(found: Sequence[Evidence]) -> list[Evidence]:
    """One coding for each stretch of a source: the same words under two codes are one quote."""
    first: dict[tuple[str, Span], Evidence] = {}
    for each in found:
        first.setdefault((each.coding.source_id, each.coding.span), each)
    return list(first.values())


def _about(evidence: Evidence, codebook: Codebook, mask: Mask) -> str:
    code = codebook.get(evidence.coding.code)
    values = [f"{rule.name}: {value}" for rule in codebook.attributes if (value := evidence.attribute(rule.name))]
    label = code.label if code else evidence.coding.code
    parts = [mask(evidence.case).text, evidence.facts.kind, label, *values]
    return collapse("; ".join(each for each in parts if each))
