"""Agreement between coders: several coefficients side by side, as each alone misleads."""

from __future__ import annotations

from qes.coding.agreement.bootstrap import interval
from qes.coding.agreement.coefficients import Level, Ratings, ac1, alpha, kappa, percent, prevalence
from qes.coding.agreement.ordinal import Weights, weighted_kappa, within
from qes.coding.agreement.table import OVERALL, Agreement, Labels, agreement

__all__ = [
    "OVERALL",
    "Agreement",
    "Labels",
    "Level",
    "Ratings",
    "Weights",
    "ac1",
    "agreement",
    "alpha",
    "interval",
    "kappa",
    "percent",
    "prevalence",
    "weighted_kappa",
    "within",
]
