"""Taking in files: what is known is skipped, what has changed is followed, and no decision is ever lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from faults import passage_with, where, write
from qes.errors import ManifestError
from qes.ingest.intake import take_in
from qes.model import Decision, Span, Verdict, sha256
from qes.pipeline.ingest import run_ingest
from qes.pipeline.orders import find_orders
from qes.pipeline.review import codable, record, run_codings
from qes.pipeline.status import run_status
from qes.pipeline.verify import run_verify
from qes.project import Project
from small_project import INTERVIEW, OTHER

PLAN = "There is a plan for a joint counter"


def decide(project: Project, words: str, code: str = "coalitions/departments", *, quote: bool = False) -> str:
    """A decision on the passage with these words, or on the words alone; its id."""
    passage = passage_with(project, words)
    start = passage.span.start + passage.text.index(words)
    span = Span(start, start + len(words)) if quote else None
    given = Decision(passage.id, "nora", Verdict.ACCEPTED, "dynamic-capabilities@1.0", code, span=span)
    return record(project, [given])[0].id


def test_a_second_run_finds_everything_unchanged_and_logs_nothing(project: Project) -> None:
    first = run_ingest(project)
    assert (len(first.added), first.unchanged, first.updated, first.failed) == (3, [], [], [])
    log = list(project.store.events())
    second = run_ingest(project)
    assert (second.added, len(second.unchanged), second.updated, second.failed) == ([], 3, [], [])
    assert second.passages == first.passages > 0
    assert list(project.store.events()) == log


def test_the_folder_is_the_case(project: Project) -> None:
    run_ingest(project)
    cases = {source.path: source.sections[0].facts.case for source in project.store.sources()}
    assert cases == {"Arden/engineer.txt": "Arden", "Arden/review.md": "Arden", "Boro/permits.txt": "Boro"}


def test_a_case_named_on_the_way_is_stronger_than_the_folder(project: Project, tmp_path: Path) -> None:
    file = write(tmp_path / "elsewhere" / "note.txt", OTHER)
    assert run_ingest(project, [file], case="Cale").added == ["elsewhere/note.txt"]
    assert {passage.case for passage in project.store.passages()} == {"Cale"}


def test_the_original_is_kept_under_its_hash_byte_for_byte(project: Project) -> None:
    run_ingest(project)
    for source in project.store.sources():
        kept = project.originals / source.file_sha256[:2] / source.file_sha256
        assert kept.read_bytes() == (project.corpus / source.path).read_bytes()
        assert sha256(kept.read_bytes()) == source.file_sha256


def test_an_original_that_was_tidied_away_is_kept_again_by_the_next_run(project: Project) -> None:
    run_ingest(project)
    source = project.store.sources()[0]
    (project.originals / source.file_sha256[:2] / source.file_sha256).unlink()
    assert where(run_verify(project)) == source.path
    assert source.path in run_ingest(project).unchanged
    assert run_verify(project) == []


def test_codings_follow_their_quotes_into_a_changed_file(project: Project) -> None:
    run_ingest(project)
    whole, part = decide(project, PLAN), decide(project, "asks for the same drawing again", quote=True)
    before = {coding.quote for coding in run_codings(project)}
    write(project.corpus / "Boro/permits.txt", "Recorded on a rainy day, and typed by a volunteer.\n\n" + OTHER)
    done = run_ingest(project)
    assert (done.updated, done.stranded) == (["Boro/permits.txt"], [])
    assert {coding.quote for coding in run_codings(project)} == before
    assert {decision.id for decision in project.store.decisions()} == {whole, part}
    assert run_verify(project) == []


def test_a_coding_whose_quote_is_gone_is_listed_at_every_run_and_never_dropped(project: Project) -> None:
    run_ingest(project)
    kept, lost = decide(project, PLAN, quote=True), decide(project, "Two more people.", "context/resources", quote=True)
    write(project.corpus / "Boro/permits.txt", OTHER.replace("Two more people.", "Some patience."))
    for _ in range(2):
        assert run_ingest(project).stranded == [("Boro/permits.txt", "Two more people.")]
    assert {decision.id for decision in project.store.decisions()} == {kept, lost}
    assert [coding.quote for coding in run_codings(project)] == [PLAN]
    assert [each["quote"] for each in run_status(project)["stranded"]] == ["Two more people."]
    assert run_verify(project) == []


def test_a_run_killed_between_saving_and_carrying_is_made_up_for_by_the_next(project: Project) -> None:
    run_ingest(project)
    decide(project, PLAN, quote=True)
    write(project.corpus / "Boro/permits.txt", "A new first line.\n\n" + OTHER)
    order = find_orders(project, [project.corpus / "Boro"], None, None).files[project.corpus / "Boro/permits.txt"]
    taken = take_in(order)
    project.store.save_source(taken.source, taken.passages, taken.fingerprint)  # and here the power fails
    assert run_codings(project) == []
    assert run_ingest(project).stranded == []
    assert [coding.quote for coding in run_codings(project)] == [PLAN]


def test_the_manifest_may_assign_cases_anew_without_losing_a_decision(project: Project) -> None:
    run_ingest(project)
    decide(project, PLAN)
    write(project.corpus / "manifest.csv", "path,case,role\nBoro/permits.txt,Cale,head of permits\n")
    done = run_ingest(project)
    assert (done.updated, done.stranded, len(done.unchanged)) == (["Boro/permits.txt"], [], 2)
    [coding] = run_codings(project)
    assert coding.case == "Cale"
    assert {decision.coder for decision in project.store.decisions()} == {"nora"}
    assert run_verify(project) == []


def test_a_manifest_cuts_a_file_into_sections_of_several_cases(project: Project) -> None:
    write(
        project.corpus / "manifest.csv",
        "path,section,case\nArden/review.md,What was tested,Lower town\nArden/review.md,What became of it,Upper town\n",
    )
    run_ingest(project)
    assert passage_with(project, "grates of two kinds").case == "Lower town"
    assert passage_with(project, "No decision followed").case == "Upper town"


def test_a_decision_whose_passage_falls_to_no_case_is_reported_and_kept(project: Project) -> None:
    run_ingest(project)
    decide(project, "grates of two kinds", "learning/test-design")
    write(project.corpus / "manifest.csv", "path,section,case\nArden/review.md,What became of it,Upper town\n")
    run_ingest(project)
    assert run_codings(project) == []
    assert [each["code"] for each in run_status(project)["stranded"]] == ["learning/test-design"]


def test_a_corpus_behind_a_link_is_known_by_the_same_names_and_heeds_its_manifest(
    project: Project, tmp_path: Path
) -> None:
    elsewhere = project.corpus.rename(tmp_path / "shared drive")
    project.corpus.symlink_to(elsewhere)
    write(elsewhere / "manifest.csv", "path,case\nBoro/permits.txt,Cale\n")
    assert "Boro/permits.txt" in run_ingest(project).added
    assert passage_with(project, PLAN).case == "Cale"
    assert run_ingest(project, [elsewhere / "Boro" / "permits.txt"]).unchanged == ["Boro/permits.txt"]


def test_two_files_of_one_name_never_pass_for_two_revisions(project: Project, tmp_path: Path) -> None:
    one, two = write(tmp_path / "a/talks/mayor.txt", OTHER), write(tmp_path / "b/talks/mayor.txt", OTHER * 2)
    done = run_ingest(project, [one, two])
    assert done.added == ["talks/mayor.txt"]
    [error] = done.failed
    assert error.path == str(two)
    assert str(one) in str(error)


def test_a_manifest_that_is_named_must_name_something_of_what_is_given(project: Project, tmp_path: Path) -> None:
    write(tmp_path / "other" / "x.txt", OTHER)
    manifest = write(tmp_path / "other" / "list.csv", "path,case\nx.txt,Cale\n")
    with pytest.raises(ManifestError, match="names none of the files"):
        run_ingest(project, manifest=manifest)
    assert project.store.sources() == []


def test_a_copy_of_a_source_is_refused_as_it_would_count_twice(project: Project) -> None:
    run_ingest(project)
    write(project.corpus / "Arden/engineer (copy).txt", INTERVIEW)
    write(project.corpus / "Boro/engineer.txt", INTERVIEW)
    done = run_ingest(project)
    assert [str(error) for error in done.failed] == [
        f"{project.corpus}/Arden/engineer (copy).txt: holds the same text as 'Arden/engineer.txt' of the same case, "
        "which is in already"
    ]
    assert done.added == ["Boro/engineer.txt"]


def test_who_refuses_or_withdraws_consent_is_left_out(project: Project) -> None:
    run_ingest(project)
    decide(project, PLAN)
    write(project.corpus / "manifest.csv", "path;case;consent\nBoro/permits.txt;Boro;Withdrawn\n")
    done = run_ingest(project)
    assert "consent is 'Withdrawn', so it is left out" in str(done.failed[0])
    assert {passage.case for passage in codable(project)} == {"Arden"}
    assert run_codings(project) == []


def test_a_folder_within_a_case_belongs_to_the_case(project: Project) -> None:
    write(project.corpus / "Boro/annex/list.md", "The annex lists eleven streets and what each of them costs.")
    run_ingest(project)
    assert {passage.case for passage in codable(project)} == {"Arden", "Boro"}
