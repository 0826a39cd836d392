"""A draft becomes a finding or a summary when a person takes it over, and not before."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TypeVar

from qes.errors import BadFinding, Conflict
from qes.model import Charted, Citation, Event, Finding, Span, digest
from qes.pipeline import charting, kept
from qes.pipeline.charting import key_of
from qes.pipeline.citing import written
from qes.pipeline.findings import acts as findings
from qes.pipeline.findings.log import SAVED
from qes.pipeline.models.drafting import log
from qes.pipeline.review import run_codings
from qes.project import Project
from qes.synthesis.drafts.model import Draft, Kind

Made = TypeVar("Made", Finding, Charted)
"""What a person makes of a draft."""
_TAKEN = (log.Fate.ACCEPTED, log.Fate.EDITED)


def take_over(
    project: Project,
    draft: str,
    author: str,
    text: str = "",
    *,
    named: Collection[str] = (),
    against: Collection[str] = (),
    seen: str | None = None,
    request: str = "",
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
        request: Names the request; sent a second time, it changes nothing and gives what it gave the first time.

    Raises:
        BadFinding: Nothing was kept of it and no words are given, a quote is none of the draft's, or is accepted as
            evidence no longer; and as in saving.
        Conflict: Somebody has taken it over or dropped it; and as in saving.
        NotFound: There is no such draft.
    """
    found, fate = log.get(project, draft)
    if fate is log.Fate.DROPPED:
        raise Conflict(_named(found), f"{fate} already")
    own = written("the text", text) or found.text
    if not own:
        hint = "Write it in your own words, or drop the draft."
        raise BadFinding(_named(found), "every sentence of it was struck out", hint)
    citations = _citations(found, tuple(named) or found.named, against)
    if found.kind is Kind.SUMMARY:
        summary = Charted(found.cases[0], found.code, own, citations)
        return take_in(project, draft, summary, author, seen, request=request)
    finding = Finding("", own, citations, found.cases, found.code)
    return take_in(project, draft, finding, author, request=request)


def take_in(
    project: Project,
    draft: str,
    made: Made,
    author: str,
    seen: str | None = None,
    *,
    request: str = "",
) -> Made:
    """Save what a person made of a draft, whatever they changed of it; it carries the draft's id from then on.

    Whoever was at it while somebody else dropped the draft loses nothing: what they wrote is saved all the same.

    Args:
        project: Whose log it goes to.
        draft: Its id.
        made: Of a draft of a summary, the summary of the same cell; of one of a finding, a new finding.
        author: Who made it.
        seen: As in `take_over`.
        request: As in `take_over`.

    Raises:
        BadFinding: It is another cell, or a finding there is already, or cites as coded what is accepted as evidence
            no longer; and as in saving.
        Conflict: Somebody has taken it over; and as in saving.
        NotFound: There is no such draft.
    """
    found, fate = log.get(project, draft)
    made, request = _belonging(found, made), request or f"draft {draft}"
    if not _repeated(project, made, author, request):
        if fate in _TAKEN:
            raise Conflict(_named(found), f"{fate} already")
        _check_accepted(project, found, made.citations)
    saved = _save(project, made, author, seen, request)
    if fate not in _TAKEN:
        same = _text(saved) == found.text
        taken = (log.ACCEPTED, log.EDITED)
        _close(project, found, log.ACCEPTED if same else log.EDITED, author, {"became": saved.id}, taken, request)
    return saved


def drop(project: Project, draft: str, author: str, reason: str = "", *, request: str = "") -> None:
    """Say that nothing is to become of a draft; it stays on record.

    Raises:
        Conflict: Somebody has taken it over or dropped it.
        NotFound: There is no such draft.
    """
    found, _ = log.get(project, draft)
    _close(project, found, log.DROPPED, author, {"reason": written("the reason", reason)}, log.CLOSED, request)


def accepted(project: Project) -> frozenset[tuple[str, Span]]:
    """Where the words stand that are accepted as evidence: source and span."""
    return frozenset((each.source_id, each.span) for each in run_codings(project) if each.counts)


def _named(draft: Draft) -> str:
    return f"draft {draft.id!r}"


def _repeated(project: Project, made: Finding | Charted, author: str, request: str) -> bool:
    if isinstance(made, Finding):
        return kept.repeated(project, SAVED, made.key, author, request) is not None
    return kept.repeated(project, charting.KIND, key_of(made.case, made.code), author, request) is not None


def _save(project: Project, made: Made, author: str, seen: str | None, request: str) -> Made:
    if isinstance(made, Finding):
        return findings.save(project, made, author, request=request)
    return charting.save(project, made, author, seen, request=request)


def _text(saved: Finding | Charted) -> str:
    return saved.statement if isinstance(saved, Finding) else saved.text


def _belonging(draft: Draft, made: Made) -> Made:
    """What was made of it, marked; for one draft there is one finding, so that two cannot both make one of it."""
    if isinstance(made, Charted):
        if (draft.kind, draft.cases, draft.code) != (Kind.SUMMARY, (made.case,), made.code):
            raise BadFinding(_named(draft), "it is no draft of this summary", "Write the summary without it.")
        return replace(made, draft=draft.id)
    key = digest("finding of a draft", draft.id)
    if draft.kind is not Kind.FINDING or made.key not in ("", key):
        raise BadFinding(_named(draft), "it is no draft of this finding", "Save the finding without it.")
    return replace(made, key=key, draft=draft.id)


def _citations(draft: Draft, named: Collection[str], against: Collection[str]) -> tuple[Citation, ...]:
    if strangers := sorted({*named, *against} - set(draft.citations)):
        hint = f"It has: {', '.join(draft.citations)}."
        raise BadFinding(_named(draft), f"{strangers[0]} is none of its quotes", hint)
    chosen = [name for name in draft.citations if name in {*named, *against}]
    return tuple(replace(draft.citations[name], against=name in against) for name in chosen)


def _check_accepted(project: Project, draft: Draft, citations: Iterable[Citation]) -> None:
    """That its quotes still are evidence; words that a person cites as nobody's coding are theirs to answer for."""
    now = accepted(project)
    names = {each.coding: name for name, each in draft.citations.items()}
    for each in citations:
        if each.coding in names and (each.source_id, each.span) not in now:
            hint = "Leave it out, or draft anew from the evidence there is now."
            problem = f"{names[each.coding]} is accepted as evidence no longer: {each.quote[:80]}"
            raise BadFinding(_named(draft), problem, hint)


def _close(
    project: Project, draft: Draft, kind: str, author: str, body: dict[str, str], after: Collection[str], request: str
) -> None:
    """Say what became of a draft, unless one of some kinds of event has said so before."""

    def still_open(events: list[Event]) -> None:
        done = next((event for event in events if event.body[kept.KEY] == draft.id), None)
        if done is not None:
            raise Conflict(_named(draft), f"{log.FATES[done.kind]} by {done.author}, {done.at[:16]}")

    named = kept.identity(kind, author, draft.id, request)
    told = {kept.KEY: draft.id, **body}
    project.store.append(author, kind, told, identity=named, kinds=list(after), check=still_open)
