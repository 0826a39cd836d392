"""Whether a sentence may stand: by its ids, its quotations, its likeness to what it names, and a second call."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qes.errors import BadFinding
from qes.model import Answer, Exchange, Prompt
from qes.quotes import find_quote
from qes.synthesis.drafts.asking import said_draft, said_supported, supported_prompt
from qes.synthesis.drafts.model import Drafted, Shown
from qes.synthesis.drafts.parsing import sentences
from qes.synthesis.quoted import quoted_words, unquoted
from qes.text import collapse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Embed = Callable[[Sequence[str]], NDArray[np.float32]]
    """Texts to vectors of length 1, shape (texts, dimensions)."""

MOST_SENTENCES = 12
"""Of a draft that are looked at; it was asked to be shorter, and each is checked by a call of its own."""
TOO_MANY = "the draft is longer than was asked for"
NO_ID = "it names no quote"
UNMATCHED = "its quotation marks do not match"
INVENTED = "none of the quotes it names reads as it quotes"
UNLIKE = "it is less like the quotes it names than like most others"
UNCHECKED = "the second call that was to check it gave no answer"
NOT_SUPPORTED = {
    Answer.NO: "a second call says that the quotes it names do not bear it out",
    Answer.UNSURE: "a second call is unsure whether the quotes it names bear it out",
}
CUT = "[…]"
"""Stands in a sentence for words given as a quotation that are none."""
_FEWEST = 3
"""Texts to compare with; of fewer, which is nearest says nothing."""
_DECIMALS = 4
"""Of a likeness: what is beyond them differs between machines."""
_MARKS = re.compile('[“”„‟«»"＂「」『』〝〞〟]')
_ANY = "[“”„‟«»\"＂「」『』〝〞〟‘’‚‛‹›'´`]"


def drafted_in(exchange: Exchange, shown: Sequence[Shown]) -> list[Drafted]:
    """The sentences of a reply, checked on their ids and quotations."""
    said = said_draft(exchange)
    known = {each.id: each for each in shown}
    found = [] if said is None else [_drafted(text, ids, known) for text, ids in sentences(said.sentences)]
    return [
        each if each.struck or number < MOST_SENTENCES else replace(each, struck=TOO_MANY)
        for number, each in enumerate(found)
    ]


def _drafted(text: str, ids: tuple[str, ...], known: Mapping[str, Shown]) -> Drafted:
    sentence, wrong = _requoted(text, [known[each] for each in ids if each in known])
    strangers = [each for each in ids if each not in known]
    if not ids:
        wrong = NO_ID
    elif strangers:
        wrong = f"it names {' and '.join(strangers)}, which it was not given"
    return Drafted(sentence, ids, wrong, text)


def _requoted(text: str, named: Sequence[Shown]) -> tuple[str, str]:
    """A sentence whose quotations read as the source does, those that stand nowhere cut out; and what is wrong."""
    try:
        quoted = quoted_words(text)
    except BadFinding:
        return _MARKS.sub("", text), UNMATCHED
    wrong = ""
    for words in quoted:
        original = next((found for each in named if (found := _original(words, each))), "")
        wrong = wrong if original else INVENTED
        text = _put(text, words, original or CUT)
    # The words of a source may hold marks of their own, which then close the quotation early.
    return (text, wrong) if wrong or _stands(text, named) else (_MARKS.sub("", text), UNMATCHED)


def _put(text: str, words: str, instead: str) -> str:
    """A text in which some words, wherever they stand between marks, are others."""
    return re.sub(f"(?<={_ANY}){re.escape(words)}(?={_ANY})", lambda _: instead, text)


def _original(words: str, shown: Shown) -> str:
    found = find_quote(words, shown.text)
    if not found.verbatim or found.span is None:
        return ""
    return collapse(shown.sent.back(found.span).of(shown.quote))


def _stands(text: str, named: Sequence[Shown]) -> bool:
    try:
        return not unquoted(text, [each.quote for each in named])
    except BadFinding:
        return False


# --- Likeness --------------------------------------------------------------------------------------


def by_likeness(
    drafted: Sequence[Drafted], shown: Sequence[Shown], others: Iterable[str], embed: Embed
) -> list[Drafted]:
    """Strike out what is less like the nearest quote it names than like most of the evidence it does not name.

    What counts as alike differs between embedders, languages and corpora, so no number is set: the median of the
    cosines to what is not named is what the nearest of those named must reach.

    Args:
        drafted: What is struck out already is left as it is.
        shown: The quotes given.
        others: Evidence that was not shown, as verbatim quotes.
        embed: Gives vectors.
    """
    import numpy as np

    kept = [each for each in drafted if not each.struck]
    texts = list(dict.fromkeys([*(each.quote for each in shown), *others]))
    if not kept or len(texts) <= _FEWEST:
        return list(drafted)
    near = np.round(embed([each.sentence for each in kept]) @ embed(texts).T, _DECIMALS)
    quotes = {each.id: each.quote for each in shown}
    struck = set()
    for row, each in zip(near, kept, strict=True):
        named = np.isin(texts, [quotes[name] for name in each.spans])
        if (~named).sum() >= _FEWEST and row[named].max() < np.median(row[~named]):
            struck.add(each)
    return [replace(each, struck=UNLIKE) if each in struck else each for each in drafted]


# --- A second call ---------------------------------------------------------------------------------


def support_prompts(drafted: Sequence[Drafted], shown: Sequence[Shown], about: str) -> list[Prompt | None]:
    """What is asked of each sentence, none of what is struck out; of each by itself."""
    known = {each.id: each for each in shown}
    return [
        None if each.struck else supported_prompt(each.sent, [known[name] for name in each.spans], about)
        for each in drafted
    ]


def by_support(
    drafted: Sequence[Drafted], prompts: Sequence[Prompt | None], exchanges: Iterable[Exchange]
) -> list[Drafted]:
    """Strike out what a second call does not find borne out by each quote that it names.

    Args:
        drafted: As the prompts were made of.
        prompts: See `support_prompts`.
        exchanges: What came of them; the last usable one counts.
    """
    came = {each.prompt.sha256: each for each in exchanges if each.usable}
    return [
        each if prompt is None else replace(each, struck=_unsupported(each, came.get(prompt.sha256)))
        for each, prompt in zip(drafted, prompts, strict=True)
    ]


def _unsupported(drafted: Drafted, exchange: Exchange | None) -> str:
    said = said_supported(exchange) if exchange is not None else None
    if said is None:
        return UNCHECKED
    if said.supported is not Answer.YES:
        return NOT_SUPPORTED[said.supported]
    found = {each.strip().strip("[]").upper() for each in said.ids}
    idle = [each for each in drafted.spans if each not in found]
    return f"a second call says that {' and '.join(idle)} does not bear it out" if idle else ""
