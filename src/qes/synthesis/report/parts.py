"""The parts a report is made of, whatever section they stand in."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim quote as it is printed; `text` is what the stored source reads at its place."""

    number: int
    """By which the report refers to it, counting from 1 in reading order."""
    anchor: str
    text: str
    case: str
    code: str
    """Label of the code."""
    source: str
    source_anchor: str
    """Where the report shows the place in the source; of the list of sources where it shows no texts."""
    who: str
    """Role of the person, or the issuer of the document; a name only where neither is known."""
    place: str
    date: str
    coders: str
    details: tuple[tuple[str, str], ...]
    """Attributes of the coding and their values."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Quotes under one heading, and what to say when there are none."""

    id: str
    title: str
    quotes: tuple[Quote, ...]
    empty: str = "None found."
    total: int = 0
    """How many there are in all, where not all of them are printed; else 0."""


@dataclass(frozen=True, slots=True)
class Ref:
    """Points to a printed quote."""

    number: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Cited:
    """Something a person wrote, with the quotes it rests on and those against it."""

    text: str
    author: str
    refs: tuple[Ref, ...]
    against: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """A criterion or gate, whether it is met, why, and the quotes that speak for it."""

    text: str
    met: bool
    """As those who scored say; as the codings show where nobody did."""
    why: str
    """Where people scored, who says what, and what the codings show where that is something else."""
    refs: tuple[Ref, ...]
    more: int = 0
    """How many further quotes speak for it that are not printed."""
    verdict: str = ""
    """In words, where it is neither met nor not met: people are unsure, or differ."""

    @property
    def label(self) -> str:
        """The verdict in words."""
        return self.verdict or ("Met" if self.met else "Not met")


@dataclass(frozen=True, slots=True)
class Level:
    """A level as it is shown."""

    label: str
    """The number, or NE; "–" where people are still to score."""
    name: str
    text: str
    number: int = 0
    """0 for NE and where people are still to score."""
    highest: int = 5
    confidence: str | None = None

    @property
    def open(self) -> bool:
        """Whether people are still to score it, so that there is neither a level nor too little evidence for one."""
        return not self.number and self.label != "NE"


@dataclass(frozen=True, slots=True)
class Standing:
    """How firmly a level stands, and what it hangs on."""

    status: str
    """In words, such as "proposed by the rubric" or "signed off by Mia on 2 May 2026"."""
    signed: bool = False
    stale: str = ""
    """What has changed since it was signed off; empty where nothing has."""
    proposed: str = ""
    """The level the rubric proposes, where it differs from the one shown."""
    range: str = ""
    """From the lowest to the highest level that comes out when a source, a coder or the assisted codings are left out,
    such as "2 to 3"."""
    hangs_on: tuple[str, ...] = ()
    """Sentences on each source or coder without whom the level would be another."""
    saturation: str = ""
    """What the last source added, in a sentence."""
    statement: Cited | None = None
    """What the lead wants said of it."""
    rests_on: str = ""
    """"one source", "one coder" or both, where all that counts comes from there; leaving that out leaves nothing."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one person said of a unit, or all of them in the end."""

    author: str
    level: str
    """Number, or NE."""
    name: str
    """What the level is called."""
    confidence: str
    """Empty where none was given."""
    reason: str
    """As it was written; empty where none was given, or where it is left out."""
    at: str
    left_out: str = ""
    """Why the reason is left out; empty where it is not."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How people came to a level."""

    scores: tuple[Said, ...]
    course: str
    """Whether they gave the same, in a sentence."""
    settled: Said | None = None
    """What they settled on."""


@dataclass(frozen=True, slots=True)
class Table:
    """A plain table."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    anchors: tuple[str, ...] = ()
    """One per row, where rows are pointed to."""
    id: str = ""
    """Names the sheet or the key it is written under; empty: nowhere."""

    @property
    def filled(self) -> Table:
        """The same without columns in which nothing stands, for forms that people read."""
        kept = [at for at in range(len(self.headers)) if any(row[at] for row in self.rows)]
        if not self.rows or len(kept) == len(self.headers):
            return self
        rows = tuple(tuple(row[at] for at in kept) for row in self.rows)
        return replace(self, headers=tuple(self.headers[at] for at in kept), rows=rows)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, drawn in the same way for every format."""

    id: str
    """Also says where it belongs: see `qes.synthesis.charts`."""
    title: str
    caption: str
    alt: str
    """Everything the picture says, in words, for whoever cannot see it."""
    svg: str
    case: str = ""
    """The case it is about; empty where it is about all."""

    @property
    def png(self) -> bytes:
        """The drawing as pixels, made when asked for: only Word needs them, and they cost more than all else of it."""
        from qes.synthesis.report.raster import png_of

        return png_of(self.svg)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage that quotes were taken from, cut at the quotes: text and whether it is quoted."""

    anchor: str
    place: str
    speaker: str
    question: str
    parts: tuple[tuple[str, bool], ...]
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class SourceText:
    """The passages of one source that are quoted, in reading order."""

    anchor: str
    path: str
    excerpts: tuple[Excerpt, ...]
