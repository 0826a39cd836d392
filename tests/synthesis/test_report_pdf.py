"""The report as PDF: every quote it prints stands in it verbatim, a profile is one page, and nothing is obeyed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from rendering_samples import HOSTILE, crowded, full

from qes.synthesis.report.parts import Figure
from qes.synthesis.report.pdf import CannotTypeset, render_pdf, render_profile
from qes.synthesis.report.pdf_data import PER_GROUP, report_data
from qes.synthesis.report.pdf_fonts import lacks
from qes.synthesis.report.plain import cut
from qes.synthesis.report.wording import printable
from qes.synthesis.report.write import write_report


def text_of(pdf: bytes) -> str:
    """All text without spaces, as line ends and hyphens of the page are not the report's."""
    with pypdfium2.PdfDocument(pdf) as document:
        return squeezed("".join(page.get_textpage().get_text_range() for page in document))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\ufffe\x02\xad]", "", text)


def pages(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_printed_and_not_obeyed(text: str) -> None:
    shown = squeezed(printable(text))
    found = text_of(render_pdf(full(text)))
    # ␇ and its like have no letters in the fonts, so that readers of PDF may lose them.
    kept = [part for part in re.split("[\u2400-\u2421\ufffd]", shown) if part]
    assert all(found.count(part) >= 10 for part in kept)


def test_every_quote_printed_stands_there_and_long_lists_say_how_many_there_are() -> None:
    report = full(many=PER_GROUP + 3)
    found = text_of(render_pdf(report))
    group = next(each for each in report.cases[0].capabilities[0].sides if each.id == "for")
    assert all(squeezed(each.text) in found for each in group.quotes[:PER_GROUP])
    assert f"({PER_GROUP}of{len(group.quotes)})" in found


def test_a_finding_stands_with_every_quote_it_cites() -> None:
    report = full(many=PER_GROUP + 3)
    cited = next(each for each in report.cases[0].capabilities[0].sides if each.id == "for")
    first, *others = report.findings
    first = replace(first, sides=(cited, *first.sides[1:]))
    found = report_data(replace(report, findings=(first, *others)))["findings"][0]["sides"][0]["quotes"]
    assert len(found) == len(cited.quotes) > PER_GROUP


def test_the_same_report_gives_the_same_bytes_tagged_and_titled() -> None:
    report = full()
    made = render_pdf(report)
    assert made == render_pdf(report)
    assert b"/StructTreeRoot" in made
    with pypdfium2.PdfDocument(made) as document:
        assert document.get_metadata_dict()["Title"] == report.title
        assert not document.get_metadata_dict()["CreationDate"].startswith("D:202")
        bookmarks = [each.get_title() for each in document.get_toc()]
    assert {"Aldmoor", "Method", "Sources"} <= set(bookmarks)


def test_report_and_profile_obey_the_standard_for_accessible_pdf() -> None:
    report = full()
    assert render_pdf(report, standard="ua-1").startswith(b"%PDF")
    assert render_profile(report, report.cases[0], standard="ua-1").startswith(b"%PDF")


@pytest.mark.parametrize(("capabilities", "words"), [(1, 3), (5, 60), (5, 900), (12, 40), (70, 5)])
def test_a_profile_is_one_page_and_its_quotes_are_whole(capabilities: int, words: int) -> None:
    report = crowded(capabilities, words)
    made = render_profile(report, report.cases[0])
    assert pages(made) == 1
    quotes = {
        squeezed(each.text) for part in report.cases[0].capabilities for group in part.sides for each in group.quotes
    }
    for printed in re.findall("“([^“”]*)”", text_of(made)):
        assert printed in quotes | {"…", squeezed(" ".join(["wide"] * words))}


def test_a_case_without_capabilities_has_a_profile_too() -> None:
    report = full()
    assert pages(render_profile(report, replace(report.cases[0], capabilities=(), facts=(), peers=()))) == 1


def test_scripts_without_letters_do_not_fail_and_are_spoken_of() -> None:
    report = full("我们每天早上浇水 👩🏽\u200d🌾 ไทย")
    assert "theyshowasboxeshere" in text_of(render_pdf(report))
    assert pages(render_profile(report, report.cases[0])) == 1
    assert not lacks("שלום مرحبا Ελλ Кир é “–” …")


def test_a_figure_that_is_no_picture_is_an_error_people_can_read() -> None:
    with pytest.raises(CannotTypeset) as told:
        render_pdf(replace(full(), figures=(Figure("x", "X", "", "x", "<svg"),)))
    assert told.value.hint


def test_a_text_is_cut_between_words_and_never_within_a_quotation() -> None:
    text = "They said “we water the beds every day” and went on with it."
    assert cut(text, len(text)) == text
    assert cut(text, 25) == "They said …"
    assert cut(text, 45) == "They said “we water the beds every day” and …"
    assert cut("", 5) == ""


def test_profiles_are_written_beside_the_report_or_nothing_is(tmp_path: Path) -> None:
    report = full()
    paths = write_report(report, tmp_path / "out", ("pdf", "json"), profiles=True)
    assert {each.relative_to(tmp_path / "out").as_posix() for each in paths.values()} == {
        "report.pdf", "report.json", "profiles/aldmoor.pdf", "profiles/birkfold.pdf"
    }  # fmt: skip
    written = sorted(path for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert written == sorted([*paths.values(), tmp_path / "out" / "about.json"])
    broken = replace(report, figures=(Figure("x", "X", "", "x", "<svg"),))
    with pytest.raises(CannotTypeset):
        write_report(broken, tmp_path / "none", ("json", "pdf"), profiles=True)
    assert not (tmp_path / "none").exists()
