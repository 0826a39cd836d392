"""Editing codebooks: whatever is edited, nothing is lost and the result is a codebook file like any other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edit_samples import TREES, after, code, ids, named
from qes.coding.codebook import diff, fingerprint
from qes.coding.codebook.closed import End, closing, successors
from qes.coding.codebook.edit import Add, Edit, Merge, Move, Restore, Retire, Reword, Split, apply, next_version
from qes.coding.codebook.edit_json import edit_from_json, edit_to_json
from qes.coding.codebook.find import age
from qes.errors import BadEdit
from qes.model import Code, Codebook

FEW = settings(max_examples=40, deadline=None)


# --- Laws -----------------------------------------------------------------------------------------

NAMES = [each.code for each in TREES.codes]
NEW = ["yew", "ash", "box", "holm oak/a"]
LEAVES = st.sampled_from(["oak", "elm", "pine", "dwarf fir"])
ANY_ID = LEAVES | st.sampled_from([*NAMES, *NEW, "gone"])
TEXT = st.one_of(
    st.sampled_from(
        ["", "Retired: so", "two\n\nparts", "  wide ", "Merged into oak; use it instead.", "true", "- a: b"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)
MAYBE = st.none() | TEXT
TEXTS = st.none() | st.lists(TEXT, max_size=2).map(tuple)
CODES = st.builds(
    Code,
    code=ANY_ID,
    label=TEXT,
    brief=TEXT,
    definition=TEXT,
    when_not_to_use=TEXT,
    examples=st.lists(TEXT, max_size=1).map(tuple),
    parent=st.none() | ANY_ID,
    codable=st.booleans(),
    scored=st.booleans(),
)
CLEAN = st.builds(
    code,
    st.sampled_from(NEW),
    st.none() | st.sampled_from(NAMES),
    examples=st.lists(st.just("One."), max_size=2).map(tuple),
)


def edits_with(codes: st.SearchStrategy[Code]) -> st.SearchStrategy[Edit]:
    return st.one_of(
        st.builds(Reword, ANY_ID, label=MAYBE, definition=MAYBE, when_not_to_use=MAYBE, examples=TEXTS),
        st.builds(Add, codes, after=st.none() | ANY_ID),
        st.builds(Merge, st.lists(ANY_ID, max_size=2).map(tuple), ANY_ID),
        st.builds(Split, LEAVES, st.lists(codes, min_size=1, max_size=3, unique_by=lambda each: each.code).map(tuple)),
        st.builds(Move, ANY_ID, st.none() | ANY_ID, st.none() | st.integers(-1, 4)),
        st.builds(Retire, ANY_ID, TEXT),
        st.builds(Restore, LEAVES),
    )


SOUND = edits_with(CLEAN)
EDITS = edits_with(CODES) | SOUND


def legal(edits: Sequence[Edit]) -> list[Edit]:
    """Those of some edits that can be done one after the other; the others are refused and change nothing."""
    done: list[Edit] = []
    for edit in edits:
        if edited(edit, after_=done) is not None:
            done.append(edit)
    return done


def edited(edit: Edit, book: Codebook = TREES, after_: Sequence[Edit] = ()) -> Codebook | None:
    """The codebook after some edits and one more, if that is allowed."""
    try:
        return apply(book, [*after_, edit])
    except BadEdit:
        return None


@FEW
@given(st.lists(EDITS, max_size=12))
def test_an_edited_codebook_is_a_file_like_any_other_and_no_id_is_ever_lost(edits: list[Edit]) -> None:
    done = legal(edits)
    book = after(*done)
    assert book.sha256 == fingerprint(book)
    assert set(NAMES) <= set(ids(book))
    assert len(ids(book)) == len(set(ids(book)))
    assert (book.name, book.version, book.attributes) == ("trees", "1.1", TREES.attributes)
    assert (diff(TREES, book) == []) == (book.codes == TREES.codes)


@FEW
@given(st.lists(EDITS, max_size=12))
def test_what_is_no_longer_given_says_what_is_used_instead_and_can_be_given_again(edits: list[Edit]) -> None:
    book = after(*legal(edits))
    for each in book.codes:
        ended = closing(each)
        if ended is None:
            continue
        assert not each.codable
        assert all(book.get(name) is not None for name in ended.successors)
        assert all(named(book, name).codable for name in successors(book, each.code))
        again = edited(Restore(each.code), book)
        if again is not None:
            back = named(again, each.code)
            assert (back.codable, back.when_not_to_use) == (True, ended.before)


@FEW
@given(SOUND)
def test_an_edit_comes_back_from_json_as_it_went(edit: Edit) -> None:
    assert edit_from_json(json.loads(json.dumps(edit_to_json(edit)))) == edit


@pytest.mark.parametrize(
    ("version", "following"),
    [("1.0", "1.1"), ("1.9", "1.10"), ("1.10.3", "1.10.4"), ("2", "3"), ("1.1-draft", "1.1"), ("2.0-rc.1", "2.0")],
)
def test_the_next_version_counts_on_from_the_last_number_and_ends_a_draft(version: str, following: str) -> None:
    assert next_version(version) == following
    assert age(following) > age(version)


@pytest.mark.parametrize("version", ["", "one", "1.", "1.0 draft", "v1"])
def test_what_is_no_version_has_no_next_one(version: str) -> None:
    with pytest.raises(BadEdit, match="is no version"):
        next_version(version)


# --- Each edit ------------------------------------------------------------------------------------


def test_rewording_changes_what_is_said_and_nothing_else() -> None:
    edited = after(Reword("fir", label=" Silver fir ", definition="A tree.", examples=("A tall fir.",)))
    assert edited.version == "1.1"
    assert named(edited, "fir") == replace(
        named(TREES, "fir"), label="Silver fir", definition="A tree.", examples=("A tall fir.",)
    )
    assert [each for each in edited.codes if each.code != "fir"] == [each for each in TREES.codes if each.code != "fir"]
    assert diff(TREES, after(Reword("fir", label="Fir"))) == []


def test_a_new_code_stands_where_it_is_put() -> None:
    assert ids(after(Add(code("beech", "broad")))) == [*NAMES[:3], "beech", *NAMES[3:]]
    assert ids(after(Add(code("larch", "needle"), after="fir"))) == [*NAMES[:6], "larch", "pine"]
    assert ids(after(Add(code("larch", "needle"), after="needle"))) == [*NAMES[:4], "larch", *NAMES[4:]]
    assert ids(after(Add(code("fern")))) == [*NAMES, "fern"]


def test_merged_codes_stay_and_name_the_one_to_use() -> None:
    edited = after(Merge(("oak", "elm"), "pine"))
    assert ids(edited) == NAMES
    oak = named(edited, "oak")
    assert oak == replace(
        named(TREES, "oak"),
        codable=False,
        when_not_to_use="Merged into pine; use it instead.\n\nNot for oaks in pots.",
    )
    assert named(edited, "pine") == named(TREES, "pine")
    assert successors(edited, "elm") == ("pine",)
    assert edited.capability("oak") == "broad", "what was coded with it counts where it did"


def test_the_parts_of_a_split_code_stand_behind_it_and_may_stand_under_it() -> None:
    edited = after(Split("oak", (code("red", "oak"), code("white", "broad"))))
    assert ids(edited) == ["broad", "oak", "red", "white", *NAMES[2:]]
    ended = closing(named(edited, "oak"))
    assert ended is not None
    assert (ended.end, ended.successors, ended.before) == (End.SPLIT, ("red", "white"), "Not for oaks in pots.")
    assert edited.capability("red") == "broad"


def test_what_is_used_instead_is_found_through_later_edits() -> None:
    edited = after(
        Merge(("elm",), "oak"),
        Split("oak", (code("red", "broad"), code("white", "broad"))),
        Merge(("white",), "pine"),
        Retire("red", "nobody tells it"),
    )
    assert successors(edited, "elm") == ("pine",)
    assert successors(edited, "red") == ()
    assert successors(edited, "pine") == ()


def test_a_code_moves_with_all_that_stands_under_it() -> None:
    edited = after(Move("fir", "broad", 1))
    assert ids(edited) == ["broad", "oak", "fir", "dwarf fir", "elm", "needle", "pine"]
    assert named(edited, "fir").parent == "broad"
    assert ids(after(Move("broad", None, 5))) == [*NAMES[3:], *NAMES[:3]]
    assert ids(after(Move("pine", "needle", 0))) == [*NAMES[:4], "pine", "fir", "dwarf fir"]
    assert diff(TREES, after(Move("elm", "broad", 1))) == []


@pytest.mark.parametrize(
    "edit",
    [Retire("dwarf fir", "Too rare; use fir."), Merge(("dwarf fir",), "fir"), Retire("oak", " Two\n lines. ")],
)
def test_restoring_takes_back_a_retirement_to_the_letter(edit: Edit) -> None:
    name = edit.code if isinstance(edit, Retire) else "dwarf fir"
    assert closing(named(after(edit), name)) is not None
    assert diff(TREES, after(edit, Restore(name))) == []
