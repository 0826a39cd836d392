"""Three passages of one text, a codebook of a few codes, and every kind of decision on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from qes.coding import review
from qes.model import (
    Adjudication,
    AttributeRule,
    Code,
    Codebook,
    Coding,
    Decision,
    Maker,
    Passage,
    PassageKind,
    Span,
    Suggestion,
    Verdict,
)

SENTENCES = ("We count the floods.", "Then we met the residents.", "Nothing came of it.")
TEXT = " ".join(SENTENCES)
CODERS = ("ana", "ben", "cy")
CODES = ("awareness", "learning")
BOOK = Codebook(
    "small",
    "1",
    "Small",
    (
        Code("group", "Group", "", "Only a folder.", codable=False),
        Code("awareness", "Awareness", "", "They notice."),
        Code("learning", "Learning from it", "", "They change."),
        Code("context", "Context", "", "What is given.", attributes=False),
    ),
    attributes=(AttributeRule("polarity", ("supports", "contradicts")), AttributeRule("regularity", ("once", "often"))),
)


def _passage(ordinal: int, **parts: Any) -> Passage:
    start = sum(len(each) + 1 for each in SENTENCES[:ordinal])
    span = Span(start, start + len(SENTENCES[ordinal]))
    given: dict[str, Any] = {"kind": PassageKind.SPEECH, "case": "Arden", **parts}
    return Passage(f"p{ordinal}", "s", ordinal, span, span.of(TEXT), **given)


PASSAGES = [_passage(ordinal) for ordinal in range(len(SENTENCES))]
QUESTION = _passage(0, kind=PassageKind.QUESTION)


def decide(coder: str, verdict: str, code: str | None = None, passage: int = 0, **parts: Any) -> Decision:
    """A decision on one of the passages."""
    return Decision(f"p{passage}", coder, Verdict(verdict), BOOK.id, code=code, **parts)


def settle(code: str, applies: bool, passage: int = 0, **parts: Any) -> Adjudication:
    """A lead's word on one of the passages."""
    return Adjudication(f"p{passage}", code, "lead", applies, "because", BOOK.id, **parts)


def within(passage: int, words: str) -> Span:
    """Where some words of a passage stand in the text."""
    start = TEXT.index(words, PASSAGES[passage].span.start)
    return Span(start, start + len(words))


def evidence(decisions: Sequence[Decision], adjudications: Sequence[Adjudication] = ()) -> list[Coding]:
    """What it all amounts to."""
    return review.codings(PASSAGES, decisions, adjudications, {"s": TEXT})


def suggestion(passage: int, code: str, score: float, **parts: Any) -> Suggestion:
    """A proposal without reasons."""
    return Suggestion(f"{passage}{code}", f"p{passage}", code, score, Maker("similarity", "m", BOOK.id, ""), **parts)


@st.composite
def _spans(draw: st.DrawFn, passage: int) -> Span | None:
    whole = PASSAGES[passage].span
    start = draw(st.integers(whole.start, whole.end - 1))
    end = draw(st.integers(start + 1, whole.end))
    return draw(st.sampled_from([None, Span(start, end)]))


@st.composite
def _decisions(draw: st.DrawFn) -> Decision:
    passage, verdict = (
        draw(st.integers(0, 2)),
        draw(st.sampled_from(["accept", "accept", "reject", "replace", "nothing"])),
    )
    code, other = draw(st.permutations(CODES))
    return decide(
        draw(st.sampled_from(CODERS)),
        verdict,
        None if verdict == "nothing" else code,
        passage,
        replacement=other if verdict == "replace" else None,
        span=draw(_spans(passage)),
        attributes=draw(st.dictionaries(st.just("polarity"), st.sampled_from(["supports", "contradicts"]))),
        memo=draw(st.sampled_from(["", "one", "two"])),
        blind=draw(st.booleans()),
    )


decisions = st.lists(_decisions(), max_size=10)
adjudications = st.lists(
    st.builds(settle, st.sampled_from(CODES), st.booleans(), st.integers(0, 2)),
    max_size=4,
)
