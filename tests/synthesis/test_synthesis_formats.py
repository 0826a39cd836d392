from __future__ import annotations

import io
import re
from itertools import pairwise
from typing import Any

import pytest
from docx import Document
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser
from synthesis_samples import AUDIT, BOOK, Corpus, practice, report

from qes.model import CodingStatus
from qes.synthesis.report.docx import render_docx
from qes.synthesis.report.flow import flowing
from qes.synthesis.report.html import render_html
from qes.synthesis.report.markdown import escape, render_markdown
from qes.synthesis.report.wording import printable

HOSTILE = [
    "<script>alert(1)</script> & <b>bold</b> &amp; &#60;",
    "</p></blockquote><h1>Broken out</h1>",
    "# Heading\n\n- item\n1. one\n> deeper\n\n---\n\n```\ncode",
    "| a | b |\n|---|---|\n*star* _under_ `tick` [link](http://x.y) ![img](z) ~~no~~ $x$ \\ end\\",
    "{{ 7 * 7 }} {% raw %} {# gone #}",
    "שלום עולם \u202e right to left\u202c and عربي",
    "emoji 👩🏽\u200d🌾 and combining e\u0301",
    "bell \x07 null \x00 escape \x1b[31m and \x85 \ufffe",
    "a line\nanother = \n=====\n    four spaces\n\ttab",
    "http://example.org/?a=1&copy=2 and www.example.org",
]
"""Texts that would break out of their place in one format or another."""


def hostile(text: str) -> Corpus:
    """A corpus in which the text stands in quotes, names, places and memos."""
    corpus = Corpus()
    practice(corpus, quote=text, coders=(text, "ben"), speaker=text, place=text)
    practice(corpus, quote=f"{text} again", polarity="contradicts", source=f"{text}.txt", facts=AUDIT)
    practice(corpus, quote=f"so {text}", status=CodingStatus.DISPUTED, memos=(text,))
    corpus.add(f"{text}!", "elsewhere", case=text)
    return corpus


def hostile_report(text: str, **changed: Any) -> Any:
    return report(
        hostile(text),
        cases=("Aldmoor", text),
        title=text,
        banner=text,
        method=[(text, text)],
        agreement=[{"code": text, "kappa": 0.5}],
        **changed,
    )


def words(text: str) -> str:
    return " ".join(text.split())


def html_quotes(page: LexborHTMLParser) -> list[str]:
    return [node.text() for node in page.css("blockquote > p")]


# --- HTML -------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_html_shows_hostile_text_verbatim_and_obeys_none_of_it(text: str) -> None:
    found = hostile_report(text)
    page = LexborHTMLParser(render_html(found))
    shown = printable(text)
    quoted = [shown, f"{shown} again", f"so {shown}", f"{shown}!"]
    assert sorted(html_quotes(page)) == sorted(map(flowing, quoted))
    assert page.css("script, img, iframe, link, object, form") == []
    assert [node.text() for node in page.css("h1")] == [shown]
    assert found.quotes_verified == 4


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=6, unique=True))
@example(["0\r\n0"])
@settings(max_examples=30, deadline=None)
def test_html_prints_the_quotes_given_and_no_other(texts: list[str]) -> None:
    corpus = Corpus()
    for text in texts:
        practice(corpus, quote=text)
    page = LexborHTMLParser(render_html(report(corpus)))
    assert sorted(map(words, html_quotes(page))) == sorted(words(printable(flowing(text))) for text in texts)


def test_html_asks_for_nothing_outside_itself() -> None:
    page = render_html(hostile_report("plain"))
    tree = LexborHTMLParser(page)
    assert "default-src 'none'" in page
    assert "url(" not in page
    assert "@import" not in page
    for node in tree.css("[src], [href]"):
        assert (node.attributes.get("href") or "").startswith("#")


def test_html_links_lead_to_places_that_exist_once() -> None:
    tree = LexborHTMLParser(render_html(hostile_report("plain")))
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    assert {node.attributes["href"] for node in tree.css("a[href]")} <= {f"#{id}" for id in ids}


