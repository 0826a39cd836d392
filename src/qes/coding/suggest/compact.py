"""The same features in as few dimensions as there are labelled passages, which makes many fits cheap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qes.coding.suggest.scale import Floats

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

RIDGE = 1e-4
"""Added to the diagonal, so that passages that read alike can be factored."""


@dataclass(frozen=True, slots=True)
class Compact:
    """Coordinates of all passages in the space that the labelled ones span.

    A model with a quadratic penalty never leaves that space (the representer theorem), so that a fit in
    these coordinates is, but for rounding, the fit in tens of thousands of features.
    """

    matrix: NDArray[np.float32]
    """Shape (passages, labelled passages)."""
    labelled: csr_matrix
    """Features of the labelled passages."""
    factor: Floats
    """Lower Cholesky factor of their inner products."""

    def coefficients(self, weights: Floats) -> Floats:
        """Weights of a model in these coordinates as coefficients of the original features."""
        from scipy.linalg import solve_triangular

        return np.asarray(self.labelled.T @ solve_triangular(self.factor, weights, lower=True, trans="T"))


def compact(features: csr_matrix, rows: NDArray[np.intp]) -> Compact:
    """Bring features of shape (passages, features) to the space spanned by the given rows."""
    from scipy.linalg import cholesky, solve_triangular

    labelled = features[rows]
    products = np.asarray((features @ labelled.T).todense(), dtype=np.float64)
    factor = cholesky(products[rows] + RIDGE * np.eye(len(rows)), lower=True)
    matrix = solve_triangular(factor, products.T, lower=True).T
    return Compact(np.ascontiguousarray(matrix, dtype=np.float32), labelled, factor)
