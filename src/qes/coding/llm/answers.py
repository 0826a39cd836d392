"""The gate: from what a model replied about a passage to the answers that may be believed, and a count of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

from qes.coding.llm.masking import Masked, Plain
from qes.coding.llm.reply import Answer, Said, SaidAttribute, Says, said_in
from qes.coding.llm.schema import asked
from qes.coding.llm.wording import worded
from qes.model import Code, Codebook, Exchange, Passage
from qes.quotes import ABSENT, Found, Match, find_quote


@dataclass(frozen=True, slots=True)
class Counts:
    """What came of some replies; add them up."""

    asked: int = 0
    """Codes asked about, each on a passage."""
    yes: int = 0
    """Answered so, with words of the passage."""
    no: int = 0
    unsure: int = 0
    exact: int = 0
    """Of the yes: quotes found to the letter."""
    alike: int = 0
    """Found but for white space and kinds of marks."""
    near: int = 0
    """Found in like words only."""
    invented: int = 0
    """Yes with a quote that stands nowhere in the passage: refused."""
    elsewhere: int = 0
    """Yes with words of the question, a neighbour, an example or the codebook: refused."""
    unknown_codes: int = 0
    """Answers on codes that the codebook does not hold: refused."""
    not_asked: int = 0
    """Answers on codes of the codebook that were not asked about: refused."""
    repeated: int = 0
    """Further answers on a code: refused."""
    bad_attributes: int = 0
    """Attributes, or values of them, that the codebook does not know: left out."""
    unreadable: int = 0
    """Answers or replies that make no sense."""
    unanswered: int = 0
    """Codes asked about without an answer."""

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def refused(self) -> int:
        """Quotes refused."""
        return self.invented + self.elsewhere


@dataclass(frozen=True, slots=True)
class Gated:
    """What came of one exchange."""

    codes: tuple[str, ...] = ()
    """Asked about."""
    answers: tuple[Answer, ...] = ()
    """At most one for each code, in the order asked."""
    counts: Counts = field(default_factory=Counts)


def answers_of(exchange: Exchange, passage: Passage, codebook: Codebook, masked: Masked | None = None) -> Gated:
    """What may be believed of a reply about a passage.

    Args:
        exchange: About this passage.
        passage: As it stands now.
        codebook: The one asked about.
        masked: The passage as it was sent; by default as it is.

    Returns:
        Answers whose quotes lie in the passage; nothing of a quote in the model's words is in them.
    """
    codes = asked(exchange.prompt).codes
    given, unreadable = said_in(exchange.reply)
    gate = _Gate(exchange, masked or Plain(passage.text), codebook, codes)
    answers: dict[str, Answer] = {}
    for said in given:
        code = gate.code(said.code)
        if code is None:
            continue
        if code.code in answers:
            gate.add(repeated=1)
        else:
            answers[code.code] = gate.answer(said, code)
    gate.add(asked=len(codes), unreadable=unreadable, unanswered=len(codes) - len(answers))
    return Gated(codes, tuple(answers[code] for code in codes if code in answers), gate.counts)


class _Gate:
    """Judges the answers of one reply one by one, and counts."""

    def __init__(self, exchange: Exchange, masked: Masked, codebook: Codebook, codes: Sequence[str]) -> None:
        self._exchange, self._masked, self._codebook = exchange, masked, codebook
        self._codes = frozenset(codes)
        self.counts = Counts()

    def add(self, **more: int) -> None:
        self.counts += Counts(**more)

    def code(self, name: str) -> Code | None:
        """The code that was asked about under that id, or whose label it is."""
        wanted = name.strip().casefold()
        holds = [each for each in self._codebook.codes if wanted in (each.code.casefold(), each.label.casefold())]
        here = [each for each in holds if each.code in self._codes]
        here = [each for each in here if each.code.casefold() == wanted] or here
        if len(here) == 1:
            return here[0]
        self.add(**{"not_asked" if holds else "unknown_codes": 1})
        return None

    def answer(self, said: Said, code: Code) -> Answer:
        found = ABSENT if said.applies is Says.NO else find_quote(said.quote, self._masked.text)
        self._count(said, found)
        attributes = self._attributes(said.attributes, code) if said.applies is Says.YES else ()
        reason = worded(said.reason, self._masked.text, said.quote)
        if found.span is not None:
            found = Found(found.match, self._masked.back(found.span), found.similarity)
        return Answer(code.code, said.applies, found, attributes, reason)

    def _count(self, said: Said, found: Found) -> None:
        if said.applies is not Says.YES:
            self.add(**{said.applies.value: 1})
        elif found.match is Match.ABSENT:
            shown = find_quote(said.quote, self._exchange.prompt.user, near=None).verbatim
            self.add(**{"elsewhere" if shown else "invented": 1})
        else:
            self.add(**{"yes": 1, found.match.value: 1})

    def _attributes(self, said: Sequence[SaidAttribute], code: Code) -> tuple[tuple[str, str], ...]:
        rules = {rule.name: rule.values for rule in self._codebook.attributes} if code.attributes else {}
        known = {each.name: each.value for each in said if each.value in rules.get(each.name, ())}
        self.add(bad_attributes=len(said) - len(known))
        return tuple((name, known[name]) for name in rules if name in known)
