"""Nobody is led: neither the proposal nor anybody's score shows by any route before the round is complete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from scoring_samples import WHERE, Staff, said, staffed

from scoring_project import scored_template, scoring

SECRET = "ana thinks of herons on the quay"
"""Stands in everything ana writes."""
ASIDE = {"/api/stream", "/api/openapi.json"}
WHEN = re.compile(r"\d{4}-\d\d-\d\d[T ][\d:.]+(\+00:00|Z)?")
TELLS = ("proposal", '"met"', "robust", "hangs", "why_not", '"variants"')


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scored_template(tmp_path_factory.mktemp("hidden") / "template")


@pytest.fixture
def staff(made: Path, tmp_path: Path) -> Iterator[Staff]:
    with scoring(made, tmp_path / "project") as project, staffed(project) as found:
        yield found


def lock_secretly(staff: Staff, level: int = 5, answer: str = "yes") -> None:
    """Ana's score, the words of which can be told from everything else."""
    sure = {"overall": "low" if level == 1 else "high", "concerns": [], "explanation": SECRET}
    said(staff.act("ana", "lock", level=level, reason=SECRET, confidence=sure, answers={"recurs": answer}))


def addresses(staff: Staff) -> list[str]:
    """Everything that can be read, with what it could ask for."""
    fills = {
        "source": next(iter(staff.project.store.sources())).id,
        "passage": staff.project.store.passages(case="Arden")[0].id,
        "event": next(each.id for each in staff.project.store.events(kind="scored")),
        "case": "Arden",
    }

    def fill(name: re.Match[str]) -> str:
        return next((value for part, value in fills.items() if part in name[0]), "awareness")

    return sorted(
        {
            re.sub(r"\{[^}]*\}", fill, str(each.path))
            for each in iter_route_contexts(staff.app.routes)
            if isinstance(each.original_route, APIRoute) and "GET" in (each.methods or ()) and _tells(str(each.path))
        }
    )


def _tells(path: str) -> bool:
    """Whether a route answers, and with what is in the project: pages are empty shells."""
    return path.startswith("/api/") and path not in ASIDE


def told(staff: Staff) -> dict[tuple[str, str], str]:
    """What everybody but ana is told by every route, but for when."""
    found = {}
    for path, name in product(addresses(staff), ("ben", "lea", "cy", "vic")):
        answer = staff[name].get(path, params=WHERE | {"code": "awareness"})
        assert answer.status_code < 500, path
        found[path, name] = f"{answer.status_code} {WHEN.sub('then', answer.text)}"
        assert SECRET not in answer.text, path
    return found


def test_no_route_tells_anybody_what_somebody_gave_before_all_are_locked(made: Path, tmp_path: Path) -> None:
    seen = []
    for level, answer in ((5, "yes"), (1, "no")):
        with scoring(made, tmp_path / str(level)) as project, staffed(project) as staff:
            lock_secretly(staff, level, answer)
            seen.append(told(staff))
    assert sum(each.startswith("200") for each in seen[0].values()) > 90
    assert [place for place in seen[0] if seen[0][place] != seen[1][place]] == []


def test_a_sheet_before_all_are_locked_says_who_has_locked_and_no_more(staff: Staff) -> None:
    lock_secretly(staff)
    for name in ("ben", "lea"):
        answer = staff[name].get("/api/scoring/unit", params=WHERE)
        sheet = said(answer)
        assert (sheet["locked"], sheet["mine"], sheet["revealed"], sheet["history"]) == (["ana"], None, None, [])
        assert not [word for word in TELLS if word in answer.text]
        row = staff.row(name)
        assert (row["locked"], row["level"], row["decided"]) == (["ana"], None, False)
        assert staff[name].get("/api/scoring/doubts", params=WHERE).status_code == 403
        assert said(staff[name].get("/api/scoring/agreement"))["agreement"] is None


def test_ones_own_score_is_seen_again_and_the_proposal_still_is_not(staff: Staff) -> None:
    lock_secretly(staff)
    sheet = staff.sheet("ana")
    assert (sheet["mine"]["level"], sheet["mine"]["reason"]) == (5, SECRET)
    assert sheet["revealed"] is None
    assert staff["ana"].get("/api/scoring/doubts", params=WHERE).status_code == 403


def test_once_all_are_locked_everybody_who_scores_sees_everything(staff: Staff) -> None:
    lock_secretly(staff)
    said(staff.act("ben", "lock", level=2))
    for name in ("ana", "ben", "lea"):
        shown = staff.sheet(name)["revealed"]
        assert {each["author"]: each["level"] for each in shown["scores"]} == {"ana": 5, "ben": 2}
        assert shown["proposal"]["checks"]


def test_a_reopened_round_hides_again_what_the_one_before_showed(staff: Staff) -> None:
    lock_secretly(staff)
    said(staff.act("ben", "lock", level=2))
    said(staff.act("lea", "reopen", reason="a new interview has come"))
    assert SECRET not in staff["ben"].get("/api/scoring/unit", params=WHERE).text
    assert staff["ben"].get("/api/scoring/doubts", params=WHERE).status_code == 403


@pytest.mark.parametrize("name", ["cy", "vic"])
def test_viewers_and_researchers_do_not_get_here(staff: Staff, name: str) -> None:
    assert staff[name].get("/scoring").status_code == 303
    for path in ("", "/unit", "/doubts", "/agreement"):
        assert staff[name].get(f"/api/scoring{path}", params=WHERE).status_code == 403
    for path in ("lock", "settle", "sign", "reopen", "withdraw"):
        assert staff[name].post(f"/api/scoring/{path}", json={}).status_code == 403


def test_reviewers_neither_sign_nor_reopen(staff: Staff) -> None:
    staff.complete(3, 3)
    for what in ("sign", "reopen"):
        assert staff.act("ana", what, reason="so").status_code == 403
    assert staff.sheet("ana")["stage"] == "agreed"
