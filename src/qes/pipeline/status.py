"""Where a project stands, in one look."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from qes.pipeline.estimate import estimate
from qes.pipeline.models.outside import asked
from qes.pipeline.review import codable, run_codings
from qes.pipeline.stale import stale
from qes.pipeline.voices import is_voice
from qes.project import Project

_HERE = (None, "localhost", "127.0.0.1", "::1")


def run_status(project: Project) -> dict[str, Any]:
    """Counts per stage and case, who coded, what is disputed or unfound, where data lies, what leaves the machine."""
    store = project.store
    passages, decisions, codings = codable(project), store.decisions(), run_codings(project)
    runs = [dict(event.body) for event in store.events(kind="suggested")]
    voices = {str(each["suggester"]): each["suggestions"] for each in runs if is_voice(each)}
    runs = [each for each in runs if not is_voice(each)]
    read = {decision.passage_id for decision in decisions}
    cases = Counter(passage.case for passage in passages)
    done = Counter(passage.case for passage in passages if passage.id in read)
    audit = estimate(project, passages, decisions, codings)
    return {
        "project": str(project.folder),
        "name": project.name,
        "codebook": project.codebook().id,
        "sources": len(store.sources()),
        "passages": len(passages),
        "cases": {str(case): {"passages": count, "read": done[case]} for case, count in sorted(cases.items(), key=str)},
        "suggester": runs[-1]["suggester"] if runs else None,
        "suggestions": runs[-1]["suggestions"] if runs else 0,
        "voices": voices,
        "coders": dict(sorted(Counter(decision.coder for decision in decisions).items())),
        "decisions": len(decisions),
        "codings": sum(coding.counts for coding in codings),
        "disputed": sum(not coding.counts for coding in codings),
        "stranded": _stranded(project),
        "stale": len(stale(project)),
        "audit": {
            "share": audit.share,
            "read": audit.read,
            "waiting": audit.waiting,
            "counted": audit.counted,
            "goal": project.settings.review.recall_goal,
        },
        "unfound": [asdict(each) | {"sentence": each.sentence} for each in audit.codes],
        "store": project.settings.store.url.split("@")[-1] or "this machine (SQLite)",
        "leaves_this_machine": remote(project),
        "models": [asdict(each) for each in asked(project)],
        "next": _next(len(passages), bool(runs or voices), len(decisions)),
    }


def remote(project: Project) -> list[str]:
    """Settings by which data goes elsewhere; empty by default."""
    settings = project.settings
    urls = {"store": settings.store.url, "index": settings.index.url}
    kept = [name for name, url in urls.items() if urlsplit(url).hostname not in _HERE]
    return kept + [each.use for each in asked(project) if each.remote]


def _stranded(project: Project) -> list[dict[str, str]]:
    """Decisions whose words are no longer in the present revision of their source: they count for nothing."""
    store = project.store
    current = {passage.id for passage in store.passages() if passage.codable}
    lost = [decision for decision in store.decisions() if decision.passage_id not in current]
    passages = {passage.id: passage for passage in store.passages(ids={each.passage_id for each in lost}, current=None)}
    return [
        {
            "source": store.source(passages[each.passage_id].source_id).path,
            "coder": each.coder,
            "code": each.applied or each.code or "",
            "quote": (each.span or passages[each.passage_id].span).of(store.text_of(each.passage_id)),
        }
        for each in lost
    ]


def _next(passages: int, suggested: bool, decisions: int) -> str:
    if not passages:
        return "qes ingest"
    if not suggested:
        return "qes suggest"
    return "qes synthesise" if decisions else "qes code"
