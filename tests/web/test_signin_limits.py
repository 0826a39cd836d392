"""How often a password may be tried, by the clock of the test."""

from __future__ import annotations

import pytest

from qes.model import Role
from qes.pipeline import people
from qes.project import Project
from qes.web.app import create_app
from qes.web.signin import ADDRESS_TRIES, TRIES, WINDOW, Throttle, TooManyTries
from workbench import PASSWORD, serving


def test_a_name_can_be_tried_so_often_however_it_is_spelled(project: Project) -> None:
    people.add_user(project, "Léa", PASSWORD, Role.LEAD, "root")
    now = [1000.0]
    app = create_app(project)
    app.state.qes.throttle = Throttle(lambda: now[0])
    with serving(app) as client:
        for name in ("Léa", "LÉA", " léa ", "Le\u0301a", "Léa"):
            said = client.post("/api/signin", json={"name": name, "password": "wrong"})
            assert said.status_code == 403
        said = client.post("/api/signin", json={"name": "léa", "password": PASSWORD})
        assert (said.status_code, said.headers["retry-after"]) == (429, "301")
        assert said.json()["hint"] == "Wait 6 min, then try again."
        now[0] += WINDOW
        assert client.post("/api/signin", json={"name": "Léa", "password": PASSWORD}).status_code == 200


def test_names_and_addresses_are_counted_apart_and_forgotten_in_time() -> None:
    now = [0.0]
    throttle = Throttle(lambda: now[0])
    for _ in range(TRIES):
        throttle.count("ana", "10.0.0.1")
    with pytest.raises(TooManyTries):
        throttle.count("Ana", "10.0.0.2")  # the name is spent, from wherever
    for number in range(ADDRESS_TRIES - TRIES):
        throttle.count(f"made up {number}", "10.0.0.1")
    with pytest.raises(TooManyTries):
        throttle.count("ben", "10.0.0.1")
    throttle.count("ben", "10.0.0.2")
    now[0] += WINDOW
    throttle.count("ana", "10.0.0.1")


def test_whoever_signs_in_is_not_counted_against_the_others_of_the_office() -> None:
    throttle = Throttle(lambda: 0.0)
    for number in range(10 * ADDRESS_TRIES):
        throttle.count(f"person {number}", "10.0.0.1")
        throttle.succeeded(f"person {number}", "10.0.0.1")


def test_one_network_of_the_sixth_version_is_one_address() -> None:
    throttle = Throttle(lambda: 0.0)
    for number in range(ADDRESS_TRIES):
        throttle.count(f"name {number}", f"2001:db8::{number:x}")
    with pytest.raises(TooManyTries):
        throttle.count("one more", "2001:db8::ffff")
    throttle.count("one more", "2001:db8:0:1::1")
    throttle.count("one more", "::ffff:10.0.0.1")
    throttle.count("one more", "::ffff:10.0.0.2")
