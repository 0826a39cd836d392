"""What the events of the log are about, through whatever was undone and brought back."""

from __future__ import annotations

from collections.abc import Collection

from qes.model import Event


class Subjects:
    """Events that can be undone, each with what it is about; an undo is about what it takes back."""

    def __init__(self) -> None:
        self._undoes: dict[str, str] = {}
        """Undo → its target, which may be an undo."""
        self._places: dict[str, str] = {}
        """Decision or adjudication → passage."""
        self._judged: set[str] = set()
        """Adjudications."""
        self._elsewhere: set[str] = set()
        """Events about no passage."""
        self._skips: dict[str, str] = {}
        """Event by which a passage was put off → who did."""

    def note(self, event: Event) -> None:
        """Remember what an event is about."""
        match event.kind:
            case "decision" | "adjudication":
                self.place(event.id, str(event.body["passage_id"]), judged=event.kind == "adjudication")
            case "undo":
                self._undoes[event.id] = str(event.body["target"])
            case "skipped":
                self._skips[event.id] = event.author
            case "assigned":
                self._elsewhere.add(event.id)

    def place(self, event_id: str, passage_id: str, *, judged: bool = False) -> None:
        """Remember the passage of a decision or, `judged`, an adjudication."""
        self._places[event_id] = passage_id
        if judged:
            self._judged.add(event_id)

    def place_of(self, event_id: str) -> str | None:
        """The passage that a decision, an adjudication, or an undo of one is about; None for other events."""
        return self._places.get(self._meant(event_id))

    def skipper_of(self, event_id: str) -> str | None:
        """Who put a passage off by an event, or by that which it undoes; None for other events."""
        return self._skips.get(self._meant(event_id))

    @property
    def skippers(self) -> Collection[str]:
        """Everybody who has put off any."""
        return set(self._skips.values())

    def is_judged(self, event_id: str) -> bool:
        """Whether it is an adjudication, or undoes one."""
        return self._meant(event_id) in self._judged

    def is_elsewhere(self, event_id: str) -> bool:
        """Whether it is about no passage, or undoes what is."""
        return self._meant(event_id) in self._elsewhere

    def _meant(self, event_id: str) -> str:
        """What an undo is about in the end, through chains of undos; any other event is about itself."""
        while event_id in self._undoes:
            event_id = self._undoes[event_id]
        return event_id
