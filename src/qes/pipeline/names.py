"""What people call things, found; or an error that names what comes nearest."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from qes.coding.codebook.nearest import nearest_codes
from qes.errors import NotFound, UnknownCode
from qes.model import Code, Codebook, Passage
from qes.project import Project

SHORTEST_ID = 4
"""Characters of a passage's id that are enough where no other begins so."""
_MOST = 9


def find_passage(project: Project, wanted: str, passages: Iterable[Passage]) -> Passage:
    """The passage of that id, or the one of `passages` whose id begins so; an id of an earlier revision will do too.

    Raises:
        NotFound: There is none, or more than one.
    """
    typed = wanted.strip().lower()
    found = [each for each in passages if each.id.startswith(typed)] if len(typed) >= SHORTEST_ID else []
    found = [each for each in found if each.id == typed] or found
    found = found or project.store.passages(ids=[typed], current=None)
    if len(found) == 1:
        return found[0]
    error = NotFound("passage", wanted)
    error.hint = f"`qes search TEXT` prints the ids of passages; their first {SHORTEST_ID} characters may be enough."
    if found:
        error.hint = f"Several begin so: {', '.join(each.id for each in found[:_MOST])}."
    raise error


def find_case(wanted: str, passages: Iterable[Passage]) -> str:
    """The case of that name.

    Raises:
        NotFound: No passage belongs to it; the error names those there are.
    """
    return _find("case", wanted.strip(), sorted({each.case for each in passages if each.case is not None}))


def find_source(project: Project, wanted: str) -> str:
    """The id of the source of that path, with or without `corpus/` before it.

    Raises:
        NotFound: There is none; the error names those there are.
    """
    sources = {source.path: source.id for source in project.store.sources()}
    path = wanted.strip().replace("\\", "/").removeprefix("./")
    return sources[_find("source", path if path in sources else path.removeprefix("corpus/"), list(sources))]


def find_code(codebook: Codebook, wanted: str) -> Code:
    """The code of that id or label that a passage may be given.

    Raises:
        UnknownCode: There is none; the error names those that come near.
    """
    near = nearest_codes(codebook, wanted)
    typed = wanted.strip().casefold()
    if near and typed in (near[0].code.casefold(), near[0].label.casefold()):
        return near[0]
    error = UnknownCode(wanted, codebook.id)
    group = codebook.get(wanted.strip())
    if group is not None:
        below = [code.code for code in codebook.codable if code.code.startswith(f"{group.code}/")]
        error.hint = f"It only groups others; choose one of: {', '.join(below) or 'qes codebook show'}."
    elif near:
        error.hint = f"Did you mean {' or '.join(code.code for code in near[:3])}? `qes codebook show` lists all."
    raise error


def _find(what: str, wanted: str, known: list[str]) -> str:
    found = [each for each in known if each == wanted] or [
        each for each in known if each.casefold() == wanted.casefold()
    ]
    if len(found) == 1:
        return found[0]
    choices = found or known
    if len(choices) > _MOST:
        choices = get_close_matches(wanted, choices, _MOST, 0.3) or choices[:_MOST]
    error = NotFound(what, wanted)
    error.hint = f"Choose one of: {', '.join(choices) or 'none yet'}."
    raise error
