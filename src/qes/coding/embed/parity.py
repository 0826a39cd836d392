"""Whether an exported model gives the vectors sentence-transformers gives: checked once, and the answer kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qes.coding.embed.shelf import remembered, write
from qes.errors import ModelUnavailable

if TYPE_CHECKING:
    from qes.coding.embed import Vectors

SAME = 0.99999
"""Least cosine at which vectors are the same for every purpose, so that their makers may share an id."""
FAITHFUL = 0.999
"""Least cosine at which vectors of lower precision stand in for the model, under an id of their own."""
HINT = 'Set `[embed] embedder = "sentence-transformers"` in qes.toml: slower, and right for every model.'
TEXTS = (
    "",
    "Yes, okay.",
    "WE MOVED THE MONEY from roads to clinics - twice!",
    "The council reads the list of flooded streets every Monday and sends a crew before anybody complains.",
    "Die Stadt hat das Budget umgeschichtet, nachdem der Bericht der Prüfstelle vorlag.",
    "La mairie a réuni trois services autour d'une même table, et les habitants y étaient.",
    "El programa piloto se evaluó y después se extendió a todos los distritos.",
    "市政府每个月都会根据居民的意见调整优先事项。",
    "Měřili jsme to dva roky; výsledky změnily pravidla pro zakázky. \U0001f600",
    "We tested two kinds of grates on forty streets, counted blockages weekly, and changed the tender. " * 9,
    "Nobody owns the process, so every department buys as it did before the reform of 2019. " * 40,
)
"""Short and long, empty and beyond any window, several scripts, capitals and accents."""


def check(name: str, folder: Path, runtime: str, embed: Callable[[Sequence[str]], Vectors], least: float) -> None:
    """Compare an exported model with the reference beside it, unless this runtime was compared before.

    Args:
        name: The model's, for the message.
        folder: Of the exported model; holds the reference, and the answer afterwards.
        runtime: Library, version and precision that compute the vectors; the answer holds for these only.
        embed: What is checked.
        least: The cosine every text of `TEXTS` must reach.

    Raises:
        ModelUnavailable: One does not.
    """
    answer = folder / f"parity-{runtime}.json"
    cosine = remembered(answer).get("cosine")
    if cosine is None:
        cosine = lowest_cosine(embed(TEXTS), np.load(folder / "reference.npy"))
        write(answer, json.dumps({"cosine": cosine}))
    if not cosine >= least:
        raise ModelUnavailable(name, f"{runtime} gives other vectors (cosine {cosine:.5f}, least {least})", HINT)


def lowest_cosine(one: Vectors, other: Vectors) -> float:
    """The least cosine between rows of unit length that belong together; -1 where they cannot be compared."""
    if one.shape != other.shape or not np.isfinite(one).all():
        return -1.0
    return float(np.min(np.sum(one.astype(np.float64) * other, axis=1)))
