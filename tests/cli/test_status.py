"""`qes status` says where a project stands, what comes next, and whether anything leaves this machine."""

from __future__ import annotations

from pathlib import Path

from faults import answer, passage_with
from qes.model import Decision, Verdict
from qes.pipeline.ingest import run_ingest
from qes.pipeline.review import record
from qes.pipeline.status import run_status
from qes.pipeline.suggest import run_suggest
from qes.project import Project, open_project
from small_project import Run


def decide(project: Project, coder: str, code: str | None = None) -> None:
    passage = passage_with(project, "grates of two kinds")
    verdict = Verdict.ACCEPTED if code else Verdict.NOTHING
    record(project, [Decision(passage.id, coder, verdict, "dynamic-capabilities@1.0", code)])


def test_each_stage_names_the_next(project: Project) -> None:
    steps = [run_status(project)["next"]]
    run_ingest(project)
    steps.append(run_status(project)["next"])
    run_suggest(project, "similarity")
    steps.append(run_status(project)["next"])
    decide(project, "nora", "learning/test-design")
    steps.append(run_status(project)["next"])
    assert steps == ["qes ingest", "qes suggest", "qes code", "qes synthesise"]


def test_it_counts_what_each_coder_did_and_what_is_disputed(project: Project) -> None:
    run_ingest(project)
    decide(project, "nora", "learning/test-design")
    now = run_status(project)
    assert (now["decisions"], now["codings"], now["disputed"]) == (1, 1, 0)
    assert {case: each["read"] for case, each in now["cases"].items()} == {"Arden": 1, "Boro": 0}
    decide(project, "ada")
    now = run_status(project)
    assert now["coders"] == {"ada": 1, "nora": 1}
    assert (now["codings"], now["disputed"]) == (0, 1)


def test_nothing_leaves_this_machine_unless_a_setting_says_so(run: Run, folder: Path) -> None:
    assert "Nothing leaves this machine." in run("status").stdout
    assert answer(run("status", "--json"))["leaves_this_machine"] == []
    assert answer(run("status", "--json", QES_INDEX__URL="http://chroma.example:8000"))["leaves_this_machine"] == [
        "index"
    ]
    with (folder / "qes.toml").open("a", encoding="utf-8") as settings:
        settings.write('url = "http://127.0.0.1:8000"\n')
    with open_project(folder) as project:
        assert run_status(project)["leaves_this_machine"] == []


def test_a_project_is_found_from_a_folder_inside_it(run: Run, folder: Path) -> None:
    inside = folder / "corpus" / "Arden"
    assert answer(run("status", "--json", cwd=inside))["project"] == str(folder.resolve())
    assert answer(run("status", "--json", "--project", folder, cwd=folder.parent))["name"] == "Two towns"
