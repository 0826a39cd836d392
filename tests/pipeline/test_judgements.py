"""A file of judgements is taken in by the acts of the workbench, once, and quotes what stands in the texts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from qes.errors import BadJudgements
from qes.model import Score, Unit
from qes.pipeline import charting, judgements, notes
from qes.pipeline.findings.standings import standings as findings
from qes.pipeline.scoring import acts as scoring
from qes.pipeline.scoring.state import rubric_of, standing_of
from qes.pipeline.themes.acts import themes
from qes.project import Project, open_project
from qes.synthesis.findings import Status
from qes.synthesis.scoring.standing import Stage

ARDEN, LEARNING = Unit("Arden", "awareness"), Unit("Arden", "learning")
SAID = """
levels:
  - case: Arden
    capability: awareness
    scores:
      - {by: ana, level: 3, reason: It recurs., met: [recurs], unmet: [owned]}
      - {by: ben, level: 2, reason: It hangs on her., met: [some-practice], unsure: [recurs]}
    settled: {by: ben, level: 2, reason: One voice tells of it.}
    signed:
      by: lea
      statement: It is noticed, and by one office.
      confidence:
        overall: low
        because: One source tells of it.
        concerns: {coherence: {grade: minor, reason: Two passages differ}}
  - case: Arden
    capability: learning
    scores: [{by: ana, level: NE, reason: Nobody speaks of it twice.}]
findings:
  - id: stops
    by: ana
    statement: The city notices flooded stops before anybody complains.
    capability: awareness
    cases: [Arden]
    rests_on: [{path: Arden/engineer.txt, quote: Every Monday the bus drivers send us the list of flooded stops}]
    search:
      by: ben
      most: 1
      weighed:
        - {path: Arden/engineer.txt, quote: We wrote a rule into the budget, weight: against, note: A rule of last resort.}
        - {path: Arden/engineer.txt, quote: my daughter played the trumpet, weight: neither}
        - {path: Boro/permits.txt, quote: We have eleven, weight: neither}
    confidence: {overall: low, because: One voice.}
    approved_by: lea
  - id: grates
    by: ben
    statement: Nothing came of the grates.
    rests_on: [{path: Arden/review.md, quote: No decision followed.}]
cells:
  - case: Arden
    code: awareness/scanning
    by: ana
    text: The bus drivers are asked.
    quotes: [{path: Arden/engineer.txt, quote: Every Monday the bus drivers}]
themes:
  - {name: Music, by: ben, memo: "?", passages: [{path: Arden/engineer.txt, quote: my daughter played the trumpet}]}
notes:
  - {item: ENTREQ 1, by: lea, text: To see.}
"""


@pytest.fixture
def towns(two_towns: Path, tmp_path: Path) -> Iterator[Project]:
    """The two towns, in which two people are asked to score."""
    place = tmp_path / "project"
    shutil.copytree(two_towns, place)
    with (place / "qes.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[scoring]\nscorers = 2\n")
    with open_project(place) as project:
        yield project


def take_in(project: Project, text: str = SAID) -> None:
    file = project.folder / "judgements.yaml"
    file.write_text(text, encoding="utf-8")
    judgements.take_in(project, file)


def test_it_all_stands_as_if_people_had_done_it_on_screen(towns: Project) -> None:
    take_in(towns)
    signed = standing_of(towns, ARDEN)
    assert (signed.stage, signed.level, [each.level for each in signed.scores]) == (Stage.SIGNED, 2, [3, 2])
    assert signed.signoff is not None
    assert signed.signoff.confidence is not None
    assert signed.signoff.confidence.concerns[1].reason == "Two passages differ"
    assert standing_of(towns, LEARNING).stage is Stage.PARTLY
    approved, draft = findings(towns)
    assert (approved.status, draft.status) == (Status.APPROVED, Status.DRAFT)
    assert [each.quote.split(".")[0] for each in approved.finding.opposing] == [
        "We wrote a rule into the budget: the two lowest streets on the list lose their turn"
    ]
    assert [each.text for each in charting.listed(towns)] == ["The bus drivers are asked."]
    assert [each.name for each in themes(towns)] == ["Music"]
    assert notes.standing(towns)["ENTREQ 1"].text == "To see."


def test_taken_in_again_it_adds_nothing(towns: Project) -> None:
    take_in(towns)
    before = [event.hash for event in towns.store.events()]
    take_in(towns)
    assert [event.hash for event in towns.store.events()] == before


def test_where_people_went_on_otherwise_it_is_left_to_them(towns: Project) -> None:
    theirs = scoring.lock(towns, Score(ARDEN, "rosa", rubric_of(towns).id, 1), None)
    take_in(towns)
    assert standing_of(towns, ARDEN).scores == (theirs,)
    assert standing_of(towns, LEARNING).stage is Stage.PARTLY


def test_a_quote_that_stands_nowhere_is_named_with_its_source_and_nothing_is_done(towns: Project) -> None:
    before = len(list(towns.store.events()))
    with pytest.raises(BadJudgements) as told:
        take_in(towns, SAID.replace("We have eleven", "We have twelve").replace("No decision", "A decision"))
    assert "Boro/permits.txt does not read “We have twelve”" in str(told.value)
    assert "Arden/review.md does not read “A decision followed.”" in str(told.value)
    assert len(list(towns.store.events())) == before


def test_something_unknown_is_told_with_its_line(towns: Project) -> None:
    with pytest.raises(BadJudgements, match=r"judgements\.yaml:6: levels > 0 > scores > 0 > met") as told:
        take_in(towns, SAID.replace("met: [recurs]", "met: recurs"))
    assert told.value.hint


def test_a_candidate_that_nobody_weighed_keeps_a_finding_from_approval(towns: Project) -> None:
    take_in(towns, SAID.replace("        - {path: Boro/permits.txt, quote: We have eleven, weight: neither}\n", ""))
    assert findings(towns)[0].status is Status.SEARCHED
