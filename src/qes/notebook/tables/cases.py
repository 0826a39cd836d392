"""The cases: what is known of each, and those most like one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from qes.notebook.columns import Column, Table, apart_from, flag, number, several, text, whole
from qes.notebook.reading import Reading
from qes.pipeline.peers import run_peers
from qes.synthesis.peers import Peer


class Known(NamedTuple):
    """A case, what there is of it, and what the table of cases says."""

    case: str
    sources: int
    passages: int
    codings: int
    facts: Mapping[str, str | float]


class Company(NamedTuple):
    """A case beside one; without a place where too little is known of it."""

    case: str
    rank: int | None = None
    peer: Peer | None = None


def _known(reading: Reading) -> Sequence[Known]:
    found, table = reading.gathered, reading.cases
    passages = Counter(each.case for each in found.passages.values())
    sources = Counter(case for case, _ in {(each.case, each.source_id) for each in found.passages.values()})
    codings = Counter(each.case for each in found.evidence if each.coding.counts)
    cases = sorted({*found.cases, *table.values})
    return [Known(case, sources[case], passages[case], codings[case], table.values.get(case, {})) for case in cases]


def _facts(reading: Reading) -> Sequence[Column[Known]]:
    table = reading.cases
    return [_fact(name, list(table.of(name).values())) for name in table.names]


def _fact(name: str, values: Sequence[str | float]) -> Column[Known]:
    kind = number if values and all(isinstance(each, float) for each in values) else text
    return kind(_shown(name), f"{name}, of `cases.csv`", lambda each: each.facts.get(name))


def _shown(name: str) -> str:
    return apart_from(_CASES, name, "cases.csv")


_CASES: tuple[Column[Known], ...] = (
    text("case", "the case", lambda each: each.case),
    flag("in_project", "whether there is anything of it to code; if not, it may be misspelt", lambda e: e.passages > 0),
    whole("sources", "sources with passages to code", lambda each: each.sources),
    whole("passages", "passages to code", lambda each: each.passages),
    whole("codings", "codings that count", lambda each: each.codings),
)

CASES: Table[Known] = Table(
    "cases",
    "a case of the project or of `corpus/cases.csv`",
    _CASES,
    _known,
    _facts,
    "one for each column of `cases.csv`: `Float64` where it holds numbers, else `string`",
)

PEERS: Table[Company] = Table(
    "peers",
    "another case, the most like the given one first; last, without a rank, those of which too little is known",
    (
        text("case", "the other case", lambda each: each.case),
        whole("rank", "from 1", lambda each: each.rank),
        number("similarity", "0 to 1: Gower's coefficient", lambda each: each.peer and each.peer.similarity),
        several("shared", "variables known of both", lambda each: each.peer.shared if each.peer else ()),
        several(
            "likeness",
            "how alike they are in each of these, 0 to 1",
            lambda each: each.peer.likeness.values() if each.peer else (),
        ),
        several("unknown", "variables not known of both", lambda each: each.peer.unknown if each.peer else ()),
        text("sentence", "the same in words", lambda each: each.peer and each.peer.sentence),
    ),
    lambda _: (),
)


def company(reading: Reading, case: str, variables: Sequence[str], most: int | None) -> list[Company]:
    """The rows of `PEERS` for a case; errors as `qes.pipeline.peers.run_peers` has them.

    Args:
        reading: Of the project.
        case: Its name.
        variables: By the names they have in `cases.csv`, or in the frame of `CASES`.
        most: So many at most; None: all.
    """
    names = {_shown(name): name for name in reading.cases.names}
    chosen = [each if each in reading.cases.names else names.get(each, each) for each in variables]
    passages = reading.gathered.passages.values()
    found = run_peers(reading.project, case, chosen, most, passages=passages)
    near = [Company(each.case, rank, each) for rank, each in enumerate(found.peers, start=1)]
    return [*near, *(Company(each) for each in found.apart)]
