"""What passages say, apart from which case they are about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

TRUSTED = 10
"""Passages of a case at which half of what sets them apart on average is taken to be the case itself."""


def apart_from_case(
    vectors: NDArray[Any], cases: Sequence[str | None], everything: NDArray[Any], of: Sequence[str | None]
) -> NDArray[Any]:
    """Vectors without what all passages of the same case share, or else themes would be cases: each names its own.

    What is taken away is how far the mean of a case lies from the mean of all, shrunk where the case has few passages.

    Args:
        vectors: Shape (passages, dimensions), unit rows.
        cases: Of those passages.
        everything: Of all passages of the project, from which the means are taken; of the same dimensions.
        of: The cases of those.

    Returns:
        As `vectors`; rows are no longer of unit length.
    """
    import numpy as np

    if not len(everything):
        return vectors
    middle, shift = everything.mean(axis=0), {}
    for case in sorted({each for each in cases if each is not None}):
        own = everything[[at for at, each in enumerate(of) if each == case]]
        if len(own):
            shift[case] = (own.mean(axis=0) - middle) * (len(own) / (len(own) + TRUSTED))
    none = np.zeros_like(middle)
    left: NDArray[Any] = vectors - np.array([shift.get(case or "", none) for case in cases]).reshape(vectors.shape)
    return left
