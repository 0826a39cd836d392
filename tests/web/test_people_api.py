"""The People screen's API: accounts, passwords, and who is asked to code what."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from qes.model import Role
from qes.pipeline import people
from qes.pipeline.assignments import assignments
from qes.pipeline.verify import run_verify
from qes.project import Project, open_project
from qes.web.access import TOKEN_HEADER
from qes.web.app import create_app
from review_project import accept, lone
from workbench import NAMES, PASSWORD, Team, carry, put_off, serving, solo_client, staff

LEAD, ROSA = NAMES[Role.LEAD], NAMES[Role.RESEARCHER]
FRESH = "eleven geese cross the road"

Answer = dict[str, Any]


class Copied(Team):
    """A team whose accounts are there already."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.users = {each.role: each for each in people.users(project)}
        self.app = create_app(project)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Folders of a project without accounts and of one with them: hashing their passwords for each test takes long."""
    folder = tmp_path_factory.mktemp("people")
    with lone(folder) as project:
        without = project.folder
    shutil.copytree(without, folder / "with")
    with open_project(folder / "with") as project:
        staff(project)
    return without, folder / "with"


@contextmanager
def copied(folder: Path, to: Path) -> Iterator[Project]:
    shutil.copytree(folder, to)
    with open_project(to) as project:
        yield project


@pytest.fixture
def alone(made: tuple[Path, Path], tmp_path: Path) -> Iterator[Project]:
    """A project without accounts, of two sources."""
    with copied(made[0], tmp_path / "alone") as project:
        yield project


@pytest.fixture
def client(alone: Project) -> Iterator[TestClient]:
    """Nora's, who works without accounts."""
    with solo_client(alone) as found:
        yield found


@pytest.fixture
def prepared(made: tuple[Path, Path], tmp_path: Path) -> Iterator[Project]:
    """The same project with an account of each role."""
    with copied(made[1], tmp_path / "prepared") as project:
        yield project


@pytest.fixture
def team(prepared: Project) -> Team:
    return Copied(prepared)


@pytest.fixture
def lead(team: Team) -> Iterator[TestClient]:
    """The lead's client."""
    with team.client(Role.LEAD) as client:
        yield client


def person(client: TestClient, name: str) -> Answer:
    found: Answer = next(each for each in client.get("/api/people").json()["people"] if each["name"] == name)
    return found


def sources(client: TestClient) -> list[str]:
    return [each["id"] for each in client.get("/api/assignments").json()["sources"]]


def plan(client: TestClient, coders: list[str], of: list[str], share: float = 1.0, blind: bool = False) -> Answer:
    body = {"coders": coders, "sources": of, "share": share, "blind": blind}
    found: Answer = client.post("/api/assignments/plan", json=body).json()
    return found


def carried_out(client: TestClient, wanted: Answer, key: str = "a key of its own") -> Answer:
    answer = client.post("/api/assignments", json=wanted | {"key": key})
    assert answer.status_code == 200, answer.text
    found: Answer = answer.json()
    return found


def cells(client: TestClient, coder: str) -> dict[str, list[float]]:
    """Source → share and blind share."""
    columns = client.get("/api/assignments").json()["coders"]
    found = next(each for each in columns if each["name"] == coder)["cells"]
    return {source: cell[:2] for source, cell in found.items()}


def waiting(team: Team, role: Role) -> int:
    with team.client(role) as client:
        number: int = client.get("/api/queue").json()["waiting"]
        return number


# --- Roles ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.VIEWER, Role.RESEARCHER, Role.REVIEWER])
def test_only_a_lead_sees_and_changes_who_works_here(team: Team, role: Role) -> None:
    with team.client(role) as client:
        for path in ("/api/people", "/api/people/settings", "/api/assignments"):
            assert client.get(path).status_code == 403
        for path in (
            "/api/people",
            "/api/people/role",
            "/api/people/active",
            "/api/people/password",
            "/api/assignments",
            "/api/assignments/plan",
            "/api/assignments/divide",
        ):
            assert client.post(path, json={}).status_code == 403


