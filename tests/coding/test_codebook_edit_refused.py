"""Edits that make no sense, and data that are no edit: each is refused with the code or key and the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from edit_samples import TREES, after, code, named
from qes.coding.codebook.edit import Add, Edit, Merge, Move, Restore, Retire, Reword, Split, apply
from qes.coding.codebook.edit_json import KINDS, edit_from_json, edit_to_json, edits_from_json
from qes.errors import BadEdit


@pytest.mark.parametrize(
    ("edits", "says"),
    [
        ([Reword("palm", label="Palm")], r"code 'palm': there is no such code"),
        ([Reword("oak", definition=" ")], r"code 'oak': its definition is empty"),
        ([Reword("oak", examples=("a", ""))], r"code 'oak': one of its examples is empty"),
        (
            [Reword("fir", examples=("A plastic fir.",))],
            r"'A plastic fir.'|'a plastic fir.' is given as an example and",
        ),
        ([Add(code("oak"))], r"code 'oak': this id is taken"),
        ([Add(replace(code("yew"), definition=""))], r"code 'yew': its definition is empty"),
        ([Add(code("yew", "palm"))], r"code 'yew': its parent 'palm' is not in the codebook"),
        ([Add(code("yew", "broad"), after="pine")], r"code 'yew': it cannot stand after 'pine'"),
        ([Add(code("a;b"))], r"code 'a;b': 'code' cannot be 'a;b'"),
        ([Add(replace(code("yew"), code=" "))], r"a new code needs an id"),
        ([Add(replace(code("yew"), brief="a\0b"))], r"holds a character that is no text"),
        ([Merge(("oak",), "oak")], r"code 'oak': it cannot be merged into itself"),
        ([Merge((), "oak")], r"code 'oak': nothing is named"),
        ([Merge(("oak",), "broad")], r"code 'broad': it only groups others"),
        ([Merge(("needle",), "oak")], r"code 'needle': it only groups others"),
        ([Merge(("fir",), "oak")], r"code 'fir': codes stand under it \(dwarf fir\)"),
        ([Split("oak", (code("red"),))], r"code 'oak': it is split into two codes or more"),
        ([Split("oak", (code("red"), code("red")))], r"code 'red': this id is taken"),
        ([Split("oak", (code("red"), code("white", codable=False)))], r"code 'white': a part has to be a code that"),
        ([Move("needle", "dwarf fir")], r"code 'needle': it cannot stand below itself"),
        ([Move("oak", "oak")], r"code 'oak': it cannot stand below itself"),
        ([Move("oak", "palm")], r"code 'oak': its parent 'palm' is not"),
        ([Move("oak", None, -1)], r"code 'oak': places are counted from 0"),
        ([Retire("oak", " ")], r"code 'oak': say why it is retired"),
        ([Retire("broad", "Old.")], r"code 'broad': it only groups others"),
        ([Restore("broad")], r"code 'broad': it is neither merged, split nor retired"),
        (
            [Retire("oak", "Old."), Reword("oak", label="O")],
            r"edit 2, code 'oak': it is no longer in use \(Retired: Old",
        ),
        ([Retire("oak", "Old."), Merge(("elm",), "oak")], r"edit 2, code 'oak': it can no longer be given"),
        ([Retire("oak", "Old."), Add(code("red", "oak"))], r"edit 2, code 'red': its parent 'oak' is no longer in use"),
        (
            [Retire("dwarf fir", "a"), Retire("fir", "b"), Restore("dwarf fir")],
            r"edit 3, code 'dwarf fir': its parent 'fir' is no longer in use",
        ),
        (
            [Merge(("oak", "elm", "dwarf fir"), "pine"), Retire("fir", "b"), Retire("pine", "c")],
            r"no code is codable, so nothing could be coded",
        ),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused_with_the_code_and_the_reason(edits: list[Edit], says: str) -> None:
    with pytest.raises(BadEdit, match=says):
        apply(TREES, edits)


def test_an_error_knows_which_edit_it_is_about() -> None:
    with pytest.raises(BadEdit) as caught:
        apply(TREES, [Retire("oak", "Old."), Restore("elm")])
    assert (caught.value.number, caught.value.code) == (2, "elm")


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ([], "an edit is a group of keys"),
        ({}, "there is no edit None; choose one of: reword, add, merge"),
        ({"edit": ["add"]}, "there is no edit"),
        ({"edit": "delete", "code": "oak"}, "there is no edit 'delete'"),
        ({"edit": "reword"}, "reword: the key 'code' is missing"),
        ({"edit": "move", "code": "oak"}, "move: the key 'parent' is missing"),
        ({"edit": "reword", "code": "oak", "lable": "x"}, "reword: unknown key 'lable'; known are code, label"),
        ({"edit": "reword", "code": "oak", "label": 1}, "reword: 'label' must be text"),
        ({"edit": "reword", "code": "oak", "examples": "x"}, "reword: 'examples' must be a list"),
        ({"edit": "merge", "codes": ["oak", 2], "into": "elm"}, "each of merge: 'codes' must be text"),
        ({"edit": "move", "code": "oak", "parent": None, "place": True}, "move: 'place' must be a whole number"),
        ({"edit": "add", "code": "yew"}, "add: 'code': a code must be a group of keys, not text"),
        (
            {"edit": "add", "code": {"code": "yew", "lable": "Yew"}},
            r"code 'yew': the key 'label' is missing; code 'yew': unknown key 'lable' \(did you mean 'label'\?\)",
        ),
    ],
)
def test_data_that_are_no_edit_are_refused_with_the_key(given_: object, says: str) -> None:
    with pytest.raises(BadEdit, match=says):
        edit_from_json(given_)
    with pytest.raises(BadEdit, match=r"^edit 1, "):
        edits_from_json([given_])


def test_every_kind_of_edit_can_be_told_in_json() -> None:
    told: list[dict[str, Any]] = [
        {"edit": "reword", "code": "oak", "label": "Oaks"},
        {"edit": "add", "code": {"code": "yew", "label": "Yew", "brief": "", "definition": "A yew."}, "after": None},
        {"edit": "merge", "codes": ["elm"], "into": "oak"},
        {"edit": "split", "code": "pine", "parts": [edit_to_json(Add(code(each)))["code"] for each in ("a", "b")]},
        {"edit": "move", "code": "oak", "parent": None},
        {"edit": "retire", "code": "dwarf fir", "reason": "Rare."},
        {"edit": "restore", "code": "elm"},
    ]
    assert [each["edit"] for each in told] == list(KINDS)
    edits = edits_from_json(told)
    assert [type(each) for each in edits] == list(KINDS.values())
    assert named(after(*edits), "elm").codable
    with pytest.raises(BadEdit, match="edits come as a list"):
        edits_from_json({"edits": told})
