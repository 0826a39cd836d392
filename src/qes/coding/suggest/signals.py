"""What voices said of passages, weighed by how well they agree with what people said without having seen it.

A voice is a coder of unknown worth, so it has none until people have read blind what it spoke about. From then on, what
it says adds the logarithm of how much more often it says so of passages that carry a code than of those that do not,
less what the learned score knows already. A voice that guesses adds nothing, one that says the opposite is read so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from qes.coding.suggest.scale import Floats, log_odds, logistic
from qes.model import digest

WORTH = 5.0
"""Passages read blind at which a code's own counts weigh as much as those of all codes together."""
STRATUM = 1.0
"""What the codes' tables have to outweigh before a voice is believed at all; in the units of Mantel and Haenszel."""
MOST = 4.0
"""No answer moves log-odds further: a voice that was never wrong in a few hundred passages may be wrong in the next."""
TRUST_SPREAD = 0.25
"""How far the share of a voice's word that is news may be from the guess before any blind label says so."""
OFFSET_SPREAD = 1.0
"""How far the learned log-odds of blind passages may be off in all, when that share is fitted."""
SLIGHT = 0.05
"""Log-odds that are not worth telling."""

Said = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Signal:
    """What one voice said."""

    name: str
    """Of the voice, as people know it."""
    says: Floats
    """Shape (passages, codes), as in the task: 1 yes, 0 no, NaN where it was not asked or is not sure."""

    @property
    def id(self) -> str:
        """Changes whenever anything that was said does."""
        answers = np.where(np.isnan(self.says), -1, self.says > 0).astype(np.int8)
        return digest(self.name, repr(answers.shape), sha256(answers.tobytes()).hexdigest())


@dataclass(frozen=True, slots=True)
class Weighed:
    """Voices, and what they add to the log-odds of each passage and code."""

    signals: tuple[Signal, ...]
    truth: NDArray[np.int8]
    """Shape (passages, codes): what people said who read blind; -1 unknown."""
    ratios: tuple[Floats, ...]
    """Of each voice, see `log_ratios`."""
    news: Floats
    """Of each voice: the share of it that the learned score does not know already, in [0, 1]."""

    @property
    def added(self) -> Floats:
        """Shape (passages, codes), to be added to log-odds."""
        total = np.zeros(self.truth.shape)
        for ratio, share in zip(self.ratios, self.news.tolist(), strict=True):
            total += share * ratio
        return total

    def note(self, row: int, column: int) -> str:
        """Who said what of a code on a passage, and why that was given weight; empty where nobody said anything."""
        return " ".join(filter(None, (self._of(number, row, column) for number in range(len(self.signals)))))

    def _of(self, number: int, row: int, column: int) -> str:
        signal = self.signals[number]
        said = float(signal.says[row, column])
        if np.isnan(said):
            return ""
        others = self.truth[:, column] >= 0
        others[row] = False
        answers, right = signal.says[others, column], self.truth[others, column]
        judged = ~np.isnan(answers)
        agreed, count = int((answers[judged] == right[judged]).sum()), int(judged.sum())
        weight = float(self.news[number] * self.ratios[number][row, column])
        on = f"on {count} other passages read blind it agreed with people about this code {agreed} times"
        basis = on if count else "nobody has read blind yet what it said of this code"
        return f"{signal.name} said {'yes' if said else 'no'}; {basis}: {_effect(weight, count)}."


def _effect(weight: float, count: int) -> str:
    if abs(weight) < SLIGHT:
        return "that weighs nothing"
    by = "" if count else ", by how it did on other codes"
    return f"that makes the code {'likelier' if weight > 0 else 'less likely'}{by}"


def weigh(signals: Sequence[Signal], truth: NDArray[np.int8], odds: Floats, columns: Sequence[int]) -> Weighed:
    """Weigh voices.

    Args:
        signals: At least one.
        truth: Shape (passages, codes): what people said who read blind; -1 unknown.
        odds: Shape (passages, columns): log-odds by what was learned, of labelled passages by models that had not seen
            them.
        columns: The codes that were learned.
    """
    ratios = tuple(log_ratios(each.says, truth) for each in signals)
    heard = np.stack([each[:, columns] for each in ratios], axis=-1)
    return Weighed(tuple(signals), truth, ratios, news(heard, odds, truth[:, columns]))


