"""What a file of judgements may hold: YAML that people write and read, checked before anything is done with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qes.errors import BadCodebook, BadJudgements
from qes.model import Answer, Grade, Weight
from qes.synthesis.rubric import lines

Text = Annotated[str, Field(min_length=1)]


class Part(BaseModel):
    """A part of the file: no other keys than these."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Quote(Part):
    """Words of a source, to the letter; as many of them as tell the place."""

    path: Text
    """Of the source, below `corpus/`."""
    quote: Text


class Dispute(Quote):
    """How a lead settles a disputed coding."""

    code: Text
    applies: bool
    by: Text
    reason: Text


class Concern(Part):
    """A concern about one component of confidence that a person sees otherwise than the measures do."""

    grade: Grade
    reason: str = ""


class Sure(Part):
    """A judgement of confidence; components that are not named stand as the rubric's measures propose them."""

    overall: Text
    because: Text
    concerns: dict[str, Concern] = {}


class Said(Part):
    """A level and the criteria and gates it rests on, by id."""

    by: Text
    level: int | Literal["NE"]
    reason: Text
    met: list[Text] = []
    unmet: list[Text] = []
    unsure: list[Text] = []
    confidence: str = ""

    @property
    def number(self) -> int | None:
        """The level as the model has it."""
        return None if self.level == "NE" else self.level

    @property
    def answers(self) -> dict[str, Answer]:
        """By id of the criterion or gate."""
        given = ((Answer.YES, self.met), (Answer.NO, self.unmet), (Answer.UNSURE, self.unsure))
        return {name: answer for answer, names in given for name in names}


class Signed(Part):
    """A lead's word on a level; without a confidence where it is NE."""

    by: Text
    statement: Text
    confidence: Sure | None = None


class Level(Part):
    """What was said of one capability of one case, in the order in which it may be said."""

    case: Text
    capability: Text
    scores: Annotated[list[Said], Field(min_length=1)]
    settled: Said | None = None
    signed: Signed | None = None


class Weighed(Quote):
    """What a person says of a candidate of the search for counter-evidence."""

    weight: Weight
    note: str = ""


class Search(Part):
    """A search for counter-evidence, and the candidates that were read."""

    by: Text
    most: Annotated[int, Field(ge=1)]
    """Candidates of each origin."""
    weighed: list[Weighed]


class Finding(Part):
    """A finding, from its draft on."""

    id: Text
    """Names it in this file and in no other place."""
    by: Text
    statement: Text
    capability: str | None = None
    cases: list[Text] = []
    rests_on: list[Quote]
    against: list[Quote] = []
    search: Search | None = None
    """None: it is a draft still."""
    confidence: Sure | None = None
    approved_by: str = ""


class Cell(Part):
    """The summary of a cell of the framework matrix."""

    case: Text
    code: Text
    by: Text
    text: Text
    quotes: list[Quote]


class Theme(Part):
    """A theme among the passages that fit nowhere."""

    name: Text
    by: Text
    memo: Text
    passages: Annotated[list[Quote], Field(min_length=1)]


class Note(Part):
    """What the methods appendix says where the log cannot answer."""

    item: Text
    """Statement and item, such as "ENTREQ 1", or "deviations"."""
    by: Text
    text: Text


class Judgements(Part):
    """All that a file says, in the order in which it was done."""

    disputes: list[Dispute] = []
    levels: list[Level] = []
    disputes_since: list[Dispute] = []
    """Settled after the levels were signed off."""
    findings: list[Finding] = []
    cells: list[Cell] = []
    themes: list[Theme] = []
    notes: list[Note] = []

    def quotes(self) -> Iterator[Quote]:
        """Every quote of the file."""
        yield from (*self.disputes, *self.disputes_since)
        for finding in self.findings:
            yield from (*finding.rests_on, *finding.against, *(finding.search.weighed if finding.search else ()))
        for cell in self.cells:
            yield from cell.quotes
        for theme in self.themes:
            yield from theme.passages


def read(path: Path) -> Judgements:
    """Read and check a file of judgements.

    Raises:
        BadJudgements: It cannot be read, is not YAML, or holds something else than is asked for; with the line.
    """
    try:
        document = lines.Document(path, lines.read(path))
    except BadCodebook as error:
        raise BadJudgements(str(path), error.problems) from error
    try:
        return Judgements.model_validate(document.data)
    except ValidationError as error:
        found = [(each["loc"], each["msg"]) for each in error.errors(include_url=False)]
        problems = [(document.line(loc), f"{' > '.join(map(str, loc))}: {text}") for loc, text in found]
        raise BadJudgements(str(path), problems) from error
