"""A small project that can be coded, and clients of its workbench."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qes.project import Project
from review_project import ready
from workbench import Team, solo_client


@pytest.fixture
def prepared(folder: Path) -> Iterator[Project]:
    """The small project, taken in and with proposals, open."""
    with ready(folder) as project:
        yield project


@pytest.fixture
def client(prepared: Project) -> Iterator[TestClient]:
    """A client of a workbench without accounts; it is nora's."""
    with solo_client(prepared) as found:
        yield found


@pytest.fixture
def team(prepared: Project) -> Team:
    """A workbench with an account of each role; `team.client(role)` signs in."""
    return Team(prepared)
