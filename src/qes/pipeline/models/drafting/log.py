"""Drafts as events of the log, and what people did with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from qes.errors import NotFound
from qes.model import Citation, Event
from qes.pipeline.citing import body_of, cited
from qes.pipeline.findings.named import COUNTER, DRAFTED
from qes.pipeline.kept import KEY
from qes.project import Project
from qes.synthesis.drafts.model import Draft, Drafted, Kind

ACCEPTED = "draft-accepted"
EDITED = "draft-edited"
DROPPED = "draft-dropped"
CLOSED = (DROPPED, ACCEPTED, EDITED)
"""Kinds of event after which nothing more is done with a draft; where two came at once, the later of these holds."""
CHECKLIST = "checklist"

WORDS = {
    Kind.SUMMARY.value: ("draft of a summary", "drafts of summaries"),
    Kind.FINDING.value: ("draft of a finding", "drafts of findings"),
    CHECKLIST: ("checklist of a rubric's criteria", "checklists of a rubric's criteria"),
    COUNTER: ("search for passages against a finding", "searches for passages against findings"),
}
"""What was drafted, in words: one and several."""


class Fate(StrEnum):
    """What became of a draft."""

    OPEN = "open"
    ACCEPTED = "accepted"
    """Taken over as it was."""
    EDITED = "edited"
    """Taken over in other words."""
    DROPPED = "dropped"


FATES = {ACCEPTED: Fate.ACCEPTED, EDITED: Fate.EDITED, DROPPED: Fate.DROPPED}


def record_draft(project: Project, draft: Draft, author: str) -> Draft:
    """Keep a draft, struck sentences too, and return it as it is on record."""
    body = {
        "what": draft.kind.value,
        "cases": list(draft.cases),
        "code": draft.code,
        "model": draft.model,
        "exchanges": list(draft.exchanges),
        "sentences": [
            {"text": each.sentence, "spans": list(each.spans), "struck": each.struck} for each in draft.sentences
        ],
        "spans": spans_body(draft.citations),
        "left_out": draft.left_out,
    }
    return draft_of(project.store.append(author, DRAFTED, body))


def spans_body(citations: Mapping[str, Citation]) -> dict[str, Any]:
    """Quotes shown, by id, as JSON holds them."""
    return {"ids": list(citations), "citations": [body_of(each) for each in citations.values()]}


def citations_of(body: Mapping[str, Any]) -> dict[str, Citation]:
    """The same, read."""
    return dict(zip(body["ids"], cited(body), strict=True))


def draft_of(event: Event) -> Draft:
    """The draft that an event keeps."""
    body = event.body
    return Draft(
        kind=Kind(body["what"]),
        cases=tuple(body["cases"]),
        code=body["code"],
        sentences=tuple(Drafted(each["text"], tuple(each["spans"]), each["struck"]) for each in body["sentences"]),
        citations=citations_of(body["spans"]),
        model=body["model"],
        exchanges=tuple(body["exchanges"]),
        left_out=body["left_out"],
        author=event.author,
        id=event.id,
        at=event.at,
    )


def of_kind(project: Project, what: Iterable[str]) -> list[Event]:
    """The events in force that keep drafts of some kinds, in the order of the log."""
    wanted = set(what)
    return [event for event in project.store.standing_events(DRAFTED) if event.body["what"] in wanted]


def drafts(project: Project) -> list[tuple[Draft, Fate]]:
    """Every draft of a summary or finding in force and what became of it, in the order they were asked for."""
    closed = {str(event.body[KEY]): event.kind for kind in CLOSED for event in project.store.standing_events(kind)}
    found = [draft_of(event) for event in of_kind(project, Kind)]
    return [(each, FATES[closed[each.id]] if each.id in closed else Fate.OPEN) for each in found]


def get(project: Project, draft: str) -> tuple[Draft, Fate]:
    """One of them.

    Raises:
        NotFound: There is none of that id.
    """
    found = next((pair for pair in drafts(project) if pair[0].id == draft), None)
    if found is None:
        raise NotFound("draft", draft)
    return found
