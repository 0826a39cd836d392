"""Embedding with OpenVINO, an extra: twice as fast again on CPUs that compute in bfloat16."""

from __future__ import annotations

import sys
from functools import cached_property
from importlib import import_module
from pathlib import Path
from queue import SimpleQueue
from types import ModuleType
from typing import TYPE_CHECKING, Any

from qes.coding.embed.cores import cores
from qes.coding.embed.exported import Engine, ExportedEmbedder
from qes.coding.embed.models import identity
from qes.coding.embed.parity import FAITHFUL, SAME
from qes.coding.embed.tokens import Batch
from qes.errors import ModelUnavailable

if TYPE_CHECKING:
    from qes.coding.embed import Vectors


class OpenVinoEmbedder(ExportedEmbedder):
    """The ONNX export of the model in OpenVINO, in bfloat16 where the CPU has it.

    Vectors in bfloat16 have an id of their own, since they differ from the model's in the fifth digit of the cosine;
    on a CPU without it they are computed in single precision and share the model's id.
    """

    @cached_property
    def id(self) -> str:
        """The model's id, with the precision where it is not single.

        Raises:
            ModelUnavailable: OpenVINO is not installed.
        """
        own = "+openvino-bf16" if precision(_library(self._name)) == "bf16" else ""
        return identity(self._name, self._folder) + own

    def _start(self, graph: Path) -> Engine:
        return OpenVinoEngine(self._name, graph)


class OpenVinoEngine:
    """A graph in OpenVINO: one request and one stream per core.

    Its own queue of asynchronous requests is not used: threads of OpenVINO that call back into Python make some
    processes hang or abort when they end.
    """

    def __init__(self, name: str, graph: Path) -> None:
        """Load a graph.

        Raises:
            ModelUnavailable: OpenVINO is not installed, or cannot read the graph.
        """
        library = _library(name)
        chosen, threads = precision(library), cores()
        options = {
            "INFERENCE_PRECISION_HINT": chosen,
            "INFERENCE_NUM_THREADS": threads,
            "NUM_STREAMS": threads,
        }
        try:
            model: Any = library.Core().compile_model(str(graph), "CPU", options)
        except RuntimeError as error:
            hint = f"Delete the folder {graph.parent}: it is made anew when next needed."
            raise ModelUnavailable(name, f"OpenVINO cannot read {graph} ({error})", hint) from error
        self._requests: SimpleQueue[Any] = SimpleQueue()
        for _ in range(threads):
            self._requests.put(model.create_infer_request())
        self.least_cosine = FAITHFUL if chosen == "bf16" else SAME
        self.runtime = f"openvino-{library.__version__.split('-')[0]}-{chosen}"

    def vectors(self, batch: Batch, /) -> Vectors:
        """The vectors of a batch; waits for a request that is free."""
        request = self._requests.get()
        try:
            found: Vectors = request.infer({"ids": batch.ids, "mask": batch.mask})[0].copy()
        finally:
            self._requests.put(request)
        return found


def precision(library: Any) -> str:
    """`bf16` where this machine's CPU computes in it, else `f32`."""
    able = library.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    return "bf16" if "BF16" in able else "f32"


def _library(name: str) -> Any:
    """OpenVINO, kept from reporting its import to its makers.

    It sends an event as soon as it is imported, and no setting prevents that; where its telemetry package turns out
    to be empty, it does without.
    """
    if "openvino" not in sys.modules:
        sys.modules["openvino_telemetry"] = ModuleType("openvino_telemetry")
    try:
        return import_module("openvino")
    except ImportError as error:
        hint = "Install it: `pip install 'qes[openvino]'`."
        raise ModelUnavailable(name, "OpenVINO is not installed", hint) from error
