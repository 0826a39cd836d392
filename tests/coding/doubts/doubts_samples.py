"""Passages on a few subjects, coders who read them, and scores as a model might give them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qes.coding.doubts import Reading
from qes.coding.embed import Vectors
from qes.coding.suggest import Scores
from qes.model import Decision, Passage, PassageKind, Span, Verdict
from subjects import FILLER

BOOK = "subjects@1"
SUBJECTS = {
    "money": ("budget", "funds", "spending", "tax", "fees"),
    "water": ("flood", "river", "drainage", "rain", "harbour"),
    "people": ("residents", "neighbours", "families", "meetings", "volunteers"),
    "roads": ("asphalt", "kerb", "potholes", "crossing", "traffic"),
    "schools": ("teacher", "pupils", "classroom", "lessons", "exam"),
    "health": ("clinic", "nurses", "vaccine", "patients", "ward"),
}


def passage(number: int, text: str = "", source: str = "s0", case: str = "Arden") -> Passage:
    words = text or f"Passage {number}."
    return Passage(f"p{number}", source, number, Span(number * 100, number * 100 + 90), words, PassageKind.SPEECH, case)


def spoken(count: int, seed: int) -> list[Passage]:
    """Passages of which each sixth speaks of one subject (see `subject`), in four sources."""
    generator = np.random.default_rng(seed)
    made = []
    for number in range(count):
        words = [*generator.choice(SUBJECTS[subject(number)], 3), *generator.choice(FILLER, 7)]
        text = " ".join(generator.permutation(words).tolist()).capitalize() + "."
        made.append(passage(number, text, f"s{number * 4 // count}"))
    return made


def subject(number: int) -> str:
    return list(SUBJECTS)[number % len(SUBJECTS)]


def accept(number: int, code: str, coder: str = "ana", at: str = "") -> Decision:
    return Decision(f"p{number}", coder, Verdict.ACCEPTED, BOOK, code, at=at)


def reject(number: int, code: str, coder: str = "ana", at: str = "") -> Decision:
    return Decision(f"p{number}", coder, Verdict.REJECTED, BOOK, code, at=at)


def nothing(number: int, coder: str = "ana", at: str = "") -> Decision:
    return Decision(f"p{number}", coder, Verdict.NOTHING, BOOK, at=at)


def minute(number: int) -> str:
    """A time of day, later for larger numbers."""
    return f"2026-01-{1 + number // 1440:02}T{number // 60 % 24:02}:{number % 60:02}:00.000000Z"


def scores(matrix: NDArray[np.float64], codes: Sequence[str], source: str = "learned") -> Scores:
    return Scores(tuple(codes), matrix, np.full(len(codes), 0.5), (source,) * len(codes))


def reading(given: NDArray[np.bool_], coder: str = "ana", times: Sequence[str] = ()) -> Reading:
    """What a coder holds who read every passage, one a minute, and named nothing they did not give."""
    at = tuple(times) or tuple(minute(number) for number in range(len(given)))
    return Reading(coder, np.arange(len(given)), given, at, at, {}, frozenset())


def around(centres: NDArray[np.float64], which: Sequence[int], generator: np.random.Generator) -> Vectors:
    """Unit vectors scattered around one centre each."""
    raw = centres[list(which)] + generator.normal(0.0, 0.22, size=(len(which), centres.shape[1]))
    return np.asarray(raw / np.linalg.norm(raw, axis=1, keepdims=True), dtype=np.float32)


def centres(count: int, generator: np.random.Generator, dimensions: int = 32) -> NDArray[np.float64]:
    raw = generator.normal(size=(count, dimensions))
    return np.asarray(raw / np.linalg.norm(raw, axis=1, keepdims=True), dtype=np.float64)
