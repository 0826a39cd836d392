"""The command line: a file per group of commands, each thin: parse, call, say what comes next."""

from __future__ import annotations

import gc
import sys
from types import TracebackType

from qes.cli.output import complain

_STOPPED = 130
_OBJECTS = 50_000
"""Made before Python looks for cycles among them: reading a project makes hundreds of thousands, and none has any."""


def main() -> None:
    """Run a command; every foreseen error ends with its message, a hint and exit code 1."""
    from typer.main import get_command

    from qes.cli.app import app
    from qes.errors import QesError

    gc.set_threshold(_OBJECTS, 20, 20)
    # Not app(): it would put typer's own traceback in the place of `_last_resort`.
    sys.excepthook = _last_resort
    try:
        get_command(app)()
    except QesError as error:
        complain(str(error), error.hint)
        raise SystemExit(1) from None
    except SystemExit as leaving:
        if leaving.code == _STOPPED:  # which is what typer makes of Ctrl-C
            complain("stopped", "What was done is kept; run the command again to go on.")
        raise
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None


def _last_resort(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """An error nobody foresaw: the details go to a file, the user gets a sentence."""
    import tempfile
    import traceback
    from pathlib import Path

    with tempfile.NamedTemporaryFile("w", prefix="qes-error-", suffix=".txt", delete=False, encoding="utf-8") as file:
        file.writelines(traceback.format_exception(kind, error, trace))
    name = Path(file.name)
    complain(
        f"something unexpected happened ({kind.__name__}: {error})", f"The details are in {name}; please report them."
    )
