from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from qes.coding.embed.windows import windows


def tokens_of(text: str) -> list[tuple[int, int]]:
    """Pieces of up to four letters, as a subword tokenizer would cut."""
    return [match.span() for match in re.finditer(r"\w{1,4}|[^\w\s]", text)]


@settings(deadline=None, max_examples=100)
@given(text=st.text(alphabet="ab cd.é好", max_size=200), limit=st.integers(1, 20))
def test_windows_hold_every_token_once_and_none_is_too_long(text: str, limit: int) -> None:
    tokens = tokens_of(text)
    pieces = windows(text, tokens, limit)
    assert sum(size for _, size in pieces) == len(tokens)
    assert all(size <= limit for _, size in pieces)
    if len(tokens) > limit:
        assert "".join(piece for piece, _ in pieces) == text[tokens[0][0] :]


def test_a_text_that_fits_is_left_as_it_is() -> None:
    assert windows(" two words ", tokens_of(" two words "), 8) == [(" two words ", 3)]


def test_windows_are_cut_between_words_and_of_like_length() -> None:
    text = " ".join(["continuous"] * 8)
    pieces = windows(text, tokens_of(text), 10)
    assert [piece.strip() for piece, _ in pieces] == [" ".join(["continuous"] * count) for count in (2, 3, 3)]
