"""What models were asked and answered is kept word for word, once, and proved by the log."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from store_samples import Place, tamper

from qes.errors import BadDecision, StoreError
from qes.model import Exchange, Prompt, digest, sha256
from qes.store import Store, open_store


def an_exchange(number: int = 0, attempt: int = 1, sample: int = 0, **parts: Any) -> Exchange:
    """With every part filled."""
    prompt = Prompt("code@1", "You code. 😀", f"Passage {number}: “Straße”", '{"type":"object"}', f"p{number}", sample)
    name = digest(prompt.sha256, str(sample), str(attempt))
    given = Exchange(name, "ollama:x", "abc", prompt, '{"a": 1}', "", 100, 20, 0.25, attempt)
    return replace(given, **parts)


def test_an_exchange_comes_back_word_for_word_with_the_time_it_was_kept(store: Store) -> None:
    given = an_exchange()
    store.save_exchange(given, "ana")
    [kept] = store.exchanges()
    assert kept.at
    assert replace(kept, at="") == given
    assert store.check() == []


def test_the_log_tells_of_it_by_hash(store: Store) -> None:
    given = an_exchange(trouble="it is no JSON")
    store.save_exchange(given, "ana")
    [event] = store.events(kind="asked")
    assert (event.id, event.author, event.at) == (given.id, "ana", store.exchanges()[0].at)
    assert event.body == {
        "model": "ollama:x",
        "settings": "abc",
        "template": "code@1",
        "about": "p0",
        "sample": 0,
        "attempt": 1,
        "prompt": given.prompt.sha256,
        "reply": sha256(given.reply),
        "trouble": "it is no JSON",
        "in": 100,
        "out": 20,
        "seconds": 0.25,
    }


def test_they_are_found_by_prompt_file_and_by_whether_they_are_of_use(store: Store) -> None:
    plain, broken = an_exchange(0), an_exchange(1, trouble="it is no JSON", model="ollama:y")
    other = an_exchange(2)
    other = replace(other, prompt=replace(other.prompt, template="help@1"))
    store.save_exchanges([plain, broken, other])

    def found(**given: Any) -> list[str]:
        return [each.id for each in store.exchanges(**given)]

    assert found(usable=False) == [broken.id]
    assert found(usable=True) == [other.id, plain.id]
    assert found(template="code@1", usable=True) == [plain.id]
    assert store.exchange_kinds() == [("ollama:x", "code@1"), ("ollama:x", "help@1"), ("ollama:y", "code@1")]


def test_one_that_is_kept_already_is_left_as_it_is(store: Store) -> None:
    store.save_exchanges([an_exchange(0), an_exchange(1), an_exchange(1)])
    store.save_exchanges([an_exchange(1, reply="another"), an_exchange(2)])
    assert [each.prompt.about for each in store.exchanges()] == ["p2", "p1", "p0"]
    assert {each.reply for each in store.exchanges()} == {'{"a": 1}'}
    assert len(list(store.events(kind="asked"))) == 3
    assert store.check() == []


def test_none_is_kept_where_one_cannot_be(store: Store) -> None:
    with pytest.raises(StoreError, match="no reply"):
        store.save_exchanges([an_exchange(0), an_exchange(1, attempt=0)])
    assert store.exchanges() == []
    assert list(store.events()) == []


def test_they_are_found_by_what_they_are_about_by_prompt_and_by_how_they_were_asked(store: Store) -> None:
    many = [an_exchange(number, attempt, sample) for number in range(3) for attempt in (1, 2) for sample in (0, 1)]
    many.append(an_exchange(0, model="openai:y", id="other"))
    store.save_exchanges(many)

    def found(**asked: Any) -> set[str]:
        return {each.id for each in store.exchanges(**asked)}

    first = many[0]
    assert found(ids=[first.id, "unknown"]) == {first.id}
    assert found(about=["p1"]) == {each.id for each in many if each.prompt.about == "p1"}
    asked = {"prompts": [first.prompt.sha256], "model": "ollama:x", "settings": "abc", "sample": 0}
    assert found(**asked) == {many[0].id, many[2].id}
    assert found(model="openai:y") == {"other"}
    assert found(settings="unknown") == found(about=[]) == set()


def test_pages_follow_one_another_without_gap_or_overlap(store: Store) -> None:
    store.save_exchanges([an_exchange(number) for number in range(7)])
    pages, last = [], None
    while page := store.exchanges(before=last, most=3):
        pages.append([each.prompt.about for each in page])
        last = page[-1].id
    assert pages == [["p6", "p5", "p4"], ["p3", "p2", "p1"], ["p0"]]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE exchanges SET reply = 'invented' WHERE about = 'p1'", "changed"),
        ("UPDATE exchanges SET \"user\" = 'invented' WHERE about = 'p1'", "prompt was changed"),
        ("UPDATE exchanges SET model = 'openai:x' WHERE about = 'p1'", "changed"),
        ("UPDATE exchanges SET about = 'p2' WHERE about = 'p1'", "changed"),
        ("UPDATE exchanges SET trouble = 'bad' WHERE about = 'p1'", "changed"),
        ("UPDATE exchanges SET tokens_in = 1 WHERE about = 'p1'", "changed"),
        ("UPDATE exchanges SET id = 'x' WHERE about = 'p1'", "does not tell of it|not there"),
        ("DELETE FROM exchanges WHERE about = 'p1'", "not there"),
    ],
)
def test_whatever_was_changed_past_the_log_is_found(store: Store, change: str, said: str) -> None:
    store.save_exchanges([an_exchange(number) for number in range(3)])
    assert store.check() == []
    assert tamper(store.url, change) == 1
    found = store.check()
    assert found
    assert all(problem.where.startswith("exchange ") for problem in found)
    assert any(each in problem.what for problem in found for each in said.split("|"))


def test_an_exchange_is_neither_written_by_hand_nor_undone(store: Store) -> None:
    store.save_exchange(an_exchange())
    with pytest.raises(ValueError, match="asked"):
        store.append("ana", "asked", {})
    with pytest.raises(BadDecision, match="stays in the log"):
        store.undo(an_exchange().id, "ana")
    assert store.check() == []


def test_a_database_from_before_there_were_models_is_brought_up_to_date(place: Place) -> None:
    url = place()
    with open_store(url) as store:
        event = store.append("ana", "note", {"text": "kept"})
    for statement in ("DROP TABLE exchanges", "UPDATE alembic_version SET version_num = '0004'"):
        tamper(url, statement)
    with open_store(url) as store:
        assert list(store.events()) == [event]
        store.save_exchange(an_exchange())
        assert store.check() == []
