"""`manifest.csv`: which case each file, or section of a file, belongs to, and the facts about it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from qes.errors import ManifestError
from qes.ingest.encoding import decode
from qes.ingest.sections import Row
from qes.model import Facts

_OPTIONAL = ("section", "kind", "date", "role", "issuer", "independent", "language", "consent", "licence", "encoding")
COLUMNS = ("path", "case", *_OPTIONAL)
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": None}


def read_manifest(path: Path) -> dict[str, list[Row]]:
    """Rows of a manifest by the (relative, forward-slash) path they speak of.

    Raises:
        ManifestError: A column is missing or unknown, a value unclear, or a file named that is not there; the error
            names the line.
    """
    text, _ = decode(path.read_bytes(), str(path), None)
    reader = csv.DictReader(io.StringIO(text, newline=""))
    header = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    if "path" not in header or "case" not in header:
        raise ManifestError(str(path), f"needs the columns `path` and `case`, has: {', '.join(header) or 'none'}")
    unknown = [name for name in header if name and name not in COLUMNS]
    if unknown:
        raise ManifestError(str(path), f"unknown column {unknown[0]!r}; known are: {', '.join(COLUMNS)}")
    reader.fieldnames = header
    rows: dict[str, list[Row]] = {}
    for values in reader:
        if not any((value or "").strip() for value in values.values() if isinstance(value, str | None)):
            continue
        row = _row(path, reader.line_num, values)
        rows.setdefault(row.path, []).append(row)
    return rows


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
