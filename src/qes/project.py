"""A project is a folder: settings, codebooks, corpus, outputs, and the record in `.qes/`."""

from __future__ import annotations

import getpass
import os
import re
import shutil
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from qes.errors import AlreadyAProject, CannotWrite, FrozenCodebook, NotAProject, UnknownCodebook
from qes.settings import FILE, Settings, load_settings

if TYPE_CHECKING:
    from types import TracebackType

    from qes.coding.embed import Embedder
    from qes.coding.index import Index
    from qes.ingest.pseudonyms import Pseudonyms
    from qes.model import Codebook
    from qes.store import Store
    from qes.synthesis.rubric import Rubric


KEY = "pseudonyms.csv"


class Project:
    """One project, opened. Parts are opened when first used; `close` (or `with`) closes them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.settings: Settings = load_settings(self.folder / FILE)

    def __enter__(self) -> Project:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database if it was opened."""
        if "store" in self.__dict__:
            self.store.close()
            del self.__dict__["store"]

    @property
    def name(self) -> str:
        """Title of the project."""
        return self.settings.name or self.folder.name

    @property
    def corpus(self) -> Path:
        """Where the team puts its files."""
        return self.folder / "corpus"

    @property
    def outputs(self) -> Path:
        """A folder per run of the synthesis."""
        return self.folder / "outputs"

    @property
    def codebooks(self) -> Path:
        """A folder per codebook, a file per version."""
        return self.folder / "codebooks"

    @property
    def hidden(self) -> Path:
        """`.qes/`: the record, the originals, caches."""
        return self.folder / ".qes"

    @property
    def originals(self) -> Path:
        """Original files under their SHA-256."""
        return self.hidden / "originals"

    @property
    def key(self) -> Path:
        """Which pseudonym stands for whom; kept apart from all that is handed on."""
        return self.hidden / KEY

    def check_output(self, path: Path) -> None:
        """Refuse to write a result over what the project is made of.

        Raises:
            CannotWrite: The path is the settings file, or lies in the corpus, the codebooks or the record.
        """
        target = path.resolve()
        kept = (self.corpus, self.codebooks, self.folder / "demo", self.originals, self.hidden / "chroma")
        files = (self.folder / FILE, self.hidden / "qes.db", self.key)
        if target in [file.resolve() for file in files] or any(target.is_relative_to(each.resolve()) for each in kept):
            raise CannotWrite(str(path), "it is part of the project itself; choose another place")

    @property
    def database(self) -> str:
        """URL of the store."""
        return self.settings.store.url or f"sqlite:///{self.hidden / 'qes.db'}"

    @property
    def coder(self) -> str:
        """Who is at the keyboard: by setting, by log-in name, or by number where a container gives no name."""
        if self.settings.review.coder:
            return self.settings.review.coder
        try:
            return getpass.getuser()
        except (KeyError, OSError):
            return f"user-{os.getuid()}"

    @cached_property
    def store(self) -> Store:
        """The record, opened and brought up to date.

        Raises:
            CannotWrite, StoreUnavailable, NewerDatabase: See `qes.store.open_store`.
        """
        from qes.store import open_store

        if not self.settings.store.url:
            make_folder(self.hidden)
        return open_store(self.database)

    def codebook(self, name: str = "") -> Codebook:
        """The project's codebook, or another one in its `codebooks/` folder.

        Raises:
            UnknownCodebook, BadCodebook: It is not there, or wrong.
            FrozenCodebook: It was edited after it had been used.
        """
        from qes.coding.codebook import find_codebooks, pick

        codebook = pick(self.codebooks, name or self.settings.codebook)
        used = self.store.fingerprint("codebook", codebook.id)
        if used not in (None, codebook.sha256):
            raise FrozenCodebook(str(find_codebooks(self.codebooks).get(codebook.id, self.codebooks)), codebook.id)
        return codebook

    def use_codebook(self) -> Codebook:
        """The codebook, frozen from now on: something is about to refer to this version."""
        codebook = self.codebook()
        self._freeze("codebook", codebook.id, codebook.sha256)
        return codebook

    def rubric(self) -> Rubric | None:
        """The newest rubric beside the codebook; None when the codebook has none.

        Raises:
            BadCodebook: It is wrong.
            FrozenCodebook: It was edited after it had been used.
        """
        from qes.coding.codebook.find import newest_rubric
        from qes.synthesis.rubric import load_rubric

        codebook = self.codebook()
        path = newest_rubric(self.codebooks / codebook.name)
        if path is None:
            return None
        rubric = load_rubric(path, codebook)
        if self.store.fingerprint("rubric", rubric.id) not in (None, rubric.sha256):
            raise FrozenCodebook(str(path), rubric.id)
        return rubric

    def use_rubric(self) -> Rubric | None:
        """The rubric, frozen from now on."""
        rubric = self.rubric()
        if rubric is not None:
            self._freeze("rubric", rubric.id, rubric.sha256)
        return rubric

    def _freeze(self, stage: str, name: str, sha256: str) -> None:
        if self.store.fingerprint(stage, name) is None:
            self.store.append(self.coder, f"{stage}-frozen", {"name": name, "sha256": sha256})
            self.store.set_fingerprint(stage, name, sha256)

    def embedder(self) -> Embedder:
        """The embedder the settings name; one behind an address sends what `[llm] pseudonymise` allows."""
        from qes.masking import embedder_of

        return embedder_of(self.settings, self.pseudonyms, lambda: self.store)

    def pseudonyms(self) -> Pseudonyms:
        """What stands for names in what leaves this machine; whoever has none yet gets one.

        Raises:
            BadPseudonyms, CannotWrite, StoreError: See `qes.masking.pseudonyms_of`.
        """
        from qes.masking import pseudonyms_of

        make_folder(self.hidden)
        return pseudonyms_of(self.key, self.settings, self.store)

    def index(self, embedder: Embedder) -> Index:
        """The vector index the settings name, for the vectors of one embedder."""
        from qes.coding.index import open_index

        place = self._index_place()
        return open_index(self.settings.index.index, place, embedder.id, embedder.dimensions)

    def _index_place(self) -> str:
        """A folder, or a server's address with a name of the project's own, as projects share servers."""
        url = self.settings.index.url.rstrip("/")
        if not url:
            return str(self.hidden / "chroma")
        return url if "/" in url.split("://", 1)[-1] else f"{url}/{_slug(self.name)}"


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "qes"


