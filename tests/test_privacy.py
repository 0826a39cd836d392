"""The switches that keep libraries from calling home are set before any of them is imported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from qes.privacy import QUIET

HEAVY = {"torch", "onnxruntime", "transformers", "sentence_transformers", "huggingface_hub", "chromadb", "ray"}

LOOK = """
import json, os, sys
{first}
heavy = sorted(set(sys.modules) & {heavy})
print(json.dumps({{"set": {{name: os.environ.get(name) for name in {names}}}, "heavy": heavy}}))
"""


def look(first: str, **env: str) -> dict[str, Any]:
    """What a fresh interpreter without any of the switches has set and imported after some statement."""
    inherited = {name: value for name, value in os.environ.items() if name not in QUIET}
    script = LOOK.format(first=first, heavy=HEAVY, names=sorted(QUIET))
    done = subprocess.run(
        [sys.executable, "-c", script], env={**inherited, **env}, text=True, capture_output=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("first", ["import qes", "import qes.cli.app, qes.project, qes.pipeline.ingest"])
def test_importing_qes_sets_every_switch_before_any_heavy_library(first: str) -> None:
    found = look(first)
    assert found["set"] == QUIET
    assert found["heavy"] == []


def test_a_value_the_user_has_set_stays() -> None:
    found = look("import qes", HF_HUB_OFFLINE="0", DO_NOT_TRACK="")
    assert found["set"] == QUIET | {"HF_HUB_OFFLINE": "0", "DO_NOT_TRACK": ""}
