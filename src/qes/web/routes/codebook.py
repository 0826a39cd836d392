"""The codebook: its codes with how they are used, its versions, and the edits that make the next one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from qes.coding.codebook import diff, to_yaml
from qes.coding.codebook.edit_json import edits_from_json
from qes.model import Role
from qes.pipeline import usage as used
from qes.pipeline.codebook import rows
from qes.pipeline.rehearsal import rehearse, since
from qes.pipeline.versions import Version, revise, versions
from qes.web.access import Here, Visitor, Who, allow
from qes.web.answers import Json
from qes.web.cache import cache_of
from qes.web.fields import Act, Body
from qes.web.routes.stale import counted
from qes.web.sight import coder_of
from qes.web.state import State
from qes.web.views import codebook as told
from qes.web.views.evidence import as_csv

router = APIRouter(prefix="/api/codebook", tags=["codebook"])

MOST_QUOTES = 100
MOST_LIKELY = 3
MOST_EDITS = 500

Code = Annotated[str, Query(min_length=1, description="Id of a code.")]


class Draft(Body):
    """Edits that are being collected."""

    base: str = Field(description="Id of the version they start from: name@version.")
    edits: list[dict[str, Any]] = Field(max_length=MOST_EDITS, description="In order; see POST /api/codebook/edits.")


class Edits(Draft, Act):
    """Edits that make the next version."""

    edits: list[dict[str, Any]] = Field(min_length=1, max_length=MOST_EDITS)
    reason: str = Field(max_length=5000, description="Why, for everybody to read; never empty.")


# --- Looking --------------------------------------------------------------------------------------


@router.get("/outline")
@allow(Role.VIEWER)
def outline(here: Here) -> Json:
    """The codebook in force, why some of its codes are no longer given, and what one fills in for a code.

    `pinned`: `qes.toml` names this version, so that there can be no next one.
    """
    pinned = "@" in here.project.settings.codebook
    return Json(told.book(here.ledger.codebook) | {"fields": told.fields(), "pinned": pinned})


@router.get("/usage")
@allow(Role.VIEWER)
def usage(here: Here, who: Who) -> Json:
    """How often each code was given and by whom, on passages whoever asks may see; `held`: passages they may not.

    `current`: false while it is counted anew.
    """
    seq = here.ledger.refresh()
    (counts, held), current = cache_of(here.ledger).soon(
        ("code usage", _seen_by(who)), seq, lambda: used.usage(here.desk, coder_of(who), _given(here))
    )
    return Json({"codes": told.usage(counts), "held": held, "current": current})


@router.get("/passages")
@allow(Role.VIEWER)
def passages(
    here: Here,
    who: Who,
    code: Code,
    skip: Annotated[int, Query(ge=0)] = 0,
    most: Annotated[int, Query(ge=1, le=MOST_QUOTES)] = 20,
) -> Json:
    """Where a code was given, and the likeliest passages for it that whoever asks has not read.

    What is to be coded unaided is neither among the ones nor the others. `likely` is null for those who do not code.
    """
    here.ledger.refresh()
    ledger = here.ledger
    found = used.codings_of(here.desk, coder_of(who), _given(here), code)
    quotes = [
        told.quote(each, ledger.passages[each.passage_id], ledger.sources[each.source_id])
        for each in found[skip : skip + most]
    ]
    return Json({"total": len(found), "quotes": quotes, "likely": None if skip else _likely(here, who, code)})


def _likely(here: State, who: Visitor, code: str) -> dict[str, Any] | None:
    if not who.role.allows(Role.RESEARCHER):
        return None
    ledger, found = here.ledger, used.likeliest(here.desk, who.name, code)
    first = [(each, ledger.passages[each.passage_id]) for each in found[:MOST_LIKELY]]
    shown = [told.proposal(each, passage, ledger.sources[passage.source_id]) for each, passage in first]
    return {"total": len(found), "proposals": shown}


@router.get("/history")
@allow(Role.VIEWER)
def history(here: Here, code: Code) -> Json:
    """The versions in which a code changed, newest first: who changed what, when and why."""
    known = _versions(here)
    return Json({"history": told.history(code, known), "first": told.version(known[0]) if known else None})


def _seen_by(who: Visitor) -> str | None:
    """Names what somebody sees; all who code nothing see the same."""
    return who.name if coder_of(who).codes else None


def _given(here: State) -> used.ByCode:
    ledger = here.ledger
    return cache_of(ledger).get("codings by code", ledger.seq, lambda: used.by_code(ledger.all_codings()))


# --- Versions -------------------------------------------------------------------------------------


@router.get("/versions")
@allow(Role.VIEWER)
def all_versions(here: Here) -> Json:
    """The versions, oldest first: who made each, when and why; nobody is named for one that was put there as a file."""
    return Json({"versions": [told.version(each) for each in _versions(here)], "current": here.ledger.codebook.id})


@router.get("/diff")
@allow(Role.VIEWER)
def difference(here: Here, old: str, new: str) -> Json:
    """What changed from one version to another, named as name@version."""
    before, after = here.project.codebook(old), here.project.codebook(new)
    return Json(told.difference(before, after, diff(before, after)))


@router.get("/file", response_class=Response)
@allow(Role.VIEWER)
def file(
    here: Here,
    version: Annotated[str, Query(description="name@version; empty: the one in force.")] = "",
    fmt: Annotated[Literal["yaml", "csv"], Query(alias="format")] = "yaml",
) -> Response:
    """A version as a file: YAML holds all of it, CSV its codes. `qes codebook import` is the way back."""
    codebook = here.project.codebook(version)
    text = to_yaml(codebook) if fmt == "yaml" else as_csv(rows(codebook))
    kind = "application/yaml" if fmt == "yaml" else "text/csv"
    name = f"{codebook.name}-{codebook.version}.{fmt}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type=f"{kind}; charset=utf-8", headers=headers)


def _versions(here: State) -> Sequence[Version]:
    folder = here.project.codebooks
    stamp = tuple(sorted((str(each), each.stat().st_mtime_ns) for each in folder.glob("*/*.yaml")))
    return cache_of(here.ledger).get("codebook versions", stamp, lambda: versions(here.project))


# --- Editing --------------------------------------------------------------------------------------


@router.post("/preview")
@allow(Role.LEAD)
def preview(here: Here, body: Draft) -> Json:
    """What would come of edits, tried on the codebook in force, whichever version they start from.

    `edits` say of each whether it can be done (`problem`) and whether it changes anything (`idle`). `since` is null
    unless the codebook is another one than `base` by now; then it holds the versions in between and what they changed.
    """
    current = here.ledger.codebook
    answer = told.rehearsal(rehearse(here.project, current, body.edits), current)
    return Json(answer | {"since": None if body.base == current.id else _since(here, body.base)})


def _since(here: State, base: str) -> dict[str, Any]:
    between, current = since(here.project, base), here.ledger.codebook
    before = here.project.codebook(base) if between else current
    return {"versions": [told.version(each) for each in between]} | told.difference(
        before, current, diff(before, current)
    )


@router.post("/edits")
@allow(Role.LEAD)
def edit(here: Here, who: Who, body: Edits) -> Json:
    """Make the next version of the codebook.

    Each edit is an object with the key `edit` and those of its kind:

    - `reword`: `code`, and any of `label`, `brief`, `definition`, `when_to_use`, `when_not_to_use` (texts), `examples`,
      `counter_examples` (lists of texts)
    - `add`: `code` (an object: `code` is its id, `label`, `brief`, `definition`, and what else a code may have, such as
      `parent`), `after` (a sibling, or the parent to stand first; null: last)
    - `merge`: `codes` (ids), `into`
    - `split`: `code`, `parts` (objects as in `add`, two or more)
    - `move`: `code`, `parent` (null: at the top), `place` (from 0 among its children; null: last)
    - `retire`: `code`, `reason` (what to use instead)
    - `restore`: `code`

    A code in the words of somebody interviewed is one `add` with those words as its `label`.

    The answer has the new codebook and `stale`: how many decisions are to be looked at again, in all and for whoever
    asks. Sent again, it changes nothing. 409: the codebook is no longer `base`. 422: `edit` in the answer is the number
    of the edit that cannot be done, from 1; 0: it is all of them together.
    """
    done = revise(here.project, body.base, edits_from_json(body.edits), who.name, body.reason)
    here.hub.poke()
    here.ledger.refresh()
    here.relearn()
    changes = [told.change(each) for each in done.changes]
    return Json(told.book(done.codebook) | {"changes": changes, "stale": counted(here, who.name)})
