"""Citations as pages send and are shown them: a span of a passage, and its words to the letter."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from qes.errors import BadFinding
from qes.model import Citation, Span
from qes.pipeline.citing import Reread, of_passage
from qes.pipeline.ledger import Ledger
from qes.web.fields import Name, Part

MOST = 200
"""Citations that one thing written may have."""
LONGEST = 50_000


class Pointed(Part):
    """A place in a passage, without its words."""

    passage: Name
    span: tuple[int, int] = Field(description="Codepoints into the source's text.")
    against: bool = False
    coding: Name | None = Field(None, description="Id of the coding it is the quote of, if any.")

    @property
    def where(self) -> Span:
        """The same as the model has it.

        Raises:
            BadFinding: It is no span.
        """
        try:
            return Span(*self.span)
        except ValueError as error:
            raise BadFinding("a quote", str(error), "Take it out and cite it anew.") from error


class Cited(Pointed):
    """A quote as the page shows it; the server reads it again, and refuses it where the source says otherwise."""

    source: Name
    quote: Annotated[str, Field(min_length=1, max_length=LONGEST)]

    @property
    def citation(self) -> Citation:
        """The same as the model has it; errors as in `where`."""
        return Citation(self.source, self.where, self.quote, self.against, self.passage, self.coding)


def pointed_at(ledger: Ledger, where: Pointed) -> Citation | None:
    """The words at a place, cited; None where that passage is no longer there, or not so long."""
    passage = ledger.passages.get(where.passage)
    if passage is None or not where.where.within(passage.span):
        return None
    found = of_passage(passage, where.where, against=where.against)
    return Citation(found.source_id, found.span, found.quote, found.against, found.passage_id, where.coding)


# --- Shown ----------------------------------------------------------------------------------------


def view(ledger: Ledger, value: Citation) -> dict[str, Any]:
    """A citation with all that is needed to find it in its source."""
    source, passage = ledger.sources.get(value.source_id), ledger.passages.get(value.passage_id)
    facts = source.facts_at(value.span) if source else None
    return {
        "source": value.source_id,
        "path": source.path if source else "",
        "passage": value.passage_id,
        "span": [value.span.start, value.span.end],
        "quote": value.quote,
        "against": value.against,
        "coding": value.coding,
        "case": passage.case if passage else None,
        "place": passage.place if passage else "",
        "speaker": passage.speaker if passage else None,
        "role": facts.role if facts else "",
        "date": facts.date if facts else "",
        "lost": "",
    }


def reread_view(ledger: Ledger, value: Reread) -> dict[str, Any]:
    """The same of one that was read again: as it stands now, or as it stood, with why it is lost."""
    return view(ledger, value.now or value.stored) | {"lost": value.why, "moved": value.moved}
