"""The framework matrix: a summary per case and code in people's own words, with the quotes it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qes.errors import BadFinding, Misquote, UnknownCode
from qes.model import Charted, Event, digest
from qes.pipeline import kept
from qes.pipeline.citing import Reread, body_of, cited, known_cases, reread, settled, written
from qes.project import Project

KIND = "cell-charted"


@dataclass(frozen=True, slots=True)
class Cell:
    """A summary as it is shown, its quotes re-read."""

    charted: Charted
    """Its citations where they stand now; those that are lost are left out."""
    citations: tuple[Reread, ...]
    """What became of each citation."""

    @property
    def lost(self) -> tuple[str, ...]:
        """Why it cannot be printed; empty: it can."""
        return tuple(each.why for each in self.citations if each.now is None)


def save(
    project: Project,
    charted: Charted,
    author: str,
    seen: str | None = None,
    *,
    request: str = "",
    at: str | None = None,
) -> Charted:
    """Save a summary, and return it as it is on record; without text and quotes the cell is empty again.

    Args:
        project: Whose log it goes to.
        charted: Its author, id and time are not looked at.
        author: Who saves it.
        seen: Id of the version the edit started from; None: there was none.
        request: Names the request; sent a second time, it changes nothing and gives what it gave the first time.
        at: UTC, ISO 8601; now when not given.

    Raises:
        BadFinding: There is no such case, quotes stand without a text, one of them is of another case or no longer in
            the texts, or it presents words as a quotation that none of them holds.
        UnknownCode: No such code.
        Misquote: A quote differs from its source.
        Conflict: Another version has come since, or the one seen was taken back.
        NotFound: A citation names a source or passage that is not there.
    """
    key = key_of(charted.case, charted.code)
    if done := kept.repeated(project, KIND, key, author, request):
        return _charted(done)
    checked = _checked(project, charted)
    if checked.text and not checked.draft and (before := get(project, charted.case, charted.code)) is not None:
        # That it began as a draft is so for as long as there is a text, however much of it was rewritten since.
        checked = replace(checked, draft=before.draft)
    body = {
        "case": checked.case,
        "code": checked.code,
        "text": checked.text,
        "citations": [body_of(each) for each in checked.citations],
        **({"draft": checked.draft} if checked.draft else {}),
    }
    return _charted(kept.save(project, KIND, key, body, author, seen, request, at))


def key_of(case: str, code: str) -> str:
    """What a cell is saved under."""
    return digest("cell", case, code)


def _checked(project: Project, charted: Charted) -> Charted:
    what = f"the summary of {charted.code} in {charted.case}"
    known_cases(project, what, [charted.case])
    if (codebook := project.use_codebook()).get(charted.code) is None:
        raise UnknownCode(charted.code, codebook.id)
    text = written(what, charted.text)
    if charted.citations and not text:
        raise BadFinding(what, "quotes stand in it and no words", "Say what the quotes show, or leave them out.")
    found = settled(project, what, text, charted.citations)
    for each in found:
        if each.case != charted.case:
            problem = f"a quote in it is of {each.case or 'no case'}: {each.stored.quote[:80]}"
            raise BadFinding(what, problem, f"Cite quotes of {charted.case}.")
    return replace(charted, text=text, citations=tuple(each.now for each in found if each.now is not None))


def listed(project: Project) -> list[Charted]:
    """The newest summary of every cell that has one, as it was saved, by case and code."""
    found = [_charted(event) for event in kept.standing(project, KIND).values()]
    return sorted((each for each in found if each.text), key=lambda each: (each.case, each.code))


def get(project: Project, case: str, code: str) -> Charted | None:
    """What stands of one cell, also when it was emptied; None: nobody ever wrote anything."""
    found = kept.standing(project, KIND).get(key_of(case, code))
    return _charted(found) if found else None


def history(project: Project, case: str, code: str) -> list[Charted]:
    """Every version of a cell, oldest first, those taken back too."""
    return [_charted(event) for event in kept.history(project, KIND, key_of(case, code))]


def cells(project: Project, found: Sequence[Charted] | None = None) -> list[Cell]:
    """Summaries with their quotes re-read; one that differs from its source does not stop the list.

    Args:
        project: Whose texts are read.
        found: Only these, in the order given; None: all.
    """
    return _reread(project, listed(project) if found is None else found)


def for_report(project: Project) -> list[Cell]:
    """The same for a report, which prints those that have lost nothing and lists the others.

    Raises:
        Misquote: A quote differs from its source, so no report is written.
    """
    found = cells(project)
    wrong: list[Misquote] = [again.misquote for each in found for again in each.citations if again.misquote]
    if wrong:
        raise wrong[0]
    return found


def _reread(project: Project, found: Sequence[Charted]) -> list[Cell]:
    again = iter(reread(project, [citation for each in found for citation in each.citations]))
    shown = []
    for each in found:
        citations = tuple(next(again) for _ in each.citations)
        now = tuple(citation.now for citation in citations if citation.now is not None)
        shown.append(Cell(replace(each, citations=now), citations))
    return shown


def _charted(event: Event) -> Charted:
    body = event.body
    return Charted(
        body["case"], body["code"], body["text"], cited(body), event.author, event.id, event.at, body.get("draft", "")
    )
