"""Items whose codes their words tell only in part, and models that know them to some degree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from evaluation_samples import SUBJECTS, items

from llm_replies import answer, codes_in, first_words, passage_in, reply
from qes.evaluation.items import Item
from qes.model import sha256

BLURRED = 0.4
"""Share of the items whose code is any, whatever they speak of."""


def blurred(count: int) -> list[Item]:
    """Items as in `items`, of which nobody could code some by their words alone."""
    generator = np.random.default_rng(7)
    return [
        replace(each, codes=frozenset({[*SUBJECTS][int(generator.integers(3))]}))
        if generator.random() < BLURRED
        else each
        for each in items(count, documents=3)
    ]


def noisy(found: Sequence[Item], rightly: float, wrongly: float) -> Callable[[str], str]:
    """A model that says yes to this share of what carries a code, and to that share of what does not.

    It answers the same whenever it is asked the same of the same passage.
    """
    codes = {item.text: item.codes for item in found}

    def answered(passage: str, code: str, quote: str) -> dict[str, object]:
        share = rightly if code in codes[passage] else wrongly
        yes = _chance(passage, code) < share
        return answer(code, "yes" if yes else "no", quote if yes else "")

    return lambda user: reply(*(answered(passage_in(user), code, first_words(user)) for code in codes_in(user)))


def _chance(*parts: str) -> float:
    """A number in [0, 1) that these words decide."""
    return int(sha256("|".join(parts))[:8], 16) / 16**8
