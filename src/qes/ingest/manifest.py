"""`manifest.csv`: which case each file, or section of a file, belongs to, and the facts about it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from qes.errors import ManifestError
from qes.ingest.encoding import decode
from qes.ingest.sections import Row
from qes.model import Facts

_OPTIONAL = ("section", "kind", "date", "role", "issuer", "independent", "language", "consent", "licence", "encoding")
COLUMNS = ("path", "case", *_OPTIONAL)
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": None}


@dataclass(frozen=True, slots=True)
class Manifest:
    """The rows of a manifest, by the (relative, forward-slash) path they speak of."""

    rows: dict[str, list[Row]]
    wrong: list[tuple[str, ManifestError]]
    """Path as given and what is wrong with its row: that file must wait, the others need not."""


def read_manifest(path: Path) -> Manifest:
    """Read a manifest; a wrong row is set apart with an error that names its line.

    Raises:
        ManifestError: It cannot be read at all, or a column is missing or unknown.
        IngestError: Its encoding is unclear.
    """
    text, _ = decode(_bytes(path), str(path), None)
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    found = Manifest({}, [])
    try:
        reader.fieldnames = _header(path, reader.fieldnames or ())
        for values in reader:
            if any((value or "").strip() for value in values.values() if isinstance(value, str | None)):
                _add(found, path, reader.line_num, values)
    except csv.Error as error:
        raise ManifestError(f"{path}, line {reader.line_num}", f"is no CSV ({error})") from error
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        problem = error.strerror or str(error)
        raise ManifestError(str(path), f"cannot be read ({problem})", "Check its path and permissions.") from error


def _header(path: Path, names: Iterable[str | None]) -> list[str]:
    header = [(name or "").strip().lower() for name in names]
    if "path" not in header or "case" not in header:
        raise ManifestError(str(path), f"needs the columns `path` and `case`, has: {', '.join(header) or 'none'}")
    unknown = [name for name in header if name and name not in COLUMNS]
    if unknown:
        raise ManifestError(str(path), f"unknown column {unknown[0]!r}; known are: {', '.join(COLUMNS)}")
    return header


def _add(found: Manifest, path: Path, line: int, values: Mapping[str | None, str | list[str] | None]) -> None:
    try:
        row = _row(path, line, values)
    except ManifestError as error:
        found.wrong.append((str(PurePosixPath(str(values.get("path") or "").strip().replace("\\", "/"))), error))
    else:
        found.rows.setdefault(row.path, []).append(row)


def _row(path: Path, line: int, values: Mapping[str | None, str | list[str] | None]) -> Row:
    where = f"{path}, line {line}"
    if None in values or any(value is None for value in values.values()):
        raise ManifestError(where, "has more or fewer fields than the header; quote fields that hold commas")
    given = {str(key): str(value).strip() for key, value in values.items()}
    name = PurePosixPath(given["path"].replace("\\", "/"))
    if not given["path"] or name.is_absolute() or ".." in name.parts:
        raise ManifestError(where, f"`path` must name a file below the manifest's folder, not {given['path']!r}")
    if not (path.parent / name).is_file():
        raise ManifestError(where, f"names a file that is not there: {given['path']!r}")
    if not given["case"]:
        raise ManifestError(where, "has no `case`")
    return Row(
        str(name), given.get("section") or None, _facts(where, given), line, str(path), given.get("encoding") or None
    )


def _facts(where: str, given: Mapping[str, str]) -> Facts:
    date = given.get("date") or None
    if date and not _DATE.fullmatch(date):
        raise ManifestError(where, f"`date` must be like 2024, 2024-05 or 2024-05-17, not {date!r}")
    independent = given.get("independent", "").lower()
    if independent not in _TRUTH:
        raise ManifestError(where, f"`independent` must be true, false or empty, not {independent!r}")
    return Facts(
        case=given["case"],
        kind=given.get("kind", "").lower() or "document",
        date=date,
        role=given.get("role") or None,
        issuer=given.get("issuer") or None,
        independent=_TRUTH[independent],
        language=given.get("language") or None,
        consent=given.get("consent") or None,
        licence=given.get("licence") or None,
    )
