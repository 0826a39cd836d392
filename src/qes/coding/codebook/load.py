"""A codebook file → `Codebook`, or every problem it has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from qes.coding.codebook.findings import Finding, Findings
from qes.coding.codebook.lists import parse_csv, parse_json
from qes.coding.codebook.meaning import seal
from qes.coding.codebook.read import code_items, read_attributes, read_codes, read_head
from qes.coding.codebook.rules import check_attributes, check_codes
from qes.coding.codebook.tree import Kind, parse_yaml
from qes.errors import BadCodebook
from qes.model import Code, Codebook

MAX_BYTES = 10_000_000
_KEPT = 16
"""Codebooks that are kept as they were understood."""
LIST_VERSION = "1.0"
"""Version of a codebook kept as a plain list, which has no place to say it."""


def load_codebook(path: Path) -> Codebook:
    """Read a codebook: YAML, a JSON list of codes, or a CSV table of them.

    A list has no name of its own: it takes that of the file, and version 1.0.

    Raises:
        BadCodebook: With all errors of the file, each with its line.
    """
    codebook, report = _examine(path)
    if codebook is None or report.errors:
        raise BadCodebook(str(path), [(each.line, each.text) for each in report.errors])
    return codebook


def check_codebook(path: Path) -> list[Finding]:
    """Everything wrong or weak in a codebook file, by line; empty when there is nothing to say."""
    return _examine(path)[1].all


def read_yaml(text: str) -> tuple[Codebook | None, Findings]:
    """The codebook that a YAML text stands for, None where it cannot be read, and all that is wrong or weak in it."""
    report = Findings()
    return _from_yaml(text, report), report


def _examine(path: Path) -> tuple[Codebook | None, Findings]:
    report = Findings()
    text = _text(path, report)
    return (None, report) if text is None else _understood(text, path.stem, path.suffix.lower())


@lru_cache(maxsize=_KEPT)
def _understood(text: str, stem: str, suffix: str) -> tuple[Codebook | None, Findings]:
    """What the text of a file says; understood once, as every act in the workbench asks for its codebook."""
    report = Findings()
    match suffix:
        case ".yaml" | ".yml":
            return _from_yaml(text, report), report
        case ".json" | ".csv":
            return _from_list(stem, suffix, text, report), report
        case _:
            report.error(1, "a codebook is a .yaml file, or a list of codes as .json or .csv")
            return None, report


def _text(path: Path, report: Findings) -> str | None:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        report.error(1, f"the file cannot be read: {error.strerror or error}")
        return None
    if size > MAX_BYTES:
        report.error(1, f"the file is larger than {MAX_BYTES // 1_000_000} MB, which no codebook is")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        report.error(data.count(b"\n", 0, error.start) + 1, "the file is not UTF-8: save it with that encoding")
        return None
    if not text.strip():
        report.error(1, "the file is empty")
        return None
    return text


def _from_yaml(text: str, report: Findings) -> Codebook | None:
    root = parse_yaml(text, report)
    if root is None:
        return None
    if root.kind is not Kind.MAP:
        report.error(root.line, f"a codebook must be a group of keys (name, version, codes, …), not {root.kind}")
        return None
    head = read_head(root, report).content
    rules, codes = read_attributes(root, report), read_codes(code_items(root, report), report)
    if not codes and "codes" in root.fields:
        report.error(root.fields["codes"].line, "the codebook holds no codes")
    check_attributes(rules, report)
    check_codes(codes, report)
    return seal(
        Codebook(
            name=head.name,
            version=head.version,
            title=head.title,
            codes=tuple(each.content for each in codes),
            description=head.description,
            attributes=tuple(each.content for each in rules),
        )
    )


def _from_list(stem: str, suffix: str, text: str, report: Findings) -> Codebook | None:
    root = parse_json(text, report) if suffix == ".json" else parse_csv(text, report)
    if root is None:
        return None
    codes = read_codes(root.items, report, short=True)
    if not codes:
        report.error(1, "the list holds no codes")
    check_codes(codes, report)
    return seal(_named(stem, [each.content for each in codes]))


def _named(stem: str, codes: Sequence[Code]) -> Codebook:
    name = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "codebook"
    return Codebook(name=name, version=LIST_VERSION, title=stem, codes=tuple(codes))
