"""Proposing codes: a suggester scores every passage against every code and says why; people decide."""

from __future__ import annotations

from qes import plugins
from qes.coding.suggest.propose import propose, proposed
from qes.coding.suggest.task import Scores, Settings, Suggester, Task

__all__ = ["Scores", "Settings", "Suggester", "Task", "open_suggester", "propose", "proposed"]


def open_suggester(name: str) -> Suggester:
    """The suggester registered under a name.

    Raises:
        UnknownPlugin: No such suggester is installed.
    """
    suggester: Suggester = plugins.load(plugins.SUGGESTERS, name)()
    return suggester
