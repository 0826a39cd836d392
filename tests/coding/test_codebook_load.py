"""Reading codebook files: every problem is told at once, with its line, and nothing harmful is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from qes.coding.codebook import load_codebook
from qes.errors import BadCodebook

GOOD = """\
name: parks
version: "1.0"
title: Parks
attributes:
  - name: season
    values: [summer, winter]
codes:
  - code: trees
    label: Trees
    brief: Trees in parks.
    definition: What is said about trees.
    codable: false
  - code: trees/pruning
    label: Pruning
    brief: Cutting branches.
    definition: >-
      Who cuts
      which branches.
    parent: trees
    scored: yes
    examples:
      - We cut the limes in March.
"""


def problems(folder: Path, text: str | bytes, name: str = "1.0.yaml") -> list[tuple[int, str]]:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BadCodebook) as caught:
        load_codebook(path)
    assert str(path) in str(caught.value)
    return caught.value.problems


def test_a_codebook_is_read_with_its_defaults(tmp_path: Path) -> None:
    path = tmp_path / "1.0.yaml"
    path.write_text(GOOD)
    book = load_codebook(path)
    assert book.id == "parks@1.0"
    assert [code.code for code in book.codable] == ["trees/pruning"]
    pruning = book.codes[1]
    assert pruning.definition == "Who cuts which branches."
    assert (pruning.scored, pruning.attributes, pruning.parent) == (True, True, "trees")
    assert pruning.examples == ("We cut the limes in March.",)
    assert book.attributes[0].values == ("summer", "winter")
    assert len(book.sha256) == 64


def test_all_problems_are_told_at_once_each_with_its_line(tmp_path: Path) -> None:
    text = (
        GOOD.replace('"1.0"', "1.0")
        .replace("    label: Trees\n", "    lable: Trees\n")
        .replace("parent: trees", "parent: tree")
        .replace("codable: false", "codable: perhaps")
    )
    assert problems(tmp_path, text) == [
        (2, "the codebook: 'version' must be text, not a number: put it in quotes, \"1.0\""),
        (8, "code 'trees': the key 'label' is missing"),
        (9, "code 'trees': unknown key 'lable' (did you mean 'label'?)"),
        (12, "code 'trees': 'codable' must be true or false, not text"),
        (19, "code 'trees/pruning': its parent 'tree' is not in the codebook"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "line", "says"),
    [
        ("name: parks", "name: Our Parks", 1, "'name' cannot be 'Our Parks'"),
        ('"1.0"', '"first"', 2, "'version' cannot be 'first'"),
        ("title: Parks", "title:", 3, "'title' is empty"),
        ("title: Parks\n", "", 1, "the key 'title' is missing"),
        ("title: Parks", "colour: green", 3, "unknown key 'colour' (known are name, version"),
        ("title: Parks", "title: [a]", 3, "'title' must be text, not a list"),
        ("[summer, winter]", "[summer, summer]", 6, "the value 'summer' is listed twice"),
        ("[summer, winter]", "[yes, no]", 6, 'put it in quotes, "yes"'),
        ("[summer, winter]", "summer", 6, "'values' must be a list, not text"),
        ("[summer, winter]", "[]", 6, "attribute 'season': 'values' is empty"),
        ("  - code: trees\n    label", "  - just a word\n  - code: trees\n    label", 8, "must be a group of keys"),
        ("code: trees/pruning", "code: trees", 13, "code 'trees' is defined twice (first on line 8)"),
        ("code: trees/pruning", "code: a;b", 13, "'code' cannot be 'a;b'"),
        ("code: trees/pruning", "code:", 13, "a code without an id: 'code' is empty"),
        ("    codable: false\n", "    parent: trees/pruning\n", 12, "run in a circle (trees > trees/pruning > trees)"),
        ("parent: trees", "parent: trees/pruning", 19, "run in a circle (trees/pruning > trees/pruning)"),
        ("scored: yes", "codable: false", 8, "no code is codable"),
        ("      - We cut the limes in March.", "      - 12", 22, "'examples' must be text, not a number"),
        ("      - We cut the limes in March.", "      -", 22, "'examples' holds an empty entry"),
        ("    label: Pruning", "    label: Pruning\n    label: Cut", 15, "'label' is written twice (first on line 14)"),
        ("title: Parks", "title: !!python/object/apply:os.getcwd []", 3, "is not allowed: write plain text"),
        ("title: Parks", "title: &a Parks\ndescription: *a", 4, "aliases (`*a`) are not allowed"),
        ("title: Parks", "title: Parks: green", 3, "this is not valid YAML"),
        ("title: Parks", "title: 'Parks", 23, "this is not valid YAML"),
        ("title: Parks", "[a]: b", 3, "a key must be a word"),
        ("title: Parks", "---\ntitle: Parks", 3, "a second document starts here"),
        ("title: Parks", "title: " + "[" * 5000, 3, "nested more than 12 levels deep"),
        ("name: parks", "name: par\0ks", 1, "this is not valid YAML"),
    ],
)
def test_a_wrong_line_is_named_and_explained(tmp_path: Path, before: str, after: str, line: int, says: str) -> None:
    assert GOOD.count(before) == 1 or before in ("code: trees/pruning", "parent: trees")
    found = problems(tmp_path, GOOD.replace(before, after, 1))
    assert [at for at, text in found if says in text] == [line], found


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the file is empty"),
        (b"# nothing but a comment\n", "the file is empty"),
        (b"- a\n- b\n", "must be a group of keys"),
        (b"just text\n", "must be a group of keys"),
        (b"name: parks\nversion: '1'\ntitle: caf\xe9\n", "the file is not UTF-8"),
        (b"name: a\nversion: '1'\ntitle: t\ncodes: []\n", "the codebook holds no codes"),
        (b"name: a\nversion: '1'\ntitle: t\n", "the key 'codes' is missing"),
        (b"name: a\nversion: '1'\ntitle: t\ncodes: {a: b}\n", "'codes' must be a list, not a group of keys"),
        (b" " * 10_000_001, "larger than 10 MB"),
    ],
)
def test_what_is_no_codebook_at_all_is_told_in_one_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    assert any(says in text for _, text in problems(tmp_path, content))


def test_a_file_that_is_missing_or_of_another_kind_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadCodebook, match="cannot be read: No such file"):
        load_codebook(tmp_path / "none.yaml")
    assert "a codebook is a .yaml file" in problems(tmp_path, "x", "codes.docx")[0][1]


def test_aliases_that_would_expand_to_gigabytes_are_refused_at_once(tmp_path: Path) -> None:
    levels = "".join(f"k{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
    found = problems(tmp_path, "k0: &a0 [boom]\n" + levels)
    assert found == [(2, "aliases (`*a0`) are not allowed here: write the text out")]


def test_a_json_list_of_codes_is_a_codebook_whose_ids_are_kept_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "SDG Targets.json"
    path.write_text('[{"code": "Goal 1", "label": "No poverty", "definition": "Ends.", "source": "UN"}]')
    book = load_codebook(path)
    assert (book.id, book.title) == ("sdg-targets@1.0", "SDG Targets")
    assert (book.codes[0].code, book.codes[0].brief) == ("Goal 1", "")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[\n {},\n {]", 3, "this is not valid JSON"),
        ('{"code": "a"}', 1, "a JSON codebook is a list"),
        (
            '[\n\n {"code": "a", "label": "A",\n  "definition": "x"}\n ,\n {"label": "B", "definition": ""}]',
            6,
            "missing",
        ),
        ('[{"code": "a", "label": "A", "definition": 3}]', 1, "'definition' must be text, not a number"),
        ('[\n"a"]', 2, "a code must be a group of keys, not text"),
        ('[{"code": "a", "label": "\\ud83d", "definition": "x"}]', 1, "'label' holds a character that is no text"),
        ('[{"code": "a", "label": "\\u0000", "definition": "x"}]', 1, "'label' holds a character that is no text"),
        ("[" * 100_000, 1, "this is no list of codes"),
        ("[" * 700 + "]" * 700, 1, "a code must be a group of keys, not a list"),
        (f"[{'9' * 5000}]", 1, "this is no list of codes"),
        ("[]", 1, "the list holds no codes"),
    ],
)
def test_problems_of_a_json_list_have_their_line_too(tmp_path: Path, text: str, line: int, says: str) -> None:
    assert any(at == line and says in problem for at, problem in problems(tmp_path, text, "codes.json"))


def test_a_table_of_codes_is_a_codebook_whatever_its_separator(tmp_path: Path) -> None:
    rows = [
        ("code", "label", "definition", "examples", "codable"),
        ("trees", "Trees", '"What is said,\nof trees."', '"We cut limes.\nWe planted oaks."', ""),
        ("grass", "Grass", "On lawns.", "", "No"),
    ]
    for name, separator in (("a.csv", ","), ("b.csv", ";"), ("c.csv", "\t")):
        path = tmp_path / name
        path.write_text("\ufeff" + "\n".join(separator.join(row) for row in rows), encoding="utf-8")
        trees, grass = load_codebook(path).codes
        assert trees.definition == "What is said,\nof trees."
        assert trees.examples == ("We cut limes.", "We planted oaks.")
        assert (trees.codable, grass.codable) == (True, False)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("id,label\na,b\n", 1, "the first row must name the columns"),
        ("code,label\na,A\n", 2, "code 'a': the key 'definition' is missing"),
        ('code,label,definition\n"a\nb",A,d\nc,,d\n', 4, "code 'c': 'label' is empty"),
        ("code,label,definition\na,A,d,e\n", 2, "more cells than the first one has columns"),
        ("code,label,definition,scored\na,A,d,maybe\n", 2, "'scored' must be true or false, not text"),
        ('code,label,definition\na,"A"x,d\n', 2, "this is not a valid CSV table"),
    ],
)
def test_problems_of_a_table_have_their_row(tmp_path: Path, text: str, line: int, says: str) -> None:
    assert any(at == line and says in problem for at, problem in problems(tmp_path, text, "codes.csv"))
