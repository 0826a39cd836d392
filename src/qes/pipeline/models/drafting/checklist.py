"""What a model says of each criterion of the rubric, each asked by itself: hidden as the rubric's proposal is.

It is never counted: no level, no score and no agreement takes it into account.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qes.coding.llm import criterion as asking
from qes.coding.llm.check import problem_of
from qes.coding.llm.criterion import OnCriterion, Quote, on_criterion
from qes.coding.llm.masking import Mask
from qes.coding.llm.reply import Says
from qes.model import Chat, Citation, Event, Exchange, Prompt, Unit, digest
from qes.pipeline import Progress, quiet
from qes.pipeline.evidence import Gathered, gather
from qes.pipeline.findings.named import DRAFTED
from qes.pipeline.models.drafting.log import CHECKLIST, citations_of, of_kind, spans_body
from qes.pipeline.models.drafting.material import Material, material_of
from qes.pipeline.models.privacy import masking_of
from qes.pipeline.scoring.state import check_unit, rubric_of, standing_of
from qes.project import Project
from qes.synthesis.evidence import counted
from qes.synthesis.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Ticked:
    """A criterion or gate, and what a model says of it."""

    id: str
    text: str
    said: Says | None
    """None: no usable reply came."""
    spans: tuple[str, ...] = ()
    """Ids of the quotes that its answer rests on."""
    reason: str = ""

    @property
    def stands(self) -> bool | None:
        """Whether it is met, by an answer that counts: a yes needs a quote. None: it is open."""
        if self.said is None:
            return None
        return OnCriterion(self.said, self.spans, self.reason).stands


@dataclass(frozen=True, slots=True)
class Checklist:
    """A model's word on every criterion for one unit."""

    unit: Unit
    rubric: str
    model: str
    items: tuple[Ticked, ...]
    """In the order of the rubric, gates last."""
    citations: dict[str, Citation]
    """Every quote that was shown, by id."""
    left_out: int
    author: str
    id: str
    at: str


def draft_checklist(
    project: Project, chat: Chat, unit: Unit, *, remote: bool, author: str = "", progress: Progress = quiet
) -> Checklist:
    """Ask about each criterion and gate, in calls of their own, and keep the answers.

    Args:
        project: Whose unit.
        chat: The model.
        unit: Which.
        remote: Whether what is sent leaves this machine.
        author: Who asks for it; by default the project's coder.
        progress: Told how far it is.

    Raises:
        NotFound: There is no such unit.
        NoRubric: The codebook has none.
        BadFinding: There is no accepted evidence.
        ModelUnavailable, BudgetSpent: Not all was answered; what came is kept, and not asked for again.
    """
    asked = criteria_asked(project, unit, chat.name, remote=remote)
    given, rubric = asked.given, asked.rubric
    project.use_rubric()
    prompts, quotes = dict(zip(asked.names, asked.prompts, strict=True)), asked.quotes
    came = _answers(chat, asked.prompts, progress)
    usable = {each.prompt.sha256: each for each in came if each.usable}
    items = [_ticked(name, text, usable.get(prompts[name].sha256), quotes) for name, text in _asked(rubric)]
    body = {
        "what": CHECKLIST,
        "case": unit.case,
        "code": unit.capability,
        "rubric": rubric.id,
        "model": chat.name,
        "exchanges": [each.id for each in came],
        "items": [_item_body(each) for each in items],
        **_shown_body(given),
    }
    return _checklist(project.store.append(author or project.coder, DRAFTED, body))


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a model is to be asked of one unit."""

    rubric: Rubric
    given: Material
    quotes: tuple[Quote, ...]
    names: tuple[str, ...]
    prompts: tuple[Prompt, ...]
    """One for each name."""


def criteria_asked(project: Project, unit: Unit, model: str, *, remote: bool) -> Criteria:
    """What a model would be sent for a checklist; arguments and errors as in `draft_checklist`."""
    found = gather(project)
    check_unit(project, unit, found.codebook)
    rubric = rubric_of(project)
    mask = masking_of(project, project.settings.llm, model, remote).mask
    given = _material(project, found, unit, mask)
    quotes = tuple(Quote(each.id, each.text) for each in given.shown)
    code = found.codebook.get(unit.capability)
    subject = f"{code.label if code else unit.capability} in {mask(unit.case).text}"
    about = digest("checklist", unit.case, unit.capability)
    wanted = _asked(rubric)
    told = {"subject": subject, "language": project.settings.llm.language}
    prompts = tuple(asking.criterion_prompt(text, quotes, about, **told) for _, text in wanted)
    return Criteria(rubric, given, quotes, tuple(name for name, _ in wanted), prompts)


def _material(project: Project, found: Gathered, unit: Unit, mask: Mask) -> Material:
    mine = (unit.case, unit.capability)
    chosen = [each for each in counted(found.evidence) if (each.case, each.capability) == mine]
    return material_of(project, found, chosen, mask, f"a checklist of {unit.capability} in {unit.case}")


def checklist_of(project: Project, unit: Unit) -> Checklist | None:
    """The newest checklist of a unit for those who score; None as long as they score apart, and where there is none.

    Raises:
        NotFound: There is no such unit.
    """
    if not standing_of(project, unit).revealed:
        return None
    found = [_checklist(event) for event in of_kind(project, [CHECKLIST])]
    return next((each for each in reversed(found) if each.unit == unit), None)


def _asked(rubric: Rubric) -> list[tuple[str, str]]:
    """What a model can answer from quotes: all criteria, and gates that wait for nobody to settle something."""
    gates = [(each.id, each.text) for each in rubric.gates if each.open is None]
    return [*((each.id, each.text) for level in rubric.levels for each in level.criteria), *gates]


def _answers(chat: Chat, prompts: Sequence[Prompt], progress: Progress) -> list[Exchange]:
    wanted, came = list({each.sha256: each for each in prompts}.values()), list[Exchange]()
    for exchange in chat.ask(wanted, problem_of):
        came.append(exchange)
        progress("asking about criteria", len(came), max(len(wanted), len(came)))
    return came


def _ticked(name: str, text: str, exchange: Exchange | None, quotes: Sequence[Quote]) -> Ticked:
    said = on_criterion(exchange, quotes) if exchange is not None else None
    return Ticked(name, text, None) if said is None else Ticked(name, text, said.says, said.ids, said.reason)


def _item_body(item: Ticked) -> dict[str, object]:
    said = item.said.value if item.said else None
    return {"id": item.id, "text": item.text, "said": said, "spans": list(item.spans), "reason": item.reason}


def _shown_body(given: Material) -> dict[str, object]:
    return {"spans": spans_body(given.citations), "left_out": given.left_out}


def _checklist(event: Event) -> Checklist:
    body = event.body
    items = tuple(
        Ticked(
            each["id"], each["text"], Says(each["said"]) if each["said"] else None, tuple(each["spans"]), each["reason"]
        )
        for each in body["items"]
    )
    told = (body["rubric"], body["model"], items, citations_of(body["spans"]), body["left_out"])
    return Checklist(Unit(body["case"], body["code"]), *told, event.author, event.id, event.at)
