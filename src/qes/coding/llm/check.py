"""Whether a reply is worth reading, or has to be asked for again."""

from __future__ import annotations

from qes.coding.llm.reply import said_in, said_of_criterion
from qes.coding.llm.schema import asked
from qes.coding.llm.templates import CRITERION
from qes.model import Exchange


def problem_of(exchange: Exchange) -> str:
    """Why a reply is of no use, in words for people; empty where it is.

    A reply with some good answers is of use, whatever the others are like: only they are refused, and nothing is paid
    for twice. A model that invents a quote is not asked again for a better one: it would only learn what passes.
    """
    if exchange.prompt.template == CRITERION:
        return "" if said_of_criterion(exchange.reply) else "it does not say whether the criterion is met"
    said, unreadable = said_in(exchange.reply)
    if not said:
        return "none of its answers can be read" if unreadable else "it holds no answer"
    known, user = {each.casefold() for each in asked(exchange.prompt).codes}, exchange.prompt.user
    if not any(each.code.strip().casefold() in known or f"\nLabel: {each.code.strip()}\n" in user for each in said):
        return "it answers about none of the codes it was asked about"
    return ""
