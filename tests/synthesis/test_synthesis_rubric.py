from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from synthesis_samples import BOOK, CODEBOOKS, RUBRIC_FILE

from qes.errors import BadCodebook
from qes.synthesis.rubric import json_schema, load_rubric


def changed(tmp_path: Path, before: str, after: str) -> Path:
    text = RUBRIC_FILE.read_text(encoding="utf-8")
    assert before in text
    path = tmp_path / "rubric.yaml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return path


def problems(path: Path) -> list[tuple[int, str]]:
    with pytest.raises(BadCodebook) as caught:
        load_rubric(path, BOOK)
    assert str(path) in str(caught.value)
    return caught.value.problems


def line_of(path: Path, text: str) -> int:
    return next(n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if text in line)


def test_the_shipped_rubric_has_five_levels_and_says_whose_it_is() -> None:
    rubric = load_rubric(RUBRIC_FILE)
    assert [level.level for level in rubric.levels] == [1, 2, 3, 4, 5]
    assert "own proposal" in rubric.description
    assert "never counted as 1" in rubric.not_enough


def test_the_committed_schema_is_the_one_the_loader_uses_and_accepts_the_shipped_rubric() -> None:
    committed = json.loads((CODEBOOKS / "rubric.schema.json").read_text(encoding="utf-8"))
    assert committed == json_schema()
    Draft202012Validator.check_schema(committed)
    Draft202012Validator(committed).validate(yaml.safe_load(RUBRIC_FILE.read_text(encoding="utf-8")))


def test_the_first_rubric_is_still_the_one_that_projects_have_in_use() -> None:
    assert load_rubric(RUBRIC_FILE).sha256.startswith("ca53f1e71bb7")


def test_layout_and_comments_do_not_change_a_rubrics_identity_and_a_threshold_does(tmp_path: Path) -> None:
    before = load_rubric(RUBRIC_FILE).sha256
    assert load_rubric(changed(tmp_path, "gates:\n", "# the gates\n\ngates:\n")).sha256 == before
    assert load_rubric(changed(tmp_path, "minor: 0.05", "minor: 0.06")).sha256 != before


@pytest.mark.parametrize(
    ("before", "after", "marker", "said"),
    [
        ("  - level: 2", "  - levle: 2", "levle", "did you mean 'level'"),
        ("  - level: 2", "  - level: 7", "levels:", "without a gap"),
        ('version: "1.0"', "version: 1.0", "version: 1.0", "valid string"),
        ("cap: 3", "cap: 9", "cap: 9", "no level 9"),
        ("id: some-practice", "id: enough-evidence", "text: It has been practised", "id of another"),
        ("mixed: [mixed]", "mixed: [supports]", "polarity:", "two sides"),
        ("minor: 0.05", "minor: 0.5", "measure: split", "rise from minor"),
        ("codings: 2", "codings: two", "codings: two", "valid integer"),
        ("    open: disputes\n", "", "id: disputes-settled", "either `needs` or `open`"),
        ("anchoring: [budget]", "anchorage: [budget]", "anchorage", "'anchorage' is not in codebook"),
        ("anchoring: [budget]", "anchoring: [coins]", "coins", "'coins' is not in codebook"),
        ("name: dynamic", "name: dynamic\nname: dynamic", "never", "second time"),
        ("levels:\n", "levels: [\n", "", "not YAML"),
        ("title: Levels", "title: !!python/name:os.system Levels", "title:", "not YAML"),
        ("supports: [supports]", "supports: &all [supports]\n  more: *all", "more:", "aliases"),
    ],
)
def test_a_wrong_rubric_is_refused_with_its_line(
    tmp_path: Path, before: str, after: str, marker: str, said: str
) -> None:
    path = changed(tmp_path, before, after)
    found = problems(path)
    assert any(said in text for _, text in found), found
    if marker and marker not in ("never", "text: It has been practised", "measure: split"):
        assert line_of(path, marker) in [line for line, _ in found]


def test_every_problem_is_listed_at_once(tmp_path: Path) -> None:
    path = tmp_path / "rubric.yaml"
    path.write_text("name: A B\nversion: 3\ntitel: x\n", encoding="utf-8")
    found = problems(path)
    assert len(found) > 5
    assert [line for line, _ in found] == sorted(line for line, _ in found)


@pytest.mark.parametrize("content", ["", "[]", "3", "name:\n  - [" + "[" * 600])
def test_what_is_no_rubric_at_all_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "rubric.yaml"
    path.write_text(content, encoding="utf-8")
    assert problems(path)


def test_a_file_that_is_missing_or_no_text_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path / "nowhere.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    assert problems(tmp_path / "bytes.yaml")
