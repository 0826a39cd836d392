"""Checking a codebook: what is weak is a warning, and the file stays usable."""

from __future__ import annotations

from pathlib import Path

from qes.coding.codebook import Severity, check_codebook, load_codebook

HEAD = 'name: parks\nversion: "1.0"\ntitle: Parks\ncodes:\n'
FULL = """\
- code: {code}
  label: {label}
  brief: In short {code}.
  definition: At length {code}.
  when_to_use: When {code} is meant.
  when_not_to_use: When it is not.
  examples: [First {code}., Second {code}.]
  counter_examples: [Not {code}.]
"""
OAK, ELM = FULL.format(code="oak", label="Oak"), FULL.format(code="elm", label="Elm")


def warnings(folder: Path, text: str) -> list[tuple[int, str]]:
    path = folder / "1.0.yaml"
    path.write_text(text)
    found = check_codebook(path)
    assert found == sorted(found)
    assert all(each.severity is Severity.WARNING for each in found)
    assert load_codebook(path)
    return [(each.line, each.text) for each in found]


def test_a_code_described_in_full_gives_no_warning(tmp_path: Path) -> None:
    assert warnings(tmp_path, HEAD + OAK + ELM) == []


def test_a_bare_code_is_told_all_that_it_lacks(tmp_path: Path) -> None:
    bare = "- {code: oak, label: Oak, brief: '', definition: ''}\n"
    assert [text for _, text in warnings(tmp_path, HEAD + bare)] == [
        "code 'oak' has no counter-example",
        "code 'oak' has no examples: give two to four",
        "code 'oak': 'brief' is missing or empty",
        "code 'oak': 'definition' is missing or empty",
        "code 'oak': 'when_not_to_use' is missing or empty",
        "code 'oak': 'when_to_use' is missing or empty",
    ]


def test_what_blurs_the_line_between_codes_is_told_with_its_line(tmp_path: Path) -> None:
    def told(before: str, after: str) -> list[tuple[int, str]]:
        return warnings(tmp_path, HEAD + OAK + ELM.replace(before, after))

    assert told("label: Elm", "label: OAK") == [(14, "code 'elm' has the same label as 'oak': 'OAK'")]
    assert told("At length elm.", "in short  ELM.") == [(16, "code 'elm': the definition only repeats 'brief'")]
    assert told("Second elm.", "Second oak.") == [
        (19, "the example 'second oak.' stands under more than one code: 'oak', 'elm'")
    ]
    assert told(", Second elm.", "") == [(19, "code 'elm' has 1 example: give two to four")]
    assert told("Second elm.", "first elm.") == [(19, "code 'elm': the example 'first elm.' is given twice")]
    assert told("code: elm", "code: Elm tree") == [
        (13, "code 'Elm tree': ids are easier to cite in lower case, such as a/b-c")
    ]


def test_an_attribute_without_a_choice_is_told(tmp_path: Path) -> None:
    text = HEAD.replace("codes:", "attributes: [{name: a, values: [x]}]\ncodes:") + OAK
    assert warnings(tmp_path, text) == [(4, "attribute 'a' has one value only, so it says nothing")]


def test_an_example_against_itself_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "1.0.yaml"
    path.write_text(HEAD + OAK.replace("Not oak.", "First oak."))
    (found,) = check_codebook(path)
    assert (found.line, found.severity) == (12, Severity.ERROR)
    assert "given as an example and as a counter-example" in found.text


def test_an_attribute_cannot_take_the_name_of_a_column_of_the_tables(tmp_path: Path) -> None:
    path = tmp_path / "1.0.yaml"
    path.write_text(
        'name: x\nversion: "1.0"\ntitle: T\nattributes:\n  - {name: source, values: [a, b]}\n'
        "codes:\n  - {code: a, label: A, brief: b, definition: d}\n",
        encoding="utf-8",
    )
    errors = [(each.line, each.text) for each in check_codebook(path) if each.severity is Severity.ERROR]
    assert errors == [(5, "an attribute cannot be named 'source': tables have a column of that name")]
