from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qes.coding.llm.groups import groups

CODES = [f"c{number}" for number in range(30)]


@given(st.integers(0, 30), st.sets(st.sampled_from(CODES)), st.integers(1, 13), st.integers(0, 4))
def test_the_likeliest_codes_are_asked_about_once_and_as_many_as_are_wanted(
    count: int, known: set[str], per_call: int, calls: int
) -> None:
    codes = CODES[:count]
    found = groups(codes, known, per_call, calls)
    flat = [code for part in found for code in part]
    wanted = count if calls == 0 else min(count, per_call * calls)
    assert flat == [code for code in codes if code not in known][: len(flat)]
    assert len(flat) == max(0, wanted - len(known & set(codes)))
    assert all(0 < len(part) <= per_call for part in found)


@given(st.integers(1, 13), st.integers(0, 4))
def test_once_all_that_was_asked_is_answered_nothing_is_left(per_call: int, calls: int) -> None:
    known: set[str] = set()
    while parts := groups(CODES, known, per_call, calls):
        known |= set(parts[0])
    assert len(known) == (30 if calls == 0 else min(30, per_call * calls))


@pytest.mark.parametrize(("per_call", "calls"), [(0, 1), (1, -1)])
def test_numbers_that_make_no_sense_are_refused(per_call: int, calls: int) -> None:
    with pytest.raises(ValueError, match="call"):
        groups(CODES, (), per_call, calls)
