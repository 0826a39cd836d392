"""Codebooks of a project: check, compare, bring in, take out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qes.coding.codebook import Change, Finding, Severity, check_codebook, diff, load_codebook, pick, to_yaml
from qes.errors import BadCodebook, CannotWrite, FrozenCodebook, UnknownPlugin
from qes.interop.tables import Writer
from qes.model import Codebook
from qes.plugins import EXPORTERS, load, names
from qes.project import Project, make_folder
from qes.synthesis.rubric import load_rubric


def check_files(path: Path) -> list[Finding]:
    """What is wrong with a codebook or, by its name, a rubric; errors first to last by line."""
    if not path.name.startswith("rubric"):
        return check_codebook(path)
    try:
        load_rubric(path)
    except BadCodebook as error:
        return [Finding(line, Severity.ERROR, text) for line, text in error.problems]
    return []


def compare(folder: Path | None, old: str, new: str) -> list[Change]:
    """Changes from one codebook to another, each named by file or, within a folder of codebooks, by id."""
    return diff(*(_one(folder, each) for each in (old, new)))


def _one(folder: Path | None, name: str) -> Codebook:
    path = Path(name)
    return load_codebook(path) if folder is None or path.is_file() else pick(folder, name)


def bring_in(project: Project, file: Path) -> tuple[Codebook, Path]:
    """Check a codebook and write it into the project as YAML.

    Raises:
        BadCodebook: It is wrong.
        FrozenCodebook: The project has this version with another meaning.
        CannotWrite: Disk or permissions.
    """
    codebook = load_codebook(file)
    target = project.codebooks / codebook.name / f"{codebook.version}.yaml"
    used = project.store.fingerprint("codebook", codebook.id)
    if used not in (None, codebook.sha256):
        raise FrozenCodebook(str(target), codebook.id)
    make_folder(target.parent)
    try:
        temporary = target.with_suffix(".part")
        temporary.write_text(to_yaml(codebook), encoding="utf-8")
        temporary.replace(target)
    except OSError as error:
        raise CannotWrite(str(target), error.strerror or str(error)) from error
    return codebook, target


def take_out(codebook: Codebook, file: Path) -> list[str]:
    """Write a codebook as YAML or as a table of its codes; what the format cannot hold.

    Raises:
        UnknownPlugin: The file's ending names no format.
        CannotWrite: Disk or permissions.
    """
    fmt = file.suffix.lower().lstrip(".")
    if fmt in ("yaml", "yml"):
        try:
            file.write_text(to_yaml(codebook), encoding="utf-8")
        except OSError as error:
            raise CannotWrite(str(file), error.strerror or str(error)) from error
        return []
    if fmt not in names(EXPORTERS):
        raise UnknownPlugin("codebook format", fmt, ["yaml", *names(EXPORTERS)])
    writer: Writer = load(EXPORTERS, fmt)
    writer(rows(codebook), file)
    return [f"attribute {rule.name!r} and its values" for rule in codebook.attributes]


def rows(codebook: Codebook) -> Sequence[dict[str, Any]]:
    """A codebook as a table: a row for each code, lists joined by `; `; its attributes have no place there."""
    return [
        {
            "code": code.code,
            "label": code.label,
            "brief": code.brief,
            "definition": code.definition,
            "when_to_use": code.when_to_use,
            "when_not_to_use": code.when_not_to_use,
            "examples": "; ".join(code.examples),
            "counter_examples": "; ".join(code.counter_examples),
            "parent": code.parent or "",
            "codable": code.codable,
            "scored": code.scored,
            "attributes": code.attributes,
        }
        for code in codebook.codes
    ]
