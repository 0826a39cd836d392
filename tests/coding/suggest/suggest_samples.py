"""A small project in memory: passages on three subjects, codebooks, decisions, and a quick embedder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from qes import plugins
from qes.coding.embed import Vectors
from qes.coding.suggest import Settings, Task
from qes.model import Code, Codebook, Decision, Passage, PassageKind, Span, Verdict, sha256
from subjects import FILLER, SUBJECTS

BY_THEMSELVES = [name for name in plugins.names(plugins.SUGGESTERS) if name != "llm"]
"""Suggesters that need no language model; `test_suggest_llm` holds the one that does to the same, and
`test_llm_answers` its spans, which are quotes of the model's and no sentences of qes's choice."""
DIMENSIONS = 256
BOOK = Codebook(
    "small",
    "1",
    "Small",
    (
        Code("group", "Group", "", "Only a folder.", codable=False),
        Code(
            "money",
            "Money",
            "Public money.",
            "Talk of budget, funds, spending and tax.",
            examples=("The budget grew.",),
        ),
        Code(
            "water",
            "Water",
            "",
            "River, rain, flood, drainage, harbour.",
            counter_examples=("Drinking water tastes good.",),
        ),
        Code(
            "people",
            "People",
            "",
            "Residents, families, neighbours, volunteers, meetings.",
            examples=("Families met.",),
        ),
    ),
    sha256="s",
)

RULES = replace(
    BOOK,
    codes=tuple(
        replace(
            code,
            definition="Talk of {}, {} and {}.".format(*SUBJECTS[code.code][:3]),
            when_to_use="Use it for {}, {} and {}.".format(*SUBJECTS[code.code][2:]),
            when_not_to_use="Not for {} and {} again and again.".format(*SUBJECTS[code.code][1:3]),
        )
        for code in BOOK.codable
    ),
    sha256="r",
)
"""The same codes with several criteria each, and cautions."""


def embed(texts: Sequence[str]) -> Vectors:
    """Bags of hashed words, of unit length."""
    rows = np.full((len(texts), DIMENSIONS), 1e-3)
    for row, text in zip(rows, texts, strict=True):
        for word in re.findall(r"\w+", text.lower()):
            row[int(sha256(word)[:8], 16) % DIMENSIONS] += 1
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def passages(count: int, sources: int = 4, seed: int = 0) -> list[Passage]:
    """Passages of which each third speaks of one subject (see `subject`)."""
    generator = np.random.default_rng(seed)
    made = []
    for number in range(count):
        words = [*generator.choice(SUBJECTS[subject(number)], 3), *generator.choice(FILLER, 7)]
        text = " ".join(generator.permutation(words).tolist()).capitalize() + "."
        place = number * sources // count
        span = Span(number * 100, number * 100 + len(text))
        question = "What of money?" if number % 4 else None
        made.append(
            Passage(f"p{number}", f"s{place}", number, span, text, PassageKind.SPEECH, "Halvern", question=question)
        )
    return made


def tales(count: int, sources: int = 6, seed: int = 0) -> list[Passage]:
    """Passages of three sentences, of which only one (see `telling`) speaks of the subject."""
    generator = np.random.default_rng(seed)
    made = []
    for passage in passages(count, sources, seed):
        told = [generator.choice(FILLER, 6).tolist() for _ in range(3)]
        half = slice(0, 3) if passage.ordinal % 2 else slice(2, 5)
        spoken = [*SUBJECTS[subject(passage.ordinal)][half], *generator.choice(FILLER, 2)]
        told[telling(passage.ordinal)] = generator.permutation(spoken).tolist()
        text = " ".join(" ".join(words).capitalize() + "." for words in told)
        start = passage.ordinal * 1000
        made.append(replace(passage, text=text, span=Span(start, start + len(text))))
    return made


def quiet(count: int) -> list[Passage]:
    """Passages of another source that speak of nothing, so that the words of a subject are rare in the whole."""
    generator = np.random.default_rng(1)
    return [
        replace(
            passage, id=f"q{passage.ordinal}", source_id="t", text=" ".join(generator.choice(FILLER, 9)), question=None
        )
        for passage in passages(count)
    ]


def telling(number: int) -> int:
    """Which sentence of a tale speaks of its subject."""
    return number // 3 % 3


def subject(number: int) -> str:
    return list(SUBJECTS)[number % 3]


def accept(number: int, coder: str = "ana", code: str = "") -> Decision:
    return Decision(f"p{number}", coder, Verdict.ACCEPTED, BOOK.id, code=code or subject(number))


def reject(number: int, code: str, coder: str = "ana") -> Decision:
    return Decision(f"p{number}", coder, Verdict.REJECTED, BOOK.id, code=code)


def nothing(number: int, coder: str = "ana") -> Decision:
    return Decision(f"p{number}", coder, Verdict.NOTHING, BOOK.id)


def task(
    found: Sequence[Passage],
    decisions: Sequence[Decision] = (),
    settings: Settings | None = None,
    book: Codebook = BOOK,
) -> Task:
    vectors = embed([passage.text for passage in found])
    return Task(book, found, vectors, decisions, embed, "hashed-words@1", settings or Settings())
