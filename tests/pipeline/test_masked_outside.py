"""Names stay here: what a project sends to a model elsewhere, the key it keeps, and what it says of both."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from llm_project import HONEST, answering, chat
from model_server import ModelServer, running
from qes.coding.embed.cache import CachedEmbedder
from qes.errors import BadPseudonyms, CannotWrite
from qes.masking import embedder_of
from qes.pipeline.backup import run_backup
from qes.pipeline.ingest import run_ingest
from qes.pipeline.models.coding import ModelCoding
from qes.pipeline.models.privacy import masking_of
from qes.pipeline.status import run_status
from qes.pipeline.suggest import run_suggest
from qes.pipeline.verify import run_verify
from qes.project import Project, open_project
from small_project import Run

REMOTE = '\n[llm]\nmodel = "openai:x"\nbase_url = "https://models.example.org/v1"\nnames = ["Rosa Klein"]\n'


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with running() as served:
        yield served


def add(folder: Path, text: str) -> None:
    with (folder / "qes.toml").open("a", encoding="utf-8") as file:
        file.write(text)


def by_api(folder: Path, server: ModelServer, more: str = "") -> None:
    text = (folder / "qes.toml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(("[embed]", "embedder"))]
    api = ["[embed]", 'embedder = "api"', 'model = "openai:small"', f'base_url = "{server.openai_url}"', more]
    (folder / "qes.toml").write_text("\n".join([*lines, *api]) + "\n", encoding="utf-8")


def taken_in(folder: Path) -> Project:
    project = open_project(folder)
    run_ingest(project)
    return project


# --- The key --------------------------------------------------------------------------------------


def test_the_key_holds_who_speaks_and_who_is_listed_and_only_its_owner_reads_it(folder: Path) -> None:
    add(folder, REMOTE)
    with taken_in(folder) as project:
        rows = {row.name: row.pseudonym for row in project.pseudonyms().rows}
        assert rows == {"Rosa Klein": "Person-1", "Rosa": "Person-1", "Klein": "Person-1"} | {
            name: rows[name] for name in ("MARTA", "JON")
        }
        assert sorted([rows["MARTA"], rows["JON"]]) == ["Person-2", "Person-3"]
        assert stat.S_IMODE(project.key.stat().st_mode) == 0o600
        before = project.key.read_bytes()
        project.key.chmod(0o644)
        assert project.pseudonyms().rows == project.pseudonyms().rows
        assert stat.S_IMODE(project.key.stat().st_mode) == 0o600
        assert project.key.read_bytes() == before


def test_people_may_write_names_into_the_first_column_in_their_spreadsheet(folder: Path) -> None:
    with taken_in(folder) as project:
        project.pseudonyms()
        known = project.key.read_text(encoding="utf-8").replace(",", ";").strip()
        project.key.write_text(f"\ufeff{known}\nTom Ash;;\nAunt Ash;Person-77;\nMarta;-\n", encoding="utf-8")
        rows = {row.name: row.pseudonym for row in project.pseudonyms().rows}
        key = project.pseudonyms()
        assert key.masked("TOM ASH, Aunt Ash and jon") == f"{rows['Tom Ash']}, Person-77 and {rows['JON']}"
        assert rows["Marta"] == "-"


@pytest.mark.parametrize(
    ("content", "told"), [(b"name,pseudonym\nJon,Aunt Rosa\nRosa,\n", "Aunt Rosa"), (b"\xff\xfe\x00", "cannot be read")]
)
def test_a_key_that_would_let_a_name_through_is_refused_and_nothing_is_sent(
    folder: Path, server: ModelServer, content: bytes, told: str
) -> None:
    by_api(folder, server)
    with taken_in(folder) as project:
        project.key.write_bytes(content)
        with pytest.raises(BadPseudonyms, match=told):
            embedder_of(project.settings, project.pseudonyms, lambda: project.store, remote=True).embed(["Rosa"])
    assert server.calls == []


def test_the_key_is_in_no_backup_no_export_goes_over_it_and_verify_minds_it_not(folder: Path, tmp_path: Path) -> None:
    with taken_in(folder) as project:
        project.pseudonyms()
        assert run_verify(project) == []
        run_backup(project, tmp_path / "all.zip")
        with zipfile.ZipFile(tmp_path / "all.zip") as archive:
            assert not [name for name in archive.namelist() if "pseudonym" in name]
        with pytest.raises(CannotWrite):
            project.check_output(project.key)


# --- What is sent ---------------------------------------------------------------------------------


def test_a_language_model_elsewhere_reads_no_name_and_its_quotes_are_found_in_the_source(folder: Path) -> None:
    with answering(HONEST) as server, taken_in(folder) as project:
        done = ModelCoding(project, chat(project, server), remote=True).run()
        assert server.calls
        assert not [call for call in server.calls if "marta" in call.user.lower() or "jon" in call.user.lower()]
        assert any("Person-" in call.user for call in server.calls)
        assert done.suggestions > 0
        said = [each for each in project.store.suggestions(suggester=done.suggester) if each.span]
        quotes = {each.span.of(project.store.text_of(each.passage_id)) for each in said if each.span}
        assert any("flooded stops" in quote for quote in quotes)


def test_the_setting_decides_who_reads_names(folder: Path) -> None:
    with taken_in(folder) as project:
        given = project.settings.llm
        for value, there, here in (("remote", True, False), ("always", True, True), ("never", False, False)):
            settings = given.model_copy(update={"pseudonymise": value})
            assert masking_of(project, settings, "x", remote=True).masked is there
            assert masking_of(project, settings, "x", remote=False).masked is here
        assert "Person-" in masking_of(project, given, "x", remote=True).mask("MARTA called").text
        apart = masking_of(None, given, "x", remote=True, speakers=["ZOE (CLERK)"]).mask("zoe at 555-0100")
        assert apart.text == "Person-1 at [phone]"


def test_vectors_from_elsewhere_are_made_of_masked_texts_and_so_are_those_of_queries(
    folder: Path, server: ModelServer
) -> None:
    by_api(folder, server)
    with taken_in(folder) as project:
        embedder = embedder_of(project.settings, project.pseudonyms, lambda: project.store, remote=True)
        cached = CachedEmbedder(embedder, project.store)
        cached.embed(["MARTA wrote a rule.", "It rained."])
        cached.embed(["what did Marta's team do?"])
        sent = [text for call in server.calls for text in call.body["input"]]
        marta = next(row.pseudonym for row in project.pseudonyms().rows if row.name == "MARTA")
        assert sent == [f"{marta} wrote a rule.", "It rained.", f"what did {marta}'s team do?"]
        project.embedder().embed(["Marta again"])
        assert server.calls[-1].body["input"] == ["Marta again"], "which stays on this machine"


def test_a_project_embedded_by_an_address_is_suggested_for_once_and_sound(folder: Path, server: ModelServer) -> None:
    by_api(folder, server, '\n[llm]\npseudonymise = "always"\nnames = ["Promenade"]')
    with taken_in(folder) as project:
        run_suggest(project)
        sent = json.dumps([call.body for call in server.calls]).lower()
        assert "person-" in sent
        assert "promenade" not in sent
        asked = len(server.calls)
        run_suggest(project)
        assert run_verify(project) == []
        assert len(server.calls) == asked
        project.key.write_text(
            "name,pseudonym\nPromenade,Person-1\nJON,-\nMARTA,-\nflooded,Person-50\n", encoding="utf-8"
        )
        run_suggest(project)
        again = [text for call in server.calls[asked:] for text in call.body["input"]]
        assert again
        assert all("Person-" in text for text in again), "only what reads otherwise now is sent again"
        assert run_verify(project) == []


# --- What is said of it ---------------------------------------------------------------------------


def test_status_says_which_models_are_asked_where_and_what_they_are_sent(run: Run, folder: Path) -> None:
    with open_project(folder) as project:
        assert run_status(project)["models"] == []
    add(folder, REMOTE)
    with open_project(folder) as project:
        told = run_status(project)
    assert told["leaves_this_machine"] == ["llm"]
    [model] = told["models"]
    assert model == {
        "use": "llm",
        "model": "openai:x",
        "address": "https://models.example.org/v1",
        "remote": True,
        "masked": True,
        "problem": "",
    }
    bare = run("status", QES_LLM__PSEUDONYMISE="never")
    assert "elsewhere; it is sent texts AS THEY ARE" in " ".join(bare.stdout.split())


def test_status_tells_of_embeddings_and_of_models_that_cannot_be(folder: Path, server: ModelServer) -> None:
    by_api(folder, server, '\n[llm]\nmodel = "nonsense"')
    with open_project(folder) as project:
        now = run_status(project)
    assert now["leaves_this_machine"] == ["llm"]
    llm, embed = now["models"]
    assert "no provider" in llm["problem"]
    assert (embed["use"], embed["remote"], embed["masked"]) == ("embed", False, False)
