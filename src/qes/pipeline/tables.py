"""Tables of decisions taken in, and tables of all that is known given out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from qes.coding import review
from qes.coding.carry import best_passage
from qes.errors import BadTable, QesError, UnknownPlugin
from qes.interop.decisions import Known, read_decisions
from qes.interop.read_tables import read_rows
from qes.interop.sheet import settled_rows, sheet
from qes.interop.tables import Writer
from qes.model import Adjudication, Codebook, Decision, Passage, Source
from qes.model.codebook import TABLE_COLUMNS
from qes.pipeline.review import codable, proposed_codings, run_codings
from qes.plugins import EXPORTERS, load
from qes.project import Project
from qes.text import collapse

Item_ = TypeVar("Item_", Decision, Adjudication)


@dataclass(slots=True)
class Imported:
    """What a table brought in."""

    decisions: int = 0
    adjudications: int = 0
    known: int = 0
    """Rows that say what is recorded already."""
    blank: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Columns that mean nothing here, perhaps misspelt."""


def import_decisions(project: Project, path: Path, coder: str | None = None) -> Imported:
    """Take in decisions from a table; what is recorded already is skipped, wrong rows are listed.

    Raises:
        BadTable: The file cannot be read as a table of decisions.
    """
    rows = list(read_rows(path))
    names = {name for _, row in rows for name in row}
    if not rows:
        raise BadTable(str(path), [(0, "holds no rows; in a workbook, decisions must stand on the first sheet")])
    if "verdict" not in names:
        raise BadTable(str(path), [(0, "has no `verdict` column, so it holds no decisions")])
    codebook = project.use_codebook()
    unread = sorted(names - TABLE_COLUMNS - {rule.name for rule in codebook.attributes})
    passages = {passage.id: passage for passage in codable(project)}
    read = read_decisions(rows, _known(project, codebook, passages.values()), coder)
    done = Imported(blank=read.blank, problems=read.problems, unread=unread)
    standing = review.in_force(project.store.decisions(), passages)
    new = _new(_allowed(read.decisions, standing, codebook, passages, done), standing, passages, done)
    settled = project.store.adjudications()
    settle = _new(_allowed(read.adjudications, settled, codebook, passages, done), settled, passages, done)
    done.decisions, done.adjudications = len(project.store.decide(new)), len(project.store.adjudicate(settle))
    return done


def _known(project: Project, codebook: Codebook, passages: Iterable[Passage]) -> Known:
    by_source: dict[str, list[Passage]] = {source.id: [] for source in project.store.sources()}
    for passage in passages:
        by_source[passage.source_id].append(passage)
    return Known(codebook, {source.path: source for source in project.store.sources()}, by_source, best_passage)


def _allowed(
    given: Iterable[tuple[int, Item_]],
    recorded: Iterable[Item_],
    codebook: Codebook,
    passages: Mapping[str, Passage],
    done: Imported,
) -> list[Item_]:
    """Those that may be recorded, and those that are already: their code may have been retired since."""
    known = {_identity(each, passages) for each in recorded}
    allowed = []
    for row, item in given:
        try:
            review.check(item, codebook, passages[item.passage_id])
        except QesError as error:
            if _identity(item, passages) not in known:
                done.problems.append((row, str(error)))
                continue
        allowed.append(item)
    return allowed


def _identity(item: Decision | Adjudication, passages: Mapping[str, Passage]) -> tuple[Any, ...]:
    """What makes two decisions the same, however a table spells the white space of a memo or the whole passage."""
    who, what = (
        (item.coder, (item.verdict, item.replacement, collapse(item.memo), item.blind))
        if isinstance(item, Decision)
        else (item.author, (item.applies, collapse(item.reason), item.kind))
    )
    passage = passages.get(item.passage_id)
    span = None if passage is not None and item.span == passage.span else item.span
    return (item.passage_id, item.code, who, what, span, tuple(sorted(item.attributes.items())))


def _new(
    given: Iterable[Item_], recorded: Iterable[Item_], passages: Mapping[str, Passage], done: Imported
) -> list[Item_]:
    seen = {_identity(each, passages) for each in recorded}
    fresh = []
    for item in given:
        identity = _identity(item, passages)
        if identity in seen:
            done.known += 1
        else:
            seen.add(identity)
            fresh.append(item)
    return fresh


def export_table(project: Project, fmt: str, path: Path, table: str = "sheet") -> int:
    """Write a table of the project and say how many rows it has.

    Raises:
        UnknownPlugin: No exporter or no table of that name.
        CannotWrite: Disk or permissions.
    """
    tables = {"sheet": _sheet, "codings": _codings, "passages": _passages, "suggestions": _suggestions}
    if table not in tables:
        raise UnknownPlugin("table", table, list(tables))
    writer: Writer = load(EXPORTERS, fmt)
    project.check_output(path)
    rows = list(tables[table](project))
    if table == "sheet" and path.is_file():
        # Somebody may have coded in it and not imported it yet.
        path.replace(path.with_name(f"{path.stem}.before{path.suffix}"))
    writer(rows, path)
    return len(rows)


def _by_id(project: Project) -> dict[str, Source]:
    return {source.id: source for source in project.store.sources()}


def _sheet(project: Project) -> Iterable[dict[str, Any]]:
    store, passages = project.store, codable(project)
    proposed, sources = proposed_codings(project), _by_id(project)
    standing = review.in_force(store.decisions(), {passage.id: passage for passage in passages})
    yield from sheet(passages, sources, proposed, standing, project.codebook())
    yield from settled_rows(store.adjudications(), {passage.id: passage for passage in passages}, sources)


def _codings(project: Project) -> Iterable[dict[str, Any]]:
    sources, passages = _by_id(project), {passage.id: passage for passage in codable(project)}
    for coding in run_codings(project):
        passage, source = passages[coding.passage_id], sources[coding.source_id]
        facts = source.facts_at(coding.span)
        yield {
            "coding": coding.id,
            "case": coding.case,
            "source": source.path,
            "place": passage.place,
            "role": (facts.role if facts else None) or "",
            "kind": facts.kind if facts else "",
            "date": (facts.date if facts else None) or "",
            "code": coding.code,
            "quote": coding.quote,
            "start": coding.span.start,
            "end": coding.span.end,
            "status": coding.status.value,
            "coders": "; ".join(coding.coders),
            **coding.attributes,
            "differing": "; ".join(coding.differing),
            "memos": " / ".join(coding.memos),
            "blind": coding.blind,
        }


def _passages(project: Project) -> Iterable[dict[str, Any]]:
    sources = _by_id(project)
    for passage in project.store.passages():
        yield {
            "passage": passage.id,
            "source": sources[passage.source_id].path,
            "case": passage.case or "",
            "kind": passage.kind.value,
            "place": passage.place,
            "speaker": passage.speaker or "",
            "question": passage.question or "",
            "heading": passage.heading or "",
            "start": passage.span.start,
            "end": passage.span.end,
            "text": passage.text,
        }


def _suggestions(project: Project) -> Iterable[dict[str, Any]]:
    passages = {passage.id: passage for passage in codable(project)}
    for each in project.store.suggestions():
        if each.passage_id in passages:
            yield {
                "suggestion": each.id,
                "passage": each.passage_id,
                "case": passages[each.passage_id].case or "",
                "code": each.code,
                "score": round(each.score, 4),
                "reason": each.reason.text,
                "suggester": each.maker.suggester,
                "model": each.maker.model,
                "codebook": each.maker.codebook,
                "settings": each.maker.settings,
                "text": passages[each.passage_id].text,
            }
