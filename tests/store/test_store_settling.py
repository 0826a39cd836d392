"""Adjudications of several people at once, on every kind of database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from store_samples import a_source, save

from qes.errors import Conflict
from qes.model import Adjudication, ErrorKind
from qes.store import Store


def test_what_has_changed_since_it_was_seen_is_a_conflict_and_all_or_none_are_written(store: Store) -> None:
    one, two, _ = save(store, a_source())
    first = Adjudication(one.id, "learning", "ruth", True, "plain", "book@1", kind=ErrorKind.SPAN)
    other = replace(first, passage_id=two.id, kind=None)
    [theirs] = store.adjudicate([first], seen=[None])
    with pytest.raises(Conflict) as caught:
        store.adjudicate([other, replace(first, applies=False)], seen=[None, None])
    assert caught.value.theirs == theirs.id
    assert store.adjudications() == [theirs]
    done = store.adjudicate([other, replace(first, applies=False)], seen=[None, theirs.id])
    assert store.adjudications() == [theirs, *done]
    assert [each.kind for each in store.adjudications()] == [ErrorKind.SPAN, None, ErrorKind.SPAN]
    assert store.check() == []


def test_without_saying_what_was_seen_nothing_is_compared_and_the_same_id_counts_once(store: Store) -> None:
    one, *_ = save(store, a_source())
    first = Adjudication(one.id, "learning", "ruth", True, "plain", "book@1")
    store.adjudicate([first])
    [named] = store.adjudicate([replace(first, id="0123456789abcdef")])
    assert store.adjudicate([replace(first, id="0123456789abcdef")], seen=["long gone"]) == [named]
    assert len(store.adjudications()) == 2
