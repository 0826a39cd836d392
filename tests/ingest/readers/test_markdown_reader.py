from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.errors import EmptyFile
from qes.ingest.document import Document, ReadOptions
from qes.ingest.readers.markdown import MarkdownReader, pieces, plain
from qes.model import BlockKind


def read(tmp_path: Path, text: str) -> Document:
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    return MarkdownReader().read(tmp_path / "a.md", ReadOptions())


def found(tmp_path: Path, text: str) -> list[tuple[str, str, int | None]]:
    return [(piece.kind.value, piece.text, piece.level) for piece in read(tmp_path, text).pieces]


def test_headings_of_both_kinds_keep_their_level(tmp_path: Path) -> None:
    text = "# One ##\n\nTwo\n===\n\nThree\n---\n\n#### Four\n\n#no heading"
    assert found(tmp_path, text) == [
        ("heading", "One", 1),
        ("heading", "Two", 1),
        ("heading", "Three", 2),
        ("heading", "Four", 4),
        ("paragraph", "#no heading", None),
    ]


def test_items_quotations_and_rows_are_a_piece_each(tmp_path: Path) -> None:
    text = (
        "- one\n  goes on\n* [x] two\n1. three\n\n> quoted\n> further\n\n| a | b |\n|---|:-:|\n| 1 | x \\| y |\nafter"
    )
    assert found(tmp_path, text) == [
        ("paragraph", "one goes on", None),
        ("paragraph", "two", None),
        ("paragraph", "three", None),
        ("paragraph", "quoted further", None),
        ("table-row", "a | b", None),
        ("table-row", "1 | x | y", None),
        ("paragraph", "after", None),
    ]


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("**bold *both* bold** and _it_", "bold both bold and it"),
        ("[a link](http://x.y/z_(w) 't') and [a ref][r]", "a link and a ref"),
        ("![the map](m.png) <http://x.y>", "the map http://x.y"),
        ("`code *stays*` and \\*so\\* does 2*3*4 in snake_case", "code *stays* and *so* does 2*3*4 in snake_case"),
        ("R&amp;D <b>now</b> ~~gone~~ a < b > c", "R&D now gone a < b > c"),
        ("not * emphasis * here, nor ** there", "not * emphasis * here, nor ** there"),
    ],
)
def test_inline_markup_leaves_its_words(marked: str, words: str) -> None:
    assert plain(marked) == words


def test_soft_breaks_are_spaces_and_hard_breaks_stay(tmp_path: Path) -> None:
    assert found(tmp_path, "one\ntwo  \nthree\\\nfour") == [("paragraph", "one two\nthree\nfour", None)]


def test_turns_without_blank_lines_stay_apart(tmp_path: Path) -> None:
    text = "**Interviewer:** So?\n**Ana:** Well\nnow.\n**Interviewer:** Yes?\n**Ana:** No."
    assert [words for _, words, _ in found(tmp_path, text)] == [
        "Interviewer: So?",
        "Ana: Well now.",
        "Interviewer: Yes?",
        "Ana: No.",
    ]


def test_front_matter_and_comments_are_left_out_with_a_note(tmp_path: Path) -> None:
    document = read(tmp_path, "---\ntitle: X\n---\n\nText <!-- not\nthis --> here.\n\n---\n\nMore.")
    assert [piece.text for piece in document.pieces] == ["Text here.", "More."]
    assert document.notes == ("front matter left out (lines 1-3)", "1 HTML comment left out")


def test_a_rule_at_the_top_is_no_front_matter(tmp_path: Path) -> None:
    assert read(tmp_path, "---\nJust text.\n---\nMore.").pieces[0].text == "Just text."


def test_code_keeps_its_lines_and_its_marks(tmp_path: Path) -> None:
    assert found(tmp_path, "```py\na | b\n# c\n```\nend") == [
        ("paragraph", "a | b\n# c", None),
        ("paragraph", "end", None),
    ]


def test_markup_alone_is_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        read(tmp_path, "---\n\n***\n\n[x]: http://y\n")


@given(st.lists(st.sampled_from(["word", "# head", "- item", "> quote", "", "Name: said", "1. n", "last  "])))
@settings(deadline=None, max_examples=100)
def test_no_word_is_lost(lines: list[str]) -> None:
    words = " ".join(piece.text for piece in pieces(lines)).split()
    assert words == [word for word in " ".join(lines).split() if word not in ("#", "-", ">", "1.")]


@pytest.mark.parametrize("mark", ["*a ", "_a ", "[", "[a](", "`a", "<a ", "~~a", "![", "\\", "<!--"])
def test_hostile_markup_is_read_in_its_stride(mark: str) -> None:
    assert next(pieces(["start " + mark * 20_000])).kind is BlockKind.PARAGRAPH
