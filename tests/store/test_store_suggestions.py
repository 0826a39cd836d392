from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from store_samples import Place, a_decision, a_source, a_suggestion, save, tamper

from qes.errors import NotFound, StoreError
from qes.model import Reason
from qes.store import Store, open_store


def test_suggestions_come_back_by_passage_with_the_likeliest_first(store: Store) -> None:
    later, earlier = save(store, a_source("b.txt")), save(store, a_source("a.txt"))
    made = [
        a_suggestion(later[0], "x", 0.9),
        a_suggestion(earlier[1], "x", 0.2),
        a_suggestion(earlier[1], "z", 0.7),
        a_suggestion(earlier[1], "y", 0.7),
    ]
    store.replace_suggestions("learned", made)
    assert store.suggestions() == [made[3], made[2], made[1], made[0]]
    assert store.suggestions(passage_ids=[later[0].id]) == [made[0]]
    assert store.suggestions(suggester="similarity") == []
    assert store.suggestion(made[1].id) == made[1]


def test_a_new_run_replaces_only_the_same_suggesters_and_keeps_the_old_ones(store: Store) -> None:
    passage = save(store, a_source())[0]
    old, new, other = (a_suggestion(passage, run=run) for run in ("1", "2", "3"))
    store.replace_suggestions("learned", [old])
    store.replace_suggestions("similarity", [other])
    store.replace_suggestions("learned", [new])
    assert {each.id for each in store.suggestions()} == {new.id, other.id}
    assert store.suggestions(suggester="learned", current=False) == [old]
    assert store.suggestion(old.id) == old
    store.replace_suggestions("learned", [old])
    assert store.suggestions(suggester="learned") == [old]


def test_an_offer_renews_one_suggesters_proposals_for_one_passage_alone(store: Store) -> None:
    here, there, _ = save(store, a_source())
    old, kept, other = a_suggestion(here), a_suggestion(there), a_suggestion(here, run="other")
    store.replace_suggestions("learned", [old, kept])
    store.replace_suggestions("similarity", [other])
    fresh = [a_suggestion(here, "x", 0.9, run="2"), a_suggestion(here, "y", 0.8, run="2")]
    store.offer_suggestions("learned", here.id, fresh)
    assert store.suggestions(suggester="learned") == [*fresh, kept]
    assert store.suggestions(suggester="similarity") == [other]
    assert store.suggestions(suggester="learned", current=False) == [old]
    assert store.suggestion(old.id) == old
    store.offer_suggestions("learned", here.id, [old])
    assert store.suggestions(suggester="learned") == [old, kept]
    store.offer_suggestions("learned", here.id, [])
    assert store.suggestions(suggester="learned") == [kept]
    earlier = {each.id for each in store.suggestions(suggester="learned", current=False)}
    assert earlier == {each.id for each in (old, *fresh)}
    assert store.check() == []


def test_a_decision_may_name_an_offer_that_was_renewed_since(store: Store) -> None:
    passage = save(store, a_source())[0]
    offered = a_suggestion(passage)
    store.offer_suggestions("learned", passage.id, [offered])
    store.decide([a_decision(passage, suggestion_id=offered.id)])
    store.offer_suggestions("learned", passage.id, [a_suggestion(passage, run="2")])
    store.replace_suggestions("learned", [])
    [decision] = store.decisions()
    assert decision.suggestion_id == offered.id
    assert store.suggestion(offered.id) == offered
    assert store.check() == []


def test_an_offer_for_an_unknown_passage_is_refused_and_the_earlier_one_stays(store: Store) -> None:
    known = a_suggestion(save(store, a_source())[0])
    store.offer_suggestions("learned", known.passage_id, [known])
    with pytest.raises(StoreError):
        store.offer_suggestions("learned", known.passage_id, [replace(known, id="new", passage_id="unknown")])
    assert store.suggestions() == [known]


def test_a_suggestion_with_numbers_from_numpy_and_little_reason_is_kept(store: Store) -> None:
    passage = save(store, a_source())[0]
    full = a_suggestion(passage)
    words = (("budget", np.float32(0.5)),)
    store.replace_suggestions("learned", [replace(full, reason=Reason(words=words), span=None, score=np.float32(0.25))])
    assert store.suggestions() == [replace(full, reason=Reason(words=(("budget", 0.5),)), span=None, score=0.25)]


def test_a_reason_without_span_criterion_or_caution_comes_back_without(store: Store) -> None:
    full = a_suggestion(save(store, a_source())[0])
    assert full.reason.span
    assert full.reason.criterion
    assert full.reason.caution
    bare = [
        replace(full, id="no span", reason=replace(full.reason, span=None)),
        replace(full, id="no criterion", reason=replace(full.reason, criterion="")),
        replace(full, id="no caution", reason=replace(full.reason, caution="")),
    ]
    store.replace_suggestions("learned", [full, *bare])
    assert [store.suggestion(each.id) for each in (full, *bare)] == [full, *bare]


def test_a_reason_written_by_an_older_version_is_still_read(place: Place) -> None:
    url = place()
    older = {"examples": [], "words": [["budget", 0.5]], "note": "Close."}
    with open_store(url) as store:
        full = a_suggestion(save(store, a_source())[0])
        store.replace_suggestions("learned", [full])
    assert tamper(url, "UPDATE suggestions SET reason = :reason", reason=json.dumps(older)) == 1
    with open_store(url) as store:
        assert store.suggestions() == [replace(full, reason=Reason(words=(("budget", 0.5),), note="Close."))]


def test_a_suggestion_for_an_unknown_passage_is_refused_and_the_old_ones_stay(store: Store) -> None:
    passage = save(store, a_source())[0]
    known = a_suggestion(passage)
    store.replace_suggestions("learned", [known])
    with pytest.raises(StoreError):
        store.replace_suggestions("learned", [replace(known, id="new", passage_id="unknown")])
    assert store.suggestions() == [known]


def test_an_unknown_suggestion_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound, match="no suggestion 'x'"):
        store.suggestion("x")
