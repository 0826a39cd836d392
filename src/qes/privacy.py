"""Switch off what the libraries would send or fetch, before any of them is imported.

Interviews are confidential, so nothing may leave the machine unless a team decides so. The
libraries read these variables at import, which is why this runs first; a value that is already
set is a user's decision and stays.
"""

from __future__ import annotations

import os

QUIET = {
    "ORT_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "RAY_USAGE_STATS_ENABLED": "0",
    "LANGSMITH_TRACING": "false",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
"""Environment variable → value that keeps a library from calling home or a model hub."""


def keep_to_this_machine() -> None:
    """Set every variable of `QUIET` that the user has not set."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
