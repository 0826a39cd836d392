"""A researcher's day in the queue, by keys alone, forth and back again."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_core import violations
from playwright.sync_api import expect
from queue_steps import (
    REALLOCATION,
    RULES,
    SCANNING,
    answers,
    go_to_queue,
    kinds_of,
    log_of,
    on_desk,
    passages_of,
    pick,
    press,
    settled,
    standing,
    state_of,
)
from visits import Opener


def test_coding_by_keys_alone_leaves_exactly_what_was_done(visiting: Opener, folder: Path) -> None:
    first, second, _, fourth, *_ = passages_of(folder)
    page = visiting().page
    go_to_queue(page)
    on_desk(page, first)
    press(
        page, "1 3 ArrowLeft ArrowLeft Shift+ArrowRight y n"
    )  # attributes, words, accept; the next one does not apply
    state_of(page, SCANNING, "given")
    state_of(page, RULES, "refused")
    pick(page, "reallo")
    state_of(page, REALLOCATION, "given")
    page.keyboard.press("Space")
    on_desk(page, second)
    page.keyboard.press("Space")
    on_desk(page, fourth)
    settled(page)

    accepted, refused, added, ended, passed, _ = standing(folder)
    assert (ended.passage_id, ended.verdict.value) == (first.id, "nothing")
    assert (accepted.verdict.value, accepted.code) == ("accept", SCANNING)
    assert accepted.attributes == {"polarity": "supports", "regularity": "recurring"}
    assert accepted.span is not None
    begin, end = accepted.span.start - first.span.start, accepted.span.end - first.span.start
    assert first.text[begin:end] == first.text.removeprefix("Every ").removesuffix(" anybody complains.")
    assert (refused.verdict.value, refused.code, refused.attributes) == ("reject", RULES, {})
    assert (added.verdict.value, added.code, added.span, added.suggestion_id) == ("accept", REALLOCATION, None, None)
    assert (passed.passage_id, passed.verdict.value, passed.code) == (second.id, "reject", REALLOCATION)
    assert {each.coder for each in standing(folder)} == {"nora"}
    assert kinds_of(folder) == ["decision"] * 6


def test_a_key_pressed_right_after_a_dialog_is_not_lost(visiting: Opener) -> None:
    page = visiting().page
    go_to_queue(page)
    pick(page, "reallo")
    page.keyboard.press("a")
    expect(page.get_by_role("combobox", name="Add a code")).to_be_focused()
    page.keyboard.type("scanning")
    # Both before the browser draws again, when the field of the closed dialog still has the focus.
    page.evaluate(
        """() => ["Enter", "?"].forEach((key) =>
            document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })))"""
    )
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


def test_every_step_back_is_one_key_and_so_is_every_step_forward(visiting: Opener, folder: Path) -> None:
    first, second, _, fourth, *_ = passages_of(folder)
    page = visiting().page
    go_to_queue(page)
    press(page, "y n Space Space s")
    settled(page)
    done = answers(folder)
    assert kinds_of(folder) == ["decision"] * 5 + ["skipped"]

    press(page, "u")
    on_desk(page, fourth)
    press(page, "u")
    on_desk(page, second)
    state_of(page, REALLOCATION, "proposed")
    press(page, "u u u")  # the first passage is not done, then neither of its answers is given
    on_desk(page, first)
    state_of(page, SCANNING, "proposed")
    state_of(page, RULES, "proposed")
    settled(page)
    assert answers(folder) == []

    press(page, "U U U U")
    settled(page)
    assert answers(folder) == done
    assert kinds_of(folder) == ["decision"] * 5 + ["skipped"] + ["undo"] * 11


def test_undo_after_redo_takes_back_what_the_page_shows(visiting: Opener, folder: Path) -> None:
    first, second, *_ = passages_of(folder)
    page = visiting().page
    go_to_queue(page)
    press(page, "y n Space Space u U")
    settled(page)
    assert len(answers(folder)) == 5
    press(page, "u")
    on_desk(page, second)
    state_of(page, REALLOCATION, "proposed")
    settled(page)
    assert answers(folder) == [(first.id, "accept", SCANNING), (first.id, "reject", RULES), (first.id, "nothing", None)]


def test_a_passage_answered_in_part_is_there_again_after_a_reload(visiting: Opener, folder: Path) -> None:
    first, second, *_ = passages_of(folder)
    page = visiting().page
    go_to_queue(page)
    press(page, "y")
    settled(page)
    go_to_queue(page)
    on_desk(page, first)
    state_of(page, SCANNING, "given")
    press(page, "Space")
    settled(page)
    go_to_queue(page)
    on_desk(page, second)


def test_the_whole_queue_is_gone_through_once(visiting: Opener, folder: Path) -> None:
    page = visiting().page
    go_to_queue(page)
    press(page, " ".join(["Space"] * 7))
    expect(page.get_by_role("heading", name="Nothing waits here")).to_be_visible()
    settled(page)
    assert sorted({place for place, _, _ in answers(folder)}) == sorted(each.id for each in passages_of(folder))
    assert len(log_of(folder)) == 11  # one for each proposal, and that each passage is done


def test_a_passage_put_off_comes_again_when_nothing_else_waits(visiting: Opener, folder: Path) -> None:
    first, *_ = passages_of(folder)
    page = visiting().page
    go_to_queue(page)
    press(page, "s")
    press(page, " ".join(["Space"] * 6))
    on_desk(page, first)
    press(page, "s")  # it alone is left, so it comes again
    on_desk(page, first)
    press(page, "Space")
    expect(page.get_by_role("heading", name="Nothing waits here")).to_be_visible()


def test_a_question_mark_shows_every_key(visiting: Opener) -> None:
    page = visiting().page
    go_to_queue(page)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    for words in ("It applies", "Another code instead", "Undo, without end", "Queue"):
        expect(dialog.get_by_text(words, exact=True)).to_be_visible()
    page.keyboard.press("y")  # belongs to the dialog, and answers nothing
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    state_of(page, SCANNING, "proposed")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_queue_keeps_nobody_out(visiting: Opener, width: int, scheme: str) -> None:
    page = visiting(width, scheme, axe=True).page
    go_to_queue(page)
    press(page, "1 ArrowLeft y d")
    assert violations(page) == []
    page.keyboard.press("a")
    expect(page.get_by_role("combobox", name="Add a code")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_the_check_would_see_who_is_kept_out(visiting: Opener) -> None:
    page = visiting(axe=True).page
    go_to_queue(page)
    page.evaluate("() => document.querySelector('#screen').append(document.createElement('input'))")
    [found] = violations(page)
    assert found.startswith("label (critical): input")
