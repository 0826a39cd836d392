"""What was counted for a criterion or gate, in words that do not say whether it is enough."""

from __future__ import annotations

from collections.abc import Sequence

from qes.synthesis.evidence import Evidence
from qes.synthesis.rubric.needs import Amount, Needs, counted_as

NAMED = 3
"""So many documents are named; of more only how many there are."""


def counted_in(needs: Needs, found: Sequence[Evidence]) -> str:
    """What a test counts, whichever way it comes out, such as "6 codings from 1 source, 2 speakers".

    Args:
        needs: The test.
        found: What speaks for it.
    """
    if not found:
        return "nothing that counts"
    amount = Amount.of(found)
    parts = [f"{counted_as(amount.codings, 'codings')} from {counted_as(amount.sources, 'sources')}"]
    if amount.speakers:
        parts.append(counted_as(amount.speakers, "speakers"))
    if needs.least.codes:
        parts.append(counted_as(amount.codes, "codes"))
    told = ", ".join(parts)
    where = needs.where
    if where.kind or where.not_kind or where.independent is not None or where.dated is not None:
        return f"{told}: {_documents(found)}"
    return told


def _documents(found: Sequence[Evidence]) -> str:
    """Which sources those are, each with who issues it, from when, and whether it is said to be independent."""
    known = {each.source_path: each for each in found}
    told = [_document(known[path]) for path in sorted(known)]
    more = len(told) - NAMED
    return "; ".join([*told[:NAMED], *([f"and {more} more"] if more > 0 else [])])


def _document(evidence: Evidence) -> str:
    facts = evidence.facts
    freedom = {True: "independent", False: "not independent", None: "not said to be independent"}[facts.independent]
    issuer = f"issued by {facts.issuer}" if facts.issuer else "issuer not known"
    return f"{evidence.source_path} ({facts.kind}, {issuer}, {facts.date or 'no date'}, {freedom})"
