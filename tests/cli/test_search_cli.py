"""`qes search` finds passages by words, by likeness and for a code, and shows them so that people can read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from command import command
from faults import answer, complains, complains_in_json, quick_project
from qes.pipeline.ingest import run_ingest
from qes.pipeline.review import codable, record
from qes.project import open_project
from review_project import accept
from small_project import Run

SCANNING = "awareness/scanning"


@pytest.fixture
def first(folder: Path) -> str:
    """The id of the first passage, which is coded, of a project that was taken in."""
    with open_project(folder) as project:
        run_ingest(project)
        passage = codable(project)[0]
        record(project, [accept(passage, SCANNING)])
        return passage.id


def test_a_hit_says_where_it_stands_who_speaks_and_what_it_is_coded(run: Run, first: str) -> None:
    hits = answer(run("search", '"flooded stops" drivers', "--json"))["hits"]
    assert len(hits) == 1
    assert set(hits[0]) == {
        *("passage", "case", "source", "place", "similarity", "text"),
        *("speaker", "question", "codes", "coded", "matched", "score", "likelihood"),
    }
    assert hits[0]["passage"] == first
    assert hits[0]["speaker"] == "MARTA (CHIEF ENGINEER)"
    assert hits[0]["question"].startswith("How do you notice")
    assert hits[0]["codes"] == [SCANNING]
    assert hits[0]["matched"] == ["drivers", "flooded stops"]
    assert hits[0]["score"] > 0


@pytest.mark.usefixtures("first")
def test_people_read_it_in_a_terminal_of_80_columns(run: Run) -> None:
    shown = run("search", "complains rule phone promenade", "--most", "2", COLUMNS="80").stdout
    lines = shown.splitlines()
    assert lines[0] == "2 passages, best first"
    assert max(map(len, lines[:-1])) <= 80
    assert not any(line.endswith(" ") for line in lines)
    assert lines[2] == " 1  Arden · Arden/engineer.txt · ¶ 4"
    quoted = [line for line in lines[3:] if line.startswith("    ")]
    assert quoted[0].startswith("    MARTA (CHIEF ENGINEER): ")
    assert "promenade" in shown
    assert "complains" in shown
    assert lines[-1].startswith("next: qes search --like ")


@pytest.mark.usefixtures("first")
def test_the_words_that_were_found_stand_out(run: Run) -> None:
    shown = run("search", "flooded", "--most", "1", FORCE_COLOR="1", TERM="xterm-256color").stdout
    assert "\x1b[1;33mflooded\x1b[0m" in shown


def test_more_like_a_passage_and_the_likeliest_for_a_code(run: Run, first: str) -> None:
    like = answer(run("search", "--like", first[:8], "--json"))["hits"]
    assert first not in {hit["passage"] for hit in like}
    assert all(hit["likelihood"] is None and hit["similarity"] is not None for hit in like)
    code = answer(run("search", "--code", SCANNING, "--json"))["hits"]
    assert [hit["passage"] for hit in code if hit["coded"]] == [first]
    left = answer(run("search", "--code", SCANNING, "--uncoded", "--case", "Arden", "--json"))["hits"]
    assert {hit["passage"] for hit in left} == {hit["passage"] for hit in code if hit["case"] == "Arden"} - {first}
    shown = run("search", "--code", SCANNING, "--source", "Boro/permits.txt").stdout
    assert "likelihood 0." in shown
    assert "not coded so" in shown
    assert "Arden" not in shown


@pytest.mark.usefixtures("first")
def test_nothing_found_is_said_kindly_with_what_to_do(run: Run, tmp_path: Path) -> None:
    done = run("search", 'drains "no such phrase"', "--case", "Boro")
    assert done.returncode == 0
    assert "Nothing was found." in done.stdout
    assert 'without --case, "phrases" or -exclusions' in done.stdout
    bare = command("search", "drains", cwd=quick_project(tmp_path / "bare"))
    assert bare.returncode == 0
    assert "nothing to search yet" in bare.stdout
    assert "next: qes ingest" in bare.stdout


@pytest.mark.usefixtures("first")
def test_what_is_not_there_is_answered_with_what_is(run: Run) -> None:
    complains_in_json(run("search", "--code", "awareness/scaning", "--json"), "awareness/scaning", SCANNING)
    complains(run("search", "x", "--case", "Ardn"), "no case 'Ardn'", "Arden, Boro")
    complains(run("search", "--like", "ffff"), "no passage 'ffff'", "prints the ids")


@pytest.mark.parametrize("words", [(" ",), ("--case", "Arden"), ("drains", "--uncoded"), ("two", "words")])
def test_a_search_for_nothing_is_wrong_usage(run: Run, words: tuple[str, ...]) -> None:
    done = run("search", *words)
    assert done.returncode == 2
    assert "Error: " in done.stderr


@pytest.mark.usefixtures("first")
@pytest.mark.parametrize("text", ['" NEAR(a b col:x ^y* AND NOT', "😀 * a\udce4b", "-drains"])
def test_no_text_is_wrong(run: Run, text: str) -> None:
    done = run("search", "--json", "--", text)
    assert done.returncode == 0, done.stderr
    assert isinstance(answer(done)["hits"], list)
