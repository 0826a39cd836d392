"""Embedding with onnxruntime: the same vectors as sentence-transformers on a CPU, sooner."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qes.coding.embed.exported import Engine, ExportedEmbedder
from qes.coding.embed.parity import HINT, SAME
from qes.coding.embed.tokens import Batch
from qes.errors import ModelUnavailable

if TYPE_CHECKING:
    from qes.coding.embed import Vectors

ERRORS_ONLY = 3


class OnnxEmbedder(ExportedEmbedder):
    """An ONNX export of the model; its vectors and id are those of the sentence-transformers embedder."""

    def _start(self, graph: Path) -> Engine:
        return OnnxEngine(self._name, graph)


class OnnxEngine:
    """A graph in onnxruntime, which computes a batch in the thread that asks."""

    least_cosine = SAME

    def __init__(self, name: str, graph: Path) -> None:
        """Load a graph.

        Raises:
            ModelUnavailable: onnxruntime is not installed, or cannot read the graph.
        """
        try:
            library: Any = import_module("onnxruntime")
            errors: Any = import_module("onnxruntime.capi.onnxruntime_pybind11_state")
        except ImportError as error:
            raise ModelUnavailable(name, f"onnxruntime cannot be loaded ({error})", HINT) from error
        options = library.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = ERRORS_ONLY
        try:
            self._session: Any = library.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        except (errors.Fail, errors.InvalidGraph, errors.InvalidProtobuf, errors.NoSuchFile, RuntimeError) as error:
            hint = f"Delete the folder {graph.parent}: it is made anew when next needed."
            raise ModelUnavailable(name, f"onnxruntime cannot read {graph} ({error})", hint) from error
        self.runtime = f"onnxruntime-{library.__version__}"

    def vectors(self, batch: Batch, /) -> Vectors:
        """The vectors of a batch."""
        found: Vectors = self._session.run(None, {"ids": batch.ids, "mask": batch.mask})[0]
        return found
