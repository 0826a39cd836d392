from __future__ import annotations

from dataclasses import replace

import pytest
from store_samples import PARAGRAPHS, a_source, cut, save

from qes.errors import NotFound, StoreError
from qes.model import Source, Span
from qes.store import Store


def test_a_source_comes_back_as_it_was_saved(store: Store) -> None:
    source = a_source()
    passages = save(store, source)
    assert store.source(source.id) == source
    assert store.source_by_path(source.path) == source
    assert store.sources() == [source]
    assert store.passages() == passages


def test_an_empty_store_holds_nothing(store: Store) -> None:
    assert store.sources() == []
    assert store.passages() == []
    assert store.source_by_path("a") is None
    assert store.fingerprint("ingest", "a") is None
    assert store.check() == []


def test_what_is_not_there_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound, match="no source 'x'"):
        store.source("x")
    with pytest.raises(NotFound, match="no source 'x'"):
        store.retire_source("x")
    with pytest.raises(NotFound, match="no passage 'x'"):
        store.text_of("x")


def test_saving_a_source_leaves_its_fingerprint(store: Store) -> None:
    source = a_source()
    store.save_source(source, cut(source), "abc")
    assert store.fingerprint("ingest", source.path) == "abc"
    store.set_fingerprint("ingest", source.path, "def")
    store.set_fingerprint("suggest", source.path, "ghi")
    assert store.fingerprint("ingest", source.path) == "def"


def test_taking_in_a_source_is_an_event_with_its_author_and_the_hashes_of_what_came_in(store: Store) -> None:
    source = a_source()
    store.save_source(source, cut(source), "abc", "ana")
    [event] = store.events(kind="ingested")
    assert event.author == "ana"
    assert event.body == {
        "source": source.id,
        "path": source.path,
        "file": source.file_sha256,
        "text": source.text_sha256,
        "passages": 3,
    }


def test_sources_are_ordered_by_codepoint_on_every_database(store: Store) -> None:
    paths = ["b.txt", "B.txt", "a-b.txt", "a b.txt", "ab.txt", "ä.txt", "Z/a.txt"]
    for path in paths:
        save(store, a_source(path))
    assert [source.path for source in store.sources()] == sorted(paths)


def test_passages_come_in_reading_order_and_can_be_chosen(store: Store) -> None:
    second = save(store, a_source("b.txt"), case="Porto")
    first = save(store, a_source("a.txt"), case="Lindau")
    assert store.passages() == first + second
    assert store.passages(case="Porto") == second
    assert store.passages(source_id=first[0].source_id) == first
    assert store.passages(ids={second[0].id, first[2].id}) == [first[2], second[0]]
    assert store.passages(ids=[]) == []


def test_a_new_revision_keeps_the_text_and_passages_of_the_old_one(store: Store) -> None:
    old = a_source()
    old_passages = save(store, old)
    new = a_source(paragraphs=("Something else.", *PARAGRAPHS))
    new_passages = save(store, new)
    assert store.source(old.id) == new
    assert store.passages() == new_passages
    assert store.passages(current=False) == old_passages
    assert store.text_of(old_passages[0].id) == old.text
    assert store.text_of(new_passages[0].id) == new.text
    assert store.check() == []


def test_a_file_that_returns_to_its_earlier_text_brings_its_passages_back(store: Store) -> None:
    old = a_source()
    passages = save(store, old)
    save(store, a_source(paragraphs=("Other.",)))
    save(store, old)
    assert store.passages() == passages
    assert len(store.passages(current=None)) == len(passages) + 1


def test_saving_again_brings_the_facts_of_passages_up_to_date(store: Store) -> None:
    source = a_source()
    save(store, source, case="Lindau")
    passages = save(store, source, case="Porto")
    assert store.passages(current=None) == passages


def test_a_passage_id_never_comes_to_stand_for_another_text(store: Store) -> None:
    source = a_source()
    passages = save(store, source)
    shorter = Span(passages[0].span.start, passages[0].span.end - 1)
    moved = replace(passages[0], span=shorter, text=shorter.of(source.text))
    with pytest.raises(StoreError, match="another text"):
        store.save_source(source, [moved], "again")
    assert store.passages() == passages


def test_a_passage_that_two_revisions_share_keeps_the_text_it_was_cut_from(store: Store) -> None:
    old = a_source()
    first = save(store, old)[0]
    new = a_source(paragraphs=(*PARAGRAPHS, "And then more."))
    store.save_source(new, [first], "again")
    assert store.passages() == [first]
    assert store.text_of(first.id) == old.text
    assert store.check() == []


def wrong_text(source: Source) -> str:
    return source.text[:5]


def test_a_passage_that_misquotes_its_source_is_refused_and_nothing_is_written(store: Store) -> None:
    source = a_source()
    passages = cut(source)
    for wrong in (replace(passages[0], text=wrong_text(source)), replace(passages[0], source_id="other")):
        with pytest.raises(StoreError, match="does not read as its source"):
            store.save_source(source, [*passages[1:], wrong], "f")
    assert store.sources() == []
    assert store.fingerprint("ingest", source.path) is None
    assert list(store.events()) == []


def test_retiring_a_source_sets_it_aside_and_deletes_nothing(store: Store) -> None:
    source = a_source()
    passages = save(store, source)
    store.retire_source(source.id)
    assert store.sources() == []
    assert store.source_by_path(source.path) is None
    assert store.passages() == []
    assert store.passages(current=None) == passages
    assert store.source(source.id) == source
    assert store.text_of(passages[0].id) == source.text
    assert store.fingerprint("ingest", source.path) is None, "a file that comes back must be taken in again"
    save(store, source)
    assert store.sources() == [source]


def test_thousands_of_passages_are_saved_and_found_by_id(store: Store) -> None:
    source = a_source(paragraphs=[f"Paragraph {number}." for number in range(5000)])
    passages = save(store, source)
    assert store.passages(ids=[passage.id for passage in passages]) == passages
