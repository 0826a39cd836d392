"""What every error has in common."""

from __future__ import annotations

from typing import Any


class QesError(Exception):
    """Something went wrong that a person can understand and act upon."""

    hint: str = ""
    """What to do next; shown below the message."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Come whole out of a worker process, whatever the constructor asks for."""
        return _rebuilt, (type(self), self.args, dict(self.__dict__))


def _rebuilt(kind: type[QesError], args: tuple[Any, ...], parts: dict[str, Any]) -> QesError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(parts)
    return error