def test_html_has_landmarks_a_skip_link_and_headings_in_order() -> None:
    tree = LexborHTMLParser(render_html(hostile_report("plain")))
    assert all(len(tree.css(name)) == 1 for name in ("main", "nav", "h1", "a.skip"))
    levels = [int(node.tag[1]) for node in tree.css("h1, h2, h3, h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert tree.root is not None
    assert tree.root.attributes["lang"] == "en"


def test_html_tells_ne_from_a_level_without_colour() -> None:
    corpus = Corpus()
    for _ in range(2):
        practice(corpus, polarity="contradicts")
    tree = LexborHTMLParser(render_html(report(corpus)))
    absent, not_enough = (node.text() for node in tree.css("table.matrix td")[:2])
    assert "Absent" in absent
    assert "NE" in not_enough
    assert "Not enough evidence" in not_enough


def test_html_folds_long_lists_of_quotes_and_hides_none() -> None:
    corpus = Corpus()
    for _ in range(9):
        practice(corpus)
    tree = LexborHTMLParser(render_html(report(corpus)))
    assert len(tree.css(".facet .group.for > .quote")) == 1
    assert len(tree.css(".capability .group.for > .quote")) == 3
    assert len(tree.css(".capability .group.for > details .quote")) == 5


# --- Markdown ---------------------------------------------------------------------------------


def inline_text(tokens: list[Any]) -> str:
    return "".join("\n" if token.type == "softbreak" else token.content for token in tokens)


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_hostile_text_verbatim_and_keeps_its_structure(text: str) -> None:
    plain = MarkdownIt("gfm-like", {"linkify": False}).parse(render_markdown(hostile_report("plain")))
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(render_markdown(hostile_report(text)))
    kinds = {token.type for token in tokens} - {"softbreak"}
    assert kinds <= {token.type for token in plain}
    assert all(child.type in ("text", "text_special", "softbreak", "strong_open", "strong_close", "em_open", "em_close")
               for token in tokens for child in token.children or ())  # fmt: skip
    headings = [token.tag for token in tokens if token.type == "heading_open"]
    assert headings == [token.tag for token in plain if token.type == "heading_open"]
    everything = " ".join(words(inline_text(token.children)) for token in tokens if token.type == "inline")
    assert words(printable(text)) in everything


@given(st.text(st.characters(exclude_categories=["Cs"])))
@settings(max_examples=200, deadline=None)
def test_any_escaped_line_reads_as_it_did(text: str) -> None:
    rendered = MarkdownIt("gfm-like", {"linkify": False}).render(escape(text))
    assert words(LexborHTMLParser(f"<main>{rendered}</main>").css_first("main").text()) == words(printable(text))
    assert not rendered or re.fullmatch(r"<p>[^<]*</p>\n", rendered)


# --- Word -------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_word_shows_hostile_text_verbatim(text: str) -> None:
    document = Document(io.BytesIO(render_docx(hostile_report(text))))
    assert document.paragraphs[0].text == printable(text)
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    paragraphs = [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]
    everything = words(" ".join(paragraph.text for paragraph in paragraphs if paragraph.style.name == "Quote"))
    assert words(printable(text)) in everything


def test_word_uses_real_styles_header_rows_and_captions() -> None:
    document = Document(io.BytesIO(render_docx(hostile_report("plain"))))
    styles = {paragraph.style.name for paragraph in document.paragraphs}
    assert {"Title", "Heading 1", "Heading 2", "Heading 3", "Caption", "Quote", "Attribution"} <= styles
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in document.tables)
    captions = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Caption"]
    assert [text.split(".")[0] for text in captions] == [f"Table {n}" for n in range(1, len(captions) + 1)]


@pytest.mark.parametrize("changed", [{}, {"assessments": []}, {"rubric": None}])
def test_every_format_prints_every_quote_exactly_once(changed: dict[str, Any]) -> None:
    found = hostile_report("plain", **changed)
    page = LexborHTMLParser(render_html(found))
    document = Document(io.BytesIO(render_docx(found)))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    paragraphs = [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]
    printed = [
        len(html_quotes(page)),
        len(re.findall(r"^> — Quote \d+\.", render_markdown(found), re.MULTILINE)),
        len([paragraph for paragraph in paragraphs if paragraph.style.name == "Quote"]),
    ]
    assert printed == [found.quotes] * 3 == [found.quotes_verified] * 3


def test_no_format_calls_the_method_what_it_is_not() -> None:
    page = render_html(report(hostile("plain")))
    assert "CERQual-informed" in page
    assert "Best-fit framework synthesis" in page
    assert "thematic analysis" not in page
    assert BOOK.title in page
