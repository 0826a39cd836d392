"""What changed between two versions of a codebook."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from qes.model import AttributeRule, Code, Codebook


class ChangeKind(StrEnum):
    """What happened to a code, an attribute or a text."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    """It stands under another parent, or the order of the codes is another."""
    RETIRED = "retired"
    """It can no longer be given to a passage; earlier codings keep it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, with the texts before and after."""

    kind: ChangeKind
    code: str | None
    """None for what concerns the codebook as a whole."""
    field: str = ""
    """The key that differs, `attributes.<name>` for an attribute rule, empty for a whole code."""
    before: str = ""
    after: str = ""


def diff(old: Codebook, new: Codebook) -> list[Change]:
    """Every difference in meaning: the codebook's own texts, its attributes, then its codes in the new order.

    Name and version are not compared. A code whose id changed appears as removed and added, as its codings
    have to be carried over by a person's decision.
    """
    return [*_texts(old, new), *_attributes(old, new), *_codes(old, new), *_order(old, new)]


def _texts(old: Codebook, new: Codebook) -> list[Change]:
    pairs = [(key, getattr(old, key), getattr(new, key)) for key in ("title", "description")]
    return [Change(ChangeKind.CHANGED, None, key, before, after) for key, before, after in pairs if before != after]


def _attributes(old: Codebook, new: Codebook) -> list[Change]:
    before, after = ({each.name: each for each in book.attributes} for book in (old, new))
    changes: list[Change] = []
    for name in [*after, *(each for each in before if each not in after)]:
        left, right = _rule(before.get(name)), _rule(after.get(name))
        if left != right:
            kind = ChangeKind.ADDED if not left else ChangeKind.CHANGED if right else ChangeKind.REMOVED
            changes.append(Change(kind, None, f"attributes.{name}", left, right))
    if not changes and list(before) != list(after):
        changes.append(Change(ChangeKind.MOVED, None, "attributes", ", ".join(before), ", ".join(after)))
    return changes


def _rule(rule: AttributeRule | None) -> str:
    if rule is None:
        return ""
    return ": ".join(each for each in (" · ".join(rule.values), rule.description) if each)


def _codes(old: Codebook, new: Codebook) -> list[Change]:
    before, after = ({each.code: each for each in book.codes} for book in (old, new))
    changes: list[Change] = []
    for code in new.codes:
        earlier = before.get(code.code)
        if earlier is None:
            changes.append(Change(ChangeKind.ADDED, code.code, after=code.label))
        else:
            changes += _fields(earlier, code)
    gone = [code for code in old.codes if code.code not in after]
    return changes + [Change(ChangeKind.REMOVED, code.code, before=code.label) for code in gone]


def _fields(old: Code, new: Code) -> list[Change]:
    pairs = [(each.name, getattr(old, each.name), getattr(new, each.name)) for each in fields(Code)]
    return [
        Change(_kind(key, after), new.code, key, _shown(before), _shown(after))
        for key, before, after in pairs
        if before != after
    ]


def _kind(field: str, after: Any) -> ChangeKind:
    if field == "parent":
        return ChangeKind.MOVED
    return ChangeKind.RETIRED if field == "codable" and not after else ChangeKind.CHANGED


def _shown(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case tuple():
            return "\n".join(value)
        case _:
            return str(value)


def _order(old: Codebook, new: Codebook) -> list[Change]:
    left = [code.code for code in old.codes if new.get(code.code) is not None]
    right = [code.code for code in new.codes if old.get(code.code) is not None]
    if left == right:
        return []
    return [Change(ChangeKind.MOVED, None, "codes", ", ".join(left), ", ".join(right))]
