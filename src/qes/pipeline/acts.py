"""What coders do in the workbench: each act is checked, is one step in the log, and counts once, sent twice or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qes.coding import review
from qes.errors import BadDecision, NotFound, QesError
from qes.model import Codebook, Decision, Passage, Span, Verdict, digest
from qes.pipeline.desk import Desk
from qes.store.standing import SKIPPED


@dataclass(frozen=True, slots=True)
class Answer:
    """What a coder says about a passage; a `Decision` without what the server knows better."""

    passage_id: str
    verdict: Verdict
    code: str | None = None
    replacement: str | None = None
    span: Span | None = None
    suggestion_id: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    memo: str = ""


def decide(desk: Desk, coder: str, key: str, answers: Sequence[Answer]) -> list[Decision]:
    """Log answers as one step, all or none.

    Args:
        desk: Knows what is coded blind.
        coder: Whose answers they are.
        key: Names the step; the same key sent again changes nothing and gives the same decisions.
        answers: At least one.

    Raises:
        NotFound, UnknownCode, BadDecision: One of them is not allowed.
    """
    ledger = desk.ledger
    ledger.refresh()
    ids = [digest("act", coder, key, str(number)) for number in range(len(answers))]
    try:
        decisions = [_checked(desk, coder, key, *each) for each in zip(answers, ids, strict=True)]
    except QesError:
        # Sent again because its answer was lost: what was right then may not be allowed any more, but it is saved.
        known = {each.id: each for each in ledger.project.store.decisions(ids=ids, live=False)}
        if len(known) < len(ids):
            raise
        return [known[each] for each in ids]
    logged = ledger.project.store.decide(decisions)
    ledger.refresh()
    return logged


def _checked(desk: Desk, coder: str, key: str, answer: Answer, identity: str) -> Decision:
    codebook, passage = desk.ledger.codebook, _passage(desk, answer.passage_id)
    decision = _decision(desk, coder, codebook, passage, answer, identity, key)
    review.check(decision, codebook, passage)
    return decision


def skip(desk: Desk, coder: str, key: str, passage_id: str) -> None:
    """Put a passage off: it comes again when nothing else waits.

    Raises:
        NotFound: No such passage.
    """
    desk.ledger.refresh()
    passage = _passage(desk, passage_id)
    body = {"passage_id": passage.id, "action": key}
    desk.ledger.project.store.append_all(coder, [(SKIPPED, body)], ids=[digest("act", coder, key)])
    desk.ledger.refresh()


def _passage(desk: Desk, passage_id: str) -> Passage:
    passage = desk.ledger.passages.get(passage_id)
    if passage is None:
        raise NotFound("passage", passage_id)
    return passage


def _was_done(desk: Desk, coder: str, passage: Passage) -> bool:
    """Whether the coder has ever said that nothing more applies: from then on they could see what others gave."""
    said = desk.ledger.project.store.decisions(coder=coder, passage_ids=[passage.id], live=False)
    return any(each.verdict is Verdict.NOTHING for each in said)


def _decision(
    desk: Desk, coder: str, codebook: Codebook, passage: Passage, answer: Answer, identity: str, key: str
) -> Decision:
    blind = desk.blind(coder, passage)
    if blind and answer.suggestion_id:
        raise BadDecision(f"passage {passage.id} is coded blind, so no proposal can have been seen on it")
    given = answer.replacement if answer.verdict is Verdict.REPLACED else answer.code
    found = codebook.get(given) if given and answer.verdict in (Verdict.ACCEPTED, Verdict.REPLACED) else None
    try:
        return Decision(
            passage_id=passage.id,
            coder=coder,
            verdict=answer.verdict,
            codebook=codebook.id,
            code=answer.code,
            replacement=answer.replacement,
            span=None if answer.span == passage.span else answer.span,
            suggestion_id=answer.suggestion_id,
            attributes=dict(answer.attributes) if found is not None and found.attributes else {},
            memo=answer.memo,
            blind=blind and not _was_done(desk, coder, passage),
            id=identity,
            action=key,
        )
    except ValueError as error:
        raise BadDecision(str(error)) from error
