"""A flat list of codes as the outline people see: finding, replacing and placing codes in it."""

from __future__ import annotations

from collections.abc import Sequence

from qes.coding.codebook.closed import End, closing
from qes.errors import BadEdit
from qes.model import Code

Codes = tuple[Code, ...]
"""In the order they are shown; never changed in place."""


def find(codes: Codes, name: str) -> Code:
    """The code of that id.

    Raises:
        BadEdit: There is none.
    """
    found = next((each for each in codes if each.code == name), None)
    if found is None:
        raise BadEdit("there is no such code in the codebook", name)
    return found


def givable(codes: Codes, name: str) -> Code:
    """The code of that id, if a passage can be given it.

    Raises:
        BadEdit: There is none, it only groups others, or it was merged, split or retired.
    """
    code = find(codes, name)
    if ended := closing(code):
        raise BadEdit(f"it can no longer be given ({ended.line}); restore it first", name)
    if not code.codable:
        raise BadEdit("it only groups others and is given to no passage", name)
    return code


def without_children(codes: Codes, name: str) -> None:
    """See that nothing in use stands under a code.

    Raises:
        BadEdit: Something does.
    """
    below = [each.code for each in codes if each.parent == name and closing(each) is None]
    if below:
        raise BadEdit(f"codes stand under it ({', '.join(below)}); move them elsewhere first", name)


def fit_to_hold(codes: Codes, parent: str | None, name: str) -> None:
    """See that a code may stand under a parent; under a split code its parts may.

    Raises:
        BadEdit: There is no such parent, or it was merged or retired.
    """
    if parent is None:
        return
    above = next((each for each in codes if each.code == parent), None)
    if above is None:
        raise BadEdit(f"its parent {parent!r} is not in the codebook", name)
    ended = closing(above)
    if ended is not None and ended.end is not End.SPLIT:
        raise BadEdit(f"its parent {parent!r} is no longer in use ({ended.line}); choose another", name)


def put(codes: Codes, changed: Code) -> Codes:
    """The same codes with one of them as it is now."""
    return tuple(changed if each.code == changed.code else each for each in codes)


def subtree(codes: Codes, name: str) -> set[str]:
    """Ids of a code and all that stand under it, at any depth."""
    found = {name}
    while True:
        more = {each.code for each in codes if each.parent in found} - found
        if not more:
            return found
        found |= more


def end_of(codes: Codes, name: str) -> int:
    """Where the code and all that stands under it end."""
    inside = subtree(codes, name)
    return 1 + max(number for number, each in enumerate(codes) if each.code in inside)


def inserted(codes: Codes, new: Sequence[Code], at: int) -> Codes:
    """The same codes with others among them."""
    return (*codes[:at], *new, *codes[at:])


def place_under(codes: Codes, parent: str | None, place: int | None) -> int:
    """Where in the list a code goes that becomes the `place`-th child (from 0) of a parent; None: the last."""
    children = [number for number, each in enumerate(codes) if each.parent == parent]
    if place is not None and place < len(children):
        return children[place]
    if children:
        return end_of(codes, codes[children[-1]].code)
    return end_of(codes, parent) if parent is not None else len(codes)
