"""The methods appendix, written from the log; what the log cannot tell, people write."""

from __future__ import annotations

from collections.abc import Mapping

from qes.pipeline import notes
from qes.pipeline.evidence import Gathered, gather
from qes.pipeline.report.facts import Facts
from qes.project import Project
from qes.synthesis.report.inputs import ItemInput
from qes.synthesis.report.items import ITEMS, Item

NOT_STATED = "not stated; write it in the workbench under Report"
_LABELS = {
    "codebook": "Codebook",
    "rubric": "Rubric",
    "sources": "Sources",
    "read": "Passages",
    "coders": "Coders",
    "blind": "Coded blind",
    "agreement": "Agreement",
    "adjudications": "Adjudications",
    "suggestions": "Suggestions",
    "models": "Models",
    "answers": "Answers to suggestions",
    "quality": "Quality of suggestions",
    "anchoring": "Anchoring",
    "missed": "What may be missed",
    "scoring": "Scoring",
    "levels": "Levels",
    "findings": "Findings",
    "drafts": "Drafts",
    "themes": "Themes",
    "software": "Software",
    "settings": "Settings",
    "remote": "Remote models",
    "log": "Log",
    "deviations": "Deviations",
}


def method_rows(project: Project, found: Gathered | None = None, facts: Facts | None = None) -> list[tuple[str, str]]:
    """Label and text of everything the log can say of how a report came about.

    Args:
        project: Whose log it is.
        found: Its evidence, where it is at hand.
        facts: Those already looked up, where they are at hand.
    """
    told = facts or Facts(project, found or gather(project))
    return [(label, text) for name, label in _LABELS.items() if (text := told.of(name))]


def report_items(project: Project, found: Gathered | None = None, facts: Facts | None = None) -> list[ItemInput]:
    """What ENTREQ and RAISE ask for, answered from the log or in the words of people, who may add to what it says.

    Arguments as in `method_rows`.
    """
    told = facts or Facts(project, found or gather(project))
    written = {each.key: each for each in notes.listed(project)}
    return [_item(item, told, written) for item in ITEMS]


def _item(item: Item, facts: Facts, written: Mapping[str, notes.Note]) -> ItemInput:
    told = " ".join(text for name in item.facts if (text := facts.of(name)))
    note = written.get(item.key)
    answer = " ".join(part for part in (told, note.text if note else "") if part) or NOT_STATED
    by = note.author if note and note.text else ""
    return ItemInput(item.statement, item.number, f"{item.name}: {item.asked}", answer, by, logged=bool(told))
