from __future__ import annotations

from pathlib import Path

import pytest

from qes.errors import EmptyFile, UnreadableFile
from qes.ingest.document import Document, ReadOptions
from qes.ingest.readers.html import HtmlReader


def read(tmp_path: Path, page: str | bytes, encoding: str | None = None) -> Document:
    (tmp_path / "a.html").write_bytes(page.encode() if isinstance(page, str) else page)
    return HtmlReader().read(tmp_path / "a.html", ReadOptions(encoding))


def found(tmp_path: Path, page: str) -> list[tuple[str, str]]:
    return [(piece.kind.value, piece.text) for piece in read(tmp_path, page).pieces]


def test_blocks_become_pieces_in_order_and_none_twice(tmp_path: Path) -> None:
    page = (
        "<title>t</title><h2>Head <em>line</em></h2><div>direct<p>para <b>bo</b>ld &amp; on<br>next</p>tail</div>"
        "<ul><li>one<ul><li>nested</li></ul></li><li><p>two</p></li></ul><blockquote>said</blockquote>"
        "<dl><dt>term</dt><dd>meaning</dd></dl><pre>\n a\n  b</pre><span>in</span> line"
    )
    assert found(tmp_path, page) == [
        ("heading", "Head line"),
        *(("paragraph", text) for text in ("direct", "para bold & on\nnext", "tail", "one", "nested", "two", "said")),
        *(("paragraph", text) for text in ("term", "meaning", "a\nb", "in line")),
    ]


def test_table_rows_are_a_piece_each_and_layout_tables_are_none(tmp_path: Path) -> None:
    page = (
        "<table><caption>Tab</caption><tr><th>A<th>B<tr><td><p>a1</p><p>a2</p><td>b</table>"
        "<table><tr><td><h1>Page</h1><p>one</p><p>two</p><table><tr><td>x<td>y</table>rest</table>"
    )
    assert found(tmp_path, page) == [
        ("paragraph", "Tab"),
        ("table-row", "A | B"),
        ("table-row", "a1\na2 | b"),
        ("heading", "Page"),
        ("paragraph", "one"),
        ("paragraph", "two"),
        ("table-row", "x | y"),
        ("paragraph", "rest"),
    ]


def test_page_furniture_is_left_out_and_counted(tmp_path: Path) -> None:
    document = read(
        tmp_path, "<header>City</header><nav>go here</nav><p>Text.</p><script>no()</script><footer>end</footer>"
    )
    assert [piece.text for piece in document.pieces] == ["Text."]
    assert document.notes == ("left out as page furniture: footer (1 words), header (1 words), nav (2 words)",)


def test_the_header_of_an_article_and_a_page_inside_a_form_are_text(tmp_path: Path) -> None:
    page = "<form><article><header><h1>Title</h1></header><p>Text.</p></article></form>"
    assert found(tmp_path, page) == [("heading", "Title"), ("paragraph", "Text.")]


def test_the_encoding_a_page_names_is_used_and_an_override_wins(tmp_path: Path) -> None:
    page = '<meta charset="iso-8859-2"><p>żółć</p>'.encode("iso-8859-2")
    assert read(tmp_path, page).pieces[0].text == "żółć"
    assert read(tmp_path, page, "cp1252").pieces[0].text == "¿ó³æ"


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + "deep",
        "<b>" * 20_000 + "deep",
        "<table><tr><td>" * 5_000 + "deep",
        "<p>deep<li></div></div>",
    ],
)
def test_hostile_nesting_is_read_without_a_crash(tmp_path: Path, page: str) -> None:
    assert read(tmp_path, page).pieces[0].text == "deep"


def test_depth_that_people_write_keeps_its_structure(tmp_path: Path) -> None:
    page = "<div>" * 200 + "<ul><li>one</li><li>two</li></ul>" + "</div>" * 200
    assert [text for _, text in found(tmp_path, page)] == ["one", "two"]


def test_a_page_of_scripts_is_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        read(tmp_path, "<html><script>app()</script></html>")


def test_another_format_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="is a PDF file, not an HTML page"):
        read(tmp_path, b"%PDF-1.4")
