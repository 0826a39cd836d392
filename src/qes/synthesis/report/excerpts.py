"""Where quotes stand: the passages they were taken from, cut at the quotes."""

from __future__ import annotations

from collections.abc import Iterable

from qes.model import Span
from qes.synthesis.report.citations import passage_text
from qes.synthesis.report.inputs import PassageText, ReportInput
from qes.synthesis.report.parts import Excerpt, Ref, SourceText
from qes.synthesis.report.quotes import Place, Quoter, passage_anchor
from qes.synthesis.report.wording import slugs

Standing = list[tuple[Place, Ref]]


def texts(given: ReportInput, quoter: Quoter) -> tuple[SourceText, ...]:
    """The passages that printed quotes stand on, by source and in reading order; empty where none are to be shown.

    Raises:
        Misquote: A passage is no longer where it stood.
    """
    on: dict[str, Standing] = {}
    for key, place in quoter.places.items():
        if place.passage_id in given.passages:
            on.setdefault(place.passage_id, []).append((place, quoter.refs[key]))
    by_path: dict[str, list[tuple[int, Excerpt]]] = {}
    for id, standing in on.items():
        passage = given.passages[id]
        by_path.setdefault(standing[0][0].path, []).append((passage.start, _excerpt(given, passage, standing)))
    paths = sorted(by_path)
    return tuple(
        SourceText(f"text-{each}", path, tuple(excerpt for _, excerpt in sorted(by_path[path], key=_start)))
        for path, each in zip(paths, slugs(paths), strict=True)
    )


def _start(placed: tuple[int, Excerpt]) -> int:
    return placed[0]


def _excerpt(given: ReportInput, passage: PassageText, standing: Standing) -> Excerpt:
    span = Span(passage.start, passage.end)
    text = passage_text(given, standing[0][0].path, passage.source_id, span)
    marked = _joined(place.span for place, _ in standing)
    parts: list[tuple[str, bool]] = []
    at = 0
    for each in marked:
        start = max(each.start - span.start, at)
        end = max(start, min(each.end - span.start, len(text)))
        parts += [(text[at:start], False), (text[start:end], True)]
        at = max(at, end)
    parts.append((text[at:], False))
    refs = tuple(sorted((ref for _, ref in standing), key=lambda ref: ref.number))
    kept = tuple((part, quoted) for part, quoted in parts if part)
    return Excerpt(passage_anchor(passage.id), passage.place, passage.speaker, passage.question, kept, refs)


def _joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap or touch made one."""
    found: list[Span] = []
    for each in sorted(spans):
        if found and each.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, each.end))
        else:
            found.append(each)
    return found
