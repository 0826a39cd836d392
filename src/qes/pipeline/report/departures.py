"""What was done otherwise than by default or than at first: settings that were changed, and steps done anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from qes.model import Decision
from qes.pipeline.findings.log import SAVED
from qes.pipeline.versions import REVISED
from qes.project import Project
from qes.synthesis.report.wording import several

_UNTOLD = frozenset({"url", "coder", "roles", "interviewers", "name", "notice"})
"""Settings that tell of machines or people, may hold a password, or stand elsewhere in a report."""


def departures(project: Project, decisions: Iterable[Decision]) -> Iterator[str]:
    """Sentences on what the log shows to have been done anew or taken back."""
    first = min((decision.at for decision in decisions if decision.at), default="")
    store = project.store
    later = [event for event in store.events(kind=REVISED) if first and event.at > first]
    if later:
        yield f"The codebook changed after coding had begun ({', '.join(str(each.body['to']) for each in later)})."
    if reopened := len(store.standing_events("score-reopened")):
        yield f"{several(reopened, 'score')} reopened."
    if undone := sum(1 for _ in store.events(kind="undo")):
        yield f"{several(undone, 'step')} undone."
    saved = {str(event.body["key"]): event.body for event in store.standing_events(SAVED)}
    if withdrawn := sum(bool(body.get("withdrawn")) for body in saved.values()):
        yield f"{several(withdrawn, 'finding')} withdrawn."


def changed(settings: BaseModel, above: str = "") -> Iterator[str]:
    """Settings that differ from their default, as `[part] name = value`."""
    for name, field in type(settings).model_fields.items():
        value, default = getattr(settings, name), field.get_default(call_default_factory=True)
        if isinstance(value, BaseModel):
            yield from changed(value, f"{name}.")
        elif value != default and name not in _UNTOLD:
            yield f"{above}{name} = {value!r}"
