"""Verify finds what was tampered with, and says where."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from faults import passage_with, quick_project, where, write
from qes.errors import LostRubric
from qes.model import Decision, Verdict
from qes.pipeline.ingest import run_ingest
from qes.pipeline.report.writing import run_synthesise
from qes.pipeline.review import record
from qes.pipeline.scoring.proposals import propose
from qes.pipeline.suggest import run_suggest
from qes.pipeline.verify import run_verify
from qes.project import Project, open_project

CHROMA = 'coder = "nora"\n\n[embed]\nembedder = "hashing"\n\n[index]\nindex = "chroma"\n'


@pytest.fixture
def coded(project: Project) -> Project:
    """The project with files, suggestions and a decision in it."""
    run_ingest(project)
    run_suggest(project, "similarity")
    passage = passage_with(project, "There is a plan for a joint counter")
    code = "coalitions/departments"
    record(project, [Decision(passage.id, "nora", Verdict.ACCEPTED, "dynamic-capabilities@1.0", code)])
    propose(project)
    return project


def tamper(folder: Path, statement: str, database: str = "qes.db") -> None:
    """Reach past the store."""
    with closing(sqlite3.connect(folder / ".qes" / database)) as connection:
        connection.execute(statement)
        connection.commit()


def test_an_untouched_project_is_sound(coded: Project) -> None:
    assert run_verify(coded) == []


def test_a_changed_text_is_found_with_its_source_and_passage(coded: Project) -> None:
    tamper(coded.folder, "UPDATE revisions SET text = replace(text, 'joint counter', 'giant counter')")
    found = where(run_verify(coded))
    assert "Boro/permits.txt, text" in found
    assert "Boro/permits.txt, passage" in found
    assert "Arden" not in found


def test_a_cut_text_is_found_and_the_other_checks_go_on(coded: Project) -> None:
    tamper(coded.folder, "UPDATE revisions SET text = substr(text, 1, 40)")
    next(coded.originals.glob("*/*")).unlink()
    problems = run_verify(coded)
    assert "Boro/permits.txt, text" in where(problems)
    assert any("no longer kept" in each.what for each in problems)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET author = 'eve' WHERE kind = 'decision'",
        "UPDATE events SET body = replace(body, 'accept', 'reject') WHERE kind = 'decision'",
        "UPDATE events SET body = '{' WHERE kind = 'decision'",
        "DELETE FROM events WHERE kind = 'decision'",
    ],
)
def test_a_changed_event_is_found_with_its_number(coded: Project, change: str) -> None:
    [number] = [event.seq for event in coded.store.events(kind="decision")]
    tamper(coded.folder, change)
    found = where(run_verify(coded))
    assert f"event {number}" in found or f"event {number + 1} " in found


def test_a_changed_original_is_found_by_the_name_of_its_source(coded: Project) -> None:
    source = coded.store.sources()[1]
    kept = coded.originals / source.file_sha256[:2] / source.file_sha256
    kept.chmod(0o644)
    kept.write_text("Something else.", encoding="utf-8")
    [problem] = run_verify(coded)
    assert problem.where == source.path
    assert "changed after it was taken in" in problem.what


@pytest.mark.parametrize(
    ("name", "words"), [("1.0.yaml", "early signs of change"), ("rubric-1.1.yaml", "intentions alone do not")]
)
def test_a_codebook_or_rubric_edited_after_use_is_found_by_its_file(coded: Project, name: str, words: str) -> None:
    file = coded.codebooks / "dynamic-capabilities" / name
    text = file.read_text(encoding="utf-8")
    assert words in text
    file.write_text(text.replace(words, "something else"), encoding="utf-8")
    [problem] = run_verify(coded)
    assert problem.where == str(file)
    assert "was changed after it had been used" in problem.what


def test_a_rubric_that_is_gone_after_use_is_missed_and_no_report_is_made_without_it(coded: Project) -> None:
    coded.use_rubric()
    for file in (coded.codebooks / "dynamic-capabilities").glob("rubric-*.yaml"):
        file.unlink()
    [problem] = run_verify(coded)
    assert "is gone, though it has been used" in problem.what
    with pytest.raises(LostRubric, match="dynamic-capabilities-rubric"):
        run_synthesise(coded, ("md",))
    assert not list(coded.outputs.glob("*"))


def test_a_codebook_with_another_layout_is_the_same(coded: Project) -> None:
    file = coded.codebooks / "dynamic-capabilities" / "1.0.yaml"
    file.write_text("# A remark.\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert run_verify(coded) == []


def test_files_newer_than_the_suggestions_are_no_fault_of_the_index(coded: Project) -> None:
    write(
        coded.corpus / "Boro" / "more.txt",
        "The office hired a clerk in May, and the queue has been shorter since then.",
    )
    run_ingest(coded)
    assert run_verify(coded) == []


@pytest.fixture
def with_chroma(tmp_path: Path, folder: Path) -> Path:
    """A project folder whose vectors are in Chroma."""
    place = quick_project(tmp_path / "chroma project", CHROMA)
    shutil.copytree(folder / "corpus", place / "corpus", dirs_exist_ok=True)
    with open_project(place) as project:
        run_ingest(project)
        run_suggest(project, "similarity")
        assert run_verify(project) == []
    return place


def test_a_deleted_index_is_found_and_the_next_run_brings_it_back(with_chroma: Path) -> None:
    shutil.rmtree(with_chroma / ".qes" / "chroma")
    with open_project(with_chroma) as project:
        problems = run_verify(project)
        assert {each.where for each in problems} == {
            f"index, passage {passage.id}" for passage in project.store.passages() if passage.codable
        }
        assert run_suggest(project, "similarity").unchanged
        assert run_verify(project) == []


def test_a_vector_too_many_or_too_few_is_found(with_chroma: Path) -> None:
    with open_project(with_chroma) as project:
        with closing(project.index(project.embedder())) as index:
            [first, *_] = sorted(index.ids())
            index.update(["stranger"], project.embedder().embed(["A stranger came to town."]))
            index.remove([first])
        assert {each.where for each in run_verify(project)} == {"index, passage stranger", f"index, passage {first}"}


def test_a_vector_that_was_replaced_is_found(with_chroma: Path) -> None:
    with open_project(with_chroma) as project:
        with closing(project.index(project.embedder())) as index:
            [first, *_] = sorted(index.ids())
            index.update([first], -project.embedder().embed(["Quite another text."]))
        [problem] = run_verify(project)
        assert problem.where == f"index, passage {first}"
        assert "differs from the record" in problem.what


def test_a_damaged_vector_is_found_and_the_next_run_mends_it(coded: Project) -> None:
    tamper(coded.folder, "UPDATE vectors SET vector = zeroblob(12)")
    problems = run_verify(coded)
    assert problems
    assert all(each.where.startswith("vector ") for each in problems)
    run_suggest(coded, "similarity")
    assert run_verify(coded) == []
