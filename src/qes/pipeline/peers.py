"""Peers of a case, by what the project's table of cases says of them and what the team chooses to compare on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qes.errors import BadCases
from qes.model import Passage
from qes.pipeline.cases import FILE, CaseTable, case_table
from qes.pipeline.names import find_case
from qes.pipeline.review import codable
from qes.project import Project
from qes.synthesis.peers import Peer, apart, peers


@dataclass(frozen=True, slots=True)
class Company:
    """The cases most like one."""

    case: str
    variables: tuple[str, ...]
    """What was compared."""
    peers: tuple[Peer, ...]
    """The nearest first."""
    apart: tuple[str, ...]
    """Cases of the project of which too little is known to compare them."""


def run_peers(
    project: Project,
    case: str,
    variables: Sequence[str] = (),
    most: int | None = None,
    *,
    passages: Iterable[Passage] | None = None,
) -> Company:
    """The cases of the project that are most like one of them.

    Args:
        project: Cases of its table that it has no source of are left out, of the ranks too.
        case: Its name.
        variables: What to compare on; none: those of `[peers] variables` in `qes.toml`.
        most: So many peers at most; None: all that can be compared.
        passages: Those people code, where the caller has them in memory; None: they are read.

    Raises:
        NotFound: No such case.
        BadCases: There is no table, it is wrong, has no row for the case or no such variable, or none is chosen.
    """
    passages = codable(project) if passages is None else list(passages)
    name = find_case(case, passages)
    table = case_table(project)
    chosen = tuple(dict.fromkeys(variables or project.settings.peers.variables))
    _check(project, table, name, chosen)
    cases = sorted({passage.case for passage in passages if passage.case is not None})
    known = {each: table.values.get(each, {}) for each in cases}
    return Company(name, chosen, tuple(peers(known, chosen, name, most)), tuple(apart(known, chosen, name)))


def _check(project: Project, table: CaseTable, case: str, chosen: Sequence[str]) -> None:
    path = table.path or str(project.corpus / FILE)
    if not table.path:
        raise BadCases(path, [(0, "is not there, so nothing is known to compare cases by")])
    if not chosen:
        error = BadCases(path, [(0, f"none of its attributes is chosen; it has: {', '.join(table.names) or 'none'}")])
        error.hint = "Name what to compare on, or set it once for all as `[peers] variables` in qes.toml."
        raise error
    for name in chosen:
        table.of(name)
    if case not in table.values:
        raise BadCases(path, [(0, f"has no row for {case!r}")])
