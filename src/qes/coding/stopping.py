"""When reading may stop: what a random audit of the unread passages says about how much is still unfound.

The audit must be a random sample that nobody chose by its content, such as the share that `queue.drawn` picks by
hashing; then these bounds hold whatever order the other passages were read in.
"""

from __future__ import annotations

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

    _check(found, read, confidence)
    if read > pool:
        raise ValueError(f"{read} of {pool} passages cannot have been read")
    plausible, refuted = found, pool - (read - found) + 1
    while refuted - plausible > 1:  # the chance of finding so few falls as the pool holds more
        holds = (plausible + refuted) // 2
        if float(hypergeom.cdf(found, pool, holds, read)) > 1 - confidence:
            plausible = holds
        else:
            refuted = holds
    return plausible - found


def recall_at_least(known: int, unfound: int) -> float:
    """The share of a code's passages that have been found, when at most so many are not; 1 when there are none."""
    return known / (known + unfound) if known + unfound else 1.0


def _check(found: int, read: int, confidence: float) -> None:
    if not 0 <= found <= read:
        raise ValueError(f"{found} found among {read} read")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence {confidence} is not between 0 and 1")
