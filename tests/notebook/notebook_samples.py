"""Projects to read in a notebook: one in which there is something of everything, and some in which there is nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pandas import DataFrame

from finding_project import coding, finding, made, weigh_all
from llm_project import spoken
from qes.model import Adjudication, Charted, Decision, ErrorKind, Maker, Passage, Suggestion, Verdict
from qes.notebook import Study
from qes.notebook.tables import TABLES
from qes.pipeline import charting
from qes.pipeline.citing import of_coding
from qes.pipeline.findings import acts as findings
from qes.pipeline.findings import counter
from qes.pipeline.review import codable, record
from qes.pipeline.scoring import acts as scoring
from qes.pipeline.themes.acts import accept as accept_theme
from qes.pipeline.themes.versions import Author
from qes.project import Project, open_project
from review_project import BOOK, accept
from scoring_project import BORO, PEOPLE, add_people, consensus, score, signoff

SCANNING = "awareness/scanning"
CASES = "case,people,region,codings\nArden,100,north,few\nBoro,,south,many\nCove,300,north,\n"
SUMMARY = "They “move a crew there” before anybody complains."


def full(base: Path) -> Path:
    """A project folder with codings of every status, a signed and a half-scored unit, a finding, a summary, a theme.

    Made once below a folder; to be read only.
    """
    place = base / "notebook"
    if place.exists():
        return place
    shutil.copytree(made(base), place)
    (place / "corpus" / "cases.csv").write_text(CASES, encoding="utf-8")
    with open_project(place) as project:
        _code(project, codable(project))
        add_people(project, PEOPLE)
        for author in ("ana", "ben"):
            scoring.lock(project, score(author, 3 if author == "ana" else 2), seen(project, author))
        scoring.settle(project, consensus("ben", 3), seen(project, "ben"))
        scoring.sign(project, signoff(statement="It holds."), seen(project, "lea"))
        record(project, [replace(accept(codable(project)[2], SCANNING), attributes={"polarity": "supports"})])
        scoring.lock(project, score("ana", None, unit=BORO, reason="too little"), None)
        _write(project)
        spoken(project)
    return place


def seen(project: Project, author: str) -> str | None:
    """The last that somebody has seen of Arden."""
    last = scoring.standing_of(project, score(author).unit).last_seen_by(author)
    return last.id if last else None


def _code(project: Project, passages: list[Passage]) -> None:
    """A second coder, half of it blind, who agrees, differs and disputes; a dispute that is settled; proposals."""
    maker = Maker("similarity", "none", BOOK, "")
    made = [Suggestion(f"s{at}", passages[at].id, SCANNING, 0.8, maker) for at in (0, 1, 2)]
    project.store.replace_suggestions("similarity", made)
    project.store.append("nora", "suggested", {"suggester": "similarity", "suggestions": len(made)})
    agreed = replace(accept(passages[0], SCANNING, "omar"), attributes={"polarity": "contradicts"}, suggestion_id="s0")
    blind = [replace(accept(passages[3], "learning/test-design", "omar"), attributes={"polarity": "supports"})]
    refused = [
        Decision(passages[at].id, "omar", Verdict.REJECTED, BOOK, code=code, memo="not so")
        for at, code in ((1, SCANNING), (4, "learning/carry-over"))
    ]
    record(project, [agreed, *(replace(each, blind=True) for each in (*blind, *refused))])
    settled = Adjudication(
        passages[4].id, "learning/carry-over", "lea", True, "it says so", BOOK, kind=ErrorKind.MISSED
    )
    project.store.adjudicate([settled])


def _write(project: Project) -> None:
    saved = findings.save(project, finding(project), "mia")
    weigh_all(project, counter.search(project, saved.key, "mia", saved.id))
    findings.approve(project, saved.key, "lea", saved.id)
    cited = (of_coding(coding(project, SCANNING)),)
    charting.save(project, Charted("Arden", SCANNING, SUMMARY, cited), "mia")
    accept_theme(project, "Trumpets", [codable(project)[6].id], Author("ana"), words=["trumpet"], memo="Loud.")


def table(study: Study, name: str) -> DataFrame:
    """A table by its name, the one that takes arguments with what they may be."""
    if name == "peers":
        return study.peers("Arden", ["region", "people"])
    method: Callable[[], DataFrame] = getattr(study, name)
    return method()


NAMES = tuple(TABLES)
WITHOUT_ARGUMENTS = tuple(name for name in NAMES if name != "peers")
