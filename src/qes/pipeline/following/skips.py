"""The passages that coders have put off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from qes.model import Event
from qes.project import Project
from qes.store.standing import SKIPPED

_MOST = 10_000
"""Of one coder, the newest."""


class Skips:
    """Passages put off, with when: the position in the log."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._by: defaultdict[str, dict[str, int]] = defaultdict(dict)

    def note(self, event: Event) -> None:
        """Take in that a passage was put off."""
        self._by[event.author][str(event.body["passage_id"])] = event.seq

    def load(self, author: str) -> None:
        """Read what one coder has put off and not taken back."""
        traces = self._project.store.latest(_MOST, author=author, kinds={SKIPPED})
        live = [trace.event for trace in reversed(traces) if trace.live]
        self._by[author] = {str(event.body["passage_id"]): event.seq for event in live}

    def of(self, author: str) -> Mapping[str, int]:
        """Passage → when it was put off."""
        return self._by.get(author, {})
