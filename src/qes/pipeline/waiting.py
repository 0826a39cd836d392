"""What waits for a coder, in the order they chose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from qes.coding.queue import Item, queue
from qes.model import Passage, Suggestion
from qes.pipeline import Progress, quiet
from qes.pipeline.assignments import Duties, assignments
from qes.pipeline.review import codable, proposed_codings
from qes.pipeline.voices import joined, spoken
from qes.project import Project

if TYPE_CHECKING:
    from qes.coding.embed import Vectors


def next_items(project: Project, coder: str, order: str = "likely", *, progress: Progress = quiet) -> list[Item]:
    """A coder's queue, in one of `queue.ORDERS`; `diverse` embeds what is not embedded yet.

    Whoever was assigned sources is asked for these alone, and without proposals where the assignment says so.

    Raises:
        ModelUnavailable: The order needs vectors that are not there, and they cannot be made.
        ValueError: There is no such order.
    """
    settings, duties = project.settings, Duties(assignments(project), project.settings.seed)
    asked = [(passage, duties.duty(coder, passage)) for passage in codable(project)]
    passages = [passage for passage, duty in asked if duty is not None]
    proposed = proposed_codings(project)
    scored = [each for each in proposed if not spoken(each)]
    items = queue(
        passages,
        scored or proposed,
        project.store.decisions(),
        coder,
        blind_share=settings.review.blind_share,
        seed=settings.seed,
        order=order,
        hidden=frozenset(passage.id for passage, duty in asked if duty is not None and duty.blind),
        vectors=vectors_of(project, passages, progress) if order == "diverse" else None,
    )
    return with_voices(items, [each for each in proposed if spoken(each)]) if scored else items


def with_voices(items: Sequence[Item], heard: Iterable[Suggestion]) -> list[Item]:
    """Items with what voices propose after what is there, but for those coded blind and for codes proposed already."""
    by_passage: defaultdict[str, list[Suggestion]] = defaultdict(list)
    for each in heard:
        by_passage[each.passage_id].append(each)
    return [
        item
        if item.blind or item.passage.id not in by_passage
        else replace(item, suggestions=tuple(joined(item.suggestions, by_passage[item.passage.id])))
        for item in items
    ]


def vectors_of(project: Project, passages: Sequence[Passage], progress: Progress = quiet) -> Vectors:
    """Vectors of passages, aligned with them; what has none yet is embedded."""
    from qes.coding.embed.cache import CachedEmbedder

    report = partial(progress, "embedding")
    return CachedEmbedder(project.embedder(), project.store, progress=report).embed([each.text for each in passages])
