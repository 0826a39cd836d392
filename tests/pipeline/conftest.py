"""The coded project of `finding_project`, made once and copied for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from finding_project import copied, made
from qes.project import Project


@pytest.fixture(scope="session")
def two_towns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its folder, to be copied."""
    return made(tmp_path_factory.getbasetemp())


@pytest.fixture
def coded(two_towns: Path, tmp_path: Path) -> Iterator[Project]:
    """A copy of it, open."""
    with copied(two_towns, tmp_path) as project:
        yield project
