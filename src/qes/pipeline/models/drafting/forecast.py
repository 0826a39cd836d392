"""What a draft will take at most, told before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable

from qes.llm.cost import Estimate, Prices, estimate
from qes.model import Prompt, Unit
from qes.pipeline.models.drafting.checklist import criteria_asked
from qes.pipeline.models.drafting.counter import against_asked
from qes.pipeline.models.drafting.drafting import Order
from qes.project import Project
from qes.settings import LlmSettings
from qes.synthesis.drafts.asking import supported_prompt
from qes.synthesis.drafts.checking import MOST_SENTENCES


def for_draft(order: Order, settings: LlmSettings) -> Estimate:
    """For a draft each sentence of which names every quote, all of which are checked."""
    check = supported_prompt("", order.given.shown, order.about)
    # The sentences themselves are sent once more; together they are no longer than a reply may be.
    return at_most([order.prompt, *[check] * MOST_SENTENCES], settings, settings.max_tokens)


def for_checklist(project: Project, unit: Unit, model: str, *, remote: bool) -> Estimate:
    """For a checklist; errors as in `draft_checklist`."""
    return at_most(criteria_asked(project, unit, model, remote=remote).prompts, project.settings.llm)


def for_counter(project: Project, finding: str, model: str, *, remote: bool) -> Estimate:
    """For a search against a finding; errors as in `counter_by_model`."""
    return at_most(against_asked(project, finding, model, remote=remote).prompts, project.settings.llm)


def at_most(prompts: Iterable[Prompt], settings: LlmSettings, beside: int = 0) -> Estimate:
    """What it takes if every reply is as long as may be, and the last of all tries brings one that is of use.

    Args:
        prompts: Each asked once.
        settings: How long a reply may be, how often a prompt is sent, and what tokens cost.
        beside: Tokens that are sent besides.
    """
    prices = Prices(settings.price_in, settings.price_out)
    once, tries = estimate(prompts, settings.max_tokens, prices), settings.attempts
    sent, answered = (once.tokens_in + beside) * tries, once.tokens_out * tries
    return Estimate(once.calls * tries, sent, answered, prices.of(sent, answered) if prices.known else None)
