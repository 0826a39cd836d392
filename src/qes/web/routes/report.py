"""The report: what is ready for it, making it beside the server, the reports made, and notes for the methods."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse
from pydantic import Field

from qes.errors import Conflict, NotFound
from qes.model import Role, Unit
from qes.pipeline import notes
from qes.pipeline.report.levels import unscored
from qes.pipeline.report.writing import AUDIENCES, PUBLIC, TEAM
from qes.synthesis.report import FORMATS
from qes.synthesis.report.items import ITEMS
from qes.web.access import Here, NotAllowed, Who, allow
from qes.web.answers import Json
from qes.web.aside import Job, bench_of, ending
from qes.web.fields import Act, Body, Words
from qes.web.findings.desk import rubric_now
from qes.web.report.making import KIND, Order, file_of, made, make
from qes.web.report.methods import ask
from qes.web.report.readiness import readiness
from qes.web.scoring.book import book_of
from qes.web.state import State
from qes.web.views import report as told

router = APIRouter(prefix="/api/report", tags=["report"], lifespan=ending)

POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""Of a report in HTML: it holds its style and its pictures, and runs nothing."""
_TYPES = {
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_KEYS = frozenset({notes.DEVIATIONS, *(item.key for item in ITEMS)})


class Wanted(Act):
    """A report."""

    formats: list[Literal["html", "docx", "pdf", "xlsx", "md", "json"]] = Field(min_length=1, max_length=6)
    audience: Literal["team", "public"] = "team"
    profiles: bool = Field(False, description="A page per case as well, when PDF is among the formats.")
    ranking: bool = Field(False, description="Whether cases are put in an order by their levels.")


class Stop(Body):
    """That the report that is being made is not wanted any more."""


class Anew(Body):
    """That the log is to be asked anew."""


class Noted(Act):
    """What only people can say of an item."""

    item: str = Field(max_length=100, description="Key of the item.")
    text: Words = Field(description="Empty: what stood there is taken out again.")
    seen: str | None = Field(None, description="Id of the version the edit started from; null: there was none.")


class Busy(Conflict):
    """A report is being made already."""

    hint = "Wait until it is done; one report is made at a time."

    def __init__(self, job: Job) -> None:
        super().__init__("the report", f"{job.author} is having one made since {job.begun}")
        self.args = (f"a report is being made already, for {job.author}",)


# --- What is ready --------------------------------------------------------------------------------


@router.get("")
@allow(Role.REVIEWER)
def overview(here: Here, who: Who) -> Json:
    """The report that is being made or was made last, those that lie in `outputs/`, and what can be chosen."""
    hidden = _hidden(here)
    return Json(
        {
            "job": told.job(bench_of(here.ledger).job(KIND)),
            "reports": [told.made(each, len(each.shown(hidden))) for each in made(here.project)],
            "formats": list(FORMATS),
            "audiences": list(AUDIENCES) if who.role.allows(Role.LEAD) else [TEAM],
            "smallest": here.project.settings.report.smallest_cell,
            "levels": rubric_now(here) is not None,
        }
    )


@router.get("/readiness")
@allow(Role.REVIEWER)
def ready(here: Here) -> Json:
    """What a report would hold now (`holds`), and how much is not ready of what it might hold (`gaps`).

    `apart`: people score apart, so that levels not scored yet are left out of it.
    """
    return Json(told.readiness(readiness(here)) | {"apart": bool(here.project.store.accounts())})


# --- Making it ------------------------------------------------------------------------------------


@router.post("")
@allow(Role.REVIEWER)
def begin(here: Here, who: Who, body: Wanted) -> Json:
    """Begin to make a report; ask GET /api/report how far it is. 409: one is being made already.

    Levels that not everybody asked has scored yet are not in it. For readers outside the team leads alone make one.
    """
    if body.audience == PUBLIC and not who.role.allows(Role.LEAD):
        raise NotAllowed("reports for readers outside the team are made by leads")
    order = Order(who.name, tuple(dict.fromkeys(body.formats)), body.audience, body.profiles, body.ranking)
    job = bench_of(here.ledger).begin(KIND, Job(who.name, body.key), here.project.folder, make, order)
    if job.key != body.key:
        raise Busy(job)
    return Json({"job": told.job(job)})


@router.post("/stop")
@allow(Role.REVIEWER)
def stop(here: Here, who: Who, body: Stop) -> Json:
    """Stop the report that is being made: one's own, or as a lead anybody's."""
    del body
    job = bench_of(here.ledger).job(KIND)
    if job is not None and job.running:
        if job.author != who.name and not who.role.allows(Role.LEAD):
            raise NotAllowed(f"{job.author} is having it made")
        job.stop(who.name)
    return Json({"job": told.job(job)})


# --- Those that were made -------------------------------------------------------------------------


@router.get("/file", response_class=FileResponse)
@allow(Role.REVIEWER)
def file(here: Here, report: Annotated[str, Query(max_length=300)], name: Annotated[str, Query(max_length=300)]) -> Any:
    """A file of a report: HTML to look at, everything else to keep.

    403: it shows levels of units that not everybody asked has scored; whoever still scores must not see them.
    """
    found, path = file_of(made(here.project), report, name)
    if closed := found.shown(_hidden(here)):
        error = NotAllowed(f"it shows levels of {len(closed)} units that not everybody asked has scored")
        error.hint = "It can be opened here when they have; a report made here leaves such levels out."
        raise error
    suffix = path.suffix.removeprefix(".")
    if not path.is_file():
        raise NotFound("report", f"{report}/{name}")
    if suffix == "html":
        return FileResponse(path, media_type=_TYPES[suffix], headers={"content-security-policy": POLICY})
    return FileResponse(path, media_type=_TYPES[suffix], filename=f"{report}-{path.name}")


def _hidden(here: State) -> frozenset[Unit]:
    """The units whose levels not everybody may know yet."""
    if rubric_now(here) is None:
        return frozenset()
    book = book_of(here)
    return unscored(here.project, (book.standing(unit) for unit in book.units))


# --- Methods --------------------------------------------------------------------------------------


@router.get("/methods")
@allow(Role.REVIEWER)
def methods(here: Here, who: Who) -> Json:
    """What reporting statements ask for, what the log answers, and what people have added.

    `working`: the log is being asked, which may take seconds; `current`: false where it has grown since it was.
    """
    return _methods(here, who.name)


@router.post("/methods/ask")
@allow(Role.REVIEWER)
def methods_anew(here: Here, who: Who, body: Anew) -> Json:
    """Ask the log anew; the answer is as in GET /api/report/methods."""
    del body
    return _methods(here, who.name, anew=True)


@router.post("/methods")
@allow(Role.REVIEWER)
def note(here: Here, who: Who, body: Noted) -> Json:
    """Say what only people can; 409: somebody has said something else since."""
    if body.item not in _KEYS:
        raise NotFound("item", body.item)
    saved = notes.save(here.project, body.item, body.text, who.name, body.seen, request=body.key)
    here.hub.poke()
    return Json({"note": told.note(saved)})


def _methods(here: State, author: str, *, anew: bool = False) -> Json:
    seq = here.ledger.refresh()
    return Json(told.methods(ask(here, author, anew=anew), notes.standing(here.project), seq))
