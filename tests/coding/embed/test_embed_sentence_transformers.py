from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from qes.coding.embed.models import PACKAGED, locate
from qes.coding.embed.sentence_transformers import SentenceTransformersEmbedder
from qes.errors import ModelUnavailable


@pytest.fixture(scope="module")
def embedder() -> SentenceTransformersEmbedder:
    return SentenceTransformersEmbedder()


def test_texts_of_like_meaning_lie_closer_than_others(embedder: SentenceTransformersEmbedder) -> None:
    one, like, other = embedder.embed(
        ["We shifted funds from roads to clinics.", "Money was moved between departments.", "The weather was mild."]
    )
    assert one @ like > one @ other + 0.2


def test_the_id_names_the_model_and_needs_no_torch() -> None:
    script = (
        "import sys; from qes.coding.embed import open_embedder; e = open_embedder('sentence-transformers');"
        "print(e.id, e.dimensions, 'torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    name, dimensions, torch = done.stdout.split()
    assert name == SentenceTransformersEmbedder().id
    assert name.startswith(f"{PACKAGED}@")
    assert (dimensions, torch) == ("384", "False")


def test_loading_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    SentenceTransformersEmbedder().embed(["short", "long " * 900])
    assert capfd.readouterr() == ("", "")


def test_a_folder_with_other_files_has_another_id(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"hidden_size": 12}', encoding="utf-8")
    before = SentenceTransformersEmbedder(str(tmp_path))
    assert before.dimensions == 12
    assert before.id.startswith(f"{tmp_path.name}@")
    (tmp_path / "vocab.txt").write_text("new", encoding="utf-8")
    assert SentenceTransformersEmbedder(str(tmp_path)).id != before.id


@pytest.mark.parametrize("name", ["no-such/model", "no such model", "/no/such/folder"])
def test_a_model_that_is_not_here_is_a_clear_error(name: str) -> None:
    with pytest.raises(ModelUnavailable, match="neither a folder nor in the local model cache") as caught:
        SentenceTransformersEmbedder(name)
    assert "HF_HUB_OFFLINE=0" in caught.value.hint


def test_a_folder_without_a_model_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="holds no sentence-transformers model"):
        SentenceTransformersEmbedder(str(tmp_path))


def test_damaged_settings_are_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelUnavailable, match="damaged"):
        _ = SentenceTransformersEmbedder(str(tmp_path)).dimensions


def test_damaged_weights_are_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "bert"}', encoding="utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(ModelUnavailable):
        SentenceTransformersEmbedder(str(tmp_path)).embed(["text"])


def test_the_packaged_model_may_be_named() -> None:
    assert locate("") == locate(PACKAGED) == locate("all-MiniLM-L6-v2")
