from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qes.errors import BadTable
from qes.evaluation.items import Item, load_items


def _jsonl(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "items.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_jsonl_and_csv_say_the_same(tmp_path: Path) -> None:
    first = {"id": "a", "text": "Ein Satz, mit Komma.", "codes": ["x", "y z"], "doc_id": "d", "order": 3}
    first |= {"heading": "Erstes"}
    second = {"id": "b", "text": "Zweiter.", "codes": [], "speaker": "Ana", "coders": {"ana": ["x"], "ben": []}}
    second |= {"question": "Und dann, Ana?"}
    table = tmp_path / "items.csv"
    table.write_text(
        "id,text,codes,doc_id,order,speaker,question,heading,coders\n"
        'a,"Ein Satz, mit Komma.",x; y z,d,3,,,Erstes,\n'
        'b,Zweiter.,,,,Ana,"Und dann, Ana?",,"{""ana"": ""x"", ""ben"": []}"\n',
        encoding="utf-8",
    )
    read = load_items(_jsonl(tmp_path, first, second))
    assert load_items(table) == read
    assert read[0] == Item(
        "a", "Ein Satz, mit Komma.", frozenset({"x", "y z"}), doc_id="d", order=3.0, heading="Erstes"
    )
    assert (read[1].question, read[1].heading) == ("Und dann, Ana?", None)
    assert read[1].coders == {"ana": frozenset({"x"}), "ben": frozenset()}


@pytest.mark.parametrize(("label", "given"), [(True, True), ("false", False), (1, True), ("reject", False)])
def test_a_verdict_gives_or_refuses_one_code(tmp_path: Path, label: object, given: bool) -> None:
    (item,) = load_items(_jsonl(tmp_path, {"id": "a", "text": "t", "code": "x", "label": label}))
    assert item.verdicts
    assert ("x" in item.codes, "x" in item.refused) == (given, not given)


def test_verdicts_on_one_id_become_one_item(tmp_path: Path) -> None:
    row = {"id": "a", "text": "t", "speaker": "Ana", "question": "Why?", "heading": "One"}
    (item,) = load_items(_jsonl(tmp_path, row | {"code": "x", "label": True}, row | {"code": "y", "label": False}))
    assert (item.codes, item.refused) == (frozenset({"x"}), frozenset({"y"}))
    assert (item.speaker, item.question, item.heading) == ("Ana", "Why?", "One")


WRONG = [
    ({"text": "t", "codes": []}, "has no `id`"),
    ({"id": "b", "text": " ", "codes": []}, "has no `text`"),
    ({"id": "b", "text": "t"}, "neither `codes` nor"),
    ({"id": "b", "text": "t", "code": "x", "label": "perhaps"}, "`label` is true or false, not 'perhaps'"),
    ({"id": "b", "text": "t", "code": "x"}, "`label` is true or false, not None"),
    ({"id": "b", "text": "t", "code": "x", "label": True}, "either all rows have `codes`"),
    ({"id": "b", "text": "t", "codes": 3}, "`codes` is a list"),
    ({"id": "b", "text": "t", "codes": [3]}, "`codes` is a list"),
    ({"id": "b", "text": "t", "codes": "[x"}, "is not JSON"),
    ({"id": "b", "text": "t", "codes": [], "order": "first"}, "`order` is a number"),
    ({"id": "b", "text": "t", "codes": [], "coders": ["ana"]}, "`coders` maps"),
    ({"id": "a", "text": "t", "codes": []}, "'a' has occurred before"),
]


@pytest.mark.parametrize(("row", "problem"), WRONG)
def test_a_wrong_row_is_named_with_what_is_wrong(tmp_path: Path, row: dict[str, Any], problem: str) -> None:
    path = _jsonl(tmp_path, {"id": "a", "text": "t", "codes": ["x"]}, row, {"id": "c", "text": "t", "codes": []})
    with pytest.raises(BadTable, match="row 2: ") as caught:
        load_items(path)
    assert problem in caught.value.problems[0][1]
    assert "codes" in caught.value.hint


def test_all_wrong_rows_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadTable) as caught:
        load_items(_jsonl(tmp_path, {"id": "a"}, {"id": "b", "text": "t", "codes": []}, {"text": "t", "codes": []}))
    assert [row for row, _ in caught.value.problems] == [1, 3]


@pytest.mark.parametrize(
    ("name", "content"), [("items.jsonl", ""), ("items.jsonl", "{"), ("items.txt", "id"), ("", "")]
)
def test_a_file_without_items_is_refused(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / (name or "missing.csv")
    if name:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(BadTable, match=path.name):
        load_items(path)