def test_a_person_who_was_added_can_sign_in_with_their_role(team: Team, lead: TestClient) -> None:
    body = {"name": "Mina", "role": "reviewer", "password": FRESH}
    assert lead.post("/api/people", json=body).json() == {
        "name": "Mina",
        "role": "reviewer",
        "active": True,
        "version": 1,
    }
    with team.client() as client:
        assert client.post("/api/signin", json={"name": "mina", "password": FRESH}).json()["role"] == "reviewer"


@pytest.mark.parametrize(
    ("change", "told"),
    [({"name": "ROSA"}, "already"), ({"password": "short"}, "fewer"), ({"name": " Mina"}, "blank")],
)
def test_an_account_that_cannot_be_says_why(lead: TestClient, change: dict[str, str], told: str) -> None:
    answer = lead.post("/api/people", json={"name": "Mina", "role": "viewer", "password": FRESH} | change)
    assert answer.status_code == 400
    assert told in answer.json()["error"]
    assert answer.json()["hint"]


def test_the_table_tells_what_each_person_has_done(team: Team, lead: TestClient, prepared: Project) -> None:
    with team.client(Role.RESEARCHER) as rosa:
        card = rosa.get("/api/queue").json()["cards"][0]["passage"]["id"]
        answers = [{"passage": card, "verdict": "accept", "code": "awareness/scanning"}]
        assert rosa.post("/api/decisions", json={"key": "one decision", "answers": answers}).status_code == 200
    found = person(lead, ROSA)
    assert (found["decisions"], found["passages"], found["work"]) == (1, 1, None)
    assert found["last"] == prepared.store.decisions()[0].at
    assert person(lead, NAMES[Role.VIEWER])["last"] is None


def test_whoever_coded_without_an_account_is_shown_too(lead: TestClient, prepared: Project) -> None:
    passage = next(each for each in prepared.store.passages() if each.codable)
    prepared.store.decide([accept(passage, "awareness/scanning", "nora")])
    assert person(lead, "nora")["account"] is False


# --- Two leads at once, and the last one ------------------------------------------------------------


def test_a_change_made_from_an_old_look_shows_both_sides_and_changes_nothing(lead: TestClient) -> None:
    seen = person(lead, ROSA)["version"]
    first = lead.post("/api/people/role", json={"name": ROSA, "role": "reviewer", "version": seen})
    assert first.json()["version"] == seen + 1
    for path, change in (
        ("role", {"role": "viewer"}),
        ("active", {"active": False}),
        ("password", {"password": FRESH}),
    ):
        late = lead.post(f"/api/people/{path}", json={"name": ROSA, "version": seen} | change)
        assert late.status_code == 409
        assert late.json()["theirs"] == "reviewer, active"
    assert (person(lead, ROSA)["role"], person(lead, ROSA)["active"]) == ("reviewer", True)


def test_the_last_lead_is_named_and_can_neither_be_deactivated_nor_degraded(lead: TestClient) -> None:
    found = person(lead, LEAD)
    assert found["last_lead"] is True
    for path, change in (("role", {"role": "reviewer"}), ("active", {"active": False})):
        answer = lead.post(f"/api/people/{path}", json={"name": LEAD, "version": found["version"]} | change)
        assert (answer.status_code, person(lead, LEAD)["version"]) == (400, found["version"])
    other = person(lead, ROSA)
    lead.post("/api/people/role", json={"name": ROSA, "role": "lead", "version": other["version"]})
    assert not person(lead, LEAD)["last_lead"]
    body = {"name": LEAD, "role": "reviewer", "version": found["version"]}
    assert lead.post("/api/people/role", json=body).status_code == 200


