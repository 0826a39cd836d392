"""What every screen needs to know of the project."""

from __future__ import annotations

from fastapi import APIRouter

from qes.model import Role
from qes.web.access import Here, allow
from qes.web.answers import Json
from qes.web.themes.clusters import no_fit
from qes.web.views import common as views

router = APIRouter(prefix="/api", tags=["project"])


@router.get("/codebook")
@allow(Role.VIEWER)
def codebook(here: Here) -> Json:
    """The codebook in force; `no_fit`: its code for what fits nowhere else, empty where it has none."""
    book = here.ledger.codebook
    return Json(views.codebook(book) | {"no_fit": no_fit(book, here.project.settings.themes.code)})


@router.get("/places")
@allow(Role.VIEWER)
def places(here: Here) -> Json:
    """Cases and sources, by which screens are filtered."""
    here.ledger.refresh()
    ledger = here.ledger
    of_source = {
        each: sorted({passage.case for passage in ledger.of_source(each) if passage.codable and passage.case})
        for each in ledger.sources
    }
    sources = [views.source(source) | {"cases": of_source[source.id]} for source in ledger.sources.values()]
    return Json({"cases": sorted({case for cases in of_source.values() for case in cases}), "sources": sources})
