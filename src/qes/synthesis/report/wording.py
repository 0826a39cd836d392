"""Fixed sentences of the report, and how names, numbers and lists are put into words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from qes.model import Codebook, CodingStatus, digest

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
        "Software proposed codes and ranked passages. A coding counts only once a person has decided on it; every "
        "decision is on record with its coder.",
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


def slug(name: str) -> str:
    """A name as part of an address within the report: lower-case words joined by hyphens."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", name).lower())
    return "-".join(words) or digest(name)


def slugs(names: Sequence[str]) -> list[str]:
    """A different slug for every name, the same ones for the same names."""
    plain = [slug(name) for name in names]
    return [
        each if plain.count(each) == 1 else f"{each}-{digest(name)[:6]}"
        for each, name in zip(plain, names, strict=True)
    ]


def cell(value: object) -> str:
    """A value of the agreement table as it is printed."""
    if value is None:
        return "undefined"
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, (list, tuple)):
        return " to ".join(cell(each) for each in value)
    return str(value)


def about(codebook: Codebook, quotes: int, sources: int, cases: int, levels: bool) -> tuple[str, ...]:
    """What the report is, in plain sentences."""
    first = (
        f"This report sets out what {several(sources, 'source')} on {several(cases, 'case')} say, coded with the "
        f"codebook “{codebook.title}”, version {codebook.version}. It prints {several(quotes, 'quote')}; each was "
        "re-read from its stored source when the report was made, and is verbatim."
    )
    if not levels:
        return (first,)
    second = (
        "Each capability of each case has a level and, as a separate value, a confidence. Both are proposals for "
        "people to judge: below each stand its reasons, what is missing for the next level, and the quotes for and "
        "against it. NE means that there is not enough evidence; it is not a low level. Cases are not ranked."
    )
    return first, second


_UNPRINTABLE = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"}
_UNPRINTABLE |= {0x7F: 0x2421, 0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}
_UNPRINTABLE |= dict.fromkeys((*range(0x80, 0x85), *range(0x86, 0xA0), *range(0xD800, 0xE000)), 0xFFFD)


def printable(text: str) -> str:
    """The text with its control characters made visible (␀, ␇), as neither XML nor HTML can hold them."""
    return text.translate(_UNPRINTABLE)
