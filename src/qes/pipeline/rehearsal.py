"""Edits of the codebook tried out: what would come of them, and which cannot be done, before anything is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qes.coding.codebook import Change, diff
from qes.coding.codebook.edit import Edit, apply
from qes.coding.codebook.edit_json import edit_from_json
from qes.coding.codebook.outline import Codes
from qes.errors import BadEdit
from qes.model import Codebook
from qes.pipeline.versions import RubricBreaks, Version, check_rubric, versions
from qes.project import Project


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one edit."""

    problem: str = ""
    """Why it cannot be done; empty when it can."""
    code: str = ""
    """The code the problem is about, if it is about one."""
    idle: bool = False
    """Whether it changes nothing, as everything is as it says already."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What would come of some edits."""

    codebook: Codebook
    """With those that can be done."""
    changes: tuple[Change, ...]
    fates: tuple[Fate, ...]
    """Of each edit, in order."""
    problem: str = ""
    """What is wrong with all of them together, though each can be done."""
    hint: str = ""


def rehearse(project: Project, current: Codebook, given: Sequence[object]) -> Rehearsal:
    """Try edits one after the other on the codebook; those that cannot be done are passed over.

    Args:
        project: Its rubric must fit what comes of them.
        current: What they are tried on.
        given: Edits as plain data (`qes.coding.codebook.edit_json`).
    """
    codes, fates, good = current.codes, [], list[Edit]()
    for each in given:
        try:
            edit = edit_from_json(each)
            after = edit.of(codes)
        except BadEdit as error:
            fates.append(Fate(error.problem, error.code))
            continue
        fates.append(Fate(idle=after == codes))
        codes = after
        good.append(edit)
    return _together(project, current, codes, good, tuple(fates))


def _together(
    project: Project, current: Codebook, codes: Codes, good: Sequence[Edit], fates: tuple[Fate, ...]
) -> Rehearsal:
    problem = hint = ""
    result = replace(current, codes=codes)
    if good:
        try:
            result = apply(current, good)
            check_rubric(project, current, result)
        except (BadEdit, RubricBreaks) as error:
            problem, hint = str(error), error.hint
    return Rehearsal(result, tuple(diff(current, result)), fates, problem, hint)


def since(project: Project, base: str) -> list[Version]:
    """The versions that came after one, oldest first; none if it is the newest or there is no such version."""
    known = versions(project)
    ids = [each.id for each in known]
    return known[ids.index(base) + 1 :] if base in ids else []
