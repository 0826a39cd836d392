"""The yardstick: data that people have coded, replayed to see how well suggestions would have served them."""

from __future__ import annotations

from qes.evaluation.run import Evaluation, Plan, evaluate

__all__ = ["Evaluation", "Plan", "evaluate"]
