"""When reading may stop: bounds, from a random sample, on how many passages carry a code.

The sample must be one that nobody chose by its content, such as the share that `queue.drawn` picks by hashing; then
these bounds hold whatever order the other passages were read in. `share_at_most` and `unfound_at_most` are for a
sample whose size was fixed beforehand and that is looked at once, `carriers_at_most` for one that grows while people
look at it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CONFIDENCE = 0.95
"""How often a bound is to hold, for one code, over repeated audits."""


def share_at_most(found: int, read: int, confidence: float = CONFIDENCE) -> float:
    """The largest share of passages with a code that a random sample leaves plausible (exact, one-sided).

    Args:
        found: Passages of the sample that carry the code.
        read: Passages in the sample; none leaves everything plausible.
        confidence: In (0, 1), how often the true share lies at or below the bound.

    Returns:
        A share in [0, 1].

    Raises:
        ValueError: More were found than read, or the confidence is no probability.

    Source: Clopper & Pearson 1934, Biometrika 26(4), as the quantile of a beta distribution.
    """
    from scipy.stats import beta

    _check(found, read, confidence)
    return 1.0 if found == read else float(beta.ppf(confidence, found + 1, read - found))


def unfound_at_most(found: int, read: int, pool: int, confidence: float = CONFIDENCE) -> int:
    """The largest number of passages with a code that may still lie in a pool after a random part of it was read.

    A pool is finite, and reading a good part of it without finding anything says more than `share_at_most` knows: the
    bound is exact for drawing without replacement.

    Args:
        found: Passages with the code in the part that was read.
        read: Passages in that part.
        pool: Passages in the whole pool, those read included.
        confidence: In (0, 1), how often the true number lies at or below the bound.

    Returns:
        A number from 0 to `pool - read`; what the audit itself found is not in it.

    Raises:
        ValueError: The numbers cannot be of one pool, or the confidence is no probability.

    Source: the hypergeometric counterpart of Clopper-Pearson; Konijn 1973, Statistical Theory of Sample Survey.
    """
    from scipy.stats import hypergeom

    _check(found, read, confidence, pool)
    plausible, refuted = found, pool - (read - found) + 1
    while refuted - plausible > 1:  # the chance of finding so few falls as the pool holds more
        holds = (plausible + refuted) // 2
        if float(hypergeom.cdf(found, pool, holds, read)) > 1 - confidence:
            plausible = holds
        else:
            refuted = holds
    return plausible - found


def carriers_at_most(found: int, read: int, pool: int, confidence: float = CONFIDENCE) -> int:
    """The largest number of passages with a code in a pool of which a random sample has been read, for live use.

    The sample may grow one by one, and people may look after every passage and stop when they like what they see: with
    the stated confidence the bound holds at all sizes of the sample at once. A number is refuted when the sample is
    so much likelier under smaller ones, on a weighted average, that by chance this would happen too seldom, ever.

    Args:
        found: Passages with the code in the sample.
        read: Passages in the sample.
        pool: Passages in the whole pool, those of the sample included.
        confidence: In (0, 1), how often the true number lies at or below the bound throughout.

    Returns:
        A number from `found` to `pool - read + found`; what the sample itself found is in it.

    Raises:
        ValueError: The numbers cannot be of one pool, or the confidence is no probability.

    Source: Ville's inequality for a mixture of likelihood ratios (Robbins 1970, Ann. Math. Stat. 41(5)), drawn without
    replacement as in Waudby-Smith & Ramdas 2020, NeurIPS 33; the weights, one-sided, are this project's own.
    """
    import numpy as np

    _check(found, read, confidence, pool)
    holds = np.arange(found, pool - (read - found) + 1)
    logs, rest = _log_factorials(pool), pool - read
    fit = logs[holds] + logs[pool - holds] - logs[holds - found] - logs[rest - (holds - found)]
    likelihood = np.exp(fit - fit.max())  # of the sample, up to a factor common to all numbers
    weight = 1.0 / np.sqrt(np.arange(holds[-1] + 1) + 0.5)  # rare codes count most, as Jeffreys's prior has it
    smaller = _before(weight[found:] * likelihood)  # what numbers below each say, those below `found` being impossible
    refuted = (smaller > 0) & (smaller * (1 - confidence) >= _before(weight)[found:] * likelihood)
    return int(holds[~refuted][-1])


def _before(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum of all values before each."""
    return values.cumsum() - values


@lru_cache(maxsize=4)
def _log_factorials(largest: int) -> NDArray[np.float64]:
    """Natural logarithms of 0! to `largest`!."""
    import numpy as np

    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, largest + 1)))])


def recall_at_least(known: int, unfound: int) -> float:
    """The share of a code's passages that have been found, when at most so many are not; 1 when there are none."""
    return known / (known + unfound) if known + unfound else 1.0


def _check(found: int, read: int, confidence: float, pool: int | None = None) -> None:
    if not 0 <= found <= read:
        raise ValueError(f"{found} found among {read} read")
    if pool is not None and read > pool:
        raise ValueError(f"{read} of {pool} passages cannot have been read")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence {confidence} is not between 0 and 1")
