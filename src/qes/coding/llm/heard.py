"""What a model said, as numbers: one row a passage, one column a code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from qes.coding.llm.reply import Answer
from qes.coding.suggest.scale import Floats


def says_of(answers: Iterable[tuple[int, Answer]], passages: int, codes: Sequence[str]) -> Floats:
    """1 where a model says yes with words of the passage, 0 where it says no, NaN where it is open or not asked.

    Args:
        answers: With the rows of the passages they are about; on other codes they are left out.
        passages: How many rows there are.
        codes: The columns.
    """
    says = np.full((passages, len(codes)), np.nan)
    columns = {code: column for column, code in enumerate(codes)}
    for row, answer in answers:
        if answer.code in columns and answer.stands is not None:
            says[row, columns[answer.code]] = float(answer.stands)
    return says
