"""A passage: the unit of coding."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qes.model.source import Span


class PassageKind(StrEnum):
    """What a passage holds, which decides whether it is coded."""

    SPEECH = "speech"
    PROSE = "prose"
    TABLE = "table"
    QUESTION = "question"
    """The interviewer's own turn: context, never coded."""
    HEADING = "heading"
    ASIDE = "aside"
    """Page numbers, lone marks and the like: kept, because nothing is dropped, and not coded."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of coding: whole sentences of one speaker or paragraph, at a fixed place."""

    id: str
    source_id: str
    ordinal: int
    """Position in the source, from 0."""
    span: Span
    text: str
    kind: PassageKind
    case: str | None = None
    speaker: str | None = None
    question: str | None = None
    """The interviewer's words this passage answers, verbatim."""
    heading: str | None = None
    """The nearest heading above, verbatim."""
    page: int | None = None
    time: float | None = None

    @property
    def codable(self) -> bool:
        """Whether people are asked to code it: it belongs to a case and is speech, prose or a table."""
        return self.case is not None and self.kind in (PassageKind.SPEECH, PassageKind.PROSE, PassageKind.TABLE)

    @property
    def place(self) -> str:
        """Where it stands, as a reader would look it up: page, time or paragraph number."""
        if self.time is not None:
            seconds = int(self.time)
            return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        if self.page is not None:
            return f"p. {self.page}"
        return f"¶ {self.ordinal + 1}"
