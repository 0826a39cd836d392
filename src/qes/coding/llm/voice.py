"""From a model's answers to proposals: quotes as spans of the passage, the rest marked as the model's own words."""

from __future__ import annotations

from collections.abc import Iterable

from qes.coding.llm.reply import Answer, Says
from qes.model import Codebook, Exchange, Maker, Passage, Reason, Span, Suggestion, digest
from qes.quotes import Found, Match

SUGGESTER = "llm"
VERBATIM, NEAR = 0.9, 0.7
"""Scores of a yes. They say how firmly it is grounded, not how often such a yes is right: that is measured."""
OPEN = 0.4
"""Score of an answer that is open: unsure, or yes without words of the passage. It is not proposed."""
_OWN = "The model's words: "


def voice_name(model: str) -> str:
    """The name under which a model's proposals are kept."""
    return f"{SUGGESTER}:{model}"


def score_of(answer: Answer) -> float:
    """How firmly an answer speaks for its code; 0 for a no."""
    if answer.stands:
        return VERBATIM if answer.found.verbatim else NEAR
    return 0.0 if answer.says is Says.NO else OPEN


def maker_of(exchange: Exchange, codebook: Codebook) -> Maker:
    """The model, what shaped its reply, and the prompt."""
    return Maker(SUGGESTER, exchange.model, codebook.id, exchange.settings, exchange.prompt.sha256)


def suggestions_of(
    passage: Passage, answers: Iterable[Answer], maker: Maker, flag: str = "", per_passage: int | None = None
) -> list[Suggestion]:
    """A proposal for each code that the model says applies, with words of the passage to show for it.

    Args:
        passage: What the answers are about.
        answers: From the gate.
        maker: Of all of them.
        flag: Why the passage seems to speak to a machine; empty where it does not.
        per_passage: At most so many, the best grounded first; None: all.
    """
    standing = sorted((each for each in answers if each.stands), key=lambda each: -score_of(each))
    return [suggestion_of(passage, each, maker, flag) for each in standing[:per_passage]]


def suggestion_of(passage: Passage, answer: Answer, maker: Maker, flag: str = "") -> Suggestion:
    """The proposal of an answer that stands; its span are the quoted words, where the passage has them verbatim."""
    made_by = digest(maker.suggester, maker.model, maker.codebook, maker.settings, maker.prompt or "")
    reason = reason_of(passage, answer, flag)
    span = reason.span if answer.found.verbatim else None
    identity = digest(passage.id, answer.code, made_by)
    return Suggestion(identity, passage.id, answer.code, score_of(answer), maker, reason, span)


def reason_of(passage: Passage, answer: Answer, flag: str = "") -> Reason:
    """Why a model says what it says, for a code that may not be proposed at all."""
    return Reason(note=_note(answer, flag), span=_in_source(answer.found, passage), attributes=answer.attributes)


def own_words(reason: Reason) -> str:
    """The model's one sentence in a reason; empty where it gave none."""
    return reason.note.partition(_OWN)[2]


def is_near(suggestion: Suggestion) -> bool:
    """Whether a model's proposal points at words that are only like those it gave as a quote."""
    reason = suggestion.reason
    return suggestion.maker.suggester == SUGGESTER and suggestion.span is None and reason.span is not None


def _in_source(found: Found, passage: Passage) -> Span | None:
    if found.span is None:
        return None
    start = passage.span.start
    return Span(start + found.span.start, start + found.span.end)


def _note(answer: Answer, flag: str) -> str:
    parts = [f"Take care: this passage seems to be meant for a machine ({flag})."] if flag else []
    if answer.found.match is Match.NEAR:
        parts.append(
            f"The quote it gave is only like these words ({answer.found.similarity:.0f} %) and is not shown as one."
        )
    parts.append(f"{_OWN}{answer.reason}" if answer.reason else "The model gave no reason.")
    return " ".join(parts)
