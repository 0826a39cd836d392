"""What people cite: each quote is read from its source again, and printed with what is known of its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from qes.errors import Misquote
from qes.model import Citation, Facts, Span
from qes.synthesis.evidence import Evidence
from qes.synthesis.quoted import check_quoted, check_statement
from qes.synthesis.report.content import CodeSection
from qes.synthesis.report.inputs import ReportInput
from qes.synthesis.report.material import Material
from qes.synthesis.report.parts import Cited, Group, Quote, Ref
from qes.synthesis.report.quotes import Place, Quoter, key_of, verbatim
from qes.synthesis.report.wording import slug


@dataclass(frozen=True)
class Citations:
    """The citations of one report."""

    material: Material

    @property
    def given(self) -> ReportInput:
        """What the report is made from."""
        return self.material.given

    @cached_property
    def everything(self) -> tuple[Citation, ...]:
        """Of findings and of summaries."""
        findings = (each for given in self.given.findings for each in given.finding.citations)
        return (*findings, *(each for charted in self.given.charted for each in charted.citations))

    @cached_property
    def _coded(self) -> Mapping[tuple[str, Span], Evidence]:
        """The first coding at each place."""
        found: dict[tuple[str, Span], Evidence] = {}
        for each in self.material.evidence:
            found.setdefault((each.coding.source_id, each.coding.span), each)
        return found

    @cached_property
    def _paths(self) -> Mapping[str, str]:
        """Source → what people call it."""
        coded = {each.coding.source_id: each.source_path for each in self.material.evidence}
        return coded | {source.id: source.path for case in self.given.cases for source in case.sources}

    @cached_property
    def _facts(self) -> Mapping[tuple[str, str], Facts]:
        """Source and case → what is known of the part of the source that is about the case."""
        return {
            (source.id, case.name): replace(source.facts, case=case.name)
            for case in self.given.cases
            for source in case.sources
        }

    def evidence(self, citation: Citation) -> Evidence | None:
        """The coding a citation is the quote of; None where nobody coded these very words."""
        named = self.material.by_id.get(citation.coding or "")
        place = (citation.source_id, citation.span)
        if named is not None and (named.coding.source_id, named.coding.span) == place:
            return named
        return self._coded.get(place)

    def key(self, citation: Citation) -> str:
        """By which a `Quoter` knows it."""
        coded = self.evidence(citation)
        return coded.id if coded else key_of(citation.source_id, citation.span)

    def verify(self) -> frozenset[str]:
        """Read every citation again; by which keys a `Quoter` knows them.

        Raises:
            Misquote: One of them differs from its source.
            BadFinding, BadScore: As in `check_written`.
        """
        for each in self.everything:
            verbatim(self.given.read, each.source_id, self.path(each.source_id), each.span, each.quote)
        check_written(self.material)
        return frozenset(map(self.key, self.everything))

    def path(self, source_id: str) -> str:
        """What people call the source."""
        return self._paths.get(source_id, source_id)

    def quote(self, citation: Citation, quoter: Quoter, within: str) -> Quote:
        """A citation, once verified, as it is printed."""
        coded = self.evidence(citation)
        if coded is not None:
            return quoter.quote(coded, within=within)
        return self._uncoded(citation.source_id, citation.passage_id, citation.span, citation.quote, quoter, within)

    def _uncoded(self, source_id: str, passage_id: str, span: Span, text: str, quoter: Quoter, within: str) -> Quote:
        path, case = self.path(source_id), self.given.case_of.get(passage_id, "")
        facts = self._facts.get((source_id, case), Facts(case=case or None))
        passage = self.given.passages.get(passage_id)
        who, where = (passage.speaker, passage.place) if passage else ("", "")
        return quoter.uncoded(Place(source_id, path, passage_id, span), text, facts, who, where, within=within)

    def group(self, id: str, title: str, cited: Iterable[Citation], empty: str, quoter: Quoter, within: str) -> Group:
        """Citations under a heading, each once."""
        once = {self.key(each): each for each in cited}
        return Group(id, title, tuple(self.quote(each, quoter, within) for each in once.values()), empty)

    def refs(self, cited: Iterable[Citation], quoter: Quoter) -> tuple[Ref, ...]:
        """Where citations are printed."""
        found = {quoter.refs[key] for key in map(self.key, cited) if key in quoter.refs}
        return tuple(sorted(found, key=lambda ref: ref.number))

    # --- Themes ---------------------------------------------------------------------------------------

    @cached_property
    def _on_passage(self) -> Mapping[str, Evidence]:
        """A coding on each passage: for preference one that bears on no level."""
        found: dict[str, Evidence] = {}
        for each in sorted(self.material.evidence, key=lambda each: each.capability is not None):
            found.setdefault(each.coding.passage_id, each)
        return found

    def passages(self, ids: Sequence[str], quoter: Quoter, within: str) -> tuple[Quote, ...]:
        """A quote from each passage: what was coded of it, otherwise all of it; unknown passages are left out.

        Raises:
            Misquote: A passage is no longer where it stood.
        """
        found = []
        for id in dict.fromkeys(ids):
            if (coded := self._on_passage.get(id)) is not None:
                found.append(quoter.quote(coded, within=within))
            elif (passage := self.given.passages.get(id)) is not None:
                span, path = Span(passage.start, passage.end), self.path(passage.source_id)
                text = passage_text(self.given, path, passage.source_id, span)
                found.append(self._uncoded(passage.source_id, id, span, text, quoter, within))
        return tuple(found)

    # --- Summaries ------------------------------------------------------------------------------------

    def summaries(self, quoter: Quoter) -> dict[tuple[str, str], Cited]:
        """By case and code, what was written there with references to its quotes, which must have been printed."""
        return {
            (each.case, each.code): Cited(
                each.text,
                each.author,
                self.refs((cited for cited in each.citations if not cited.against), quoter),
                self.refs((cited for cited in each.citations if cited.against), quoter),
            )
            for each in self.given.charted
            if each.text and each.case in self.material.anchors
        }

    def further(self, quoter: Quoter) -> CodeSection | None:
        """The quotes that summaries rest on and that stand nowhere else in the report; None where there are none."""
        groups = []
        for case in self.material.cases:
            cited = [each for charted in self.given.charted if charted.case == case for each in charted.citations]
            missing = [each for each in cited if self.key(each) not in quoter.refs]
            if missing:
                groups.append(self.group(slug(case), case, missing, "", quoter, ""))
        brief = "Summaries rest on them too, and nobody coded these very words, or there was no room for them above."
        return CodeSection("further-quotes", "Further quotes", brief, tuple(groups)) if groups else None


def passage_text(given: ReportInput, path: str, source_id: str, span: Span) -> str:
    """What a passage reads.

    Raises:
        Misquote: The source ends before it, or is gone.
    """
    try:
        return given.read(source_id, span)
    except (ValueError, LookupError) as error:
        raise Misquote(path, span.start, span.end, "") from error


def check_written(material: Material) -> None:
    """See that whatever people put between quotation marks stands in what they rest on.

    Raises:
        BadFinding: A finding, what is said of its confidence, or a summary quotes what none of its citations reads.
        BadScore: The statement on a level, or what is said of its confidence, quotes what no coding of its unit reads.
    """
    for given in material.given.findings:
        finding = given.finding
        for words in (finding.statement, *(finding.confidence.words if finding.confidence else ())):
            check_quoted(f"finding {finding.key}", words, (each.quote for each in finding.citations))
    for cell in material.given.charted:
        check_quoted(f"summary of {cell.case}, {cell.code}", cell.text, (each.quote for each in cell.citations))
    for unit, level in material.given.levels.items():
        own = [each.coding.quote for each in material.units.get((unit.case, unit.capability), ())]
        check_statement(unit, level.statement, own)
        for words in level.confidence.words if level.confidence else ():
            check_statement(unit, words, own, "its confidence")
