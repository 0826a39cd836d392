"""What each form makes of findings, summaries, excerpts and pictures."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from markdown_it import MarkdownIt
from report_samples import UNIT, findings, found, garden, told
from selectolax.lexbor import LexborHTMLParser
from test_synthesis_formats import HOSTILE

from qes.model import Charted, Theme
from qes.synthesis.report import Report, build
from qes.synthesis.report.docx import render_docx
from qes.synthesis.report.figures import drawn
from qes.synthesis.report.html import render_html
from qes.synthesis.report.inputs import ItemInput, LevelInput
from qes.synthesis.report.markdown import render_markdown
from qes.synthesis.report.parts import Figure
from qes.synthesis.report.svg import inlined

SAID = [text.replace("```", "~~~") for text in HOSTILE]
"""Two grave accents count for a quotation mark, and nobody may say what was not cited."""
HOSTILE_SVG = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">
<script>alert(1)</script><style>@import url(http://x.y)</style><foreignObject><b/></foreignObject>
<g id="a" onload="alert(2)" style="background:url(http://x.y)"><image href="http://x.y/z.png"/>
<a xlink:href="http://x.y"><text>away</text></a><rect clip-path="url(#a)" width="5" height="5"/><text>kept</text></g></svg>"""


def hostile(text: str) -> Report:
    corpus = garden()
    first, *_ = findings(corpus)
    finding = replace(first, finding=replace(first.finding, statement=text))
    made = told(
        corpus,
        findings=[finding],
        levels={UNIT: LevelInput(UNIT, 3, None, text, True, text, text, text)},
        charted=[Charted("Aldmoor", "tending", text, first.finding.citations[:1], text)],
        themes=[Theme("t", text, ("uncoded",), (text,), text)],
        items=[ItemInput("ENTREQ", text, text, text, text)],
        withheld=[text],
        audience="public",
    )
    passages = {id: replace(each, speaker=text, question=text, place=text) for id, each in made.passages.items()}
    cases = [replace(made.cases[0], facts=((text, text),), peers=((text, text),)), *made.cases[1:]]
    return build(replace(made, cases=cases, passages=passages))


# --- HTML -------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", SAID)
def test_html_obeys_nothing_that_people_wrote_and_links_only_to_itself(text: str) -> None:
    page = LexborHTMLParser(render_html(hostile(text)))
    assert page.css("script, img, iframe, link, object, form") == []
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(ids) == len(set(ids))
    assert {node.attributes["href"] for node in page.css("a[href]")} <= {f"#{id}" for id in ids}


def test_html_leads_from_a_quote_to_its_place_in_the_source_and_back() -> None:
    page = LexborHTMLParser(render_html(build(told(garden()))))
    for card in page.css("figure.quote"):
        link = card.css_first(".source a")
        excerpt = page.css_first(link.attributes["href"] or "")
        quote = card.css_first("blockquote > p").text()
        assert quote in excerpt.css_first(".passage").text()
        assert any(quote in mark.text() for mark in excerpt.css("mark"))
        number = card.css_first(".number").text()
        assert number in [back.text() for back in excerpt.css(".refs a")]


def test_html_puts_what_holds_across_cases_first_and_a_profile_before_its_details() -> None:
    page = LexborHTMLParser(render_html(build(told(garden()))))
    order = [node.attributes["id"] for node in page.css("main > section")]
    assert order[:6] == ["glance", "findings", "framework", "themes", "case-aldmoor", "case-birkfold"]
    assert order[-3:] == ["method", "sources", "texts"]
    case = page.css_first("#case-aldmoor")
    assert len(case.css(".facet")) == len(case.css("details.capability")) == 2
    assert [len(group.css(".quote")) for group in case.css(".facet")[0].css(".group")] == [1, 1]


def test_html_says_on_top_what_outside_readers_are_not_shown() -> None:
    made = told(garden(), audience="public", withheld=["Roles are coarsened."])
    page = LexborHTMLParser(render_html(build(made)))
    assert "Roles are coarsened." in page.css_first("header .withheld").text()
    assert LexborHTMLParser(render_html(build(told(garden())))).css(".withheld") == []


def test_html_says_how_many_quotes_are_printed_and_where_the_others_are() -> None:
    given = build(told(garden()))
    assert "12 of 17 are printed; all stand in the spreadsheet and in the JSON." in render_html(given)
    assert "12 of 17 are printed." in render_html(replace(given, evidence=None))


def test_html_shows_pictures_with_words_for_those_who_cannot_see_them() -> None:
    made = told(garden())
    given = build(made, drawn)
    page = LexborHTMLParser(render_html(given))
    assert {figure.case for figure in given.figures} == {"", "Aldmoor", "Birkfold"}
    pictures = page.css("figure.picture")
    assert len(pictures) == len(given.figures)
    assert [node.attributes["aria-label"] for node in page.css("figure.picture svg")].count("") == 0
    assert all(node.css_first("figcaption").text().strip() for node in pictures)
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(ids) == len(set(ids))


