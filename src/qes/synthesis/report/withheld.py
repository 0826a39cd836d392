"""What readers outside the team are told about what they do not see; amounts are such that no small number follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qes.model import Finding
from qes.synthesis.report.cells import Cells
from qes.synthesis.report.inputs import ReportInput
from qes.synthesis.report.scrub import Scrub, holds
from qes.synthesis.report.wording import listed, several


@dataclass(frozen=True, slots=True)
class Missing:
    """What is left out."""

    small: Cells
    named: int
    """Quotes with a withheld name in them."""
    citations: int
    texts: int
    """Findings, summaries and statements that quote what is withheld."""
    reasons: int
    """Reasons of those who scored."""


def sentences(given: ReportInput, scrub: Scrub, missing: Missing, smallest: int) -> tuple[str, ...]:
    """One sentence each on what is withheld and how much of it, by kind and by case."""
    return (
        *_people(given, scrub),
        *_cells(given, missing.small, smallest),
        *_rest(given, missing),
        *_check(given, scrub),
    )


def _people(given: ReportInput, scrub: Scrub) -> Iterator[str]:
    if scrub.speakers:
        yield f"The names of people interviewed ({len(scrub.speakers)}) are left out."
    if scrub.roles:
        yield f"Roles ({len(scrub.roles)}) are given in coarser words."
    for case in given.cases:
        if count := sum(source.id in scrub.people for source in case.sources):
            called = "is" if count == 1 else "are"
            yield (
                f"{case.name}: {several(count, 'interview')} {called} named by number; file names, titles and exact "
                "dates of interviews are left out, and those of documents stay."
            )
    if scrub.coders:
        yield f"The names of the team's members ({len(scrub.coders)}) are replaced by letters."


def _cells(given: ReportInput, small: Cells, smallest: int) -> Iterator[str]:
    for case in given.cases:
        codes = sorted({code for name, code in small if name == case.name})
        labels = [found.label if (found := given.codebook.get(code)) else code for code in codes]
        if labels:
            yield (
                f"{case.name}: fewer than {smallest} people spoke of {listed(labels)}, so interviews are not quoted "
                "on it, and neither counts nor the totals that would give them away are told."
            )


def _rest(given: ReportInput, missing: Missing) -> Iterator[str]:
    if missing.named:
        left = "is left out" if missing.named == 1 else "are left out"
        yield f"{several(missing.named, 'quote')} in which a withheld name or role stands {left}."
    if missing.texts:
        what = several(missing.texts, "finding, summary or statement", "findings, summaries or statements")
        yield f"{what} that would quote withheld words {'is' if missing.texts == 1 else 'are'} left out."
    if missing.reasons:
        what = several(missing.reasons, "reason that scorers gave", "reasons that scorers gave")
        yield (
            f"{what} {'is' if missing.reasons == 1 else 'are'} left out, for the quotes or names in them, or because "
            "few people spoke of it."
        )
    if missing.citations:
        left = "is left out" if missing.citations == 1 else "are left out"
        yield f"{several(missing.citations, 'citation')} of withheld quotes {left}."
    if any(each.coding.memos for each in given.evidence) or any(each.memo for each in given.themes):
        yield "The team's memos and notes on disputes are left out."
    if given.passages:
        yield "The texts around quotes are left out."


def _check(given: ReportInput, scrub: Scrub) -> Iterator[str]:
    """Warnings to whoever publishes it; they name the place, not the name."""
    places = [
        f"the statement on {unit.capability} of {unit.case}"
        for unit, each in given.levels.items()
        if holds(f"{each.statement} {each.confidence.explanation if each.confidence else ''}", scrub)
    ]
    places += [
        f"finding {number}" for number, each in enumerate(given.findings, start=1) if holds(_words(each.finding), scrub)
    ]
    places += [f"the summary of {each.code} of {each.case}" for each in given.charted if holds(each.text, scrub)]
    places += [f"the theme {number}" for number, each in enumerate(given.themes, 1) if holds(each.name, scrub)]
    if places:
        yield f"To be checked before this is passed on, as a withheld name or role stands in it: {listed(places)}."


def _words(finding: Finding) -> str:
    """Everything a person wrote of a finding."""
    return f"{finding.statement} {finding.confidence.explanation if finding.confidence else ''}"
