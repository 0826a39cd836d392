"""Matrices this small are done sooner by one thread than by several that wait for one another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from scipy import linalg
from threadpoolctl import ThreadpoolController


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> Iterator[None]:
    linalg.cho_factor([[1.0]])  # the limit holds for libraries that are loaded already
    with ThreadpoolController().limit(limits=1):
        yield
