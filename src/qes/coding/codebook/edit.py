"""Edits of a codebook: each a value that says what is to change, applied together to make the next version.

Ids are kept for ever: a code that is merged, split or retired stays, is given to no passage any more, and says what to
use instead (`closed`). So whatever was decided about it can still be read, shown and scored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from qes.coding.codebook import closed
from qes.coding.codebook.load import read_yaml
from qes.coding.codebook.meaning import to_yaml
from qes.coding.codebook.outline import (
    Codes,
    end_of,
    find,
    fit_to_hold,
    givable,
    inserted,
    place_under,
    put,
    subtree,
    without_children,
)
from qes.coding.codebook.schema import VERSION_PATTERN
from qes.errors import BadEdit
from qes.model import Code, Codebook


@dataclass(frozen=True, slots=True)
class Reword:
    """Other words for a code; what is None stays as it is."""

    code: str
    label: str | None = None
    brief: str | None = None
    definition: str | None = None
    when_to_use: str | None = None
    when_not_to_use: str | None = None
    examples: tuple[str, ...] | None = None
    counter_examples: tuple[str, ...] | None = None

    def of(self, codes: Codes) -> Codes:
        """The codes after the edit; BadEdit."""
        code = find(codes, self.code)
        if ended := closed.closing(code):
            raise BadEdit(f"it is no longer in use ({ended.line}); restore it before you reword it", self.code)
        said = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "code"}
        said = {key: text for key, text in said.items() if text is not None}
        return put(codes, _cleaned(replace(code, **said), said))


@dataclass(frozen=True, slots=True)
class Add:
    """A new code, under the parent it names."""

    code: Code
    after: str | None = None
    """Its parent, or the sibling behind which it stands; None: last of its siblings."""

    def of(self, codes: Codes) -> Codes:
        """The codes after the edit; BadEdit."""
        code = _new(codes, self.code)
        fit_to_hold(codes, code.parent, code.code)
        if self.after is None:
            return inserted(codes, [code], place_under(codes, code.parent, None))
        if self.after == code.parent:
            return inserted(codes, [code], place_under(codes, code.parent, 0))
        if find(codes, self.after).parent != code.parent:
            raise BadEdit(f"it cannot stand after {self.after!r}, which has another parent", code.code)
        return inserted(codes, [code], end_of(codes, self.after))


@dataclass(frozen=True, slots=True)
class Merge:
    """Codes that become part of another one, whose words stay as they are."""

    codes: tuple[str, ...]
    into: str

    def of(self, codes: Codes) -> Codes:
        """The codes after the edit; BadEdit."""
        into = givable(codes, self.into)
        if not self.codes:
            raise BadEdit("nothing is named that is to be merged into it", self.into)
        for name in dict.fromkeys(self.codes):
            if name == into.code:
                raise BadEdit("it cannot be merged into itself", name)
            code = givable(codes, name)
            without_children(codes, name)
            codes = put(codes, closed.merged(code, into.code))
        return codes


@dataclass(frozen=True, slots=True)
class Split:
    """New codes in place of one; they stand behind it, under the parents they name, which may be the code itself."""

    code: str
    parts: tuple[Code, ...]

    def of(self, codes: Codes) -> Codes:
        """The codes after the edit; BadEdit."""
        code = givable(codes, self.code)
        without_children(codes, self.code)
        if len(self.parts) < 2:
            raise BadEdit("it is split into two codes or more; to give it another id, add a code and merge", self.code)
        codes = put(codes, closed.split(code, [part.code.strip() for part in self.parts]))
        at = end_of(codes, self.code)
        for place, part in enumerate(self.parts):
            new = _new(codes, part)
            if not new.codable:
                raise BadEdit("a part has to be a code that passages can be given", new.code)
            fit_to_hold(codes, new.parent, new.code)
            codes = inserted(codes, [new], at + place)
        return codes


@dataclass(frozen=True, slots=True)
class Move:
    """Another parent or place for a code, with all that stands under it."""

    code: str
    parent: str | None
    """None: at the top."""
    place: int | None = None
    """Among the children of the parent, from 0; None: the last."""

    def of(self, codes: Codes) -> Codes:
        """The codes after the edit; BadEdit."""
        code, moved = find(codes, self.code), subtree(codes, self.code)
        if self.place is not None and self.place < 0:
            raise BadEdit(f"places are counted from 0, so there is no place {self.place}", self.code)
        if self.parent in moved:
            raise BadEdit(f"it cannot stand below itself (under {self.parent!r})", self.code)
        if self.parent != code.parent:
            fit_to_hold(codes, self.parent, self.code)
        rest = tuple(each for each in codes if each.code not in moved)
        block = [each for each in put(codes, replace(code, parent=self.parent)) if each.code in moved]
        return inserted(rest, block, place_under(rest, self.parent, self.place))


@dataclass(frozen=True, slots=True)
class Retire:
    """A code that is no longer given, with the reason and what to do instead, for coders to read."""

    code: str
    reason: str

    def of(self, codes: Codes) -> Codes:
        """The codes after the edit; BadEdit."""
        code = givable(codes, self.code)
        without_children(codes, self.code)
        if not self.reason.strip():
            raise BadEdit("say why it is retired and what to use instead", self.code)
        return put(codes, closed.retired(code, self.reason))


@dataclass(frozen=True, slots=True)
class Restore:
    """A code that was merged, split or retired, and is given again with the words it had."""

    code: str

    def of(self, codes: Codes) -> Codes:
        """The codes after the edit; BadEdit."""
        code = find(codes, self.code)
        if closed.closing(code) is None:
            raise BadEdit("it is neither merged, split nor retired, so there is nothing to restore", self.code)
        fit_to_hold(codes, code.parent, self.code)
        return put(codes, closed.reopened(code))


Edit = Reword | Add | Merge | Split | Move | Retire | Restore


def apply(codebook: Codebook, edits: Sequence[Edit]) -> Codebook:
    """The next version of a codebook: each edit applied to what those before it made.

    Returns:
        A sealed codebook, equal to what its file reads back as. It has the next version's number also when nothing
        changed; `diff` tells.

    Raises:
        BadEdit: One of them cannot be done, or the result would break a rule that codebook files have to keep.
    """
    codes = codebook.codes
    for number, edit in enumerate(edits, start=1):
        try:
            codes = edit.of(codes)
        except BadEdit as error:
            raise BadEdit(error.problem, error.code, number) from error
    changed, report = read_yaml(to_yaml(replace(codebook, version=next_version(codebook.version), codes=codes)))
    if changed is None or report.errors:
        raise BadEdit("; ".join(dict.fromkeys(each.text for each in report.errors)))
    return changed


def next_version(version: str) -> str:
    """The number of the version after this one: 1.0 → 1.1, 1.9 → 1.10, 2 → 3, and a draft (1.1-draft) → 1.1.

    Raises:
        BadEdit: It is no version.
    """
    if not re.fullmatch(VERSION_PATTERN, version):
        raise BadEdit(f"{version!r} is no version, such as 1.0 or 1.1-draft")
    numbers, _, draft = version.partition("-")
    if draft:
        return numbers
    *first, last = numbers.split(".")
    return ".".join([*first, str(int(last) + 1)])


def _new(codes: Codes, code: Code) -> Code:
    """A code that is not there yet, as its file would read."""
    everything = {each.name: getattr(code, each.name) for each in fields(code)}
    code = replace(_cleaned(code, everything), parent=(code.parent or "").strip() or None)
    if not code.code:
        raise BadEdit("a new code needs an id")
    if any(each.code == code.code for each in codes):
        raise BadEdit("this id is taken, also if its code is no longer in use; choose another", code.code)
    return code


def _cleaned(code: Code, said: dict[str, Any]) -> Code:
    """The code without white space around what was said of it, as reading a file leaves it."""
    clean: dict[str, Any] = {}
    for key, value in said.items():
        if isinstance(value, str):
            clean[key] = value.strip()
        elif isinstance(value, tuple):
            clean[key] = tuple(each.strip() for each in value)
    for key in ("label", "definition"):
        if clean.get(key) == "":
            raise BadEdit(f"its {key} is empty", code.code)
    for key in ("examples", "counter_examples"):
        if "" in clean.get(key, ()):
            raise BadEdit(f"one of its {key.replace('_', '-')} is empty", code.code)
    return replace(code, **clean)
