"""Full text in the database: both databases find the same, and just what was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, insert, inspect
from store_samples import Place, a_source, cut, save, tamper

from qes.model import Passage, PassageKind
from qes.store import Store, codec, migrate, open_store
from qes.store.engine import Database
from qes.store.query import Query, Term, parse
from qes.store.schema import passages as passage_table
from qes.store.schema import revisions, sources
from qes.text import words

TEXTS = (
    "The office tried grates of two kinds on forty streets.",
    "Two kinds of people came: kinds two and kinds three.",
    "Änderungen der Straße wurden geprüft; die strasse blieb.",
    "An e-mail, and/or a letter. NEAR the drain, AND not the drains!",
    "We don’t know: 1e5 or 3.14, see www.example.org/a/b.html or a_b.",
    "水道の予算が減った。下水道も。",
    "😀 😀",
    "İstanbul, ﬁne, ½ of ⑴, e\u0301te\u0301, x\u0327",
    "the the the the drain",
    "हिन्दी ‘quoted’ \\back\\ 'slash' \"marks\"",
)


def found(store: Store, text: str) -> list[str]:
    """The texts of what is found, best first."""
    texts = {passage.id: passage.text for passage in store.passages()}
    return [texts[hit.passage_id] for hit in store.search(parse(text))]


def stands(term: Term, text: str) -> bool:
    """The rule in the plainest words."""
    held = [word.folded for word in words(text)]
    size = len(term.words)
    starts = [held[at : at + size] for at in range(len(held) - size + 1)]
    if term.open:
        starts = [[*start[:-1], start[-1][: len(term.words[-1])]] for start in starts]
    return list(term.words) in starts


def fits(query: Query, text: str) -> bool:
    if not query.wanted and not query.excluded:
        return False
    if any(stands(term, text) for term in query.excluded):
        return False
    if query.phrases:
        return all(stands(term, text) for term in query.phrases)
    return not query.terms or any(stands(term, text) for term in query.terms)


@pytest.fixture
def filled(store: Store) -> Store:
    save(store, a_source(paragraphs=TEXTS))
    return store


asked = st.lists(
    st.one_of(
        st.sampled_from([word.span.of(text) for text in TEXTS for word in words(text)]),
        st.sampled_from(
            ['"two kinds"', '"of people"', '-"e mail"', "-drain", "dra*", "AND", "NEAR(", "a:b", "^x", '"', "--"]
        ),
        st.sampled_from(
            ["水道", "*", "'", "\\", "\0", "😀", "' | 'x", "'; DROP TABLE passages; --", "\ud800", "½", "x\u0327"]
        ),
        st.text(max_size=5),
    ),
    max_size=6,
).map(" ".join)


@given(asked)
@example('"two kinds" -people')
@example("-drain")
@example(" ".join(f"w{number}*" for number in range(200)))
@example('"' + "two kinds " * 2000 + '"')
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_finds_the_passages_that_hold_it_and_no_others(filled: Store, text: str) -> None:
    query = parse(text)
    assert sorted(found(filled, text)) == sorted(each for each in TEXTS if fits(query, each))
    hits = filled.search(query)
    assert hits == filled.search(query)
    assert [hit.rank for hit in hits] == sorted((hit.rank for hit in hits), reverse=True)
    assert hits[:2] == filled.search(query, 2)


def test_case_accents_and_kinds_of_letters_make_no_difference(filled: Store) -> None:
    assert len(found(filled, "anderungen")) == len(found(filled, "ÄNDERUNGEN")) == 1
    assert found(filled, "Strasse") == [TEXTS[2]]
    assert found(filled, "下水道") == [TEXTS[5]]
    assert found(filled, "fine istanbul") == [TEXTS[7]]


def test_more_and_rarer_words_come_first_and_equals_by_id(store: Store) -> None:
    texts = ["the plan was late", "the plan was good", "the drain was late", "of the plan and the drain", "the end"]
    passages = save(store, a_source(paragraphs=[*texts, *(f"the {number}" for number in range(9))]))
    assert found(store, "plan drain")[0] == texts[3]
    assert found(store, "the drain")[0] in (texts[2], texts[3])
    same = [hit.passage_id for hit in store.search(parse('"the plan was"'))]
    assert same == sorted(passage.id for passage in passages[:2])


def test_only_current_passages_that_people_code_are_found(store: Store) -> None:
    source = a_source(paragraphs=["drain one", "drain two", "drain three"])
    speech, question, outside = cut(source)
    told = [speech, replace(question, kind=PassageKind.QUESTION), replace(outside, case=None)]
    store.save_source(source, told, "1")
    assert found(store, "drain") == ["drain one"]
    store.save_source(source, cut(source), "2")
    assert len(found(store, "drain")) == 3
    assert len(found(store, "-one")) == 2


def test_a_new_revision_takes_the_place_of_the_old_and_may_go_back(store: Store) -> None:
    save(store, a_source(paragraphs=["old drains", "both stay"]))
    save(store, a_source(paragraphs=["new pipes", "both stay"]))
    assert (found(store, "drains"), found(store, "pipes"), found(store, "both")) == ([], ["new pipes"], ["both stay"])
    save(store, a_source(paragraphs=["old drains", "both stay"]))
    assert (found(store, "drains"), found(store, "pipes"), found(store, "both")) == (["old drains"], [], ["both stay"])
    store.retire_source(a_source().id)
    assert found(store, "drains") == []
    assert store.check() == []


def test_a_save_that_fails_leaves_nothing_to_find(store: Store) -> None:
    source = a_source(paragraphs=["drains", "pipes"])
    with pytest.raises(Exception, match="does not read"):
        store.save_source(source, [*cut(source)[:1], replace(cut(source)[1], text="other")], "1")
    assert store.search(parse("drains")) == []


def test_a_backup_finds_the_same_also_after_it_was_packed_anew(sqlite_store: Store, tmp_path: Path) -> None:
    save(sqlite_store, a_source("first.txt", ["gone"]))
    save(sqlite_store, a_source(paragraphs=TEXTS))
    sqlite_store.backup(tmp_path / "copy.db")
    url = f"sqlite:///{tmp_path / 'copy.db'}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("VACUUM")
    engine.dispose()
    with open_store(url) as copy:
        assert copy.search(parse("two drain")) == sqlite_store.search(parse("two drain")) != []
        assert copy.check() == []


def test_a_passage_missing_from_the_index_is_found_out(filled: Store) -> None:
    passage = filled.passages()[0]
    tamper(filled.url, "DELETE FROM passage_words WHERE passage_id = :id", id=passage.id)
    [problem] = filled.check()
    assert problem.where == f"passage {passage.id}"
    assert "full-text" in problem.what


def test_on_sqlite_the_index_follows_the_table_beneath_it(sqlite_store: Store) -> None:
    [passage] = save(sqlite_store, a_source(paragraphs=["drains"]))
    tamper(sqlite_store.url, "UPDATE passage_words SET words = 'pipes'")
    assert [hit.passage_id for hit in sqlite_store.search(parse("pipes"))] == [passage.id]
    assert sqlite_store.search(parse("drains")) == []
    tamper(sqlite_store.url, "INSERT INTO passage_fts (passage_fts) VALUES ('integrity-check')")


def test_a_passage_of_any_size_can_be_taken_in_and_is_found_by_its_beginning(store: Store) -> None:
    save(
        store,
        a_source(paragraphs=["drains " + " ".join(f"ü{'y' * 150}{number}" for number in range(20_000)), "A" * 5000]),
    )
    assert len(store.search(parse("drains"))) == 1
    assert len(store.search(parse("A" * 5000))) == 1


# --- Databases that are older than the index -----------------------------------------------------------


def an_older_database(url: str, texts: Sequence[str]) -> list[Passage]:
    """As the first version left it, with a source in it."""
    from alembic import command

    database = Database(url)
    source = a_source(paragraphs=texts)
    passages = cut(source)
    with database.write() as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        row = codec.source_row(source)
        text = {"source_id": source.id, "text_sha256": source.text_sha256, "text": source.text}
        connection.execute(insert(revisions), [text | {"length": len(source.text)}])
        connection.execute(insert(sources), [row])
        connection.execute(insert(passage_table), [codec.passage_row(each, source.text_sha256) for each in passages])
    database.close()
    return passages


@pytest.mark.parametrize("copies", [0, 1, 120])
def test_an_older_database_can_be_searched_once_it_is_opened(place: Place, copies: int) -> None:
    url, texts = place(), [f"{text} {number}" for number in range(copies) for text in TEXTS] or ["drain"]
    an_older_database(url, texts)
    with open_store(url) as store:
        assert sorted(found(store, "drain")) == sorted(text for text in texts if stands(Term(("drain",), True), text))
        assert store.check() == []


def test_on_postgresql_words_are_looked_up_in_an_index(postgres_place: Place) -> None:
    url = postgres_place()
    open_store(url).close()
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    indexes = inspect(engine).get_indexes("passage_words")
    engine.dispose()
    assert any(each["dialect_options"].get("postgresql_using") == "gin" for each in indexes)
