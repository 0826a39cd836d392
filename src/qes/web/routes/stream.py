"""What happens, as it happens: server-sent events."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse

from qes.model import Role
from qes.web.access import Here, Who, allow, find_visitor

router = APIRouter(prefix="/api", tags=["live"])


@router.get("/stream", response_class=StreamingResponse)
@allow(Role.VIEWER)
async def stream(
    request: Request,
    here: Here,
    who: Who,
    place: Annotated[str, Query(max_length=200, description="Where the page is, for others to see.")] = "",
    after: Annotated[int | None, Query(description="Position in the log to go on from.")] = None,
    last_event_id: Annotated[int | None, Header()] = None,
) -> StreamingResponse:
    """`event`: something was logged; `here`: who is connected; `reload`: too much was missed."""
    begin = last_event_id if last_event_id is not None else after
    told = here.hub.listen(who.name, place, begin, lambda: find_visitor(request) is not None)
    return StreamingResponse(told, media_type="text/event-stream")
