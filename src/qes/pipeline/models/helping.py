"""Help with the codebook: what people differed about → edits of a definition that a model proposes, never applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qes.coding.disagreements import Disagreement
from qes.coding.llm.help import Edit, Motive, codebook_in, edits_of, help_problem, help_prompt, motive_id, shown_in
from qes.coding.llm.templates import DEFINITION_HELP
from qes.errors import BadDecision, ModelUnavailable, UnknownCode
from qes.model import Chat, Code, Codebook, Passage
from qes.pipeline.adjudication import disagreements
from qes.pipeline.models.privacy import masking_of, unaided
from qes.pipeline.review import codable
from qes.project import Project

DIFFERING, UNFIT = 12, 4
"""Most passages shown about which people differed, and for which they found no code."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A passage that shows where a code's wording may be unclear."""

    passage: Passage
    told: str
    reasons: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """As a model is told."""
        return motive_id(self.passage.id)


@dataclass(frozen=True, slots=True)
class Help:
    """What a model proposes for a code."""

    code: str
    model: str
    exchange: str
    """Id of the exchange that holds it."""
    at: str
    edits: tuple[Edit, ...]
    dropped: int
    """Edits that rest on no passage it was shown, or change nothing."""
    grounds: tuple[Ground, ...]
    """The passages it was shown that are still there."""


def grounds_of(
    project: Project, code: str, differing: int | None = DIFFERING, unfit: int | None = UNFIT
) -> list[Ground]:
    """Passages about which people differed on a code, those settled first, then passages near it that fit no code.

    None that is, or was, to be coded unaided.

    Args:
        project: Whose decisions.
        code: Id.
        differing: Most of the ones; None: all.
        unfit: Most of the others.

    Raises:
        UnknownCode: The codebook has no such code.
    """
    codebook, passages = project.codebook(), codable(project)
    _code(codebook, code)
    hidden = unaided(project, passages, project.store.decisions())
    known = {each.id: each for each in passages if each.id not in hidden}
    disputed = [each for each in disagreements(project) if each.code == code and each.passage_id in known]
    disputed.sort(key=lambda each: each.settled is None)
    found = [_ground(known[each.passage_id], each) for each in disputed[:differing]]
    taken = {each.passage.id for each in found}
    return found + [
        Ground(each, "People found no code for it.") for each in _unfit(project, code, known, taken)[:unfit]
    ]


def _ground(passage: Passage, each: Disagreement) -> Ground:
    gave, denied = len(each.gave), len(each.denied)
    told = f"{gave} of {gave + denied} coders gave the code."
    if denied == 0:
        told = f"All {gave} coders gave the code, and differed about {each.kind.value}."
    if each.settled is None:
        return Ground(passage, f"{told} It is not settled.")
    told = f"{told} It was settled that the code {'applies' if each.settled.applies else 'does not apply'}."
    return Ground(passage, told, (each.settled.reason,) if each.settled.reason else ())


def _unfit(project: Project, code: str, known: dict[str, Passage], taken: set[str]) -> list[Passage]:
    """Passages given to the code for what fits nowhere, on which this one is proposed; likeliest first."""
    nowhere = project.settings.themes.code
    given = {each.passage_id for each in project.store.decisions() if each.applied == nowhere}
    wanted = {each for each in given if each in known and each not in taken}
    if not wanted or code == nowhere:
        return []
    scores = dict[str, float]()
    for each in project.store.suggestions(passage_ids=wanted):
        if each.code == code:
            scores[each.passage_id] = max(each.score, scores.get(each.passage_id, 0.0))
    return [known[each] for each in sorted(scores, key=lambda each: (-scores[each], each))]


def ask_help(project: Project, chat: Chat, code: str, *, remote: bool) -> Help:
    """Ask a model how a code might be worded better; what it says is kept, and changes nothing.

    Args:
        project: Whose codebook and decisions.
        chat: The model.
        code: Id.
        remote: Whether what is sent to it leaves this machine.

    Raises:
        UnknownCode: The codebook has no such code.
        BadDecision: Nothing has shown yet that it is unclear.
        ModelUnavailable, BudgetSpent: See there.
    """
    codebook, grounds = project.use_codebook(), grounds_of(project, code)
    if not grounds:
        error = BadDecision(f"nobody has differed about {code!r} where a model may be shown it")
        error.hint = "Let two people code the same passages, and settle what they differ about."
        raise error
    mask = masking_of(project, project.settings.llm, chat.name, remote).mask
    motives = [
        Motive(each.id, mask(each.passage.text).text, each.told, tuple(mask(reason).text for reason in each.reasons))
        for each in grounds
    ]
    prompt = help_prompt(_code(codebook, code), codebook, motives, project.settings.llm.language)
    *_, last = chat.ask([prompt], help_problem)
    if not last.usable:
        raise ModelUnavailable(chat.name, last.trouble, "Ask again, or ask another model.")
    told = edits_of(last, _code(codebook, code))
    return Help(code, chat.name, last.id, last.at, told.kept, told.dropped, _among(grounds, shown_in(last.prompt)))


def helped(project: Project, code: str, hidden: Sequence[str] = ()) -> Help | None:
    """The newest help with a code as the codebook words it now, from the record; None: there is none.

    Args:
        project: Whose record.
        code: Id.
        hidden: Passages not to be shown. Edits that rest on any of them, or on one that is to be coded unaided by now,
            are left out.
    """
    codebook = project.codebook()
    found = (each for each in project.store.exchanges(about={code}) if each.prompt.template == DEFINITION_HELP)
    last = next((each for each in found if each.usable and codebook_in(each.prompt) == codebook.id), None)
    if last is None:
        return None
    told, away = edits_of(last, _code(codebook, code)), {motive_id(each) for each in hidden}
    seen = [each for each in grounds_of(project, code, None, None) if each.id not in away]
    grounds = _among(seen, shown_in(last.prompt))
    edits = tuple(each for each in told.kept if set(each.motives) <= {ground.id for ground in grounds})
    return Help(code, last.model, last.id, last.at, edits, told.dropped, grounds)


def _among(grounds: Sequence[Ground], ids: Sequence[str]) -> tuple[Ground, ...]:
    return tuple(each for each in grounds if each.id in ids)


def _code(codebook: Codebook, code: str) -> Code:
    for each in codebook.codes:
        if each.code == code:
            return each
    raise UnknownCode(code, codebook.id)
