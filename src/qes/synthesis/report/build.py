"""Putting a report together as data, with every quote re-read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from qes.model import Unit
from qes.synthesis.report import tables, wording
from qes.synthesis.report.blind import blinded
from qes.synthesis.report.citations import Citations
from qes.synthesis.report.content import CaseSection, CodeSection, FindingSection, Report, ThemeSection
from qes.synthesis.report.excerpts import texts
from qes.synthesis.report.figures import Figures
from qes.synthesis.report.inputs import ReportInput
from qes.synthesis.report.levels import matrix_rows
from qes.synthesis.report.listing import evidence_table
from qes.synthesis.report.material import Material
from qes.synthesis.report.parts import Cited, Group
from qes.synthesis.report.profiles import judgement_tables
from qes.synthesis.report.quotes import Quoter, verify
from qes.synthesis.report.sections import case_sections, code_sections, weights
from qes.synthesis.report.written import finding_sections, framework, framework_columns, theme_sections

Summaries = Mapping[tuple[str, str], Cited]
"""By case and code."""


def build(given: ReportInput, figures: Figures | None = None) -> Report:
    """Put a report together; every quote in it, and every one it rests on, is read from its source in doing so.

    Args:
        given: Everything it is made from.
        figures: Draws its pictures; None: it has none.

    Raises:
        Misquote: A quote differs from its source at the place it is said to stand.
    """
    material = Material.of(given := blinded(given))
    citations = Citations(material)
    again, anchors = _read_again(material, citations), _anchors(given)
    quoter = _quoter(material, citations, anchors)
    parts = _printed(material, citations, quoter)
    # Passages of themes are read when they are printed: they have places, as all quotes have that nobody coded.
    verified = len(again | quoter.places.keys())
    title, about = wording.BESIDE if given.codebook.scored else wording.BY_CODE
    return Report(
        title=given.title,
        banner=given.banner,
        about=wording.about(given.codebook, _extent(given, len(anchors), len(quoter.refs), verified)),
        columns=tuple(code.label for code in given.codebook.scored),
        matrix=matrix_rows(material),
        legend=tables.legend(given.rubric, unscored=bool(given.unscored)),
        cases=parts.cases,
        codes_title=title,
        codes_about=about,
        codes=parts.codes,
        disputes=parts.disputes,
        counts=tables.counts(given, material.evidence),
        coverage=tables.coverage(given.cases),
        agreement=tables.agreement(given.agreement),
        method=tables.method(given),
        rubric=given.rubric,
        sources=tables.sources(given.cases, anchors),
        quotes=len(quoter.refs),
        quotes_verified=verified,
        findings=parts.findings,
        framework=framework(material, parts.summaries),
        framework_columns=framework_columns(material, parts.summaries),
        themes=parts.themes,
        figures=tuple(figures(given)) if figures else (),
        tables=judgement_tables(material, citations, parts.cases),
        evidence=evidence_table(material),
        texts=texts(given, quoter),
        audience=given.audience,
        withheld=tuple(given.withheld),
        shows=shows(given),
        ranked=given.ranking,
    )


def _read_again(material: Material, citations: Citations) -> frozenset[str]:
    """Read every coding and citation from its source; by which keys a `Quoter` knows them. Raises Misquote."""
    verify(material.given.read, material.evidence)
    return citations.verify() | {each.id for each in material.evidence}


def _quoter(material: Material, citations: Citations, anchors: Mapping[str, str]) -> Quoter:
    """What numbers the quotes, those cited first where there is no room for all."""
    given, cited = material.given, [coded.id for each in citations.everything if (coded := citations.evidence(each))]
    return Quoter(given.codebook, anchors, given.passages.keys(), weights(material, cited))


@dataclass(frozen=True, slots=True)
class _Printed:
    """Everything that prints quotes, and what refers to them."""

    findings: tuple[FindingSection, ...]
    themes: tuple[ThemeSection, ...]
    cases: tuple[CaseSection, ...]
    codes: tuple[CodeSection, ...]
    disputes: Group
    summaries: Summaries


def _printed(material: Material, citations: Citations, quoter: Quoter) -> _Printed:
    """Quotes are numbered in the order in which a reader meets them: what is said across cases comes first."""
    findings, themes = finding_sections(citations, quoter), theme_sections(citations, quoter)
    cases, codes = case_sections(material, quoter), code_sections(material, quoter)
    further = citations.further(quoter)
    disputes = _disputes(material, quoter)
    summaries = citations.summaries(quoter)
    cases = tuple(_with_summaries(case, material, summaries) for case in cases)
    return _Printed(findings, themes, cases, (*codes, further) if further else codes, disputes, summaries)


def shows(given: ReportInput) -> tuple[tuple[str, str], ...]:
    """Case and scored code of the units whose levels stand in the report."""
    if given.rubric is None:
        return ()
    units = (Unit(case.name, code.code) for case in given.cases for code in given.codebook.scored)
    return tuple((unit.case, unit.capability) for unit in units if unit not in given.unscored)


def _anchors(given: ReportInput) -> dict[str, str]:
    """Path of a source → its address in the list of sources."""
    paths = sorted({source.path for case in given.cases for source in case.sources})
    return {path: f"source-{each}" for path, each in zip(paths, wording.slugs(paths), strict=True)}


def _extent(given: ReportInput, sources: int, printed: int, verified: int) -> wording.Extent:
    return wording.Extent(
        sources=sources,
        cases=len(given.cases),
        printed=printed,
        verified=verified,
        findings=len(given.findings),
        unapproved=given.unapproved,
        levels=given.rubric is not None,
        scored=bool(given.levels.keys() - given.unscored),
        unscored=len(given.unscored),
        units=len(given.cases) * len(given.codebook.scored),
        ranked=given.ranking,
    )


def _disputes(material: Material, quoter: Quoter) -> Group:
    open_ones = (each for each in material.evidence if not each.coding.counts)
    return Group(
        "disputes",
        "Open disputes",
        tuple(quoter.quote(each, notes=True) for each in open_ones),
        "Coders agree on which codes apply. Where they differ on an attribute, the coding says so.",
    )


def _with_summaries(case: CaseSection, material: Material, summaries: Summaries) -> CaseSection:
    """The section with what was written in its row of the framework matrix, which may refer to quotes printed later."""
    scored = material.given.codebook.scored
    parts = (
        replace(part, charted=summaries.get((case.name, code.code)))
        for part, code in zip(case.capabilities, scored, strict=True)
    )
    return replace(case, capabilities=tuple(parts))
