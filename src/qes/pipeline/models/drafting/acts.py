"""A draft becomes a finding or a summary when a person takes it over, and not before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from qes.errors import BadFinding, Conflict
from qes.model import Charted, Citation, Event, Finding
from qes.pipeline import charting, kept
from qes.pipeline.citing import written
from qes.pipeline.findings import acts as findings
from qes.pipeline.models.drafting import log
from qes.pipeline.review import run_codings
from qes.project import Project
from qes.synthesis.drafts.model import Draft, Kind


def take_over(
    project: Project,
    draft: str,
    author: str,
    text: str = "",
    *,
    named: Collection[str] = (),
    against: Collection[str] = (),
    seen: str | None = None,
) -> Finding | Charted:
    """Make a draft one's own: it is saved as a finding or summary, and checked as anything people write.

    Args:
        project: Whose log it goes to.
        draft: Its id.
        author: Who takes it over, and answers for it from now on.
        text: The person's own wording; empty: what was kept of the draft, as it stands.
        named: Ids of the quotes it is to rest on; none: those that what was kept of the draft names.
        against: Ids, of these, that speak against it.
        seen: For a summary, id of the version of the cell that was read; None: there was none.

    Raises:
        BadFinding: Nothing was kept of it and no words are given, a quote is none of the draft's, or is accepted as
            evidence no longer; and as in saving.
        Conflict: Somebody has taken it over or dropped it; and as in saving.
        NotFound: There is no such draft.
    """
    found, fate = log.get(project, draft)
    _check_open(found, fate)
    own = written("the text", text) or found.text
    if not own:
        hint = "Write it in your own words, or drop the draft."
        raise BadFinding(f"draft {draft!r}", "every sentence of it was struck out", hint)
    citations = _citations(project, found, tuple(named) or found.named, against)
    saved = _save(project, found, own, citations, author, seen)
    kind = log.ACCEPTED if own == found.text else log.EDITED
    _close(project, found, kind, author, {"became": saved.id})
    return saved


def drop(project: Project, draft: str, author: str, reason: str = "") -> None:
    """Say that nothing is to become of a draft; it stays on record.

    Raises:
        Conflict: Somebody has taken it over or dropped it.
        NotFound: There is no such draft.
    """
    found, fate = log.get(project, draft)
    _check_open(found, fate)
    _close(project, found, log.DROPPED, author, {"reason": written("the reason", reason)})


def _check_open(draft: Draft, fate: log.Fate) -> None:
    if fate is not log.Fate.OPEN:
        raise Conflict(f"draft {draft.id!r}", f"{fate} already")


def _citations(
    project: Project, draft: Draft, named: Collection[str], against: Collection[str]
) -> tuple[Citation, ...]:
    what = f"draft {draft.id!r}"
    if strangers := sorted({*named, *against} - set(draft.citations)):
        raise BadFinding(what, f"{strangers[0]} is none of its quotes", f"It has: {', '.join(draft.citations)}.")
    places = {(each.source_id, each.span) for each in run_codings(project) if each.counts}
    chosen = [name for name in draft.citations if name in {*named, *against}]
    for name in chosen:
        citation = draft.citations[name]
        if (citation.source_id, citation.span) not in places:
            hint = "Leave it out, or draft anew from the evidence there is now."
            raise BadFinding(what, f"{name} is accepted as evidence no longer: {citation.quote[:80]}", hint)
    return tuple(replace(draft.citations[name], against=name in against) for name in chosen)


def _save(
    project: Project, draft: Draft, text: str, citations: tuple[Citation, ...], author: str, seen: str | None
) -> Finding | Charted:
    request = f"draft {draft.id}"
    if draft.kind is Kind.SUMMARY:
        charted = Charted(draft.cases[0], draft.code, text, citations, draft=draft.id)
        return charting.save(project, charted, author, seen, request=request)
    finding = Finding("", text, citations, draft.cases, draft.code, draft=draft.id)
    return findings.save(project, finding, author, request=request)


def _close(project: Project, draft: Draft, kind: str, author: str, body: dict[str, str]) -> None:
    def still_open(events: list[Event]) -> None:
        done = next((event for event in events if event.body[kept.KEY] == draft.id), None)
        if done is not None:
            raise Conflict(f"draft {draft.id!r}", f"{done.kind} by {done.author} at {done.at}")

    project.store.append(author, kind, {kept.KEY: draft.id, **body}, kinds=log.CLOSED, check=still_open)