def test_whoever_is_deactivated_is_out_at_once_until_restored(team: Team, lead: TestClient) -> None:
    with team.client(Role.RESEARCHER) as rosa:
        assert rosa.get("/api/me").status_code == 200
        body = {"name": ROSA, "active": False, "version": person(lead, ROSA)["version"]}
        away = lead.post("/api/people/active", json=body).json()
        assert rosa.get("/api/me").status_code == 401
        assert rosa.post("/api/signin", json={"name": ROSA, "password": PASSWORD}).status_code == 403
        lead.post("/api/people/active", json={"name": ROSA, "active": True, "version": away["version"]})
        assert rosa.post("/api/signin", json={"name": ROSA, "password": PASSWORD}).status_code == 200


# --- Passwords --------------------------------------------------------------------------------------


def test_a_viewer_changes_their_own_password_and_their_other_sessions_end(team: Team) -> None:
    other = team.session(Role.VIEWER)
    with team.client(Role.VIEWER) as client:
        assert client.post("/api/me/password", json={"old": PASSWORD, "new": FRESH}).status_code == 200
        assert client.get("/api/me").status_code == 200, "the session in which it was changed goes on"
        carry(client, other)
        assert client.get("/api/me").status_code == 401
        put_off(client)
        name = NAMES[Role.VIEWER]
        assert client.post("/api/signin", json={"name": name, "password": PASSWORD}).status_code == 403
        assert client.post("/api/signin", json={"name": name, "password": FRESH}).status_code == 200


def test_ones_own_password_takes_the_old_one_and_trying_is_counted_as_for_signing_in(team: Team) -> None:
    with team.client(Role.RESEARCHER) as client:
        for _ in range(5):
            wrong = client.post("/api/me/password", json={"old": "not at all the one", "new": FRESH})
            assert wrong.status_code == 403
        limited = client.post("/api/me/password", json={"old": PASSWORD, "new": FRESH})
        assert limited.status_code == 429
        assert int(limited.headers["retry-after"]) > 0
        put_off(client)
        assert client.post("/api/signin", json={"name": ROSA, "password": PASSWORD}).status_code == 429


def test_a_weak_new_password_is_refused_and_the_old_one_stays(team: Team) -> None:
    with team.client(Role.RESEARCHER) as client:
        assert client.post("/api/me/password", json={"old": PASSWORD, "new": "0123456789"}).status_code == 400
        assert client.post("/api/me/password", json={"old": PASSWORD, "new": FRESH}).status_code == 200


def test_a_lead_gives_somebody_a_new_password_but_not_themselves(team: Team, lead: TestClient) -> None:
    with team.client(Role.RESEARCHER) as rosa:
        body = {"name": ROSA, "password": FRESH, "version": person(lead, ROSA)["version"]}
        assert lead.post("/api/people/password", json=body).status_code == 200
        assert rosa.get("/api/me").status_code == 401
        assert rosa.post("/api/signin", json={"name": ROSA, "password": FRESH}).status_code == 200
    own = {"name": LEAD.lower(), "password": FRESH, "version": person(lead, LEAD)["version"]}
    assert lead.post("/api/people/password", json=own).status_code == 400


def test_passwords_stand_in_no_answer_and_not_in_the_log(lead: TestClient, prepared: Project) -> None:
    secret = "plum kettle orbit saddle"
    said = [
        lead.post("/api/people", json={"name": "Mina", "role": "viewer", "password": secret}),
        lead.post("/api/people", json={"name": "Mina", "role": "viewer", "password": secret}),
        lead.post("/api/people", json={"name": "M", "role": "nobody", "password": secret, "also": secret}),
        lead.post("/api/people/password", json={"name": "Mina", "password": secret + "!", "version": 9}),
        lead.post("/api/me/password", json={"old": secret, "new": secret + "?"}),
        lead.get("/api/people"),
    ]
    assert [each.status_code for each in said] == [200, 400, 422, 409, 403, 200]
    assert not any(secret in each.text for each in said)
    assert not any(secret in str(event) for event in prepared.store.events())


# --- Without accounts -------------------------------------------------------------------------------


