"""Where the scoring of a project's units stands, and what somebody who scores may see of it."""

from __future__ import annotations

from collections.abc import Sequence

from qes.coding import review
from qes.errors import NoRubric, NotFound
from qes.model import Codebook, Role, Unit
from qes.pipeline.evidence import Gathered, evidence_of
from qes.pipeline.review import codable
from qes.pipeline.scoring.log import histories
from qes.project import Project
from qes.synthesis.evidence import Evidence
from qes.synthesis.rubric import Rubric
from qes.synthesis.scoring.sheet import Sheet
from qes.synthesis.scoring.sheet import sheet as sheet_of
from qes.synthesis.scoring.standing import UnitStanding, standing


def needed(project: Project) -> int:
    """How many people are asked to score a unit: as the settings say, but never more than have accounts and may.

    Without any account that is one person, unless the settings say themselves how many.
    """
    asked, accounts = project.settings.scoring, project.store.accounts()
    if not accounts:
        return asked.scorers if "scorers" in asked.model_fields_set else 1
    able = sum(user.active and user.role.allows(Role.REVIEWER) for user in accounts)
    return max(1, min(asked.scorers, able))


def standings(project: Project, gathered: Gathered | None = None) -> dict[Unit, UnitStanding]:
    """Every unit of the project by case, then in the order of the codebook; after them those no longer in it.

    Args:
        project: Whose units they are.
        gathered: What its evidence comes from, where it is at hand, so that it is not read again.
    """
    past, asked = histories(project), needed(project)
    codebook = gathered.codebook if gathered else project.codebook()
    cases = gathered.cases if gathered else sorted({each.case for each in codable(project) if each.case})
    units = [Unit(case, code.code) for case in cases for code in codebook.scored]
    gone = sorted(set(past) - set(units), key=lambda unit: (unit.case, unit.capability))
    return {unit: standing(unit, past.get(unit, []), asked) for unit in (*units, *gone)}


def standing_of(project: Project, unit: Unit) -> UnitStanding:
    """One unit.

    Raises:
        NotFound: The project has no such case, or the codebook no such code that is scored.
    """
    check_unit(project, unit, project.codebook())
    return _standing(project, unit)


def _standing(project: Project, unit: Unit) -> UnitStanding:
    return standing(unit, histories(project).get(unit, []), needed(project))


def unit_evidence(project: Project, unit: Unit, codebook: Codebook | None = None) -> list[Evidence]:
    """Everything coded for a unit, disputed codings too, without reading the other cases.

    Args:
        project: Whose unit it is.
        unit: Which.
        codebook: The project's, where it is at hand.
    """
    store = project.store
    passages = [passage for passage in store.passages(case=unit.case) if passage.codable]
    sources = [store.source(each) for each in dict.fromkeys(passage.source_id for passage in passages)]
    decisions = store.decisions(passage_ids={passage.id for passage in passages})
    texts = {source.id: source.text for source in sources}
    codings = review.codings(passages, decisions, store.adjudications(), texts)
    found = evidence_of(codings, passages, sources, codebook or project.codebook())
    return [each for each in found if each.capability == unit.capability]


def sheet(project: Project, unit: Unit, author: str, evidence: Sequence[Evidence] | None = None) -> Sheet:
    """What somebody who scores a unit may see of it.

    Args:
        project: Whose unit it is.
        unit: Which.
        author: For whose eyes.
        evidence: Everything coded for the unit, where it is at hand (`unit_evidence`).

    Raises:
        NotFound: There is no such unit.
        NoRubric: The codebook has none.
    """
    codebook = project.codebook()
    check_unit(project, unit, codebook)
    found = unit_evidence(project, unit, codebook) if evidence is None else evidence
    return sheet_of(_standing(project, unit), author, found, codebook, rubric_of(project))


def rubric_of(project: Project) -> Rubric:
    """What a level takes.

    Raises:
        NoRubric: The codebook has none.
    """
    rubric = project.rubric()
    if rubric is None:
        raise NoRubric(project.codebook().id)
    return rubric


def check_unit(project: Project, unit: Unit, codebook: Codebook) -> None:
    """See that something is there to be scored; errors as in `standing_of`."""
    known = [code.code for code in codebook.scored]
    if unit.capability not in known:
        error = NotFound("scored code", unit.capability)
        error.hint = f"Choose one of: {', '.join(known) or 'none is scored in this codebook'}."
        raise error
    if not any(passage.codable for passage in project.store.passages(case=unit.case)):
        error = NotFound("case", unit.case)
        error.hint = "`qes status` lists the cases; the manifest says which source belongs to which."
        raise error
