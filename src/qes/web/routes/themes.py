"""Themes: what lies together among passages that fit nowhere, what the team makes of it, and the codes it becomes."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from qes.coding.codebook.edit import Add
from qes.coding.codebook.edit_json import edits_from_json
from qes.errors import UnknownCode
from qes.model import Role, Theme
from qes.pipeline.themes import acts
from qes.web.access import Here, Visitor, Who, allow
from qes.web.answers import Json
from qes.web.aside import ending
from qes.web.state import State
from qes.web.themes.acts import Accept, Anew, Coded, Drop, Gather, Merge, Rename, Restore, Split, Wanted
from qes.web.themes.clusters import all_themes, counting, look, no_fit, placed
from qes.web.views import themes as told

router = APIRouter(prefix="/api/themes", tags=["themes"], lifespan=ending)

Code = Annotated[str, Query(max_length=200, description="Whose passages are looked at; empty: the one of qes.toml.")]


# --- Looking --------------------------------------------------------------------------------------


@router.get("")
@allow(Role.REVIEWER)
def board(here: Here, who: Who, code: Code = "") -> Json:
    """The team's themes, and what lies together among the passages of a code that are in none of them.

    `proposed.clusters` is null while they are looked for, which may take seconds: ask again. They stay as they are
    until somebody asks for them anew; `proposed.fresh` counts the passages that came since.
    """
    return Json(_board(here, who, code))


@router.post("/look")
@allow(Role.REVIEWER)
def anew(here: Here, who: Who, body: Anew) -> Json:
    """Look for clusters anew; the answer is as in GET /api/themes."""
    return Json(_board(here, who, body.code, anew=True))


@router.post("/passages")
@allow(Role.REVIEWER)
def passages(here: Here, body: Wanted) -> Json:
    """Passages by their ids, with all that is needed to cite them; those that are no longer there are left out."""
    here.ledger.refresh()
    return Json({"passages": told.spots(here.ledger, body.passages)})


@router.get("/history")
@allow(Role.REVIEWER)
def history(here: Here, key: str) -> Json:
    """The versions of a theme, newest first: who did what, when and why."""
    names = {each.key: each.name for each in all_themes(here)}
    acts.theme(here.project, key)
    return Json({"history": [told.version(each, names) for each in reversed(acts.versions_of(here.project, key))]})


def _board(here: State, who: Visitor, asked: str, *, anew: bool = False) -> dict[str, Any]:
    here.ledger.refresh()
    usual = no_fit(here.ledger.codebook, here.project.settings.themes.code)
    code = _known(here, asked or usual)
    everything = all_themes(here)
    shown = look(here, code, who.name, anew=anew) if code else None
    return {
        "code": code,
        "usual": usual,
        "named": here.project.settings.themes.code,
        "codes": _codes(here, usual),
        "proposed": told.looked(here.ledger, shown) if shown else None,
        "themes": [_theme(here, who, each) for each in everything if not each.withdrawn],
        "withdrawn": [_theme(here, who, each) for each in everything if each.withdrawn],
        "codebook": here.ledger.codebook.id,
    }


def _known(here: State, code: str) -> str:
    if code and here.ledger.codebook.get(code) is None:
        raise UnknownCode(code, here.ledger.codebook.id)
    return code


def _codes(here: State, usual: str) -> list[dict[str, Any]]:
    """Codes that can be looked at: those that were given, and the usual one."""
    counted = counting(here).items()
    given = {code: len({each.passage_id for each in codings if each.counts}) for code, codings in counted}
    return [
        {"code": each.code, "label": each.label, "passages": given.get(each.code, 0)}
        for each in here.ledger.codebook.codes
        if given.get(each.code) or each.code == usual
    ]


def _theme(here: State, who: Visitor, theme: Theme) -> dict[str, Any]:
    return told.theme(here.ledger, theme, placed(here, theme), who.name)


# --- Acting ---------------------------------------------------------------------------------------


@router.post("/accept")
@allow(Role.REVIEWER)
def accept(here: Here, who: Who, body: Accept) -> Json:
    """Make passages a theme; 409: one of them is in another theme by now."""
    return _done(
        here,
        who,
        acts.accept(here.project, body.name, body.passages, body.by(who), words=body.words, memo=body.memo),
    )


@router.post("/rename")
@allow(Role.REVIEWER)
def rename(here: Here, who: Who, body: Rename) -> Json:
    """Give a theme another name and memo; 409: it is another version than `seen` by now, so of each that follows."""
    return _done(here, who, acts.rename(here.project, body.theme, body.name, body.by(who), body.seen, memo=body.memo))


@router.post("/gather")
@allow(Role.REVIEWER)
def gather(here: Here, who: Who, body: Gather) -> Json:
    """Put further passages into a theme."""
    return _done(here, who, acts.gather(here.project, body.theme, body.passages, body.by(who), body.seen))


@router.post("/merge")
@allow(Role.REVIEWER)
def merge(here: Here, who: Who, body: Merge) -> Json:
    """Make several themes one; the others are withdrawn."""
    merged = acts.merge(here.project, body.theme, body.others, body.by(who), body.seen, name=body.name)
    return _done(here, who, merged)


@router.post("/split")
@allow(Role.REVIEWER)
def split(here: Here, who: Who, body: Split) -> Json:
    """Make some passages of a theme a theme of their own."""
    return _done(here, who, acts.split_off(here.project, body.theme, body.passages, body.name, body.by(who), body.seen))


@router.post("/drop")
@allow(Role.REVIEWER)
def drop(here: Here, who: Who, body: Drop) -> Json:
    """Withdraw a theme, with a reason; its passages are free again."""
    return _done(here, who, acts.drop(here.project, body.theme, body.by(who), body.seen))


@router.post("/restore")
@allow(Role.REVIEWER)
def restore(here: Here, who: Who, body: Restore) -> Json:
    """Bring back a theme that was withdrawn."""
    return _done(here, who, acts.restore(here.project, body.theme, body.by(who), body.seen))


@router.post("/code")
@allow(Role.LEAD)
def code(here: Here, who: Who, body: Coded) -> Json:
    """Make a theme a code of the next version of the codebook.

    409: the theme is not `seen`, or the codebook not `base`, any more. 422: the code cannot be added so.
    """
    (edit,) = edits_from_json([{"edit": "add", "code": body.code, "after": body.after}])
    assert isinstance(edit, Add)
    made = acts.to_code(here.project, body.theme, edit.code, body.base, body.by(who), body.seen, after=edit.after)
    here.relearn()
    return _done(here, who, made)


def _done(here: State, who: Visitor, theme: Theme) -> Json:
    here.hub.poke()
    here.ledger.refresh()
    return Json({"theme": _theme(here, who, theme)})
