"""What tests of the evidence share: some codings, and how the evidence is asked for."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from qes.model import Decision, Passage, Role, Verdict
from qes.pipeline.review import codable
from qes.project import Project
from review_project import BOOK
from workbench import NAMES

SCANNING, REALLOCATION, TESTED = "awareness/scanning", "priorities/reallocation", "learning/test-design"
ROSA, LEA = NAMES[Role.RESEARCHER], NAMES[Role.LEAD]


def said(client: TestClient, path: str = "", **query: Any) -> Any:
    """What the evidence page is told."""
    answer = client.get(f"/api/evidence{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def give(passage: Passage, code: str, coder: str, **attributes: str) -> Decision:
    """That a code applies, with attributes."""
    return Decision(passage.id, coder, Verdict.ACCEPTED, BOOK, code=code, attributes=attributes)


def cells(matrix: Any) -> dict[tuple[str, str], Any]:
    """By case and code."""
    return {(matrix["cases"][case], matrix["codes"][code]["code"]): cell for case, code, cell in matrix["cells"]}


def code_some(project: Project) -> list[Passage]:
    """Four codings of ben's, one of them against; ana disputes one."""
    passages = codable(project)
    first, second, third, *_ = passages
    project.store.decide(
        [
            give(first, SCANNING, "ben", polarity="supports"),
            give(second, SCANNING, "ben", polarity="contradicts"),
            give(second, REALLOCATION, "ben"),
            give(third, TESTED, "ben", polarity="mixed"),
            Decision(third.id, "ana", Verdict.NOTHING, BOOK),
        ]
    )
    return passages
