"""What a codebook says, apart from how its file is laid out: its hash and its YAML form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields, replace
from typing import Any

import yaml

from qes.coding.codebook.schema import ATTRIBUTE, CODE, TOP, Field
from qes.model import Codebook, sha256

SCHEMA_LINE = "# yaml-language-server: $schema=../codebook.schema.json\n"
_WIDTH = 110


def fingerprint(codebook: Codebook) -> str:
    """SHA-256 of a codebook's meaning: every text and the order of codes, not line breaks, quotes or order of keys."""
    content = {each.name: getattr(codebook, each.name) for each in fields(Codebook) if each.name != "sha256"}
    content["codes"] = [asdict(each) for each in codebook.codes]
    content["attributes"] = [asdict(each) for each in codebook.attributes]
    return sha256(json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


def seal(codebook: Codebook) -> Codebook:
    """The same codebook with the hash of its meaning filled in."""
    return replace(codebook, sha256=fingerprint(codebook))


def to_yaml(codebook: Codebook) -> str:
    """The codebook as its file should look; reading it back gives an equal codebook.

    Texts are expected without white space around them, as reading leaves them.
    """
    head = _filled(codebook, TOP)
    parts = [SCHEMA_LINE, _dump(head), *_section("attributes", codebook.attributes, ATTRIBUTE)]
    return "".join([*parts, *_section("codes", codebook.codes, CODE)])


def _section(name: str, entries: tuple[Any, ...], keys: tuple[Field, ...]) -> list[str]:
    """A list written entry by entry, with a blank line between them for people to find their way."""
    blocks = [_dump([_filled(each, keys)]) for each in entries]
    return [f"\n{name}:\n", "\n".join(blocks)] if blocks else []


def _filled(thing: Any, keys: tuple[Field, ...]) -> dict[str, Any]:
    """The keys to write: required ones, and the others where they differ from the default."""
    defaults = {each.name: each.default for each in fields(thing) if each.default is not MISSING}
    content: dict[str, Any] = {}
    for key in keys:
        value = getattr(thing, key.name)
        if key.name in ("attributes", "codes") and isinstance(value, tuple):
            continue
        if key.required or value != defaults.get(key.name):
            content[key.name] = list(value) if isinstance(value, tuple) else value
    return content


def _dump(content: Mapping[str, Any] | list[Any]) -> str:
    return yaml.dump(content, Dumper=yaml.SafeDumper, sort_keys=False, allow_unicode=True, width=_WIDTH)
