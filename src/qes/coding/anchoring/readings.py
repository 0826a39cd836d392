"""What each coder gave each passage they read, and whether they had seen proposals for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from qes.coding.review import labels
from qes.model import Decision


@dataclass(frozen=True, slots=True)
class Reading:
    """One coder's reading of one passage: the unit of everything here."""

    coder: str
    passage_id: str
    blind: bool
    """Whether it began with suggestions hidden."""
    given: frozenset[str]
    """Codes given; of a blind reading, those given before anything was revealed."""


def readings(decisions: Iterable[Decision], passages: Collection[str]) -> list[Reading]:
    """Every reading of some passages, by coder and passage.

    What is decided after proposals were revealed says nothing of a blind reading, and who has seen proposals cannot
    read blind any more; so the first decision tells what a reading is, and only blind ones count towards a blind one.

    Args:
        decisions: Live ones, in log order.
        passages: Ids of those that matter.
    """
    blind: dict[tuple[str, str], bool] = {}
    kept: list[Decision] = []
    for each in decisions:
        if each.passage_id in passages:
            began = blind.setdefault((each.coder, each.passage_id), each.blind)
            if each.blind or not began:
                kept.append(each)
    given = labels(kept)
    return [Reading(*key, blind[key], given[key[0]][key[1]]) for key in sorted(blind)]


def made_blind(decisions: Iterable[Decision]) -> list[Decision]:
    """Those that count towards a blind reading: made before anything was revealed, by whoever began so.

    Args:
        decisions: Live ones, in log order.
    """
    began: dict[tuple[str, str], bool] = {}
    return [each for each in decisions if began.setdefault((each.coder, each.passage_id), each.blind) and each.blind]


def blind_labels(read: Iterable[Reading]) -> Mapping[str, frozenset[str]]:
    """Per passage read blind, the codes that at least half of its blind readers gave it.

    Half is enough, because an omission weighs more than an invention.
    """
    by_passage: dict[str, list[frozenset[str]]] = {}
    for each in read:
        if each.blind:
            by_passage.setdefault(each.passage_id, []).append(each.given)
    return {
        passage: frozenset(
            code for code in frozenset().union(*given) if 2 * sum(code in each for each in given) >= len(given)
        )
        for passage, given in by_passage.items()
    }
