"""The quotes of a file of judgements, looked up in the stored texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from qes.coding.carry import best_passage
from qes.errors import BadJudgements
from qes.model import Citation, Coding, Passage, Source, Span
from qes.pipeline.citing import of_coding, of_passage
from qes.pipeline.evidence import Gathered
from qes.pipeline.judgements.file import Quote
from qes.project import Project
from qes.text import locate

SHOWN = 80
"""Characters of a quote that an error shows."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote stands."""

    source: Source
    passage: Passage
    span: Span


class Places:
    """The texts that a file of judgements quotes."""

    def __init__(self, project: Project, file: Path) -> None:
        """Of a project; the file is named in errors."""
        self._file = str(file)
        self._sources = {source.path: source for source in project.store.sources()}
        self._passages: dict[str, list[Passage]] = {source.id: [] for source in self._sources.values()}
        for passage in project.store.passages():
            self._passages[passage.source_id].append(passage)

    def check(self, quotes: Iterable[Quote]) -> None:
        """See that every quote is found, before anything is done.

        Raises:
            BadJudgements: With all that are not.
        """
        problems = []
        for each in quotes:
            try:
                self.find(each)
            except BadJudgements as error:
                problems += error.problems
        if problems:
            raise BadJudgements(self._file, problems)

    def find(self, quote: Quote) -> Place:
        """Where a quote stands.

        Raises:
            BadJudgements: There is no such source, it does not hold the quote or holds it more than once, or the quote
                lies in no passage that people code.
        """
        source = self._sources.get(quote.path)
        if source is None:
            raise self._bad(quote, f"there is no source {quote.path!r}, from which it quotes")
        spans = locate(quote.quote, source.text)
        if not spans:
            raise self._bad(quote, f"{quote.path} does not read")
        if len(spans) > 1:
            raise self._bad(quote, f"{quote.path} reads {len(spans)} times, so quote more of it,")
        passage = best_passage(spans[0], self._passages[source.id])
        if passage is None:
            raise self._bad(quote, f"{quote.path} has this in no passage that is coded:")
        return Place(source, passage, spans[0])

    def citation(
        self, quote: Quote, found: Gathered, within: frozenset[str] | None = None, *, against: bool = False
    ) -> Citation:
        """A quote, cited: the whole coding it lies in, or just these words where they lie in none that counts.

        Args:
            quote: From the file.
            found: All evidence as it stands.
            within: Codes of which that coding had better be one; None: any.
            against: Whether it speaks against what is written.

        Raises:
            BadFinding: It lies in no coding and runs beyond a passage.
        """
        place = self.find(quote)
        codings = [each.coding for each in found.evidence if each.coding.counts and _holds(each.coding, place)]
        fitting = [each for each in codings if within is None or each.code in within]
        for coding in fitting or codings:
            return of_coding(coding, against=against)
        return of_passage(place.passage, place.span, against=against)

    def _bad(self, quote: Quote, problem: str) -> BadJudgements:
        words = quote.quote if len(quote.quote) <= SHOWN else f"{quote.quote[: SHOWN - 1]}…"
        return BadJudgements(self._file, [(0, f"{problem} “{words}”")])


def _holds(coding: Coding, place: Place) -> bool:
    return coding.source_id == place.source.id and place.span.within(coding.span)
