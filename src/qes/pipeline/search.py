"""Passages by meaning and by words."""

from __future__ import annotations

import re
from contextlib import closing
from typing import Any

from qes.coding.embed.cache import CachedEmbedder
from qes.pipeline.review import codable
from qes.project import Project

_RANK_CONSTANT = 60
"""Of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009): damps the weight of the very first ranks."""


def run_search(project: Project, text: str, most: int = 10) -> list[dict[str, Any]]:
    """The passages nearest to a text, those that hold its words and those that mean alike fused by rank.

    Args:
        project: Its codable passages are searched; what is not embedded yet is embedded first.
        text: Words or a sentence.
        most: How many to return.
    """
    passages = {passage.id: passage for passage in codable(project)}
    if not passages or not text.strip():
        return []
    embedder = CachedEmbedder(project.embedder(), project.store)
    deep = min(len(passages), max(50, most * 5))
    with closing(project.index(embedder)) as index:
        index.sync(list(passages), embedder.embed([passage.text for passage in passages.values()]))
        meaning = index.query(embedder.embed([text])[0], deep)
    similarity = {hit.id: hit.score for hit in meaning}
    wanted = set(re.findall(r"\w+", text.casefold()))
    shares = {
        each.id: len(wanted & set(re.findall(r"\w+", each.text.casefold()))) / max(1, len(wanted))
        for each in passages.values()
    }
    words = sorted((each for each in passages if shares[each] >= 0.5), key=lambda each: (-shares[each], each))[:deep]
    fused: dict[str, float] = {}
    for ranking in ([hit.id for hit in meaning], words):
        for rank, each in enumerate(ranking):
            fused[each] = fused.get(each, 0.0) + 1 / (_RANK_CONSTANT + rank)
    sources = {source.id: source.path for source in project.store.sources()}
    best = sorted(fused, key=lambda each: (-fused[each], each))[:most]
    return [
        {
            "passage": each,
            "case": passages[each].case,
            "source": sources[passages[each].source_id],
            "place": passages[each].place,
            "similarity": round(float(similarity.get(each, 0.0)), 4),
            "text": passages[each].text,
        }
        for each in best
    ]
