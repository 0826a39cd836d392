"""A long codebook is cut into groups, the likeliest codes first."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def groups(codes: Sequence[str], known: Collection[str], per_call: int, calls: int) -> list[tuple[str, ...]]:
    """The codes still to be asked for about a passage, one group for each call.

    Args:
        codes: Likeliest first.
        known: Codes that were answered already.
        per_call: At most so many codes at once, at least 1.
        calls: How many groups there are to be in all, those answered included; 0: as many as the codebook needs.
    """
    if per_call < 1 or calls < 0:
        raise ValueError("a call is about one code or more, and calls are 0 or more")
    wanted = len(codes) if calls == 0 else min(len(codes), per_call * calls)
    answered = sum(code in known for code in codes)
    left = [code for code in codes if code not in known][: max(0, wanted - answered)]
    return [tuple(left[start : start + per_call]) for start in range(0, len(left), per_call)]
