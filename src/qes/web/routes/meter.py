"""The anchoring meter: what proposals do to coding, and how good they are where nobody saw them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from qes.coding.anchoring import ANY
from qes.coding.anchoring.missing import lacks
from qes.errors import NotFound
from qes.model import Role
from qes.pipeline.anchoring import anchoring_now
from qes.pipeline.models.measuring import as_json, models_now
from qes.web.access import Here, allow
from qes.web.answers import Json
from qes.web.cache import cache_of
from qes.web.views import meter as views

router = APIRouter(prefix="/api", tags=["meter"])


@router.get("/meter")
@allow(Role.REVIEWER)
def meter(here: Here, coder: Annotated[str, Query(description="Whose codes; `*`: everybody's.")] = ANY) -> Json:
    """Blind and assisted reading side by side: shares, answers to proposals, shifts, and quality on blind labels."""
    ledger = here.ledger
    ledger.refresh()
    stamp = (ledger.seq, ledger.codebook.id)
    found = cache_of(ledger).get("anchoring", stamp, lambda: anchoring_now(here.desk))
    if (coder, ANY) not in found.meters:
        raise NotFound("coder", coder)
    share = here.project.settings.review.blind_share
    missing = lacks(found, share)
    return Json(views.anchoring(found, coder, share, missing) | {"suggester": ledger.suggester})


@router.get("/models")
@allow(Role.REVIEWER)
def models(here: Here) -> Json:
    """Language models as coders: what they cost, what was refused, and how they agree with people who read blind."""
    ledger = here.ledger
    ledger.refresh()
    found = cache_of(ledger).get("models", (ledger.seq, ledger.codebook.id), lambda: models_now(here.desk))
    return Json({"models": [as_json(each) for each in found]})