def make_folder(folder: Path) -> None:
    """Make a folder and those above it.

    Raises:
        CannotWrite: The disk or its permissions do not allow it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(str(folder), error.strerror or str(error)) from error


def find_project(start: Path) -> Path:
    """The project folder at or above a place.

    Raises:
        NotAProject: There is none.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / FILE).is_file():
            return folder
    raise NotAProject(str(start.resolve()))


def open_project(start: Path | str = ".") -> Project:
    """Open the project at or above a folder: the door for notebooks too.

    Raises:
        NotAProject, BadSettings: There is none, or its settings are wrong.
    """
    return Project(find_project(Path(start)))


def shipped(name: str) -> Path:
    """A folder that ships with qes (`codebooks`, `corpus`, `demo`): from the package, or from the checkout."""
    packaged = Path(str(files("qes"))) / "shipped" / name
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2] / name


def init_project(folder: Path, codebook: str = "dynamic-capabilities", name: str = "") -> Project:
    """Make a project folder with a copy of a shipped codebook, or of all of them if the name is one of them.

    Raises:
        AlreadyAProject: There is one in this folder.
        UnknownCodebook: No such codebook ships with qes.
        CannotWrite: The folder cannot be made.
    """
    if (folder / FILE).exists():
        raise AlreadyAProject(str(folder))
    known = sorted(each.name for each in shipped("codebooks").iterdir() if each.is_dir())
    if codebook.split("@")[0] not in known:
        raise UnknownCodebook(codebook, known)
    for each in ("codebooks", "corpus", "outputs", ".qes"):
        make_folder(folder / each)
    try:
        shutil.copytree(shipped("codebooks"), folder / "codebooks", dirs_exist_ok=True)
        _write_new(folder / ".gitignore", "/.qes/\n/outputs/\n")
        _write_new(folder / FILE, _settings_text(name or folder.resolve().name, codebook))
    except OSError as error:
        raise CannotWrite(str(folder), error.strerror or str(error)) from error
    return Project(folder)


def _write_new(path: Path, text: str) -> None:
    if not path.exists():
        temporary = path.with_name(f"{path.name}.{os.getpid()}")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)


def _settings_text(name: str, codebook: str) -> str:
    title = name.replace("\\", "\\\\").replace('"', '\\"')
    return (
        "# Settings of this project; docs/settings.md lists them all.\n"
        f'name = "{title}"\n'
        f'codebook = "{codebook}"\n\n'
        "[review]\n"
        '# coder = "Your name"\n'
        "blind_share = 0.1\n"
    )
