"""The command line in this process: what it says and leaves is what one of its own would, without seconds of imports."""

from __future__ import annotations

import gc
import subprocess
import sys
from contextlib import ExitStack, chdir
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from qes.cli import main, output

Done = subprocess.CompletedProcess[str]


def command(*words: str | Path, cwd: Path, given: str = "", **env: str) -> Done:
    """Run it in a folder, with something piped in; an error that nobody foresaw comes out as it is."""
    out, err = _pipe(), _pipe()
    with ExitStack() as undo:
        undo.enter_context(chdir(cwd))
        undo.callback(gc.set_threshold, *gc.get_threshold())
        own = undo.enter_context(pytest.MonkeyPatch.context())
        own.setattr(sys, "argv", ["qes", *map(str, words)])
        own.setattr(sys, "stdin", _pipe(given))
        own.setattr(sys, "stdout", out)
        own.setattr(sys, "stderr", err)
        own.setattr(sys, "excepthook", sys.excepthook)
        own.setattr(output, "as_json", False)
        for name, value in {"COLUMNS": "80", **env}.items():
            own.setenv(name, value)
        return Done(sys.argv, _code(), _read(out), _read(err))


def _code() -> int:
    try:
        main()
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    return 0


def _pipe(text: str = "") -> TextIOWrapper:
    return TextIOWrapper(BytesIO(text.encode()), encoding="utf-8", errors="surrogateescape")


def _read(pipe: TextIOWrapper) -> str:
    pipe.flush()
    pipe.seek(0)
    return pipe.read()
