"""A study reads and never writes, keeps what it has read as long as it holds, and walks back to the words."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from notebook_samples import CASES, NAMES, WITHOUT_ARGUMENTS, table

import qes
from finding_project import made, tamper
from qes.errors import BadCases, BadSettings, Misquote, NotAProject, NotFound, UnknownPlugin
from qes.notebook import Study
from qes.notebook.reading import Reading
from qes.notebook.tables import EVIDENCE, ROBUSTNESS
from qes.pipeline.review import codable, record
from qes.project import Project, open_project
from review_project import accept


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.getbasetemp())


@pytest.fixture
def place(template: Path, tmp_path: Path) -> Path:
    shutil.copytree(template, tmp_path / "project")
    (tmp_path / "project" / "corpus" / "cases.csv").write_text(CASES, encoding="utf-8")
    return tmp_path / "project"


@pytest.fixture
def study(place: Path) -> Iterator[Study]:
    with qes.open(place) as opened:
        yield opened


def logged(place: Path) -> list[str]:
    with open_project(place) as project:
        return [event.hash for event in project.store.events()]


def kept(project: Project) -> list[str | None]:
    """What is frozen."""
    book, rubric = project.codebook(), project.rubric()
    assert rubric is not None
    return [project.store.fingerprint("codebook", book.id), project.store.fingerprint("rubric", rubric.id)]


# --- Reading only ---------------------------------------------------------------------------------


def test_reading_every_table_appends_nothing_and_freezes_nothing(place: Path) -> None:
    before, files = logged(place), sorted(place.rglob("*.*"))
    with open_project(place) as project:
        frozen = kept(project)
    assert frozen[1] is None  # nobody has used the rubric yet, so that freezing it would show
    with qes.open(place) as study:
        assert all(len(table(study, name).columns) for name in NAMES)
        study.quote(study.evidence()["coding"].iloc[0])
        assert repr(study)
        assert kept(study.project) == frozen
    assert logged(place) == before
    assert [each for each in sorted(place.rglob("*.*")) if each.suffix not in (".db-wal", ".db-shm")] == [
        each for each in files if each.suffix not in (".db-wal", ".db-shm")
    ]


def test_to_import_qes_loads_no_library_and_no_stage() -> None:
    code = "import sys, qes; print(*sorted(name for name in sys.modules if name.split('.')[0] in sys.argv[1:]))"
    heavy = ["pandas", "numpy", "sqlalchemy", "pydantic", "torch", "qes"]
    done = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["qes", "qes.privacy"]


def test_qes_help_does_not_load_pandas() -> None:
    code = "import sys, qes.cli.app; print('pandas' in sys.modules, 'qes.notebook' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


# --- Opening --------------------------------------------------------------------------------------


def test_a_folder_inside_a_project_opens_it_and_one_outside_does_not(place: Path, tmp_path: Path) -> None:
    with qes.open(str(place / "corpus" / "Arden")) as study:
        assert study.project.folder == place
    with pytest.raises(NotAProject):
        qes.open(tmp_path)


def test_what_is_wrong_with_the_project_is_said_by_the_tables_it_concerns(place: Path) -> None:
    (place / "corpus" / "cases.csv").write_text("town\nArden\n", encoding="utf-8")
    with qes.open(place) as study:
        assert "cases" in repr(study)
        assert len(study.evidence()) == 5
        with pytest.raises(BadCases, match="no `case` column"):
            study.cases()


# --- What is kept ---------------------------------------------------------------------------------


def test_each_frame_is_fresh(study: Study) -> None:
    for name in WITHOUT_ARGUMENTS:
        one = table(study, name)
        one["mine"] = 1
        assert "mine" not in table(study, name).columns
    evidence = study.evidence()
    evidence.loc[0, "quote"] = "changed"
    assert "changed" not in set(study.evidence()["quote"])


def test_what_several_tables_need_is_computed_once(study: Study) -> None:
    reading = Reading(study.project)
    assert reading.rows(EVIDENCE) is None
    items = reading.items(EVIDENCE)
    assert reading.items(EVIDENCE) is items
    assert reading.rows(EVIDENCE) == len(items)
    assert reading.items(ROBUSTNESS)[0].whole is reading.scored.uncertainty.robustness[0]


def test_what_others_add_is_seen_at_once(study: Study, place: Path) -> None:
    assert len(study.evidence()) == 5
    with open_project(place) as other:
        record(other, [accept(codable(other)[2], "capacity", "omar")])
    assert len(study.evidence()) == 6
    assert "capacity" in set(study.decisions()["code"])


def test_what_the_log_does_not_tell_is_seen_after_a_refresh(study: Study, place: Path) -> None:
    assert "area" not in study.cases().columns
    (place / "corpus" / "cases.csv").write_text("case,area\nArden,7\n", encoding="utf-8")
    assert "area" not in study.cases().columns
    study.refresh()
    assert study.cases().set_index("case")["area"].dropna().to_dict() == {"Arden": 7.0}
    (place / "qes.toml").write_text("no_such = 1\n", encoding="utf-8")
    with pytest.raises(BadSettings):
        study.refresh()
    assert len(study.evidence()) == 5


# --- Walking back ---------------------------------------------------------------------------------


def test_a_quote_is_read_from_its_source_anew(study: Study) -> None:
    evidence = study.evidence()
    assert [study.quote(each) for each in evidence["coding"]] == evidence["quote"].tolist()
    with pytest.raises(NotFound, match="no-such") as caught:
        study.quote("no-such")
    assert "study.evidence()" in caught.value.hint


@pytest.mark.parametrize("read_before", [True, False])
def test_a_source_that_reads_otherwise_is_a_misquote(study: Study, place: Path, *, read_before: bool) -> None:
    with qes.open(place) as other:
        evidence = other.evidence()
    if read_before:
        study.evidence()
    coding = evidence[evidence["quote"].str.startswith("Every Monday")]["coding"].iloc[0]
    tamper(
        study.project,
        "UPDATE revisions SET text = replace(text, 'Every Monday', 'Every Sunday') WHERE text LIKE '%Every Monday%'",
    )
    with pytest.raises(Misquote, match="Every Monday"):
        study.quote(coding)


# --- Finding one's way ----------------------------------------------------------------------------


def test_the_overview_names_every_table_and_counts_what_was_read(study: Study) -> None:
    study.passages()
    overview = study.tables().set_index("table")["rows"]
    assert list(overview.index) == list(NAMES)
    assert overview["passages"] == 7
    assert overview["codes"] == len(study.project.codebook().codes)
    assert overview.isna()["robustness"]
    shown, html = repr(study), study._repr_html_()
    assert all(name in shown and f"<code>{name}</code>" in html for name in NAMES)
    assert "Two towns" in shown


def test_html_escapes_what_people_call_their_project(place: Path) -> None:
    settings = place / "qes.toml"
    text = settings.read_text(encoding="utf-8").replace('name = "Two towns"', 'name = "<b>&</b>"')
    settings.write_text(text, encoding="utf-8")
    with qes.open(place) as study:
        assert "<b>" not in study._repr_html_()


def test_columns_are_told_with_their_meaning_and_unknown_tables_with_those_there_are(study: Study) -> None:
    for name in NAMES:
        told = study.columns(name)
        assert told["meaning"].str.len().min() > 1
        assert told["column"].is_unique
    assert "polarity" in set(study.columns("evidence")["column"])
    with pytest.raises(UnknownPlugin) as caught:
        study.columns("codings")
    assert "evidence" in caught.value.hint
