"""What the level of one unit hangs on: put together for its case alone."""

from __future__ import annotations

from qes.pipeline.uncertainty import others
from qes.synthesis.robustness import Robustness, robustness
from qes.synthesis.rubric import Rubric
from qes.synthesis.saturation import Saturation, saturation
from qes.synthesis.scoring.standing import UnitStanding, confirmed
from qes.web.scoring.book import case_evidence, passages_of
from qes.web.state import State


def doubts(here: State, standing: UnitStanding, rubric: Rubric) -> tuple[Robustness, Saturation]:
    """How the level of a unit would change without each source and coder, and what each source added."""
    ledger, case = here.ledger, standing.unit.case
    evidence = case_evidence(here, case)
    passages = {each.id: each for each in passages_of(here, case)}
    decisions = [each for passage in passages for each in ledger.decisions(passage)]
    settled = [each for passage in passages for each in ledger.adjudications(passage)]
    sources = {each.source_id: ledger.sources[each.source_id] for each in passages.values()}
    otherwise = others(evidence, passages, decisions, settled, sources, ledger.codebook)
    said = confirmed([standing], rubric)
    robust = robustness(
        evidence,
        ledger.codebook,
        rubric,
        [case],
        without_coder=otherwise.without_coder,
        blind=otherwise.blind,
        confirmed=said,
    )
    grown = saturation(evidence, ledger.codebook, rubric, [case], confirmed=said)
    place = [code.code for code in ledger.codebook.scored].index(standing.unit.capability)
    return robust[place], grown[place]
