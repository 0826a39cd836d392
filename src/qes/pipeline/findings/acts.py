"""Findings: saved in versions, approved once their counter-evidence was searched for and weighed.

When a finding may be approved is said in `qes.synthesis.findings`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from qes.errors import BadFinding, Conflict, NotFound, UnknownCode
from qes.model import Approval, Citation, Concern, Confidence, Event, Finding
from qes.pipeline import kept
from qes.pipeline.citing import check, known_cases, settled, written
from qes.pipeline.findings import log
from qes.project import Project
from qes.synthesis import confidence as judging
from qes.synthesis.evidence import Evidence
from qes.synthesis.findings import Record
from qes.synthesis.quoted import check_quoted
from qes.synthesis.rubric import Rubric

# --- Writing --------------------------------------------------------------------------------------


def save(
    project: Project,
    finding: Finding,
    author: str,
    seen: str | None = None,
    *,
    request: str = "",
    at: str | None = None,
) -> Finding:
    """Save a version of a finding, and return it as it is on record: its citations where they stand now.

    Args:
        project: Whose log it goes to.
        finding: Without a key it is a new one, and gets one. Its author, id and time are not looked at.
        author: Who saves it.
        seen: Id of the version the edit started from; None: there was none.
        request: Names the request; sent a second time, it changes nothing and gives what it gave the first time.
        at: UTC, ISO 8601; now when not given.

    Raises:
        BadFinding: It says nothing, names a case there is not, is judged on another scale than the rubric's, cites
            something that is no longer in the texts, or presents words as a quotation that no citation holds.
        UnknownCode: Its capability is no code of the codebook.
        Misquote: A citation differs from its source.
        Conflict: Another version has come since, or the one seen was taken back.
        NotFound: A citation names a source or passage that is not there.
    """
    key = finding.key or kept.new_key(log.SAVED, author, request)
    if done := kept.repeated(project, log.SAVED, key, author, request):
        return log.finding_of(done)
    checked = _checked(project, replace(finding, key=key, withdrawn=False))
    before = kept.standing(project, log.SAVED).get(key)
    if before is not None and not checked.draft:
        # That it began as a draft is so for good, however much of it was rewritten since.
        checked = replace(checked, draft=log.finding_of(before).draft)
    return log.finding_of(kept.save(project, log.SAVED, key, log.finding_body(checked), author, seen, request, at))


def _checked(project: Project, finding: Finding) -> Finding:
    statement = written("the statement", finding.statement)
    what = f"finding “{_short(statement)}”"
    if not statement:
        raise BadFinding("the statement", "it says nothing", "Say in a sentence what was found.")
    if finding.capability is not None and (codebook := project.use_codebook()).get(finding.capability) is None:
        raise UnknownCode(finding.capability, codebook.id)
    if finding.confidence is not None:
        _check_confidence(project, what, finding.confidence)
    found = settled(project, what, statement, finding.citations)
    citations = tuple(each.now for each in found if each.now is not None)
    for words in finding.confidence.words if finding.confidence else ():
        check_quoted(f"the confidence in {what}", words, [each.quote for each in citations])
    return replace(
        finding,
        statement=statement,
        citations=citations,
        cases=known_cases(project, what, finding.cases) if finding.cases else (),
        reason=written("the reason", finding.reason),
    )


def _check_confidence(project: Project, what: str, confidence: Confidence) -> None:
    written("the explanation", confidence.explanation)
    for each in confidence.concerns:
        written("the reason of a concern", each.reason)
    rubric = project.use_rubric()
    if rubric is None:
        return
    if confidence.overall not in rubric.confidence.scale:
        scale = ", ".join(rubric.confidence.scale)
        raise BadFinding(what, f"its confidence cannot be {confidence.overall!r}", f"Choose one of: {scale}.")
    known = [component.id for component in rubric.confidence.components]
    if confidence.concerns and [each.component for each in confidence.concerns] != known:
        raise BadFinding(what, "its concerns are not those of the rubric", f"Judge each of: {', '.join(known)}.")


def withdraw(
    project: Project, key: str, author: str, seen: str, reason: str, *, request: str = "", at: str | None = None
) -> Finding:
    """Withdraw a finding; it stays on record with the reason, and saving it again brings it back.

    Raises:
        BadFinding: No reason is given, or it is withdrawn already.
        NotFound: There is no such finding.
        Conflict: As in `save`.
    """
    if done := kept.repeated(project, log.SAVED, key, author, request):
        return log.finding_of(done)
    finding, why = get(project, key), written("the reason", reason)
    what = f"finding “{_short(finding.statement)}”"
    if not why:
        raise BadFinding(what, "it is withdrawn for no reason", "Say why, for those who read its history.")
    if finding.withdrawn and finding.id == seen:
        raise BadFinding(what, "it is withdrawn already")
    body = log.finding_body(replace(finding, withdrawn=True, reason=why))
    return log.finding_of(kept.save(project, log.SAVED, key, body, author, seen, request, at))


def approve(
    project: Project, key: str, author: str, seen: str, *, request: str = "", at: str | None = None
) -> Approval:
    """Approve the newest version of a finding.

    Args:
        project: Whose log it goes to.
        key: Of the finding.
        author: A lead; the caller sees to that.
        seen: Id of the version that was read.
        request: As in `save`.
        at: As in `save`.

    Raises:
        BadFinding: Something is missing that approval needs; all of it is named.
        Conflict: It has another version by now.
        Misquote: A quote differs from its source.
        NotFound: There is no such finding.
    """
    if done := kept.repeated(project, log.APPROVED, key, author, request):
        return log.approval_of(done)
    record = log.records(project)[get(project, key).key]
    lost = tuple(each.why for each in check(project, record.finding.citations) if each.now is None)
    counter = record.counter.id if record.counter else ""

    def allowed(events: list[Event]) -> None:
        _check_approvable(log.records_of(events).get(key), key, seen, counter, lost)

    body = {kept.KEY: key, "version": seen, "counter": counter}
    named = kept.identity(log.APPROVED, author, key, request)
    event = project.store.append(author, log.APPROVED, body, at=at, identity=named, kinds=log.KINDS, check=allowed)
    return log.approval_of(event)


def _check_approvable(record: Record | None, key: str, seen: str, counter: str, lost: tuple[str, ...]) -> None:
    if record is None or record.finding.id != seen:
        told = f"saved by {record.finding.author} at {record.finding.at}" if record else ""
        raise Conflict(f"finding {key!r}", told)
    problems = ("it is withdrawn",) if record.finding.withdrawn else replace(record, lost=lost).missing
    if problems:
        what = f"finding “{_short(record.finding.statement)}” cannot be approved"
        raise BadFinding(what, "; ".join(problems), "Do what is named above, then approve it.")
    if record.counter is None or record.counter.id != counter:
        raise Conflict(f"finding {key!r}", "counter-evidence was searched for again")


# --- Reading --------------------------------------------------------------------------------------


def listed(project: Project) -> list[Finding]:
    """The newest version of every finding as it was saved, withdrawn ones too, in the order they were first saved."""
    return [log.finding_of(event) for event in kept.standing(project, log.SAVED).values()]


def get(project: Project, key: str) -> Finding:
    """The newest version of a finding as it was saved.

    Raises:
        NotFound: There is none of that key.
    """
    found = kept.standing(project, log.SAVED).get(key)
    if found is None:
        raise NotFound("finding", key)
    return log.finding_of(found)


def history(project: Project, key: str) -> list[Finding]:
    """Every version of a finding, oldest first, those taken back too."""
    return [log.finding_of(event) for event in kept.history(project, log.SAVED, key)]


def propose_confidence(finding: Finding, evidence: Iterable[Evidence], rubric: Rubric) -> Confidence:
    """The confidence that the codings cited speak for, those against too; people judge.

    Args:
        finding: Its citations as they stand now.
        evidence: All of the project's, disputed codings too.
        rubric: Holds the measures.
    """
    cited = cited_evidence(finding.citations, evidence)
    raised: list[Concern] = judging.concerns(cited, rubric)
    return Confidence(judging.overall(raised, rubric), tuple(raised))


def cited_evidence(citations: Sequence[Citation], evidence: Iterable[Evidence]) -> list[Evidence]:
    """The codings that citations are the quotes of: by id or, where that has changed since, by place."""
    found = list(evidence)
    ids = {each.coding for each in citations if each.coding} & {each.id for each in found}
    moved = {(each.source_id, each.span) for each in citations if each.coding and each.coding not in ids}
    return [each for each in found if each.id in ids or (each.coding.source_id, each.coding.span) in moved]


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