def test_without_accounts_the_first_one_is_a_leads_and_this_server_goes_on_without_sign_in(
    client: TestClient, alone: Project
) -> None:
    before = client.get("/api/people").json()
    assert (before["solo"], before["people"]) == ("nora", [])
    assert client.post("/api/people", json={"name": "nora", "role": "viewer", "password": FRESH}).status_code == 400
    assert client.post("/api/people", json={"name": "nora", "role": "lead", "password": FRESH}).status_code == 200
    after = client.get("/api/people").json()
    assert (after["solo"], [each["name"] for each in after["people"]]) == ("nora", ["nora"])
    assert client.get("/people").status_code == 200
    assert client.post("/api/me/password", json={"old": FRESH, "new": FRESH}).status_code == 400
    with serving(create_app(alone)) as restarted:
        assert restarted.get("/people").headers["location"].startswith("/signin")
        assert restarted.post("/api/signin", json={"name": "nora", "password": FRESH}).status_code == 200


def test_work_can_be_divided_without_accounts_too(client: TestClient) -> None:
    wanted = plan(client, ["nora"], sources(client)[:1])
    carried_out(client, wanted)
    assert list(cells(client, "nora").values()) == [[1.0, 0.0]]


# --- Assignments ------------------------------------------------------------------------------------


def test_dividing_does_just_what_was_shown_as_one_step(team: Team, lead: TestClient, prepared: Project) -> None:
    coders = [ROSA, NAMES[Role.REVIEWER]]
    body = {"coders": coders, "sources": sources(lead), "share": 0.5}
    shown = lead.post("/api/assignments/divide", json=body).json()
    loads = {each["coder"]: each["passages"] + each["second_passages"] for each in shown.pop("loads")}
    assert assignments(prepared) == [], "looking changes nothing"
    done = carried_out(lead, shown)
    asked = [{name: each[name] for name in shown["made"][0]} for each in done["made"]]
    assert asked == shown["made"]
    assert waiting(team, Role.RESEARCHER) == loads[ROSA]
    assert waiting(team, Role.REVIEWER) == loads[NAMES[Role.REVIEWER]]
    assert len({each.at for each in assignments(prepared)}) == 1
    matrix = lead.get("/api/assignments").json()
    doubled = sum(each["of"] for each in matrix["assignments"] if each["blind"])
    assert (matrix["doubled"], matrix["twice"]) == ({"of": doubled, "read": 0}, 0)


def test_the_same_plan_sent_twice_counts_once(lead: TestClient, prepared: Project) -> None:
    first, *_ = sources(lead)
    carried_out(lead, plan(lead, [ROSA], [first]), "the first key")
    change = plan(lead, [ROSA], [first], 0.5, blind=True)
    once = carried_out(lead, change, "the second key")
    assert carried_out(lead, change, "the second key") == once
    assert [(each.coder, each.share, each.blind) for each in assignments(prepared)] == [(ROSA, 0.5, True)]


def test_two_leads_who_assign_at_once_learn_of_one_another(lead: TestClient, prepared: Project) -> None:
    first, second = sources(lead)
    mine, theirs = plan(lead, [ROSA], [first]), plan(lead, [ROSA], [second])
    carried_out(lead, theirs, "the other lead's")
    late = lead.post("/api/assignments", json=mine | {"key": "the later one"})
    assert late.status_code == 409
    assert late.json()["theirs"] == f"{LEAD} assigned {ROSA} something"
    assert [each.sources for each in assignments(prepared)] == [(second,)]


def test_a_withdrawn_assignment_is_gone_from_the_coders_queue(team: Team, lead: TestClient) -> None:
    first, second = sources(lead)
    everything = waiting(team, Role.RESEARCHER)
    carried_out(lead, plan(lead, [ROSA], [first]), "the first key")
    alone = waiting(team, Role.RESEARCHER)
    carried_out(lead, plan(lead, [ROSA], [second]), "the second key")
    assert 0 < alone < waiting(team, Role.RESEARCHER) == everything
    given = lead.get("/api/assignments").json()["assignments"]
    gone = [each["id"] for each in given if each["sources"] == [second]]
    carried_out(lead, {"withdrawn": gone, "reason": "on leave"}, "the third key")
    assert waiting(team, Role.RESEARCHER) == alone
    with team.client(Role.RESEARCHER) as rosa:
        assert {each["passage"]["source"] for each in rosa.get("/api/queue?most=20").json()["cards"]} == {first}


