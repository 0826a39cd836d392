"""Times as transcripts write them."""

from __future__ import annotations

import re

CLOCK = re.compile(
    r"""[\[(<]?\s*
    (?:(?:(?P<hours>\d{1,4}):)?(?P<minutes>\d{1,4}):)?
    (?P<seconds>\d{1,7})
    (?:[.,](?P<fraction>\d{1,9})|[:;](?P<frames>\d{1,3}))?
    \s*s?\s*[\])>]?""",
    re.VERBOSE,
)


def seconds(text: str) -> float | None:
    """Seconds from the start: `1:02:03.5`, `00:01:02,250`, `[00:01:02:12]`, `2:05`, `75`; None for anything else.

    Two parts are minutes and seconds. A fourth part counts frames (`HH:MM:SS:FF`); their rate is
    not in the file, so they are dropped and the time is right to the second.
    """
    match = CLOCK.fullmatch(text.strip())
    if match is None or (match["frames"] and match["hours"] is None):
        return None
    whole = int(match["hours"] or 0) * 3600 + int(match["minutes"] or 0) * 60 + int(match["seconds"])
    return whole + float(f"0.{match['fraction'] or 0}")
