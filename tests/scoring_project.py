"""A project whose units people score: two cases, one scored code, and accounts for those who may."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qes.model import (
    Concern,
    Confidence,
    Consensus,
    Decision,
    Grade,
    Reopening,
    Role,
    Score,
    SignOff,
    Unit,
    User,
    Verdict,
)
from qes.pipeline.review import codable, record
from qes.project import Project
from review_project import BOOK
from versions_project import LIVED, SCANNING, copied, template

RUBRIC = "dynamic-capabilities-rubric@1.1"
ARDEN = Unit("Arden", "awareness")
BORO = Unit("Boro", "awareness")
PEOPLE = {"lea": Role.LEAD, "ana": Role.REVIEWER, "ben": Role.REVIEWER, "cy": Role.RESEARCHER}
SURE = Confidence("moderate", (Concern("coherence", "Coherence", Grade.MINOR, "Two of them differ"),), "Mostly sure.")
SUPPORTS = {"polarity": "supports", "regularity": "recurring"}


def scored_template(place: Path) -> Path:
    """A project folder with three passages of Arden coded, and accounts; to be copied for each test."""
    template(place, rubric=True)
    with copied(place, place.with_name("made")) as project:
        add_people(project, PEOPLE)
        for at, code in enumerate((SCANNING, SCANNING, LIVED)):
            code_passage(project, at, code)
    return place.with_name("made")


def add_people(project: Project, people: dict[str, Role]) -> None:
    """Accounts; a lead must come first."""
    for name, role in people.items():
        project.store.save_account(User(name, role), "hashed", "lea", 0)


def code_passage(project: Project, at: int, code: str = SCANNING, **attributes: str) -> Decision:
    """Give a passage of Arden, by its place in reading order, a code that supports it, or what else is said."""
    passage = [each for each in codable(project) if each.case == "Arden"][at]
    said = Decision(passage.id, "nora", Verdict.ACCEPTED, BOOK, code=code, attributes=SUPPORTS | attributes)
    return record(project, [said])[0]


@contextmanager
def scoring(folder: Path, to: Path) -> Iterator[Project]:
    """A copy of it, open."""
    with copied(folder, to) as project:
        yield project


def score(author: str, level: int | None = 3, **parts: Any) -> Score:
    """A score of Arden."""
    given: dict[str, Any] = {"unit": ARDEN, "author": author, "rubric": RUBRIC, "level": level}
    return Score(**given | parts)


def consensus(author: str, level: int | None = 3, reason: str = "we read it again", **parts: Any) -> Consensus:
    """What those who scored Arden have settled on."""
    given: dict[str, Any] = {
        "unit": ARDEN,
        "author": author,
        "rubric": RUBRIC,
        "level": level,
        "reason": reason,
        "scores": (),
    }
    return Consensus(**given | parts)


def signoff(author: str = "lea", level: int | None = 3, **parts: Any) -> SignOff:
    """A lead's word on Arden."""
    sure = SURE if level is not None else None
    given: dict[str, Any] = {
        "unit": ARDEN,
        "author": author,
        "rubric": RUBRIC,
        "level": level,
        "scores": (),
        "confidence": sure,
    }
    return SignOff(**given | parts)


def reopening(author: str = "lea", reason: str = "a new interview has come", **parts: Any) -> Reopening:
    """That Arden is scored anew."""
    given: dict[str, Any] = {"unit": ARDEN, "author": author, "reason": reason}
    return Reopening(**given | parts)
