"""Whatever people decide, undo, bring back and carry: what stands is what the log says."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from store_samples import Place, a_decision, a_source, save

from qes.errors import BadDecision
from qes.model import Passage
from qes.store import Store, open_store

actions = st.lists(
    st.tuples(st.sampled_from(["decide", "undo", "undo", "undo", "carry"]), st.integers(0, 9), st.integers(0, 2)),
    max_size=15,
)

UNDONE_TWICE = [("decide", 0, 0), ("undo", 0, 0), ("undo", 1, 0), ("undo", 0, 0), ("undo", 2, 0), ("undo", 3, 0)]
"""Undone, brought back, undone anew; then the bringing back is undone, so that two undos are in force at once."""


@dataclass
class Model:
    """The same rules in the plainest words: replay everything from the start whenever something is asked."""

    log: list[tuple[str, str, str]] = field(default_factory=list)
    """Id, kind, and what the event is about: a passage, an event, or both."""

    def undone(self, event_id: str) -> bool:
        return any(kind == "undo" and about == event_id and not self.undone(each) for each, kind, about in self.log)

    def stands(self) -> dict[str, str]:
        places = {each: about for each, kind, about in self.log if kind == "decide"}
        for each, kind, about in self.log:
            if kind == "carry" and not self.undone(each):
                target, passage = about.split()
                places[target] = passage
        return {each: passage for each, passage in places.items() if not self.undone(each)}


def act(store: Store, model: Model, passages: list[Passage], action: str, which: int, where: int) -> None:
    passage = passages[where]
    if action == "decide":
        [decision] = store.decide([a_decision(passage)])
        model.log.append((decision.id, "decide", passage.id))
        return
    if not model.log:
        return
    target, kind, _ = model.log[which % len(model.log)]
    allowed = not model.undone(target) and (action == "undo" or kind == "decide")
    try:
        if action == "undo":
            model.log.append((store.undo(target, "ana").id, "undo", target))
        else:
            event = store.carry(target, passage.id, passage.span, "qes", "")
            model.log.append((event.id, "carry", f"{target} {passage.id}"))
    except BadDecision:
        assert not allowed
    else:
        assert allowed


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=actions)
@example(steps=UNDONE_TWICE)
def test_state_is_a_view_of_the_log(place: Place, steps: list[tuple[str, int, int]]) -> None:
    with open_store(place()) as store:
        passages, model = save(store, a_source()), Model()
        for action, which, where in steps:
            act(store, model, passages, action, which, where)
        assert {each.id: each.passage_id for each in store.decisions()} == model.stands()
        assert store.check() == []


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.dictionaries(
        st.text(st.characters(codec="utf-8")),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers()
            | st.floats(allow_nan=False, allow_infinity=False)
            | st.text(st.characters(codec="utf-8")),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
            max_leaves=8,
        ),
    )
)
def test_an_event_says_what_it_was_given_and_stays_in_the_chain(store: Store, body: dict[str, object]) -> None:
    event = store.append("ana", "note", body)
    assert event.body == body
    assert list(store.events(after=event.seq - 1)) == [event]
    assert store.check() == []
