"""Who speaks in the sources, as a report knows it: people by name, and those who are only called something."""

from __future__ import annotations

from pathlib import Path

from qes.pipeline.ingest import run_ingest
from qes.pipeline.report.gathering import report_input
from qes.project import init_project, open_project

TALK = """Q: How do you notice floods?

{0}: The drivers send us list {1} of the stops.

Q: And then?

{0}: We move crew {1} there.
"""


def test_labels_that_answer_for_anybody_are_no_names_to_be_withheld(tmp_path: Path) -> None:
    init_project(tmp_path / "town", name="Town").close()
    with open_project(tmp_path / "town") as project:
        for at, label in enumerate(("A", "Respondent 2", "Ina Corval")):
            (project.corpus / f"talk-{at}.txt").write_text(TALK.format(label, at), encoding="utf-8")
        run_ingest(project)
        given = report_input(project, project.use_codebook(), project.use_rubric())
    assert given.speakers == {"A", "Respondent 2", "Ina Corval"}
    assert given.unnamed == {"A", "Respondent 2"}
