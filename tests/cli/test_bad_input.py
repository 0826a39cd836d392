"""Whatever is wrong with what qes is given, it says what, where and what to do, and the rest of the work gets done."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from command import command
from faults import Done, answer, complains, complains_in_json, paths, quick_project, sound, write
from small_project import DOCUMENT, INTERVIEW, OTHER, Run

GOOD = {"Arden/engineer.txt", "Arden/review.md", "Boro/permits.txt"}

MOJIBAKE = "Die Behörde prüfte die Straße, und die Änderung wurde für alle möglich gemacht.\n" * 3


def pdf(path: Path, objects: list[str], trailer: str = "") -> None:
    """A PDF file of these objects, written by hand."""
    data, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj{body} endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end = f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{len(data)}\n%%EOF"
    path.write_text(data + head + end, encoding="latin-1")


PAGES = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>"]
EMPTY_PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>"
LOCK = f"<</Filter/Standard/V 1/R 2/P -4/O<{'5a' * 32}>/U<{'5a' * 32}>>>"
"""Belongs to a password that nobody knows."""


@dataclass(frozen=True)
class Batch:
    """A corpus of good files and one bad one of each kind, and what `qes ingest` said of it."""

    folder: Path
    text: Done
    json: Done

    def failure(self, name: str) -> dict[str, str]:
        """The entry of `failed` for a file, which the readable output must hold as well."""
        [found] = [each for each in answer(self.json)["failed"] if each["path"].endswith(name)]
        complains(self.text, found["error"], found["hint"])
        assert found["error"].startswith(str(self.folder / "corpus"))
        return {key: str(value) for key, value in found.items()}


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    folder = quick_project(tmp_path_factory.mktemp("bad") / "project")
    corpus = folder / "corpus"
    for name, text in zip(sorted(GOOD), (INTERVIEW, DOCUMENT, OTHER), strict=True):
        write(corpus / name, text)
    write(corpus / "Boro/empty.txt", "")
    write(corpus / "Boro/broken.docx", "What is left of a document after a crash.")
    pdf(corpus / "Boro/locked.pdf", [*PAGES, EMPTY_PAGE, LOCK], "/Encrypt 4 0 R/ID[<00><00>]")
    pdf(corpus / "Boro/scanned.pdf", [*PAGES, EMPTY_PAGE])
    with (corpus / "Boro/huge.txt").open("wb") as file:
        file.truncate(200_000_000)
    write(corpus / "Boro/song.mp3", "ID3 la la la")
    write(corpus / "Boro/garbled.txt", MOJIBAKE.encode().decode("latin-1"))
    write(
        corpus / "manifest.csv",
        "path,section,case\nArden/gone.txt,,Arden\nBoro/sectioned.txt,The storry of Boro,Boro\n",
    )
    write(corpus / "Boro/sectioned.txt", "# The story of Boro\n\nBoro tested its buses and stopped.\n")
    words = ("ingest", "corpus", "corpus/nowhere.txt")
    return Batch(folder, command(*words, cwd=folder), command(*words, "--json", cwd=folder))


BAD = {
    "empty.txt": ("is empty", "right file"),
    "broken.docx": ("not a Word document (.docx), or is damaged", "save it anew"),
    "locked.pdf": ("protected by a password", "without one"),
    "scanned.pdf": ("has no text", "OCR"),
    "huge.txt": ("200 MB, more than the 50 MB allowed", "max_megabytes"),
    "song.mp3": ("does not read files ending in '.mp3'", ".docx"),
    "garbled.txt": ("line 1 reads 'BehÃ¶rde', probably 'Behörde'", "UTF-8"),
    "nowhere.txt": ("there is no such file", "spelling"),
    "manifest.csv, line 2": ("names a file that is not there: 'Arden/gone.txt'", "manifest"),
    "manifest.csv, line 3": ("heading 'The storry of Boro' is not found", "Correct the row"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_with_what_is_wrong_and_what_helps(batch: Batch, name: str) -> None:
    failure = batch.failure(name)
    problem, hint = BAD[name]
    assert problem in failure["error"]
    assert hint in failure["hint"]


def test_the_good_files_of_a_bad_batch_are_in_and_nothing_is_half_written(batch: Batch) -> None:
    counts = answer(batch.json)
    assert (counts["sources_added"], counts["sources_unchanged"], len(counts["failed"])) == (0, 3, len(BAD))
    assert paths(batch.folder) == GOOD
    assert f"3 added, 0 updated, 0 unchanged, {len(BAD)} failed" in batch.text.stdout
    assert sound(batch.folder)


def test_a_large_file_is_refused_before_it_is_read(batch: Batch) -> None:
    kept = (batch.folder / ".qes").rglob("*")
    assert sum(file.stat().st_size for file in kept if file.is_file()) < 5_000_000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("file,case\nx,y\n", "needs the columns `path` and `case`"),
        ("path,case,rolle\nx,y,z\n", "unknown column 'rolle'"),
    ],
)
def test_a_manifest_that_cannot_be_used_stops_the_run_before_anything_is_taken_in(
    run: Run, folder: Path, text: str, said: str
) -> None:
    write(folder / "corpus" / "manifest.csv", text)
    complains_in_json(run("ingest", "--json"), f"{folder}/corpus/manifest.csv", said)
    assert paths(folder) == set()


# --- Codebooks ------------------------------------------------------------------------------------

CODE = "- code: {code}\n  label: A label\n  brief: In brief.\n  definition: What it means.\n  {more}\n"


@pytest.mark.parametrize(
    ("codes", "line", "said"),
    [
        ([("talks", "when_to_use: x"), ("talks", "when_to_use: x")], 10, "'talks'"),
        ([("talks/public", "parent: walks")], 9, "'walks'"),
    ],
)
def test_a_wrong_codebook_is_refused_with_its_line(
    run: Run, folder: Path, codes: list[tuple[str, str]], line: int, said: str
) -> None:
    head = "name: talks\nversion: '1.0'\ntitle: Talks\ncodes:\n"
    file = write(folder / "wrong.yaml", head + "".join(CODE.format(code=code, more=more) for code, more in codes))
    complains_in_json(run("codebook", "import", "wrong.yaml", "--json"), f"wrong.yaml:{line}: ", said)
    assert not (folder / "codebooks" / "talks").exists()
    checked = run("codebook", "check", file, "--json")
    assert checked.returncode == 1
    assert line in {problem["line"] for problem in answer(checked)["problems"]}


# --- Projects and settings ------------------------------------------------------------------------


def test_a_database_of_a_newer_version_is_left_alone(run: Run, folder: Path) -> None:
    assert sound(folder)
    database = folder / ".qes" / "qes.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = database.read_bytes()
    complains_in_json(run("ingest", "--json"), str(database), "newer qes (database version 9999)", "Update qes")
    assert database.read_bytes() == before


def test_a_folder_that_is_no_project_is_named(tmp_path: Path) -> None:
    complains_in_json(command("status", "--json", cwd=tmp_path), str(tmp_path), "no qes project", "qes init")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("seed = = 3\n", "not valid TOML: Invalid value (at line 1, column 8)"),
        ("sed = 3\n", "`sed`: unknown setting"),
        ("[review]\nblind_share = 3\n", "`review.blind_share`"),
        ("[ingest]\nmax_megabytes = 'many'\n", "`ingest.max_megabytes`"),
    ],
)
def test_broken_settings_are_named_with_their_place(run: Run, folder: Path, text: str, said: str) -> None:
    write(folder / "qes.toml", text)
    complains_in_json(run("status", "--json"), str(folder / "qes.toml"), said, "settings")


def test_a_variable_of_the_environment_that_cannot_be_read_is_named(run: Run) -> None:
    complains_in_json(run("status", "--json", QES_INGEST__INTERVIEWERS="Ana"), "QES_", '"ingest"')


@pytest.mark.parametrize(
    ("words", "env", "said"),
    [
        (["suggest", "--suggester", "nosuch"], {}, "learned, llm, similarity"),
        (["suggest"], {"QES_EMBED__EMBEDDER": "nosuch"}, "auto, hashing, onnx, openvino, sentence-transformers"),
        (["suggest"], {"QES_INDEX__INDEX": "nosuch"}, "chroma, exact"),
        (["ingest"], {"QES_INGEST__EXECUTOR": "nosuch"}, "processes, serial"),
        (["synthesise", "--format", "nosuch"], {}, "docx, html, json, md, pdf, xlsx"),
        (["export", "nosuch", "x.nosuch"], {}, "csv, jsonl, parquet, xlsx"),
        (["export", "csv", "x.csv", "--table", "nosuch"], {}, "sheet, codings, passages, suggestions"),
        (["codebook", "show", "nosuch"], {}, "dynamic-capabilities@1.0"),
        (["init", "new", "--codebook", "nosuch"], {}, "dynamic-capabilities, mission-practices"),
        (["suggest"], {"QES_EMBED__EMBEDDER": "sentence-transformers", "QES_EMBED__MODEL": "nosuch"}, "name a folder"),
    ],
)
def test_an_unknown_name_is_answered_with_the_choices(
    run: Run, folder: Path, words: list[str], env: dict[str, Any], said: str
) -> None:
    complains_in_json(run(*words, "--json", **env), "nosuch", said)
    assert not list(folder.glob("*.nosuch"))
    assert not (folder / "new").exists()
    assert sound(folder)


@pytest.mark.parametrize(
    "words",
    [
        ["ingest", "--nosuch"],
        ["nosuch"],
        ["search"],
        ["export", "csv"],
        ["code", "--order", "nosuch"],
    ],
)
def test_wrong_usage_ends_with_code_2_and_points_to_the_help(run: Run, words: list[str]) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert "Error: " in done.stderr
    assert "-h' for help" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_nothing_to_work_on_is_no_error(tmp_path: Path) -> None:
    folder = quick_project(tmp_path / "bare")
    assert answer(command("suggest", "--json", cwd=folder))["suggestions"] == 0
    assert sound(folder)
