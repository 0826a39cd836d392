"""`qes status` says where a project stands, what comes next, and whether anything leaves this machine."""

from __future__ import annotations

from pathlib import Path

from faults import answer, passage_with
from qes.model import Adjudication, Decision, Verdict
from qes.pipeline.estimate import run_estimate
from qes.pipeline.ingest import run_ingest
from qes.pipeline.review import codable, record
from qes.pipeline.status import run_status
from qes.pipeline.suggest import run_suggest
from qes.pipeline.waiting import next_items
from qes.project import Project, open_project
from review_project import accept, ready
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


def nothing(passage_id: str, coder: str = "nora") -> Decision:
    return Decision(passage_id, coder, Verdict.NOTHING, "dynamic-capabilities@1.0")


def test_it_bounds_what_is_unfound_once_the_audit_has_begun(run: Run, folder: Path) -> None:
    with ready(folder, blind_share=0.5) as project:
        share = [item.passage for item in next_items(project, "nora", "audit")]
        before = run_status(project)
        assert (before["unfound"], before["audit"]["read"], before["audit"]["waiting"]) == ([], 0, len(share))
        record(project, [nothing(share[1].id)])
        assert run_status(project)["unfound"] == []  # the first of the draw may be the one that holds something
        record(project, [accept(share[0], "learning/evaluation", "ben")])
    now = answer(run("status", "--json"))
    assert {"share": len(share), "read": 2, "waiting": len(share) - 2}.items() <= now["audit"].items()
    (found,) = [each for each in now["unfound"] if each["found"]]
    assert (found["code"], found["found"], found["found_in_audit"]) == ("learning/evaluation", 1, 1)
    assert found["audited"] == now["audit"]["counted"] >= 2
    assert found["recall_at_least"] == 1 / (1 + found["unfound_at_most"])
    shown = run("status").stdout
    assert f"2 of {len(share)} random passages are read" in shown
    assert "learning/evaluation" in shown
    assert "qes code --order audit" in shown


def test_what_is_disputed_is_found_and_what_a_lead_refused_is_not(project: Project) -> None:
    run_ingest(project)
    decide(project, "nora", "learning/test-design")
    decide(project, "ada")
    record(project, [nothing(passage.id) for passage in codable(project)])
    (found,) = [each for each in run_estimate(project).codes if each.found]
    assert (found.code, found.found, found.unfound_at_most) == ("learning/test-design", 1, 0)
    (decision,) = [each for each in project.store.decisions() if each.code]
    refusal = Adjudication(decision.passage_id, "learning/test-design", "lead", False, "no test", decision.codebook)
    project.store.adjudicate([refusal])
    assert run_estimate(project).sentence == ""
