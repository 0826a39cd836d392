"""Who sees what others gave: what might lead somebody in coding is kept from them until they are done with it."""

from __future__ import annotations

from collections.abc import Iterable

from qes.model import Citation, Role
from qes.pipeline.reader import Reader, hidden
from qes.web.access import Visitor
from qes.web.state import State


def coder_of(who: Visitor, *, settles: bool = False) -> Reader:
    """Where people code: everybody who may is to be kept from what could lead them."""
    return Reader(who.name, who.role.allows(Role.RESEARCHER), settles)


def reader_of(who: Visitor) -> Reader:
    """Where evidence is weighed: reviewers and leads weigh what everybody gave; viewers code nothing it could lead."""
    return Reader(who.name, codes=who.role is Role.RESEARCHER)


def kept_from(here: State, who: Visitor, citations: Iterable[Citation]) -> bool:
    """Whether one of these stands on a passage that somebody is yet to code unaided: it would tell what to find."""
    reader, passages = reader_of(who), here.ledger.passages
    if not reader.codes:
        return False
    cited = {each.passage_id for each in citations}
    return any(hidden(here.desk, reader, passages[each]) for each in cited if each in passages)
