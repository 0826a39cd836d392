"""A model reads passages that nobody coded or cited, one by one, and names what in them speaks against a finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qes.coding.llm.masking import Mask, Masked
from qes.errors import BadFinding, ModelUnavailable
from qes.model import Candidate, Chat, Exchange, Finding, Origin, Passage, Prompt, Span, digest
from qes.pipeline import Progress, quiet
from qes.pipeline.citing import check
from qes.pipeline.evidence import gather
from qes.pipeline.findings.acts import get
from qes.pipeline.findings.counter import MOST
from qes.pipeline.findings.named import DRAFTED, named_body
from qes.pipeline.findings.places import Nearest, places
from qes.pipeline.models.drafting.drafting import asked_once
from qes.pipeline.models.privacy import masking_of
from qes.pipeline.task import embedded
from qes.project import Project
from qes.synthesis.drafts.asking import against, counter_prompt
from qes.synthesis.evidence import in_order


@dataclass(frozen=True, slots=True)
class CounterByModel:
    """What a model named against a finding; the next search brings it before people."""

    finding: str
    """Key."""
    asked: int
    """Passages it gave an answer about."""
    failed: int
    """Passages to which no usable reply came."""
    candidates: tuple[Candidate, ...]


def counter_by_model(
    project: Project,
    chat: Chat,
    finding: str,
    *,
    remote: bool,
    author: str = "",
    most: int = MOST,
    progress: Progress = quiet,
) -> CounterByModel:
    """Ask about the passages nearest to a finding, each in a call of its own, and keep what it names.

    A yes counts with words of the passage only. It is no evidence: it is one more candidate, which people weigh.

    Args:
        project: Whose passages.
        chat: The model.
        finding: Key.
        remote: Whether what is sent leaves this machine.
        author: Who asks for it; by default the project's coder.
        most: Passages asked about, at least 1.
        progress: Told how far it is.

    Raises:
        NotFound: There is no such finding.
        BadFinding: It is withdrawn.
        Misquote: One of its quotes differs from its source.
        ModelUnavailable, BudgetSpent: Not all was answered; what came is kept, and not asked for again.
    """
    asked_about = against_asked(project, finding, chat.name, remote=remote, most=most, progress=progress)
    given, nearest, masked, prompts = asked_about
    came = asked_once(chat, prompts, progress)
    usable = {each.prompt.sha256: each for each in came if each.usable}
    if nearest and not usable:
        raise ModelUnavailable(chat.name, "none of its replies can be read", "Try again, or name another model.")
    asked = zip((passage for passage, _ in nearest), prompts, strict=True)
    answered = {passage.id: usable[each.sha256] for passage, each in asked if each.sha256 in usable}
    candidates = _named(nearest, answered, masked)
    body = named_body(given, chat.name, [each.id for each in came], list(answered), candidates)
    project.store.append(author or project.coder, DRAFTED, body)
    return CounterByModel(given.key, len(answered), len(nearest) - len(answered), tuple(candidates))


class Against(NamedTuple):
    """What a model is to be asked against a finding."""

    finding: Finding
    nearest: list[tuple[Passage, Candidate]]
    masked: dict[str, Masked]
    """Passages as they are sent, by id."""
    prompts: list[Prompt]
    """One for each passage."""


def against_asked(
    project: Project, finding: str, model: str, *, remote: bool, most: int = MOST, progress: Progress = quiet
) -> Against:
    """What a model would be sent against a finding; arguments and errors as in `counter_by_model`."""
    given = get(project, finding)
    if given.withdrawn:
        raise BadFinding("the finding", "it is withdrawn", "Save it again to bring it back, then search.")
    mask = masking_of(project, project.settings.llm, model, remote).mask
    nearest = _nearest(project, given, most, progress)
    masked = {passage.id: mask(passage.text) for passage, _ in nearest}
    prompts = _prompts(given, (passage for passage, _ in nearest), masked, mask)
    return Against(given, nearest, masked, prompts)


def _prompts(finding: Finding, passages: Iterable[Passage], masked: Mapping[str, Masked], mask: Mask) -> list[Prompt]:
    statement = mask(finding.statement).text
    return [
        counter_prompt(statement, masked[each.id].text, digest("counter", finding.key, each.id)) for each in passages
    ]


def _nearest(project: Project, finding: Finding, most: int, progress: Progress) -> list[tuple[Passage, Candidate]]:
    """The passages that nobody coded and that come nearest, with how near; the nearest first, each wording once."""
    if most < 1:
        raise ValueError(f"at least one passage, not {most}")
    given, found = embedded(project, progress=progress), gather(project)
    now = [each.now for each in check(project, finding.citations) if each.now is not None]
    near = Nearest(given, [finding.statement, *(each.quote for each in now if not each.against)])
    uncoded = [
        place
        for origin, there in places(finding, given.passages, in_order(found.evidence), found.codebook, None)
        if origin in (Origin.SAME_CASES, Origin.OTHER_CASES)
        for place in there
    ]
    by_id = {each.id: each for each in given.passages}
    return [(by_id[each.passage_id], each) for each in near.candidates(uncoded, Origin.MODEL, most)]


def _named(
    nearest: Sequence[tuple[Passage, Candidate]], answered: Mapping[str, Exchange], masked: Mapping[str, Masked]
) -> list[Candidate]:
    made = []
    for passage, near in nearest:
        span = against(answered[passage.id], masked[passage.id]) if passage.id in answered else None
        if span is not None:
            start = passage.span.start
            place = Span(start + span.start, start + span.end)
            quote = span.of(passage.text)
            made.append(Candidate(passage.source_id, passage.id, place, quote, Origin.MODEL, near.likeness))
    return made
