"""The key of a project's pseudonyms: a table that only its owner may read, kept apart from all that is handed on.

Columns: `name`, `pseudonym`, and `only`, which says `capitalised` where the name is a common word too. People may add
names to the first column; a `-` as the pseudonym leaves a name as it is; names of one person share a pseudonym.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from contextlib import suppress
from io import StringIO
from pathlib import Path

from qes.errors import BadPseudonyms, CannotWrite
from qes.ingest.pseudonyms import Row, clashing

_COLUMNS = ("name", "pseudonym", "only")
_CAPITALISED = "capitalised"
_PRIVATE = 0o600


def read_key(path: Path) -> list[Row]:
    """The rows of a key; none where there is no file. Others are kept from reading it.

    Raises:
        BadPseudonyms: It cannot be read, or a pseudonym in it would let a name through.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise BadPseudonyms(str(path), f"cannot be read ({error})") from error
    with suppress(OSError):  # of a file that belongs to somebody else
        path.chmod(_PRIVATE)
    rows = _rows(text, path)
    if bad := clashing(rows):
        raise BadPseudonyms(str(path), f"the pseudonym {bad[0].pseudonym!r} holds a word of a name that is masked")
    return rows


def _rows(text: str, path: Path) -> list[Row]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        table = list(csv.reader(StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise BadPseudonyms(str(path), f"is no table ({error})") from error
    if table and table[0][:1] == ["name"]:
        table = table[1:]
    cells = [[cell.strip() for cell in (*line, "", "", "")] for line in table]
    return [Row(name, pseudonym, only.casefold() == _CAPITALISED) for name, pseudonym, only, *_ in cells if name]


def write_key(path: Path, rows: Sequence[Row]) -> None:
    """Put a key in the place of the one there is, whole or not at all; nobody else may read it at any moment.

    Raises:
        CannotWrite: Disk or permissions.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows((row.name, row.pseudonym, _CAPITALISED if row.capitalised else "") for row in rows)
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        temporary.unlink(missing_ok=True)
        with os.fdopen(
            os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE), "w", encoding="utf-8"
        ) as file:
            file.write(out.getvalue())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise CannotWrite(str(path), error.strerror or str(error)) from error
