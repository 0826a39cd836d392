"""What the anchoring meter cannot tell yet, and what would help; only what follows from its figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from qes.coding.anchoring import ANY, Anchoring, Comparison, Quality
from qes.coding.anchoring.quality import FEWEST_POSITIVES
from qes.coding.anchoring.shift import FEW

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing."""

    what: str
    help: str
    """What to do about it; empty when time will do it."""


def lacks(found: Anchoring, blind_share: float) -> list[Lack]:
    """What is missing, the gravest first.

    Args:
        found: The meter's figures.
        blind_share: The part of all passages that is drawn to be read blind.
    """
    return [*_readings(found, blind_share), *_coders(found), *_codes(found), *_width(found)]


def _readings(found: Anchoring, share: float) -> Iterator[Lack]:
    everybody = found.meters[ANY, ANY]
    blind, assisted = found.summary.micro.passages, everybody.assisted
    if not everybody.blind + assisted:
        yield Lack("Nobody has read anything yet.", "Begin in the queue; the meter fills as passages are read.")
        return
    if not blind and not share:
        yield Lack(
            "No passage is drawn to be read blind, so neither the shift nor the quality of the proposals can be told.",
            "Set `blind_share` under [review] in qes.toml, to 0.1 for instance, or assign a source to be coded blind.",
        )
    elif not blind:
        yield Lack(
            f"{share:.0%} of the passages are drawn to be read blind, and none of them has been read yet.",
            "Go on in the queue, where they come among the others, or assign a source to be coded blind.",
        )
    elif blind < FEW:
        yield Lack(
            f"{_passages(blind)} read blind: below {FEW}, every figure here is a first impression. "
            f"{FEW - blind} more are needed.",
            f"Raise `blind_share` under [review] in qes.toml (it is {share:g}), or assign a source to be coded blind.",
        )
    if not assisted:
        yield Lack("Nothing was read with proposals in view, so there is nothing to compare with.", "")
    elif blind and everybody.shift.comparison is Comparison.PLAIN:
        yield Lack(
            "Blind and assisted reading could not be matched by scores: no band of scores holds both.",
            "Let more be read blind among the likely passages: the random share does it if it is large enough.",
        )


def _coders(found: Anchoring) -> Iterator[Lack]:
    meters = [each for (coder, code), each in found.meters.items() if coder != ANY == code]
    none = sorted(each.coder for each in meters if each.assisted and not each.blind)
    if none and found.meters[ANY, ANY].blind:
        yield Lack(
            f"{_listed(none)} {'has' if len(none) == 1 else 'have'} read nothing blind, so what proposals do to "
            f"{'this coder' if len(none) == 1 else 'these coders'} cannot be told.",
            "Assign them a share of a source, to be coded blind.",
        )


def _codes(found: Anchoring) -> Iterator[Lack]:
    rare = [each for each in found.quality if 0 < each.given < FEWEST_POSITIVES]
    never = [each for each in found.quality if not each.given and each.passages]
    if rare:
        nearest = min(rare, key=lambda each: (_more(each), each.code))
        yield Lack(
            f"{_codes_were(len(rare))} given fewer than {FEWEST_POSITIVES} times in blind reading and "
            f"{'has' if len(rare) == 1 else 'have'} no part in the averages over codes. At the present rate, the "
            f"nearest ({nearest.code}) takes about {_more(nearest)} more blind passages.",
            "",
        )
    if never:
        yield Lack(
            f"{_codes_were(len(never))} never given in blind reading: nothing can be said of how well "
            f"{'it is' if len(never) == 1 else 'they are'} proposed.",
            "",
        )


def _more(each: Quality) -> int:
    return ceil((FEWEST_POSITIVES - each.given) * each.passages / each.given)


def _width(found: Anchoring) -> Iterator[Lack]:
    micro = found.summary.micro
    if micro.passages >= FEW and micro.proposed and micro.given:
        yield Lack(
            f"Intervals narrow with the square root of the number of passages: about {3 * micro.passages:,} more read "
            f"blind, beside the {micro.passages:,} there are, would halve them.",
            "",
        )


def _passages(number: int) -> str:
    return "Only 1 passage was" if number == 1 else f"Only {number} passages were"


def _codes_were(number: int) -> str:
    return "1 code was" if number == 1 else f"{number} codes were"


def _listed(names: list[str]) -> str:
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
