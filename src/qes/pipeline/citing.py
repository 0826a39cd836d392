"""Citations: verbatim quotes of stored texts, re-read whenever they are saved, shown or printed.

A citation knows its revision by its passage, whose place in the text of that revision never changes. Where the source
was revised since, the quote is looked for in the revision that is current: to the letter, and only where it stands
there once, so that nothing is ever attributed to a place by a guess.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qes.errors import BadFinding, Misquote, NotFound
from qes.model import Candidate, Citation, Coding, Passage, Source, Span
from qes.project import Project
from qes.synthesis.quoted import check_quoted
from qes.text import places


@dataclass(frozen=True, slots=True)
class Reread:
    """What became of a citation when its source was read again."""

    stored: Citation
    now: Citation | None
    """Where it stands in the texts as they are; None: nowhere, and it must not be printed."""
    why: str = ""
    """Why it stands nowhere, with the path of its source."""
    misquote: Misquote | None = None
    """Set where a stored text differs from what was quoted: the record is damaged."""
    case: str | None = None
    """The case of the passage it stands on now."""

    @property
    def moved(self) -> bool:
        """Whether it stands elsewhere than where it was stored."""
        return self.now is not None and self.now.span != self.stored.span


# --- Making ---------------------------------------------------------------------------------------


def of_coding(coding: Coding, *, against: bool = False) -> Citation:
    """The quote of a coding, cited."""
    return Citation(coding.source_id, coding.span, coding.quote, against, coding.passage_id, coding.id)


def of_passage(passage: Passage, span: Span | None = None, *, against: bool = False) -> Citation:
    """Words of a passage, cited: the whole of it, or a span of its source's text.

    Raises:
        BadFinding: The span lies elsewhere.
    """
    span = span or passage.span
    if not span.within(passage.span):
        raise BadFinding(f"passage {passage.id}", f"characters {span.start}-{span.end} lie outside it")
    start = passage.span.start
    quote = passage.text[span.start - start : span.end - start]
    return Citation(passage.source_id, span, quote, against, passage.id)


def of_candidate(candidate: Candidate, *, against: bool = False) -> Citation:
    """What a search for counter-evidence turned up, cited; re-read it before it is shown."""
    return Citation(
        candidate.source_id, candidate.span, candidate.quote, against, candidate.passage_id, candidate.coding
    )


# --- Reading again --------------------------------------------------------------------------------


def check(project: Project, citations: Sequence[Citation]) -> list[Reread]:
    """Re-read the quotes from the stored texts, in the order given; those of revised sources are looked for.

    Raises:
        Misquote: A stored text reads differently at the place quoted.
        NotFound: There is no such source or passage.
    """
    found = reread(project, citations)
    if wrong := next((each.misquote for each in found if each.misquote), None):
        raise wrong
    return found


def reread(project: Project, citations: Sequence[Citation]) -> list[Reread]:
    """The same with each misquote beside its citation, so that a list shows the others.

    Raises:
        NotFound: There is no such source or passage.
    """
    texts = _Texts(project, citations)
    return [_reread(texts, each) for each in citations]


class _Texts:
    """The texts that some citations stand in, each read once."""

    def __init__(self, project: Project, citations: Sequence[Citation]) -> None:
        store = self._store = project.store
        ids = sorted({each.passage_id for each in citations if each.passage_id})
        self.known = {each.id: each for each in store.passages(ids=ids, current=None)} if ids else {}
        self.current = {each.id for each in store.passages(ids=ids)} if ids else set[str]()
        self.stored: dict[str, Source] = {
            each: store.source(each) for each in _once(each.source_id for each in citations)
        }
        paths = _once(source.path for source in self.stored.values())
        self._live = {path: store.source_by_path(path) for path in paths}
        self._cut: dict[str, list[Passage]] = {}

    def live(self, citation: Citation) -> Source | None:
        """The current source of the path it was cited from."""
        return self._live[self.stored[citation.source_id].path]

    def quoted_from(self, citation: Citation) -> str:
        """The text of the revision it was cited from."""
        return self._store.text_of(citation.passage_id) if citation.passage_id else self.stored[citation.source_id].text

    def passage_at(self, source: Source, span: Span) -> Passage | None:
        """The current passage that holds most of a span."""
        if source.id not in self._cut:
            self._cut[source.id] = self._store.passages(source_id=source.id)
        over = [each for each in self._cut[source.id] if each.span.overlaps(span)]
        return max(over, key=lambda each: (_shared(each.span, span), -each.ordinal)) if over else None


def _reread(texts: _Texts, citation: Citation) -> Reread:
    source, live = texts.stored[citation.source_id], texts.live(citation)
    passage = texts.known.get(citation.passage_id)
    if citation.passage_id and (passage is None or passage.source_id != citation.source_id):
        raise NotFound(f"passage of {source.path}", citation.passage_id)
    untouched = live is not None and live.id == source.id and (passage is None or passage.id in texts.current)
    text = live.text if live is not None and untouched else texts.quoted_from(citation)
    if text[citation.span.start : citation.span.end] != citation.quote:
        wrong = Misquote(source.path, citation.span.start, citation.span.end, citation.quote)
        return Reread(citation, None, str(wrong), wrong)
    if live is None:
        return Reread(citation, None, f"{source.path} is no longer part of the project")
    if untouched and passage is not None:
        return Reread(citation, citation, case=passage.case)
    return _looked_for(texts, citation, live, text)


def _looked_for(texts: _Texts, citation: Citation, live: Source, text: str) -> Reread:
    """The quote in the current revision of its source."""
    if live.text == text:
        span = citation.span
    else:
        found = places(live.text, citation.quote)
        if len(found) != 1:
            holds = f"holds it {len(found)} times" if found else "no longer holds it"
            shown = citation.quote if len(citation.quote) <= 80 else f"{citation.quote[:79]}…"
            return Reread(citation, None, f"{live.path} was revised and {holds}: {shown}")
        span = Span(found[0], found[0] + len(citation.quote))
    passage = texts.passage_at(live, span)
    now = replace(citation, source_id=live.id, span=span, passage_id=passage.id if passage else "")
    return Reread(citation, now, case=passage.case if passage else None)


def _shared(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def _once(names: Iterable[str]) -> list[str]:
    return sorted(set(names))


# --- What cites -----------------------------------------------------------------------------------


def settled(project: Project, what: str, text: str, citations: Sequence[Citation]) -> list[Reread]:
    """The citations of something about to be saved, where they stand now; its quotations stand in them.

    Raises:
        Misquote: A citation differs from its source.
        NotFound: There is no such source or passage.
        BadFinding: A citation is no longer in the project's texts, stands there twice, or words in quotation marks
            stand in none of them.
    """
    found = check(project, citations)
    for each in found:
        if each.now is None:
            raise BadFinding(what, each.why, "Leave this quote out, or cite it anew where it stands now.")
    now = [each.now for each in found if each.now is not None]
    if len({(each.source_id, each.span) for each in now}) < len(now):
        raise BadFinding(what, "the same quote is cited twice", "Cite it once, for or against.")
    check_quoted(what, text, [each.quote for each in now])
    return found


def written(what: str, text: str) -> str:
    """What somebody has written, as it is stored: composed letters, no space around it.

    Raises:
        BadFinding: It holds half a character, which no database can store.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadFinding(what, f"character {error.start + 1} is damaged", "Type it anew.") from error
    return unicodedata.normalize("NFC", text).strip()


def body_of(citation: Citation) -> dict[str, Any]:
    """A citation as JSON holds it."""
    span = [citation.span.start, citation.span.end]
    return {
        "source": citation.source_id,
        "span": span,
        "quote": citation.quote,
        "against": citation.against,
        "passage": citation.passage_id,
        "coding": citation.coding,
    }


def cited(body: Mapping[str, Any]) -> tuple[Citation, ...]:
    """The citations in an event's body."""
    return tuple(
        Citation(each["source"], Span(*each["span"]), each["quote"], each["against"], each["passage"], each["coding"])
        for each in body["citations"]
    )


def known_cases(project: Project, what: str, cases: Collection[str]) -> tuple[str, ...]:
    """Cases, sorted, each once.

    Raises:
        BadFinding: The project has no such case.
    """
    known = {section.facts.case for source in project.store.sources() for section in source.sections}
    if strangers := sorted(set(cases) - {case for case in known if case}):
        listed = ", ".join(sorted(case for case in known if case)) or "none yet"
        raise BadFinding(what, f"there is no case {strangers[0]!r}", f"Choose one of: {listed}.")
    return tuple(sorted(set(cases)))
