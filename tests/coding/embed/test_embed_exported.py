from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from embed_samples import TEXTS, cosines, small_model, word_model

from qes.coding.embed.auto import AutoEmbedder
from qes.coding.embed.export import GRAPH, exported
from qes.coding.embed.onnx import OnnxEmbedder
from qes.coding.embed.openvino import OpenVinoEmbedder
from qes.coding.embed.parity import FAITHFUL
from qes.coding.embed.sentence_transformers import SentenceTransformersEmbedder
from qes.coding.embed.shelf import shelf
from qes.errors import CannotWrite, ModelUnavailable

NO_OPENVINO = pytest.mark.skipif(find_spec("openvino") is None, reason="openvino is an extra and not installed here")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    return small_model(tmp_path_factory.mktemp("small"))


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, for a test that would disturb others."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_onnx_gives_the_vectors_of_sentence_transformers_and_shares_their_id() -> None:
    ours, reference = OnnxEmbedder(), SentenceTransformersEmbedder()
    assert cosines(ours.embed(TEXTS), reference.embed(TEXTS)).min() > 1 - 1e-5
    assert (ours.id, ours.dimensions) == (reference.id, reference.dimensions)


def test_a_model_in_a_folder_is_exported_too(small: str) -> None:
    ours, reference = OnnxEmbedder(small), SentenceTransformersEmbedder(small)
    assert cosines(ours.embed(TEXTS), reference.embed(TEXTS)).min() > 1 - 1e-5
    assert ours.id == reference.id != OnnxEmbedder().id


@NO_OPENVINO
def test_openvino_is_faithful_and_names_its_precision() -> None:
    ours, reference = OpenVinoEmbedder(), SentenceTransformersEmbedder()
    assert cosines(ours.embed(TEXTS), reference.embed(TEXTS)).min() > FAITHFUL
    assert ours.id in (reference.id, f"{reference.id}+openvino-bf16")


@pytest.mark.skipif(find_spec("openvino") is not None, reason="openvino is installed here")
def test_openvino_that_is_not_installed_is_a_clear_error() -> None:
    with pytest.raises(ModelUnavailable, match="not installed") as caught:
        OpenVinoEmbedder().embed(["text"])
    assert "qes[openvino]" in caught.value.hint


def test_auto_prefers_onnx_and_says_why() -> None:
    chosen = AutoEmbedder().choice
    assert (chosen.name, chosen.why) == ("onnx", "it gives the model's own vectors, sooner")


def test_the_second_run_needs_no_torch() -> None:
    script = (
        "import sys; from qes.coding.embed.auto import AutoEmbedder; e = AutoEmbedder(); v = e.embed(['a', 'b' * 900]);"
        "print(v.shape, e.choice.name, [name for name in ('torch', 'transformers', 'sklearn') if name in sys.modules])"
    )
    OnnxEmbedder().prepare()
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "(2, 384) onnx []\n"
    assert done.stderr == ""


def test_exporting_prints_nothing(small: str, own_cache: Path, capfd: pytest.CaptureFixture[str]) -> None:
    OnnxEmbedder(small).prepare()
    assert capfd.readouterr() == ("", "")
    assert list(own_cache.rglob(GRAPH))


def test_the_check_is_done_once_and_its_answer_kept(small: str, own_cache: Path) -> None:
    OnnxEmbedder(small).prepare()
    [answer] = own_cache.rglob("parity-onnxruntime-*.json")
    assert json.loads(answer.read_text(encoding="utf-8"))["cosine"] > 1 - 1e-5
    answer.write_text('{"cosine": 0.5}', encoding="utf-8")
    with pytest.raises(ModelUnavailable, match=r"gives other vectors \(cosine 0.5"):
        OnnxEmbedder(small).prepare()
    answer.write_text("{", encoding="utf-8")
    OnnxEmbedder(small).prepare()


def test_a_model_whose_export_gives_other_vectors_runs_on_sentence_transformers(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    model = small_model(tmp_path, prompt="find what is said of dolphins and of ships: ")
    auto = AutoEmbedder(model)
    with caplog.at_level(logging.WARNING):
        vectors = auto.embed(TEXTS)
    assert auto.choice.name == "sentence-transformers"
    assert "gives other vectors" in auto.choice.why
    assert "gives other vectors" in caplog.text
    np.testing.assert_array_equal(vectors, SentenceTransformersEmbedder(model).embed(TEXTS))


def test_a_model_that_cannot_be_exported_runs_on_sentence_transformers_and_is_not_tried_twice(tmp_path: Path) -> None:
    model = word_model(tmp_path)
    with pytest.raises(ModelUnavailable, match="sentence-transformers only"):
        OnnxEmbedder(model).prepare()
    [failed] = shelf().glob("*.failed.json")
    failed.write_text(failed.read_text(encoding="utf-8").replace("its tokenizer", "as noted"), encoding="utf-8")
    auto = AutoEmbedder(model)
    assert auto.embed(["council money", "flood"]).shape == (2, 8)
    assert "as noted" in auto.choice.why
    failed.write_text('{"makers": {"torch": "0.1"}, "problem": "too old"}', encoding="utf-8")
    assert "its tokenizer" in AutoEmbedder(model).choice.why


def test_a_cache_that_cannot_be_written_is_worked_around(
    small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(CannotWrite):
        OnnxEmbedder(small).prepare()
    auto = AutoEmbedder(small)
    assert auto.embed(["text"]).shape == (1, 16)
    assert "cannot write" in auto.choice.why


@pytest.mark.parametrize("name", [GRAPH, "tokenizer.json"])
def test_a_file_cut_short_is_made_anew(small: str, own_cache: Path, name: str) -> None:
    before = OnnxEmbedder(small)
    vectors = before.embed(TEXTS)
    [damaged] = own_cache.rglob(name)
    os.truncate(damaged, 100)
    np.testing.assert_allclose(OnnxEmbedder(small).embed(TEXTS), vectors, atol=1e-5)


def test_a_damaged_graph_names_the_folder_to_delete(small: str, own_cache: Path) -> None:
    OnnxEmbedder(small).prepare()
    [graph] = own_cache.rglob(GRAPH)
    graph.write_bytes(b"x" * graph.stat().st_size)
    with pytest.raises(ModelUnavailable, match="cannot read") as caught:
        OnnxEmbedder(small).prepare()
    assert str(graph.parent) in caught.value.hint
    assert AutoEmbedder(small).choice.name == "sentence-transformers"
    shutil.rmtree(graph.parent)
    assert AutoEmbedder(small).choice.name == "onnx"


def test_damaged_weights_are_the_error_they_are_with_sentence_transformers(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "bert"}', encoding="utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(ModelUnavailable):
        AutoEmbedder(str(tmp_path)).embed(["text"])
    assert not list(shelf().glob("*.half-*"))


def test_an_export_is_found_again_by_the_models_files(small: str, tmp_path: Path) -> None:
    place = exported("small", Path(small))
    copy = tmp_path / "copy"
    shutil.copytree(small, copy)
    assert exported("copy", copy) == place
    (copy / "note.txt").write_text("new", encoding="utf-8")
    assert exported("copy", copy) != place
