"""Writing, hashing and comparing codebooks: laws that hold for any of them."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from qes.coding.codebook import Change, ChangeKind, diff, fingerprint, json_schema, load_codebook, seal, to_yaml
from qes.model import AttributeRule, Code, Codebook

FEW = settings(max_examples=60, deadline=None)
IDS = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3})?(/[a-z0-9]{1,3})?", fullmatch=True)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40).map(str.strip)
WORDS = TEXTS.filter(bool)
LISTS = st.lists(WORDS, max_size=3).map(tuple)


def codes(ids: list[str]) -> st.SearchStrategy[tuple[Code, ...]]:
    """Codes of the given ids; parents stand before their children, so there is no circle."""

    def one(place: int) -> st.SearchStrategy[Code]:
        return st.builds(
            Code,
            code=st.just(ids[place]),
            label=WORDS,
            brief=TEXTS,
            definition=TEXTS,
            when_to_use=TEXTS,
            when_not_to_use=TEXTS,
            examples=LISTS.map(lambda texts: tuple(f"{text}+" for text in texts)),
            counter_examples=LISTS.map(lambda texts: tuple(f"{text}-" for text in texts)),
            parent=st.sampled_from([None, *ids[:place]]),
            codable=st.booleans() if place else st.just(True),
            scored=st.booleans(),
            attributes=st.booleans(),
        )

    return st.tuples(*(one(place) for place in range(len(ids))))


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    """A sealed codebook that breaks no rule."""
    ids = draw(st.lists(IDS, min_size=1, max_size=4, unique=True))
    names = draw(st.lists(st.sampled_from(["polarity", "season", "no", "a1"]), max_size=2, unique=True))
    values = st.lists(WORDS, min_size=1, max_size=3, unique=True).map(tuple)
    return seal(
        Codebook(
            name=draw(st.sampled_from(["parks", "on", "3d-maps"])),
            version=draw(st.sampled_from(["1.0", "2", "1.10.3", "2.0-draft"])),
            title=draw(WORDS),
            codes=draw(codes(ids)),
            description=draw(TEXTS),
            attributes=tuple(AttributeRule(name, draw(values), draw(TEXTS)) for name in names),
        )
    )


def reread(text: str) -> Codebook:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "1.0.yaml"
        path.write_text(text, encoding="utf-8", newline="")
        return load_codebook(path)


@FEW
@given(codebooks())
def test_what_is_written_reads_back_equal_and_fits_the_schema(book: Codebook) -> None:
    text = to_yaml(book)
    assert reread(text) == book
    assert text.startswith("# yaml-language-server: $schema=../codebook.schema.json\n")
    Draft202012Validator(json_schema()).validate(yaml.safe_load(text))


@FEW
@given(codebooks())
def test_layout_does_not_change_the_hash(book: Codebook) -> None:
    content = yaml.safe_load(to_yaml(book))
    flipped = dict(reversed(content.items()))
    assert reread(yaml.safe_dump(flipped, default_flow_style=True, sort_keys=False)).sha256 == book.sha256
    assert reread(yaml.safe_dump(flipped, width=20, default_style='"')).sha256 == book.sha256


@FEW
@given(codebooks(), codebooks())
def test_two_versions_differ_exactly_where_their_meaning_does(old: Codebook, new: Codebook) -> None:
    assert diff(old, old) == []
    changes = diff(old, new)
    same = fingerprint(replace(old, name="x", version="1")) == fingerprint(replace(new, name="x", version="1"))
    assert (changes == []) == same
    named = {code.code for code in (*old.codes, *new.codes)}
    assert {change.code for change in changes if change.code is not None} <= named


def test_each_kind_of_change_is_named() -> None:
    oak, elm, ash = (Code(each, each.title(), "b", "d") for each in ("oak", "elm", "ash"))
    old = Codebook("t", "1", "Trees", (oak, elm), attributes=(AttributeRule("age", ("old", "young")),))
    new = Codebook(
        "t",
        "2",
        "Trees",
        (replace(elm, codable=False, label="Elms"), replace(ash, parent="elm"), replace(ash, code="fir")),
        attributes=(AttributeRule("age", ("old", "new")), AttributeRule("size", ("big",), "How tall.")),
    )
    assert diff(old, new) == [
        Change(ChangeKind.CHANGED, None, "attributes.age", "old · young", "old · new"),
        Change(ChangeKind.ADDED, None, "attributes.size", "", "big: How tall."),
        Change(ChangeKind.CHANGED, "elm", "label", "Elm", "Elms"),
        Change(ChangeKind.RETIRED, "elm", "codable", "true", "false"),
        Change(ChangeKind.ADDED, "ash", "", "", "Ash"),
        Change(ChangeKind.ADDED, "fir", "", "", "Ash"),
        Change(ChangeKind.REMOVED, "oak", "", "Oak", ""),
    ]
    assert diff(new, replace(new, codes=(new.codes[0], ash, new.codes[2]))) == [
        Change(ChangeKind.MOVED, "ash", "parent", "elm", "")
    ]
    assert [each.kind for each in diff(old, replace(old, codes=(elm, oak)))] == [ChangeKind.MOVED]


def test_a_changed_word_changes_the_hash() -> None:
    book = seal(Codebook("t", "1", "Trees", (Code("oak", "Oak", "b", "d"),)))
    assert fingerprint(replace(book, codes=(replace(book.codes[0], definition="e"),))) != book.sha256
    assert seal(book) == book