def log_ratios(says: Floats, truth: NDArray[np.int8]) -> Floats:
    """How much likelier an answer is where a code applies than where it does not, as a logarithm; 0 where none is.

    Per code, the share of yes where people gave it and where they did not are Beta means. The second starts from how
    often the voice says yes to the code at all; the first from the odds ratio of all codes together (Mantel and
    Haenszel 1959), so that a voice that says yes more often to frequent codes is not taken to know anything. Of each
    passage, the labels of all others are counted. Without blind labels all is 0.

    Args:
        says: Shape (passages, codes): 1 yes, 0 no, NaN unknown.
        truth: Of the same shape: 1, 0, or -1 for unknown.

    Returns:
        Of the same shape, within `MOST`.
    """
    known = ~np.isnan(says)
    yes = known & (says > 0)
    judged = known & (truth >= 0)
    if not judged.any():
        return np.zeros(says.shape)
    right, false_yes = _others(judged & yes & (truth == 1)), _others(judged & yes & (truth == 0))
    missed, denied = _others(judged & ~yes & (truth == 1)), _others(judged & ~yes & (truth == 0))
    units = np.maximum(right + false_yes + missed + denied, 1.0)
    together, against = (right * denied / units).sum(axis=1), (false_yes * missed / units).sum(axis=1)
    ratio = np.log((together + STRATUM) / (against + STRATUM))[:, None]
    wrongly = (false_yes + WORTH * _yes_rate(known, yes)) / (false_yes + denied + WORTH)
    rightly = (right + WORTH * logistic(log_odds(wrongly) + ratio)) / (right + missed + WORTH)
    moved = np.where(yes, np.log(rightly / wrongly), np.log((1 - rightly) / (1 - wrongly)))
    return np.asarray(np.where(known, np.clip(moved, -MOST, MOST), 0.0), dtype=np.float64)


def _others(cells: Said) -> Floats:
    """Per code, how many passages there are of a kind, seen from each passage: without itself."""
    return np.asarray(cells.sum(axis=0)[None, :] - cells, dtype=np.float64)


def _yes_rate(known: Said, yes: Said) -> Floats:
    """How often each code is answered yes, whoever is right; few answers are pulled to the rate of all codes."""
    overall = (yes.sum() + 0.5) / (known.sum() + 1.0)
    return np.asarray((yes.sum(axis=0) + WORTH * overall) / (known.sum(axis=0) + WORTH), dtype=np.float64)


def news(heard: Floats, odds: Floats, truth: NDArray[np.int8]) -> Floats:
    """The share of each voice's word that is news to the learned score, told from passages read blind.

    Logistic regression of the labels on what the voices say, beside the learned log-odds as they are; the shares lie in
    [0, 1] and near the guess that a voice says over again half of what was learned, or of what was learned and other
    voices said.

    Args:
        heard: Shape (passages, columns, voices): log-likelihood ratios.
        odds: Shape (passages, columns).
        truth: Of the same shape; -1 for unknown.
    """
    from scipy.optimize import minimize

    voices = heard.shape[-1]
    guess = np.append(np.full(voices, 1.0 / (1 + voices)), 0.0)
    spread = np.append(np.full(voices, TRUST_SPREAD), OFFSET_SPREAD)
    cells = (truth >= 0) & heard.any(axis=-1)
    if not cells.any():
        return guess[:-1]
    said, start, label = heard[cells], odds[cells], truth[cells].astype(np.float64)
    said = np.column_stack([said, np.ones(len(said))])

    def loss(shares: Floats) -> tuple[float, Floats]:
        total, off = start + said @ shares, (shares - guess) / spread
        value = float(np.sum(np.logaddexp(0.0, total) - label * total)) + 0.5 * float(off @ off)
        return value, (logistic(total) - label) @ said + off / spread

    bounds = [(0.0, 1.0)] * voices + [(-10.0, 10.0)]
    found = np.asarray(minimize(loss, guess, jac=True, method="L-BFGS-B", bounds=bounds).x, dtype=np.float64)
    return np.clip(found[:-1], 0.0, 1.0)
