"""Fixed sentences of the report, and how names, numbers and lists are put into words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qes.model import Codebook, CodingStatus, digest
from qes.synthesis.report.parts import Level, Standing

STATUS = {
    CodingStatus.SINGLE: "read by one coder",
    CodingStatus.AGREED: "coders agree",
    CodingStatus.DISPUTED: "in dispute",
    CodingStatus.SETTLED: "settled by adjudication",
}

METHOD = (
    (
        "Synthesis",
        "Best-fit framework synthesis (Carroll and Booth): the codebook is an a-priori framework, nothing is forced "
        "into it, and what has no place in it is kept apart as material for revising it.",
    ),
    (
        "Suggestions",
        "A coding counts only once a person has decided on it, whether software proposed it or not; every decision is "
        "on record with its coder.",
    ),
    (
        "Counter-evidence",
        "What was coded against a capability stands beside what was coded for it. Where there is none, none was coded: "
        "that is not proof that there is none.",
    ),
    (
        "Intentions",
        "Plans and intentions without practice are shown apart. They raise no level.",
    ),
    (
        "Confidence",
        "CERQual-informed: the four components of GRADE-CERQual (methodological limitations, coherence, adequacy, "
        "relevance) are borrowed. CERQual itself presumes primary studies, and this is not an application of it. "
        "Level and confidence are two values and are never multiplied.",
    ),
)
"""Label and text of what holds for every report."""

BESIDE = (
    "Context, and what bears on no level",
    "It explains the cases, and what has no place in the framework may ask for a better one. It never lowers a level.",
)
BY_CODE = ("Evidence by code", "")
"""Title and introduction of the sections by code, with and without levels beside them."""

AGREEMENT = {
    "percent": "Agreement",
    "kappa": "Cohen's κ",
    "alpha": "Krippendorff's \N{GREEK SMALL LETTER ALPHA}",
    "ac1": "Gwet's AC1",
    "interval": "95 % interval",
}
"""Headings of the agreement table whose key alone says too little."""


def several(number: int, one: str, many: str = "") -> str:
    """A count with its noun."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(items: Sequence[str]) -> str:
    """Items as a sentence lists them: "a, b and c"."""
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def capitalised(text: str) -> str:
    """The text with a capital at its beginning, the rest as it was."""
    return text[:1].upper() + text[1:]


def plainly(level: int | None) -> str:
    """A level as it is shown where there is no room for its name: its number, or NE."""
    return "NE" if level is None else str(level)


def day(at: str) -> str:
    """The day of a moment of the log, as in "2 May 2026"; as it stands where it is no moment."""
    try:
        when = date.fromisoformat(at[:10])
    except ValueError:
        return at
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def partly(printed: int, total: int, *, elsewhere: bool) -> str:
    """How many of the quotes of a group are printed; empty where all are.

    Args:
        printed: How many.
        total: Of how many; 0 where all are printed.
        elsewhere: Whether the report comes with a table of all of them.
    """
    if not total:
        return ""
    rest = "; all stand in the spreadsheet and in the JSON" if elsewhere else ""
    return f"{printed} of {total} are printed{rest}."


def standing_words(standing: Standing, *, stale: bool = True) -> str:
    """What is to be known of a level beside its status: what changed, what is proposed instead, how far it may move.

    Args:
        standing: Of the level.
        stale: Whether to say what changed.
    """
    said = []
    if stale and standing.stale:
        said.append(f"Out of date: {standing.stale}.")
    if standing.proposed:
        said.append(f"The rubric proposes {standing.proposed}.")
    if standing.rests_on:
        which = "either" if " and " in standing.rests_on else "that"
        said.append(f"It rests on {standing.rests_on}, so leaving {which} out leaves nothing.")
    if " to " in standing.range:
        ranges = f"The proposal ranges from {standing.range}"
        said.append(f"{ranges} as sources, coders and assisted codings are left out, one at a time.")
    elif standing.range and not standing.rests_on:
        said.append("The proposal stays the same whichever source or coder is left out.")
    return " ".join(said)


