"""One criterion at a time about quotes with ids: single yes-or-no decisions agree better with people than levels do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qes.coding.llm.injection import speaks_to_machines
from qes.coding.llm.reply import Says, said_of_criterion
from qes.coding.llm.schema import criterion_schema
from qes.coding.llm.templates import CRITERION, marker, render
from qes.coding.llm.wording import worded
from qes.model import Exchange, Prompt


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a source that were accepted as evidence, verbatim or masked."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class OnCriterion:
    """What a model says of one criterion."""

    says: Says
    ids: tuple[str, ...]
    """Of quotes that were shown, in the order shown."""
    reason: str
    strange_ids: int = 0
    """Ids it named that were not shown: left out."""

    @property
    def stands(self) -> bool | None:
        """Whether the criterion is met, by an answer that counts: a yes needs a quote. None: it is open."""
        if self.says is Says.NO:
            return False
        return True if self.says is Says.YES and self.ids else None


def criterion_prompt(
    criterion: str, quotes: Sequence[Quote], about: str, *, subject: str = "", language: str = "English"
) -> Prompt:
    """Ask whether a criterion is met by some quotes.

    Args:
        criterion: As the rubric words it.
        quotes: Those that speak to a machine are left out: what they order could sway the answer.
        about: Id of what the prompt is about, such as a case and code.
        subject: The same in words, if it is to be told.
        language: Of the reason.
    """
    shown = [each for each in quotes if not speaks_to_machines(each.text)]
    mark = marker(*(each.text for each in shown))
    pairs = [(each.id, each.text) for each in shown]
    text = render(CRITERION, criterion=criterion, quotes=pairs, about=subject, mark=mark, language=language)
    return Prompt(CRITERION, text.system, text.user, criterion_schema([each.id for each in shown]), about)


def on_criterion(exchange: Exchange, quotes: Sequence[Quote]) -> OnCriterion | None:
    """What came back; None where the reply makes no sense. Ids of quotes that were not shown are left out."""
    said = said_of_criterion(exchange.reply)
    if said is None:
        return None
    shown = [each for each in quotes if not speaks_to_machines(each.text)]
    named = {each.strip().strip("[]") for each in said.ids}
    ids = tuple(each.id for each in shown if each.id in named)
    reason = worded(said.reason, "\n".join(each.text for each in shown))
    return OnCriterion(said.met, ids, reason, len(named) - len(ids))
