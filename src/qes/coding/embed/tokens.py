"""Text to batches of token numbers, for exported models: the same windows as with sentence-transformers, no torch."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qes.coding.embed.windows import room, windows

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Encoding

TOKENS = 512
"""Tokens of one batch, padding included: enough that short texts share the cost of a call, and no more, since larger
batches were slower on every CPU measured."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of tokens, padded on the right to the longest of them."""

    rows: tuple[int, ...]
    """Which rows these are."""
    ids: NDArray[np.int64]
    mask: NDArray[np.int64]
    """1 for a token, 0 for padding; the shape of `ids`."""


class Tokens:
    """The tokenizer of an exported model.

    The folder holds `tokenizer.json`, and `tokens.json` with `longest` (tokens the model takes) and `pad` (a token's
    number).
    """

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        settings = json.loads((folder / "tokens.json").read_text(encoding="utf-8"))
        self._longest, self._pad = int(settings["longest"]), int(settings["pad"])
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._limit = room(self._longest, self._tokenizer.num_special_tokens_to_add(is_pair=False))

    def read(self, texts: Sequence[str]) -> list[list[tuple[list[int], int]]]:
        """Every text as one or more windows: the token numbers of each, and how many of them are the text's own."""
        self._tokenizer.no_truncation()
        return [self._rows(text, read) for text, read in zip(texts, self._encode(texts), strict=True)]

    def batches(self, rows: Sequence[Sequence[int]]) -> Iterator[Batch]:
        """Rows of like length together (padding costs time), the longest first."""
        order = sorted(range(len(rows)), key=lambda row: (-len(rows[row]), row))
        start = 0
        while start < len(order):
            width = max(1, len(rows[order[start]]))
            chosen = order[start : start + max(1, TOKENS // width)]
            start += len(chosen)
            yield self._batch(chosen, rows, width)

    def _encode(self, texts: Sequence[str]) -> list[Encoding]:
        return self._tokenizer.encode_batch(list(texts))

    def _rows(self, text: str, read: Encoding) -> list[tuple[list[int], int]]:
        tokens = [place for place, special in zip(read.offsets, read.special_tokens_mask, strict=True) if not special]
        if len(tokens) <= self._limit:
            return [(read.ids, len(tokens))]
        pieces = windows(text, tokens, self._limit)
        self._tokenizer.enable_truncation(self._longest)
        cut = self._encode([piece for piece, _ in pieces])
        self._tokenizer.no_truncation()
        return [(each.ids, size) for each, (_, size) in zip(cut, pieces, strict=True)]

    def _batch(self, chosen: Sequence[int], rows: Sequence[Sequence[int]], width: int) -> Batch:
        ids = np.full((len(chosen), width), self._pad, dtype=np.int64)
        mask = np.zeros_like(ids)
        for place, row in enumerate(chosen):
            ids[place, : len(rows[row])] = rows[row]
            mask[place, : len(rows[row])] = 1
        return Batch(tuple(chosen), ids, mask)
