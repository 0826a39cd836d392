"""Rows of a table back into decisions, whether the table came from `sheet` or from people's own hands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from qes.errors import QesError
from qes.interop.sheet import SETTLED
from qes.model import Adjudication, Codebook, Decision, ErrorKind, Passage, Source, Span, Verdict
from qes.text import locate

_TRUE = {"true", "1", "yes", "x", "wahr", "vrai", "verdadero"}


@dataclass(frozen=True, slots=True)
class Known:
    """What a table may refer to."""

    codebook: Codebook
    sources: Mapping[str, Source]
    """By path."""
    passages: Mapping[str, Sequence[Passage]]
    """By source id, in reading order."""
    choose: Callable[[Span, Iterable[Passage]], Passage | None]
    """Which passage a quote belongs to."""


@dataclass(slots=True)
class Read:
    """What a table said, each with the number of its row."""

    decisions: list[tuple[int, Decision]] = field(default_factory=list)
    adjudications: list[tuple[int, Adjudication]] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    blank: int = 0
    """Rows without a verdict: not decided yet."""


def read_decisions(rows: Iterable[tuple[int, Mapping[str, Any]]], known: Known, coder: str | None) -> Read:
    """Rows to decisions; a wrong row is listed and the others go on.

    A row needs `verdict` and, unless it is `nothing`, `code`; its place is `passage`, or `source` with `quote`, and
    `start` where the quote stands more than once. A `nothing` with only a `source` says that the coder has read all
    of it.

    Args:
        rows: Row number and cells by column.
        known: What the rows may name.
        coder: Whose decisions these are where a row does not say.
    """
    by_id = {passage.id: passage for passages in known.passages.values() for passage in passages}
    read = Read()
    whole: list[tuple[int, Source, str, bool]] = []
    for number, row in rows:
        cells = {name: str(value).strip() for name, value in row.items() if value is not None}
        if not cells.get("verdict"):
            read.blank += 1
            continue
        try:
            _read_row(number, cells, known, by_id, coder, read, whole)
        except (QesError, ValueError) as error:
            read.problems.append((number, str(error)))
    for number, source, who, blind in whole:
        read.decisions += [(number, each) for each in _rest(source, who, blind, known, read.decisions)]
    return read


def _read_row(
    number: int,
    cells: Mapping[str, str],
    known: Known,
    by_id: Mapping[str, Passage],
    coder: str | None,
    read: Read,
    whole: list[tuple[int, Source, str, bool]],
) -> None:
    verdict, who = cells["verdict"].lower(), cells.get("coder") or coder or ""
    if not who:
        raise ValueError("names no coder; fill the `coder` column or give `--coder`")
    blind = cells.get("blind", "").lower() in _TRUE
    if verdict == Verdict.NOTHING and not cells.get("passage") and not cells.get("quote"):
        whole.append((number, _source(cells, known), who, blind))
        return
    passage, span = _place(cells, known, by_id)
    attributes = _attributes(cells, known.codebook)
    code, memo = cells.get("code") or None, cells.get("memo", "")
    if verdict in SETTLED:
        if code is None:
            raise ValueError("settles no code; fill the `code` column")
        if not memo:
            raise ValueError("settles a dispute without a reason; write it into the `memo` column")
        settled = Adjudication(passage.id, code, who, SETTLED[verdict], memo, known.codebook.id, span, attributes)
        read.adjudications.append((number, replace(settled, kind=_kind(cells))))
        return
    if verdict not in set(Verdict):
        raise ValueError(f"verdict {verdict!r} is not one of: {', '.join([*Verdict, *SETTLED])}")
    decision = Decision(
        passage_id=passage.id,
        coder=who,
        verdict=Verdict(verdict),
        codebook=known.codebook.id,
        code=None if verdict == Verdict.NOTHING else code,
        replacement=cells.get("replacement") or None,
        span=span,
        suggestion_id=cells.get("suggestion") or None,
        attributes=attributes,
        memo=memo,
        blind=blind,
    )
    read.decisions.append((number, decision))


def _kind(cells: Mapping[str, str]) -> ErrorKind | None:
    said = cells.get("error", "").lower()
    if said and said not in set(ErrorKind):
        raise ValueError(f"error {said!r} is not one of: {', '.join(ErrorKind)}")
    return ErrorKind(said) if said else None


def _source(cells: Mapping[str, str], known: Known) -> Source:
    source = known.sources.get(cells.get("source", ""))
    if source is None:
        raise ValueError(f"source {cells.get('source', '')!r} is not in this project")
    return source


def _place(cells: Mapping[str, str], known: Known, by_id: Mapping[str, Passage]) -> tuple[Passage, Span | None]:
    quote = cells.get("quote", "")
    passage = by_id.get(cells.get("passage", ""))
    if passage is None and not quote:
        raise ValueError("names neither a passage of this project nor a quote")
    if passage is not None and not quote:
        return passage, None
    source = (
        _source(cells, known)
        if passage is None
        else next(s for s in known.sources.values() if s.id == passage.source_id)
    )
    spans = locate(quote, source.text)
    if passage is not None:
        spans = [span for span in spans if span.overlaps(passage.span)]
    if not spans:
        raise ValueError(f"quote is not in {source.path}: {quote[:80]!r}")
    if len(spans) > 1:
        spans = [span for span in spans if str(span.start) == cells.get("start")] or spans
    if len(spans) > 1:
        raise ValueError(f"quote stands {len(spans)} times in {source.path}; quote more of it: {quote[:80]!r}")
    found = passage or known.choose(spans[0], known.passages[source.id])
    if found is None:
        raise ValueError(f"quote is not in a passage that can be coded: {quote[:80]!r}")
    return found, spans[0] if spans[0] != found.span else None


def _attributes(cells: Mapping[str, str], codebook: Codebook) -> dict[str, str]:
    code = codebook.get(cells.get("replacement") or cells.get("code") or "")
    if code is not None and not code.attributes:
        return {}
    return {rule.name: cells[rule.name] for rule in codebook.attributes if cells.get(rule.name)}


def _rest(
    source: Source, who: str, blind: bool, known: Known, decisions: Sequence[tuple[int, Decision]]
) -> list[Decision]:
    read = {decision.passage_id for _, decision in decisions if decision.coder == who}
    return [
        Decision(passage.id, who, Verdict.NOTHING, known.codebook.id, blind=blind)
        for passage in known.passages[source.id]
        if passage.codable and passage.id not in read
    ]
