"""What stands in quotation marks in something people write: it must be somebody's words, to the letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from qes.errors import BadFinding, BadScore
from qes.model import Unit
from qes.text import collapse

_PAIRS = {
    "“": "”",
    "„": "“”",
    "‟": "”",
    "”": "”",
    '"': '"',
    "＂": "＂",
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    "〝": "〞〟",
}
"""What opens a quotation, in whichever language, and what closes it."""
_SINGLE = {"‘": "’", "‚": "‘’", "‛": "’", "‹": "›", "›": "‹", "'": "'"}
"""The same of marks that are apostrophes and arrows too."""
_APOSTROPHES = "'’"
_DOUBLED = re.compile(r"''|´´|‘‘|’’|‚‚|(?<!`)``(?=[^`]*'')")
"""Two single marks that are meant for a double one; grave accents by themselves set off code, and quote nobody."""
FEWEST_WORDS = 3
"""Between single marks, fewer words than these may be no quotation."""


def quoted_words(text: str) -> list[str]:
    """Every stretch of a text that is presented as a quotation, without its marks, in order.

    Between double marks of any kind that is everything, between single ones what has at least `FEWEST_WORDS` words.
    A quotation within a quotation is part of it.

    Raises:
        BadFinding: A double mark is opened and never closed, or nothing stands between two of them.
    """
    text = _DOUBLED.sub('"', text)
    found: list[str] = []
    at = 0
    while at < len(text):
        if text[at] in _PAIRS:
            end = _closing(text, at)
            found.append(text[at + 1 : end])
            at = end
        elif text[at] in _SINGLE and (end := _closing_single(text, at)) > at:
            inside = text[at + 1 : end]
            if len(inside.split()) >= FEWEST_WORDS:
                found.append(inside)
                at = end
        at += 1
    return found


def check_quoted(what: str, text: str, quotes: Iterable[str]) -> None:
    """See that everything in quotation marks stands in one of some quotes; white space may differ, and nothing else.

    Args:
        what: What the text is, for the error.
        text: As somebody wrote it.
        quotes: Those cited for it.

    Raises:
        BadFinding: Something does not, or quotation marks do not match.
    """
    if words := unquoted(text, quotes):
        problem = f"no quote cited for it reads “{words}”"
        raise BadFinding(
            what,
            problem,
            "Cite the quote, or leave the marks out. Words between quotation marks must stand in one quote to the "
            "letter: put your own full stop or ellipsis outside the marks.",
        )


def check_statement(unit: Unit, text: str, quotes: Iterable[str], what: str = "its statement") -> None:
    """See that what somebody quotes of a unit in words of their own stands in its evidence.

    Args:
        unit: Whose level it is about.
        text: As somebody wrote it.
        quotes: Of the codings of the unit that count.
        what: What the text is, for the error.

    Raises:
        BadScore: Something does not, or quotation marks do not match.
    """
    hint = "Quote what is coded for it to the letter, or leave the marks out."
    where = f"{unit.case}, {unit.capability}"
    try:
        words = unquoted(text, quotes)
    except BadFinding as error:
        raise BadScore(where, f"{what}: {error}", error.hint) from error
    if words:
        raise BadScore(where, f"{what} quotes “{words}”, which nothing coded for it reads", hint)


def unquoted(text: str, quotes: Iterable[str]) -> str:
    """The first words in quotation marks that stand in none of some quotes, shortened; empty where all do.

    Raises:
        BadFinding: Quotation marks do not match.
    """
    wanted = quoted_words(text)
    known = [_plain(quote) for quote in quotes] if wanted else []
    missing = (words for words in wanted if not any(_plain(words) in quote for quote in known))
    return collapse(next(missing, ""))[:80]


def _plain(text: str) -> str:
    return collapse(unicodedata.normalize("NFC", text))


def _closing(text: str, at: int) -> int:
    closers = _PAIRS[text[at]]
    end = next((place for place in range(at + 1, len(text)) if text[place] in closers), -1)
    if end < 0:
        raise BadFinding(
            "its quotation marks",
            f"{text[at]} is opened and never closed: {text[at : at + 40]}",
            "Close the quotation, with the mark that goes with the one that opens it.",
        )
    if not text[at + 1 : end].strip():
        raise BadFinding("its quotation marks", "nothing stands between two of them", "Take the marks out.")
    return end


def _closing_single(text: str, at: int) -> int:
    """Where a single mark is closed; -1 if it is an apostrophe.

    One after an s may be a genitive ("the officials’ view"), so one that cannot be is looked for first.
    """
    if text[at] in _APOSTROPHES and not _opens(text, at):
        return -1
    closers, genitive = _SINGLE[text[at]], -1
    for place in range(at + 1, len(text)):
        if text[place] in _SINGLE and _opens(text, place) and not _closes(text, place):
            break
        if text[place] in closers and _closes(text, place):
            if not _may_be_genitive(text, place):
                return place
            genitive = place if genitive < 0 else genitive
    return genitive


def _opens(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    return not before.isalnum() and not after.isspace()


def _closes(text: str, at: int) -> bool:
    after = text[at + 1] if at + 1 < len(text) else " "
    return not text[at - 1].isspace() and not after.isalnum()


def _may_be_genitive(text: str, at: int) -> bool:
    return text[at] in _APOSTROPHES and text[at - 1] in "sSxXzZ" and text[at + 1 : at + 3].strip().isalpha()