def test_one_cell_is_changed_and_all_others_stay(lead: TestClient, prepared: Project) -> None:
    first, second = sources(lead)
    carried_out(lead, plan(lead, [ROSA], []), "everything")
    assert cells(lead, ROSA) == {first: [1.0, 0.0], second: [1.0, 0.0]}
    carried_out(lead, plan(lead, [ROSA], [second], 0.2, blind=True), "a share of one")
    assert cells(lead, ROSA) == {first: [1.0, 0.0], second: [0.2, 0.2]}
    carried_out(lead, plan(lead, [ROSA], [second], 0), "nothing of one")
    assert cells(lead, ROSA) == {first: [1.0, 0.0]}
    assert run_verify(prepared) == []


def test_what_is_so_already_needs_no_plan(lead: TestClient) -> None:
    first, *_ = sources(lead)
    carried_out(lead, plan(lead, [ROSA], [first]))
    again = plan(lead, [ROSA.lower()], [first])
    assert (again["made"], again["withdrawn"]) == ([], [])


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"coder": NAMES[Role.VIEWER]}, 400),
        ({"coder": "nobody"}, 404),
        ({"sources": ["no such source"]}, 404),
        ({"share": 0}, 422),
    ],
)
def test_what_cannot_be_assigned_is_refused_and_nothing_is_withdrawn(
    lead: TestClient, prepared: Project, change: Answer, status: int
) -> None:
    first, *_ = sources(lead)
    carried_out(lead, plan(lead, [ROSA], [first]), "the first key")
    before = assignments(prepared)
    made = {"coder": ROSA, "sources": [first], "share": 0.5, "blind": True, "note": ""} | change
    body = {"key": "the second key", "made": [made], "withdrawn": [before[0].id], "seen": [before[0].id]}
    assert lead.post("/api/assignments", json=body).status_code == status
    assert assignments(prepared) == before


def test_the_settings_tell_what_leaves_this_machine_and_no_password(lead: TestClient) -> None:
    said = lead.get("/api/people/settings").json()
    assert said["leaves"] == []
    assert {each["name"] for each in said["settings"]} == {"blind_share", "recall_goal", "suggester", "seed", "url"}
    assert all(each["meaning"] for each in said["settings"])


def test_a_request_from_no_page_of_this_session_changes_nobody(lead: TestClient) -> None:
    version = person(lead, ROSA)["version"]
    lead.headers.pop(TOKEN_HEADER)
    body = {"name": ROSA, "role": "lead", "version": version}
    assert lead.post("/api/people/role", json=body).status_code == 403
    assert person(lead, ROSA)["role"] == "researcher"


def test_the_places_of_databases_are_shown_without_who_signs_in_there() -> None:
    from qes.web.views.people import place

    told = place("postgresql+psycopg://ana:secret@db.example:5433/index?password=secret")
    assert told == "postgresql+psycopg://db.example:5433/index"


def test_everybody_keeps_their_own_name_whatever_its_case(team: Team, lead: TestClient) -> None:
    first, *_ = sources(lead)
    carried_out(lead, plan(lead, [ROSA.upper()], [first]))
    assert list(cells(lead, ROSA)) == [first]
    assert [each.name for each in people.users(team.project)] == sorted(NAMES.values())


def test_a_plan_for_nobody_is_refused_in_words(lead: TestClient) -> None:
    for coders in ([" "], ["Rosa", "\t"]):
        said = lead.post("/api/assignments/plan", json={"coders": coders, "sources": [], "share": 0.5})
        assert (said.status_code, said.json()["error"]) == (422, "an assignment names its coder and its author")
