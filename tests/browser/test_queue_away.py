"""The queue without a server: a connection that is gone, a server that dies, a page that is closed too early."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect
from queue_steps import (
    REALLOCATION,
    RULES,
    SCANNING,
    TESTS,
    answers,
    go_to_queue,
    kinds_of,
    on_desk,
    passages_of,
    press,
    settled,
    state_of,
    unsent,
)
from visits import Opener

from workbench import Server

BAR = "#connection"


def test_without_a_connection_coding_goes_on_and_is_sent_once(visiting: Opener, folder: Path) -> None:
    first, second, _, fourth, *_ = passages_of(folder)
    visit = visiting()
    page, visit.away = visit.page, True
    go_to_queue(page)
    page.context.set_offline(True)
    press(page, "y n Space n Space")
    on_desk(page, fourth)
    expect(page.locator(BAR)).to_have_text("Offline: 5 acts kept, sent when the server is back")
    assert unsent(page) == 5
    assert answers(folder) == []

    page.context.set_offline(False)
    settled(page)
    assert answers(folder) == [
        (first.id, "accept", SCANNING),
        (first.id, "reject", RULES),
        (first.id, "nothing", None),
        (second.id, "reject", REALLOCATION),
        (second.id, "nothing", None),
    ]
    assert kinds_of(folder) == ["decision"] * 5


def test_undo_without_a_connection_is_what_the_log_says_in_the_end(visiting: Opener, folder: Path) -> None:
    first, *_ = passages_of(folder)
    visit = visiting()
    page, visit.away = visit.page, True
    go_to_queue(page)
    press(page, "y")
    settled(page)
    page.context.set_offline(True)
    press(page, "n u u y")  # reject the second, take that back, take the first back too, and accept it again
    state_of(page, SCANNING, "given")
    state_of(page, RULES, "proposed")
    page.context.set_offline(False)
    settled(page)
    assert answers(folder) == [(first.id, "accept", SCANNING)]
    state_of(page, SCANNING, "given")
    state_of(page, RULES, "proposed")


def test_a_server_that_dies_loses_nothing_and_doubles_nothing(visiting: Opener, server: Server, folder: Path) -> None:
    first, second, _, fourth, *_ = passages_of(folder)
    visit = visiting()
    page, visit.away = visit.page, True
    go_to_queue(page)
    press(page, "y n")
    server.kill()
    press(page, "Space Space y")
    on_desk(page, fourth)
    expect(page.locator(BAR)).to_contain_text("Offline")
    server.start()
    settled(page)
    expected = [
        (first.id, "accept", SCANNING),
        (first.id, "reject", RULES),
        (first.id, "nothing", None),
        (second.id, "reject", REALLOCATION),
        (second.id, "nothing", None),
        (fourth.id, "accept", TESTS),
    ]
    assert answers(folder) == expected
    assert kinds_of(folder) == ["decision"] * 6

    press(page, "u u")
    on_desk(page, second)
    settled(page)
    assert answers(folder) == expected[:3]


def test_undo_reaches_back_over_a_restart_and_a_reload(visiting: Opener, server: Server, folder: Path) -> None:
    first, second, *_ = passages_of(folder)
    visit = visiting()
    page, visit.away = visit.page, True
    go_to_queue(page)
    press(page, "y n Space Space")
    settled(page)
    server.stop()
    server.start()
    go_to_queue(page)
    press(page, "u")
    on_desk(page, second)
    state_of(page, REALLOCATION, "proposed")
    press(page, "u")
    on_desk(page, first)
    press(page, "u")
    state_of(page, RULES, "proposed")
    settled(page)
    assert answers(folder) == [(first.id, "accept", SCANNING)]


def test_what_a_closed_page_could_not_send_the_next_one_does(visiting: Opener, folder: Path) -> None:
    first, *_ = passages_of(folder)
    visit = visiting()
    page, visit.away = visit.page, True
    go_to_queue(page)
    page.context.route("**/api/decisions", lambda route: route.abort())
    press(page, "y n")
    expect(page.locator(BAR)).to_contain_text("2 acts kept")
    page.close()
    assert answers(folder) == []

    context = visit.page.context
    context.unroute("**/api/decisions")
    visit.page = context.new_page()
    visit.watch()
    go_to_queue(visit.page)
    settled(visit.page)
    assert answers(folder) == [(first.id, "accept", SCANNING), (first.id, "reject", RULES)]


def test_acts_of_another_project_at_the_same_address_stay_where_they_are(visiting: Opener, folder: Path) -> None:
    visit = visiting()
    page = visit.page
    go_to_queue(page)
    page.evaluate("""() => localStorage.setItem('qes-act 0123456789abcdef nora 1',
        JSON.stringify({path: '/api/undo', body: {key: 'of elsewhere'}}))""")
    press(page, "y")
    state_of(page, SCANNING, "given")
    go_to_queue(page)
    press(page, "Space")
    page.wait_for_function("() => Object.keys(localStorage).filter(each => each.startsWith('qes-act ')).length === 1")
    assert "undo" not in kinds_of(folder)