def test_a_drawing_put_into_a_page_can_do_nothing_and_points_only_to_itself() -> None:
    page = LexborHTMLParser(f"<main>{inlined(HOSTILE_SVG, 'figure-3', 'A <picture>')}</main>")
    assert page.css("script, style, foreignObject, image, a, [onload], [style], [href]") == []
    assert page.css_first("svg").attributes["aria-label"] == "A <picture>"
    assert page.css_first("rect").attributes["clip-path"] == "url(#figure-3-a)"
    assert page.css_first("g").attributes["id"] == "figure-3-a"
    assert page.css_first("main").text().strip() == "kept"


# --- Markdown ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", SAID)
def test_markdown_keeps_its_structure_whatever_people_wrote(text: str) -> None:
    parser = MarkdownIt("gfm-like", {"linkify": False})
    plain = parser.parse(render_markdown(hostile("plain")))
    tokens = parser.parse(render_markdown(hostile(text)))
    assert {token.type for token in tokens} <= {token.type for token in plain}
    headings = [token.tag for token in tokens if token.type == "heading_open"]
    assert headings == [token.tag for token in plain if token.type == "heading_open"]


# --- Word -------------------------------------------------------------------------------------


def word(report: Report) -> Any:
    return Document(io.BytesIO(render_docx(report)))


@pytest.mark.parametrize("text", SAID)
def test_word_opens_whatever_people_wrote(text: str) -> None:
    assert word(hostile(text)).paragraphs[0].text == "Gardens of two towns"


def test_word_numbers_tables_and_pictures_by_fields_and_tells_pictures_in_words() -> None:
    given = build(told(garden()), drawn)
    document = word(given)
    captions = [each for each in document.paragraphs if each.style.name == "Caption"]
    fields = [re.findall(r"SEQ (\w+)", each._p.xml)[0] for each in captions]
    numbers = [int(re.findall(r"\d+", each.text)[0]) for each in captions]
    for kind in ("Table", "Figure"):
        own = [number for field, number in zip(fields, numbers, strict=True) if field == kind]
        assert own == list(range(1, len(own) + 1))
    assert fields.count("Figure") == len(given.figures) == len(document.inline_shapes)
    told_in_words = re.findall(r'<wp:docPr [^>]*descr="([^"]+)"', document.element.xml)
    assert len(told_in_words) == len(given.figures)


def test_word_has_contents_page_numbers_and_a_new_page_for_every_case() -> None:
    document = word(build(told(garden())))
    assert "TOC \\o" in document.element.xml
    assert 'w:instr="PAGE"' in document.sections[0].footer._element.xml
    starts = [each.text for each in document.paragraphs if each.paragraph_format.page_break_before]
    assert {"Aldmoor", "Birkfold"} <= set(starts)


def test_word_turns_the_page_for_wide_tables_only() -> None:
    document = word(build(told(garden())))
    turned = [section.page_width > section.page_height for section in document.sections]
    assert any(turned)
    assert not turned[0]
    assert not turned[-1]


def test_word_leaves_out_the_table_of_evidence_and_the_passages_around_quotes() -> None:
    corpus = garden()
    text = word(build(told(corpus))).element.xml
    assert "And the water?" not in text
    assert found(corpus, "At six we carry water to bed 13.").id not in text


def test_word_references_lead_to_a_quote_that_is_there_once() -> None:
    text = word(build(told(garden()))).element.xml
    marks = re.findall(r'<w:bookmarkStart [^>]*w:name="(quote_\d+)"', text)
    assert len(marks) == len(set(marks))
    assert set(re.findall(r'w:anchor="(quote_\d+)"', text)) <= set(marks)


# --- All --------------------------------------------------------------------------------------


def test_every_form_prints_every_number_that_the_report_refers_to() -> None:
    given = build(told(garden()))
    numbers = set(range(1, given.quotes + 1))
    html = LexborHTMLParser(render_html(given))
    assert {int(node.text()) for node in html.css("figure.quote .number")} == numbers
    assert set(map(int, re.findall(r"^> — Quote (\d+)\.", render_markdown(given), re.MULTILINE))) == numbers
    document = word(given)
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    lines = [each.text for part in (document, *cells) for each in part.paragraphs if each.style.name == "Attribution"]
    assert {int(line[1:].split("]")[0]) for line in lines if line.startswith("[")} == numbers


def test_a_picture_without_a_case_stands_once_in_every_form() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9"><text>drawn</text></svg>'
    figure = Figure("heat-map", "Levels", "By case.", "Aldmoor has 3.", svg)
    given = build(told(garden()), lambda _: [figure])
    assert render_html(given).count(">drawn<") == 1
    assert render_markdown(given).count("Aldmoor has 3.") == 1
    assert len(word(given).inline_shapes) == 1