def verdict(level: Level) -> str:
    """A level as a sentence says it."""
    if level.open:
        return f"{level.name}."
    return f"Level {level.label}, {level.name.lower()}." if level.number else f"{level.label}, {level.name.lower()}."


def slug(name: str) -> str:
    """A name as part of an address within the report: lower-case words joined by hyphens."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", name).lower())
    return "-".join(words) or digest(name)


def slugs(names: Sequence[str]) -> list[str]:
    """A different slug for every name, the same ones for the same names."""
    plain = [slug(name) for name in names]
    often = Counter(plain)
    return [each if often[each] == 1 else f"{each}-{digest(name)[:6]}" for each, name in zip(plain, names, strict=True)]


def cell(value: object) -> str:
    """A value of the agreement table as it is printed."""
    if value is None:
        return "undefined"
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, (list, tuple)):
        return " to ".join(cell(each) for each in value)
    return str(value)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a report holds."""

    sources: int
    cases: int
    printed: int
    """Quotes."""
    verified: int
    """Quotes that were read again, printed or not."""
    findings: int
    unapproved: int
    levels: bool
    scored: bool
    """Whether people have given levels."""
    ranked: bool
    unscored: int = 0
    """Units that people are still to score."""
    units: int = 0


def about(codebook: Codebook, extent: Extent) -> tuple[str, ...]:
    """What the report is, in plain sentences."""
    said = [_verbatim(codebook, extent)]
    if extent.levels:
        said.append(f"{_levels(extent)}{'' if extent.ranked else ' Cases are not ranked.'}")
    if extent.findings or extent.unapproved:
        said.append(_findings(extent))
    return tuple(said)


def _verbatim(codebook: Codebook, extent: Extent) -> str:
    prints = f"It prints {several(extent.printed, 'quote')}; each was"
    if extent.printed < extent.verified:
        prints = f"It rests on {several(extent.verified, 'quote')} and prints {extent.printed} of them; all were"
    return (
        f"This report sets out what {several(extent.sources, 'source')} on {several(extent.cases, 'case')} say, coded "
        f"with the codebook “{codebook.title}”, version {codebook.version}. {prints} re-read from "
        f"{'their' if extent.printed < extent.verified else 'its'} stored source when the report was made, and "
        f"{'are' if extent.printed < extent.verified else 'is'} verbatim."
    )


def _levels(extent: Extent) -> str:
    still = f"; {extent.unscored} of {extent.units} are not scored yet and have none" if extent.unscored else ""
    return (
        f"Each capability of each case has a level and, as a separate value, a confidence{still}. {_whose(extent)} its "
        "reasons, what is missing for the next level, and the quotes for and against it. NE means that there is not "
        "enough evidence; it is not a low level."
    )


def _whose(extent: Extent) -> str:
    if extent.scored:
        return (
            "The level shown is the one that was signed off, else the one those who scored settled on, else the "
            "rubric's proposal; it says which. Below each stand"
        )
    if extent.unscored == extent.units:
        return "Below each will stand"
    return "Both are proposals for people to judge: below each stand"


def _findings(extent: Extent) -> str:
    found = several(extent.findings, "finding")
    approved = f"It holds {found}, approved after a search for counter-evidence." if extent.findings else ""
    if not extent.unapproved:
        return approved
    left = several(extent.unapproved, "finding is", "findings are")
    return f"{approved} {left} not approved yet and left out.".strip()


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_UNPRINTABLE = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"}
_UNPRINTABLE |= {0x7F: 0x2421, 0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}
_UNPRINTABLE |= dict.fromkeys((*range(0x80, 0x85), *range(0x86, 0xA0), *range(0xD800, 0xE000)), 0xFFFD)


def printable(text: str) -> str:
    """The text with its control characters made visible (␀, ␇), as neither XML nor HTML can hold them."""
    return text if text.isprintable() else text.translate(_UNPRINTABLE)
