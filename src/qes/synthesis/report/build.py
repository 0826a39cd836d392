"""Putting a report together as data, with every quote re-read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from qes.synthesis.evidence import in_order
from qes.synthesis.report import tables, wording
from qes.synthesis.report.content import CaseSection, CodeSection, Report
from qes.synthesis.report.inputs import ReportInput
from qes.synthesis.report.parts import Group
from qes.synthesis.report.quotes import Quoter
from qes.synthesis.report.sections import Material, case_sections, code_sections, matrix_rows


def build(given: ReportInput) -> Report:
    """Put a report together; every quote in it is read from its source in doing so.

    Raises:
        Misquote: A quote differs from its source at the place it is said to stand.
    """
    cases = tuple(case.name for case in given.cases)
    evidence = in_order({each.id: each for each in given.evidence if each.case in cases}.values())
    assessments = {(each.case, each.capability): each for each in given.assessments if each.case in cases}
    material = Material(given.codebook, given.rubric, cases, evidence, assessments)
    paths = sorted({source.path for case in given.cases for source in case.sources})
    anchors = {path: f"source-{each}" for path, each in zip(paths, wording.slugs(paths), strict=True)}
    quoter = Quoter(given.read, given.codebook, anchors)
    by_case, by_code = case_sections(material, quoter), code_sections(material, quoter)
    disputes = tuple(quoter.quote(each, notes=True) for each in evidence if not each.coding.counts)
    open_disputes = Group(
        "disputes",
        "Open disputes",
        disputes,
        "Coders agree on which codes apply. Where they differ on an attribute, the coding says so.",
    )
    title, about = wording.BESIDE if given.codebook.scored else wording.BY_CODE
    return Report(
        title=given.title,
        banner=given.banner,
        about=wording.about(given.codebook, len(quoter.refs), len(paths), len(cases), levels=given.rubric is not None),
        columns=tuple(code.label for code in given.codebook.scored),
        matrix=matrix_rows(material),
        legend=tables.legend(given.rubric),
        cases=by_case,
        codes_title=title,
        codes_about=about,
        codes=by_code,
        disputes=open_disputes,
        counts=tables.counts(given, evidence),
        coverage=tables.coverage(given.cases),
        agreement=tables.agreement(given.agreement),
        method=tables.method(given),
        rubric=given.rubric,
        sources=tables.sources(given.cases, anchors),
        quotes=_printed(by_case, by_code, open_disputes),
        quotes_verified=len(quoter.refs),
    )


def _printed(cases: Sequence[CaseSection], codes: Sequence[CodeSection], disputes: Group) -> int:
    parts = chain.from_iterable(case.capabilities for case in cases)
    groups = chain(
        chain.from_iterable((*part.sides, *part.apart) for part in parts),
        chain.from_iterable(code.groups for code in codes),
        [disputes],
    )
    return sum(len(group.quotes) for group in groups)
