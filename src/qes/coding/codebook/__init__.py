"""Codebooks: reading and checking their files, finding versions, comparing and writing them."""

from __future__ import annotations

from qes.coding.codebook.diff import Change, ChangeKind, diff
from qes.coding.codebook.find import find_codebooks, pick
from qes.coding.codebook.findings import Finding, Severity
from qes.coding.codebook.load import check_codebook, load_codebook
from qes.coding.codebook.meaning import fingerprint, seal, to_yaml
from qes.coding.codebook.schema import json_schema

__all__ = [
    "Change",
    "ChangeKind",
    "Finding",
    "Severity",
    "check_codebook",
    "diff",
    "find_codebooks",
    "fingerprint",
    "json_schema",
    "load_codebook",
    "pick",
    "seal",
    "to_yaml",
]
