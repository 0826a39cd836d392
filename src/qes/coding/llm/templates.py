"""The prompt files about passages and criteria."""

from __future__ import annotations

from qes.llm.prompt_files import PromptFiles, Rendered, marker

__all__ = ["CODE_PASSAGE", "CRITERION", "DEFINITION_HELP", "Rendered", "marker", "names", "render", "source"]

CODE_PASSAGE = "code-passage@1"
CRITERION = "criterion@1"
DEFINITION_HELP = "definition-help@1"

_FILES = PromptFiles("qes.coding.llm")
names, source, render = _FILES.names, _FILES.source, _FILES.render
