"""Which files are to be taken in, under which names, and what the manifest says of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qes.errors import IngestError, ManifestError, UnreadableFile
from qes.ingest.intake import Order, gather
from qes.ingest.manifest import read_manifest
from qes.ingest.sections import Row
from qes.project import Project

MANIFEST = "manifest.csv"
_CASES = "cases.csv"
"""In the corpus folder itself, what is known of each case (`qes.pipeline.cases`); elsewhere, a source."""
_SKIP = frozenset({MANIFEST, "readme.md", "licence", "license", "thumbs.db"})
"""Files that stand beside transcripts and are none."""


@dataclass(slots=True)
class Orders:
    """What there is to take in, and what cannot be."""

    files: dict[Path, Order] = field(default_factory=dict)
    failed: list[IngestError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a manifest says, by file."""

    rows: dict[Path, list[Row]] = field(default_factory=dict)
    wrong: frozenset[Path] = frozenset()
    """Files with a wrong row: they wait until it is corrected."""


def find_orders(project: Project, paths: Sequence[Path], case: str | None, manifest: Path | None) -> Orders:
    """The files below some paths, or in the corpus, each with its name and what is known of it.

    Raises:
        ManifestError: A manifest cannot be used at all, or one that was named lists none of the files.
    """
    found = Orders()
    said: dict[Path, _Said] = {}
    settings = project.settings.ingest
    for top in [_place(path) for path in paths] or [project.corpus.resolve()]:
        try:
            files = gather([top], _SKIP)
        except IngestError as error:
            found.failed.append(error)
            continue
        listed = _place(manifest) if manifest else _manifest_near(project, top)
        if listed is not None and listed not in said:
            said[listed] = _read(listed, found)
        facts = said[listed] if listed is not None else _Said()
        for file in files:
            if file not in (listed, project.corpus.resolve() / _CASES) and file not in facts.wrong:
                found.files[file] = Order(
                    file=file,
                    name=_name(project, top, file),
                    case=case or _case(project, top, file),
                    rows=tuple(facts.rows.get(file, ())),
                    interviewers=tuple(settings.interviewers),
                    max_megabytes=settings.max_megabytes,
                )
    if manifest and (read := said.get(_place(manifest))):
        _check_used(read, found, manifest)
    _refuse_namesakes(found)
    return found


def _place(path: Path) -> Path:
    """A path without links above it; a file that is itself a link keeps its own name."""
    return path.resolve() if path.is_dir() else path.parent.resolve() / path.name


def _manifest_near(project: Project, top: Path) -> Path | None:
    """The manifest in the folder that is taken in, or in the corpus folder for files below it."""
    folders = [top if top.is_dir() else top.parent]
    if top.is_relative_to(project.corpus.resolve()):
        folders.append(project.corpus.resolve())
    return next((folder / MANIFEST for folder in folders if (folder / MANIFEST).is_file()), None)


def _read(manifest: Path, found: Orders) -> _Said:
    if not manifest.is_file():
        raise ManifestError(str(manifest), "there is no such manifest", "Check the spelling of the path.")
    read = read_manifest(manifest)
    found.failed += [error for _, error in read.wrong]
    wrong = frozenset(manifest.parent / name for name, _ in read.wrong)
    return _Said({manifest.parent / name: rows for name, rows in read.rows.items()}, wrong)


def _check_used(said: _Said, found: Orders, manifest: Path) -> None:
    if found.files and not said.wrong and not said.rows.keys() & found.files.keys():
        raise ManifestError(str(manifest), "names none of the files given; its paths are relative to its own folder")


def _name(project: Project, top: Path, file: Path) -> str:
    """How people will know a file: below the corpus folder, or below the folder it was given by."""
    if file.is_relative_to(project.corpus.resolve()):
        return file.relative_to(project.corpus.resolve()).as_posix()
    above = top if top.is_dir() else top.parent
    return (Path(above.name) / file.relative_to(above)).as_posix()


def _case(project: Project, top: Path, file: Path) -> str:
    """The folder a case's files lie in: the highest one below the corpus, or below the folder that was given."""
    corpus = project.corpus.resolve()
    above = corpus if file.is_relative_to(corpus) else top
    below = file.relative_to(above).parts if file.is_relative_to(above) else ()
    return below[0] if len(below) > 1 else file.parent.name


def _refuse_namesakes(found: Orders) -> None:
    """Two files of one name would pass for two revisions of one source."""
    first: dict[str, Path] = {}
    for file in sorted(found.files):
        name = found.files[file].name
        if first.setdefault(name, file) != file:
            hint = "Put both below corpus/, or ingest a folder that holds both."
            found.failed.append(UnreadableFile(str(file), f"would be called {name!r} like {first[name]}", hint))
            del found.files[file]
