"""An open project: its settings, its store, and the parts that the settings name."""

from __future__ import annotations

import getpass
import os
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from qes.errors import CannotWrite, FrozenCodebook, LostRubric
from qes.project.folders import find_project, make_folder
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
ASKING = "asking.lock"


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
            LostRubric: There is none any more, and there was one that has been used.
        """
        from qes.coding.codebook.find import newest_rubric
        from qes.synthesis.rubric import load_rubric

        codebook = self.codebook()
        path = newest_rubric(self.codebooks / codebook.name)
        if path is None:
            if used := self.store.fingerprint("rubric-of", codebook.name):
                raise LostRubric(str(self.codebooks / codebook.name), used)
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
            name = self.codebook().name
            if self.store.fingerprint("rubric-of", name) != rubric.id:
                self.store.set_fingerprint("rubric-of", name, rubric.id)
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


def open_project(start: Path | str = ".") -> Project:
    """Open the project at or above a folder: the door for notebooks too.

    Raises:
        NotAProject, BadSettings: There is none, or its settings are wrong.
    """
    return Project(find_project(Path(start)))
