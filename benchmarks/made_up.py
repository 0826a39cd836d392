"""Texts for benchmarks: as long as those of interviews, their words as uneven as those of a language."""

from __future__ import annotations

import numpy as np

from qes.model import Span

WORDS = 90
"""Of a paragraph."""


def paragraphs(count: int, generator: np.random.Generator) -> tuple[list[str], list[Span]]:
    """So many paragraphs, and where each stands in a text in which an empty line parts them."""
    words = generator.zipf(1.3, size=(count, WORDS)) % 20_000
    texts = [" ".join(f"w{word}" for word in row) for row in words.tolist()]
    spans, at = [], 0
    for text in texts:
        spans.append(Span(at, at + len(text)))
        at += len(text) + 2
    return texts, spans
