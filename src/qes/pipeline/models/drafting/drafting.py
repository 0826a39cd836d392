"""A model drafts a finding's statement or the summary of a cell, and every sentence of it is checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qes.coding.embed.cache import CachedEmbedder
from qes.errors import ModelUnavailable, UnknownCode
from qes.model import Chat, Exchange, Prompt, digest
from qes.pipeline import Progress, quiet
from qes.pipeline.citing import known_cases
from qes.pipeline.evidence import gather
from qes.pipeline.models.drafting import log
from qes.pipeline.models.drafting.material import Material, material
from qes.pipeline.models.privacy import masking_of
from qes.project import Project
from qes.synthesis.drafts.asking import draft_prompt, problem_of
from qes.synthesis.drafts.checking import by_likeness, by_support, drafted_in, support_prompts
from qes.synthesis.drafts.model import Draft, Kind


def draft_summary(
    project: Project, chat: Chat, case: str, code: str, *, remote: bool, author: str = "", progress: Progress = quiet
) -> Draft:
    """Draft the summary of a cell of the framework matrix; arguments and errors as in `draft_finding`."""
    order = order_of(project, Kind.SUMMARY, (case,), code, chat.name, remote=remote)
    return draft(project, chat, order, author, progress)


def draft_finding(
    project: Project,
    chat: Chat,
    cases: Sequence[str],
    capability: str,
    *,
    remote: bool,
    author: str = "",
    progress: Progress = quiet,
) -> Draft:
    """Draft a finding about a capability, and keep the draft in the log.

    Args:
        project: Whose evidence.
        chat: The model; it is asked once for the draft, and once for each sentence that names quotes rightly.
        cases: Those it is to speak of; none: all.
        capability: A code; what is coded below it counts too.
        remote: Whether what is sent to the model leaves this machine.
        author: Who asks for it; by default the project's coder.
        progress: Told how many sentences are checked.

    Raises:
        BadFinding: There is no such case, or no accepted evidence.
        UnknownCode: No such code.
        ModelUnavailable, BudgetSpent: No draft came, or it could not be checked; what came is kept for the next try.
    """
    order = order_of(project, Kind.FINDING, cases, capability, chat.name, remote=remote)
    return draft(project, chat, order, author, progress)


@dataclass(frozen=True, slots=True)
class Order:
    """A draft that is to be asked for."""

    kind: Kind
    cases: tuple[str, ...]
    """Sorted; none: all."""
    code: str
    given: Material
    about: str
    prompt: Prompt


def order_of(project: Project, kind: Kind, cases: Sequence[str], code: str, model: str, *, remote: bool) -> Order:
    """What a model would be sent for a draft; arguments and errors as in `draft_finding`."""
    cases = known_cases(project, f"a draft on {code}", cases) if cases else ()
    found = gather(project)
    if (coded := found.codebook.get(code)) is None:
        raise UnknownCode(code, found.codebook.id)
    mask = masking_of(project, project.settings.llm, model, remote).mask
    given = material(project, found, cases, code, mask)
    about = digest("draft", kind, *cases, code)
    told = [mask(case).text for case in cases or found.cases]
    prompt = draft_prompt(kind, told, coded, given.shown, about, project.settings.llm.language)
    return Order(kind, cases, code, given, about, prompt)


def draft(project: Project, chat: Chat, order: Order, author: str = "", progress: Progress = quiet) -> Draft:
    """Ask for a draft, check it, and keep it in the log; see `draft_finding`."""
    given = order.given
    project.use_codebook()
    came = asked_once(chat, [order.prompt])
    usable = [each for each in came if each.usable]
    if not usable:
        raise ModelUnavailable(chat.name, "its reply is no draft that can be read", "Try again, or name another model.")
    embedder = CachedEmbedder(project.embedder(), project.store)
    drafted = by_likeness(drafted_in(usable[-1], given.shown), given.shown, given.others, embedder.embed)
    prompts = support_prompts(drafted, given.shown, order.about)
    checks = asked_once(chat, [each for each in prompts if each is not None], progress)
    made = Draft(
        order.kind,
        order.cases,
        order.code,
        tuple(by_support(drafted, prompts, checks)),
        given.citations,
        chat.name,
        tuple(each.id for each in (*came, *checks)),
        given.left_out,
    )
    return log.record_draft(project, made, author or project.coder)


def asked_once(chat: Chat, prompts: Sequence[Prompt], progress: Progress = quiet) -> list[Exchange]:
    """What comes of some prompts, each different one being asked once."""
    wanted = list({each.sha256: each for each in prompts}.values())
    came = []
    for exchange in chat.ask(wanted, problem_of):
        came.append(exchange)
        progress("checking", len(came), max(len(wanted), len(came)))
    return came
