"""How people came to a level, in words that every form of the report prints."""

from __future__ import annotations

from qes.synthesis.report.parts import Judgement, Level, Said
from qes.synthesis.report.wording import capitalised


def missing_title(level: Level) -> str:
    """Heads what is missing for the next level."""
    return "Why not the next level" if level.number else "Why no level yet"


def scored_lines(judgement: Judgement) -> list[tuple[str, str]]:
    """Who gave which level and why, and what was settled on: a lead and what stands behind it."""
    said = [(each.author, _scored(each)) for each in judgement.scores]
    if (end := judgement.settled) is not None:
        said.append((f"Settled by {end.author}{f' on {end.at}' if end.at else ''}", _scored(end)))
    return said


def _scored(said: Said) -> str:
    level = f"{f'level {said.level}' if said.level != 'NE' else 'NE'}, {said.name.lower()}"
    sure = f"; confidence {said.confidence}" if said.confidence else ""
    why = said.reason or (f"({capitalised(said.left_out)}.)" if said.left_out else "")
    return f"{level}{sure}. {why}".strip()
