"""What readers outside the team get: no name, no exact role, no small cell, in any form of the report."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import pypdfium2
from hypothesis import given, settings
from hypothesis import strategies as st
from synthesis_samples import AUDIT, BOOK, INTERVIEW, Corpus, practice, report_input, shipped

from qes.model import (
    Answer,
    Approval,
    Charted,
    Citation,
    Confidence,
    Consensus,
    Counter,
    Finding,
    Score,
    Unit,
    digest,
)
from qes.synthesis.report import ReportInput, build
from qes.synthesis.report.cells import shown, total
from qes.synthesis.report.content import Report
from qes.synthesis.report.disclosure import Rules, for_public
from qes.synthesis.report.inputs import FindingInput, ItemInput, LevelInput
from qes.synthesis.report.write import FORMATS

RULES = Rules(roles={"Zoorole one": "garden staff"}, other_role="city person")
AT = "2026-05-02T10:00:00+00:00"
SECRET = ("Zooname", "Zoorole", "Zoocoder", "zoopath", "Zootitle")
"""How everything begins that must not be told."""


def interview(number: int, date: str = "2024-05-17") -> Any:
    return replace(INTERVIEW, role=f"Zoorole {('one', 'two', 'three')[number % 3]}", date=date)


def material(spoke: list[tuple[int, str]], named: bool = False, documents: int = 1) -> ReportInput:
    """Interviews with so many people on these codes, named in every place where a name may stand."""
    corpus = Corpus()
    for number, (person, code) in enumerate(spoke):
        practice(
            corpus,
            quote=f"Sentence {number} of the talk{f' with Zooname {person}' if named and number == 0 else ''}.",
            code=code,
            source=f"zoopath/talk-{person}.txt",
            facts=interview(person),
            speaker=f"Zooname {person}",
            coders=("Zoocoder ada", "Zoocoder ben"),
            memos=("Zoocoder ada was in doubt",),
        )
    for number in range(documents):
        practice(
            corpus, quote=f"Page {number} of the audit.", source="audit.pdf", facts=AUDIT, coders=("Zoocoder ada",)
        )
    unit, path = Unit("Aldmoor", "tending"), f"zoopath/talk-{spoke[0][0]}.txt"
    first = corpus.evidence[0].coding
    cited = Citation(first.source_id, first.span, first.quote, coding=first.id, passage_id=first.passage_id)
    finding = Finding("f", "The beds are watered.", (cited,), author="Zoocoder ada", reason="Zooname 1 said so", id="v")
    return report_input(
        corpus,
        cases=("Aldmoor",),
        method=[("Coders", f"Zoocoder ada and Zoocoder ben read {path}")],
        agreement=[{"code": "tending", "coders": "Zoocoder ada · Zoocoder ben", "kappa": 0.5}],
        levels={unit: scored_by("Zoocoder ada", unit, path)},
        findings=[FindingInput(finding, Counter("f", "v", (), (), "none", "Zoocoder ben", "c", AT), (), Approval("f", "v", "c", "Zoocoder ada", at=AT))],
        charted=[Charted("Aldmoor", "tending/watering", "They water.", (cited,), "Zoocoder ben")],
        items=[ItemInput("ENTREQ", "16", "Reviewers", "Zoocoder ada (3 decisions)", "Zoocoder ben")],
    )  # fmt: skip


def scored_by(name: str, unit: Unit, path: str) -> LevelInput:
    """Scored, settled and signed off by the same person, who names whom they heard."""
    why, by = f"Zooname 1 said so in {path}", shipped().id
    agreed = Consensus(unit, name, by, 2, why, ("s",), {"recurs": Answer.NO})
    scores = (Score(unit, name, by, 2, {"recurs": Answer.YES}, why), Score(unit, "Zoocoder ben", by, 1, reason="Few."))
    return LevelInput(unit, 2, None, f"signed off by {name}", stale=f"{path} is new", scores=scores, consensus=agreed)


def told(report: Report) -> dict[str, str]:
    """Everything each form tells, as text."""
    found = {}
    for name, render in FORMATS.items():
        made = render(report)
        if name == "pdf":
            with pypdfium2.PdfDocument(made) as document:
                found[name] = "".join(page.get_textpage().get_text_range() for page in document)
        elif name in ("docx", "xlsx"):
            with zipfile.ZipFile(io.BytesIO(made)) as parts:
                found[name] = "".join(parts.read(each).decode("utf-8", "replace") for each in parts.namelist())
        else:
            found[name] = made.decode()
    return found


CODES = ("tending/watering", "tending/weeding", "sharing/plums", "elsewhere")


@given(
    st.lists(st.tuples(st.integers(0, 4), st.sampled_from(CODES)), min_size=1, max_size=9),
    st.booleans(),
    st.integers(0, 2),
)
@settings(max_examples=3, deadline=None)
def test_no_name_role_or_path_of_a_person_is_told_in_any_form(
    spoke: list[tuple[int, str]], named: bool, documents: int
) -> None:
    public = for_public(material(spoke, named, documents), RULES)
    for form, text in told(build(public)).items():
        assert not [secret for secret in SECRET if secret.lower() in text.lower()], form


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(CODES)), min_size=1, max_size=12), st.integers(0, 2))
@settings(max_examples=30, deadline=None)
def test_no_interview_is_quoted_where_too_few_spoke_and_no_sum_gives_their_number_away(
    spoke: list[tuple[int, str]], documents: int
) -> None:
    given_ = material(spoke, documents=documents)
    public = for_public(given_, RULES)
    people = {digest(f"zoopath/talk-{person}.txt") for person, _ in spoke}
    for code in CODES:
        speakers = {person for person, spoken in spoke if spoken == code}
        few = 0 < len(speakers) < RULES.smallest_cell
        left = [e for e in public.evidence if e.coding.code == code and e.coding.source_id in people]
        capability = BOOK.capability(code) or code
        unit = {person for person, spoken in spoke if (BOOK.capability(spoken) or spoken) == capability}
        assert bool(left) == (not few and len(unit) >= RULES.smallest_cell and bool(speakers))
        if few:
            assert ("Aldmoor", code) in public.suppressed
            assert ("Aldmoor", capability) in public.suppressed
            assert shown(1, "Aldmoor", code, public.suppressed) == "< 3"
            assert total(9, [("Aldmoor", code)], public.suppressed) == "–"
            # Whatever is summed from the evidence that is left holds none of what is withheld.
            assert sum(e.coding.code == code for e in public.evidence) == documents * (code == CODES[0])
            assert not any(
                str(len(speakers)) == word for each in public.withheld for word in each.split() if code in each
            )


def test_scorers_are_letters_and_their_reasons_are_told_only_where_they_give_nobody_away() -> None:
    many = [(n, "tending/watering") for n in range(3)]
    public = for_public(material(many), RULES)
    part = build(public).cases[0].capabilities[0]
    assert part.judgement is not None
    assert [(each.author, each.reason) for each in part.judgement.scores] == [("scorer A", ""), ("scorer B", "Few.")]
    assert part.judgement.course == "They differed: scorer A 2, scorer B 1."
    assert any("2 reasons that scorers gave are left out" in each for each in public.withheld)
    few = build(for_public(material(many[:1]), RULES)).cases[0].capabilities[0].judgement
    assert few is not None
    assert not any(each.reason for each in few.scores)


def test_enough_people_are_quoted_with_coarser_roles_and_years() -> None:
    public = for_public(material([(n, "tending/watering") for n in range(3)]), RULES)
    spoken = [each for each in public.evidence if each.facts.kind == "interview"]
    assert len(spoken) == 3
    assert {each.facts.role for each in spoken} == {"garden staff", "city person"}
    assert {each.facts.date for each in spoken} == {"2024"}
    assert {each.source_path for each in spoken} == {f"Interview {n} (Aldmoor)" for n in (1, 2, 3)}
    audit = next(each for each in public.evidence if each.facts.kind == "document")
    assert (audit.facts.issuer, audit.facts.date, audit.source_path) == ("Orchard Court", "2023-11", "audit.pdf")
    assert audit.coding.coders == ("coder A",)
    assert public.suppressed == frozenset()


def test_what_is_withheld_is_listed_and_citations_of_it_are_counted() -> None:
    public = for_public(material([(0, "tending/watering")]), RULES)
    said = " ".join(public.withheld)
    assert "Aldmoor: fewer than 3 people spoke of Tending and Watering" in said
    assert "2 citations of withheld quotes are left out." in said
    assert "memos" in said
    assert public.findings[0].finding.citations == ()
    assert public.audience == "public"


def test_a_statement_stays_and_is_named_where_it_gives_somebody_away() -> None:
    unit = Unit("Aldmoor", "tending")
    said = LevelInput(unit, 2, None, "signed off", statement="As Zooname 0 told us, they water.", author="Zoocoder ada")
    public = for_public(replace(material([(0, "tending/watering")]), levels={unit: said}), RULES)
    assert public.levels[unit].statement == said.statement
    warning = next(each for each in public.withheld if each.startswith("To be checked"))
    assert "the statement on tending of Aldmoor" in warning
    assert "Zooname" not in warning


def test_a_confidence_that_quotes_what_is_withheld_is_told_without_its_words() -> None:
    unit, words = Unit("Aldmoor", "tending"), "One said “Sentence 0 of the talk”."
    said = LevelInput(unit, 2, Confidence("low", (), words), "signed off")
    for few, left in ((1, ""), (3, words)):
        spoke = [(n, "tending/watering") for n in range(few)]
        told = for_public(replace(material(spoke), levels={unit: said}), RULES).levels[unit]
        assert told.confidence == Confidence("low", (), left)


def test_a_quote_in_which_somebody_is_named_is_withheld_whole() -> None:
    spoke = [(n, "tending/watering") for n in range(4)]
    public = for_public(material(spoke, named=True), RULES)
    assert len([each for each in public.evidence if each.facts.kind == "interview"]) == 3
    assert any("1 quote in which a withheld name or role stands is left out" in each for each in public.withheld)
    assert all("Zooname" not in each.coding.quote for each in public.evidence)
