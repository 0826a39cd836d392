"""A sentence-transformers model as an ONNX graph, made once and kept in the user's cache."""

from __future__ import annotations

import json
import warnings
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qes.coding.embed.models import fingerprint
from qes.coding.embed.parity import HINT, TEXTS
from qes.coding.embed.shelf import kept, remembered, shelf, whole, write
from qes.errors import ModelUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

GRAPH = "model.onnx"
EXPORT = "1"
"""Changes whenever the exported files would."""
OPSET = 17
"""The first with layer normalisation as one operator; every onnxruntime of the last years reads it."""
MAKERS = ("torch", "transformers", "sentence-transformers", "onnx")
"""What an export depends on; one that failed is tried again when any of these has changed."""


class NotExportable(ModelUnavailable):
    """The model runs on sentence-transformers only; remembered, so that it is not tried in every run."""


def exported(name: str, model: Path) -> Path:
    """The folder of an exported model, which is made when it is not there.

    It holds the graph, the tokenizer, and the vectors sentence-transformers gives for `parity.TEXTS`.

    Args:
        name: The model's, for messages.
        model: Its folder.

    Raises:
        NotExportable: Its kind cannot be, now or the last time it was tried with the same libraries.
        ModelUnavailable: It cannot be loaded, or the package `onnx` is missing.
        CannotWrite: The cache cannot be written to.
    """
    place = shelf() / f"{fingerprint(model)}-{EXPORT}"
    if whole(place):
        return place
    if find_spec("onnx") is None:
        raise ModelUnavailable(name, "the package `onnx` is not installed", "Install it: `pip install onnx`.")
    failed, makers = place.with_suffix(".failed.json"), _makers()
    last = remembered(failed)
    if last.get("makers") == makers:
        raise NotExportable(name, last["problem"], HINT)
    try:
        return kept(place, lambda folder: _export(name, model, folder))
    except NotExportable as error:
        write(failed, json.dumps({"makers": makers, "problem": error.problem}))
        raise


def _makers() -> dict[str, str]:
    found = {}
    for package in MAKERS:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = ""
    return found


def _export(name: str, model: Path, folder: Path) -> None:
    import numpy as np

    from qes.coding.embed.sentence_transformers import SentenceTransformersEmbedder

    reference = SentenceTransformersEmbedder(str(model))
    np.save(folder / "reference.npy", reference.embed(TEXTS))
    network = reference.network
    tokenizer: Any = network.tokenizer
    longest = network.max_seq_length
    if longest is None or not getattr(tokenizer, "is_fast", False):
        raise NotExportable(name, "its tokenizer works in sentence-transformers only", HINT)
    tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
    settings = {"longest": int(longest), "pad": int(tokenizer.pad_token_id or 0)}
    (folder / "tokens.json").write_text(json.dumps(settings), encoding="utf-8")
    try:
        _trace(network, folder / GRAPH)
    except (RuntimeError, ValueError, TypeError, LookupError, AttributeError, AssertionError) as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise NotExportable(name, f"it cannot be exported ({reason})", HINT) from error


def _trace(network: SentenceTransformer, target: Path) -> None:
    """Write tokens → unit vector, all of the model's modules included, for any number of rows of any length."""
    import torch

    class Graph(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.modules_in_order = torch.nn.ModuleList(network)

        def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            features: dict[str, Any] = {"input_ids": ids, "attention_mask": mask}
            for module in self.modules_in_order:
                features = module(features)
            return torch.nn.functional.normalize(features["sentence_embedding"], dim=-1)

    _plain_attention(network)
    graph = Graph().cpu().eval()
    ids = torch.ones((2, 7), dtype=torch.long)
    both = {0: "rows", 1: "tokens"}
    with warnings.catch_warnings(), torch.inference_mode():
        # The tracer warns of whatever might differ for other inputs; that nothing does is what the parity check is for.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            graph,
            (ids, torch.ones_like(ids)),
            str(target),
            dynamo=False,
            opset_version=OPSET,
            input_names=["ids", "mask"],
            output_names=["vectors"],
            dynamic_axes={"ids": both, "mask": both, "vectors": {0: "rows"}},
        )


def _plain_attention(network: SentenceTransformer) -> None:
    """Attention as plain matrix products where the model has it: torch's fused kind exports to a slower graph."""
    for module in network.modules():
        choose = getattr(module, "set_attn_implementation", None)
        if choose is not None:
            choose("eager")
            return
