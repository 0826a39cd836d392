"""JSON answers, written once and straight: what is in them is plain already."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response


class Json(Response):
    """An object or list as JSON."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Compact UTF-8; a value JSON does not know is a mistake and raises.

        Half a character, which the name of a file may hold, is written as its escape.
        """
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return text.encode(errors="backslashreplace")
