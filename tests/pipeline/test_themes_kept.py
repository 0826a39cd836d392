"""Themes that people keep: no version is overwritten, no passage is in two, and a theme becomes one code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from command import command
from faults import write
from qes.cli.app import app
from qes.coding.codebook.edit import Add
from qes.errors import BadEdit, BadTheme, Conflict, NotFound, QesError, UnknownCode
from qes.model import Code, Passage, Theme
from qes.pipeline.ingest import run_ingest
from qes.pipeline.review import codable, record
from qes.pipeline.themes.acts import (
    accept,
    drop,
    gather,
    merge,
    rename,
    restore,
    split_off,
    theme,
    themes,
    to_code,
    versions_of,
)
from qes.pipeline.themes.passages import passages_of, propose, unread
from qes.pipeline.themes.versions import SAVED, Author
from qes.pipeline.verify import run_verify
from qes.pipeline.versions import REVISED, revise
from qes.project import Project
from review_project import BOOK
from review_project import accept as decided
from versions_project import NEXT, NO_FIT, SCANNING, copied, edit, template

SUBJECTS = {
    "tram": ("The tram depot floods each spring.", "A new tram depot was promised.", "The tram depot has no roof."),
    "garden": ("Volunteers water the gardens.", "The gardens belong to volunteers.", "Volunteers lock the gardens."),
}
ANA, BEN = Author("ana"), Author("ben")
CODE = Code("trams", "Trams", "What trams need.", "The tram and its depot.", "Trams are spoken of.", "Buses.")
BECAUSE = Author("ana", "The trams fit nowhere.")


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which some passages fit nowhere."""
    place = template(tmp_path_factory.mktemp("themes") / "project")
    texts = [*SUBJECTS["tram"], *SUBJECTS["garden"], "Lunch was late."]
    write(
        place / "corpus" / "Cove" / "odd.md", "".join(f"## {number}\n\n{text}\n\n" for number, text in enumerate(texts))
    )
    with copied(place, place.with_name("coded")) as project:
        run_ingest(project)
        record(project, [decided(each, NO_FIT) for each in odd(project)])
    return place.with_name("coded")


@pytest.fixture
def project(coded: Path, tmp_path: Path) -> Iterator[Project]:
    with copied(coded, tmp_path / "copy") as opened:
        yield opened


def odd(project: Project) -> list[Passage]:
    """The passages that fit nowhere: three on trams, three on gardens, a stray."""
    return [each for each in codable(project) if each.case == "Cove"]


def ids(project: Project, *places: int) -> list[str]:
    passages = odd(project)
    return [passages[place].id for place in places]


def two(project: Project) -> tuple[Theme, Theme]:
    trams = accept(project, "Trams", ids(project, 0, 1), ANA, words=["tram"], memo="Wet.")
    return trams, accept(project, "Gardens", ids(project, 3, 4, 5), BEN, words=["gardens", "tram"], memo="Dry.")


def logged(project: Project) -> int:
    return len(list(project.store.events()))


# --- What is proposed -----------------------------------------------------------------------------


def test_what_fits_nowhere_is_proposed_as_clusters_and_what_is_alone_stays_visible(project: Project) -> None:
    found = propose(project)
    assert found.code == NO_FIT
    assert {tuple(sorted(spot.passage.text for spot in each.passages)) for each in found.clusters} == {
        tuple(sorted(texts)) for texts in SUBJECTS.values()
    }
    assert [spot.passage.text for spot in found.loose] == ["Lunch was late."]
    assert {each.words[0] for each in found.clusters} <= {"tram depot", "gardens", "Volunteers"}
    assert {spot.source for each in found.clusters for spot in each.passages} == {"Cove/odd.md"}
    assert (found.taken, found.note) == (0, "")


def test_what_is_in_a_theme_is_not_proposed_again_until_it_is_dropped(project: Project) -> None:
    made = accept(project, "Trams", ids(project, 0, 1, 2), ANA)
    found = propose(project)
    assert (found.clusters, found.taken, len(found.loose)) == ((), 3, 4)
    assert "too few" in found.note
    drop(project, made.key, ANA, made.id)
    assert propose(project).taken == 0


def test_only_passages_that_carry_the_code_undisputed_are_looked_at(project: Project) -> None:
    record(project, [replace(decided(odd(project)[6], "capacity", coder="omar"))])
    assert propose(project).loose == ()
    assert propose(project, "capacity").loose == ()
    assert "0 different passages" in propose(project, SCANNING).note
    with pytest.raises(UnknownCode):
        propose(project, "no-such")


def test_a_codebook_without_the_code_of_the_settings_says_which_setting(project: Project) -> None:
    toml = project.folder / "qes.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + '\n[themes]\ncode = "leftover"\n', encoding="utf-8")
    with Project(project.folder) as again, pytest.raises(UnknownCode) as caught:
        propose(again)
    assert "[themes] code" in caught.value.hint


# --- What is kept ---------------------------------------------------------------------------------


def test_merging_keeps_everything_withdraws_the_others_and_tells_so_in_every_history(project: Project) -> None:
    trams, gardens = two(project)
    whole = merge(project, trams.key, {gardens.key: gardens.id}, Author("ben", "One thing."), trams.id, name="Outdoors")
    assert themes(project) == [whole]
    assert (whole.name, whole.passages) == ("Outdoors", tuple(ids(project, 0, 1, 3, 4, 5)))
    assert (whole.words, whole.memo, whole.reason) == (("tram", "gardens"), "Wet.\n\nDry.", "One thing.")
    assert [(each.act, each.others) for each in versions_of(project, trams.key)] == [
        ("accepted", ()),
        ("merged", (gardens.key,)),
    ]
    last = versions_of(project, gardens.key)[-1]
    assert (last.act, last.others, last.theme.withdrawn) == ("merged", (trams.key,), True)
    with pytest.raises(Conflict, match="Outdoors"):
        restore(project, gardens.key, ANA, theme(project, gardens.key).id)
    with pytest.raises(BadTheme, match="withdrawn already"):
        rename(project, gardens.key, "Mine", ANA, theme(project, gardens.key).id)
    assert run_verify(project) == []


def test_whoever_did_not_see_the_last_version_changes_nothing(project: Project) -> None:
    trams, gardens = two(project)
    named = rename(project, trams.key, "Rails", BEN, trams.id)
    assert (named.memo, named.words) == (trams.memo, trams.words)
    before = logged(project)
    acts: tuple[Callable[[], Theme], ...] = (
        lambda: rename(project, trams.key, "Wheels", ANA, trams.id),
        lambda: drop(project, trams.key, ANA, trams.id),
        lambda: gather(project, trams.key, ids(project, 2), ANA, trams.id),
        lambda: split_off(project, trams.key, ids(project, 0), "Half", ANA, trams.id),
        lambda: merge(project, gardens.key, {trams.key: trams.id}, ANA, gardens.id),
        lambda: merge(project, trams.key, {gardens.key: gardens.id}, ANA, trams.id),
        lambda: to_code(project, trams.key, CODE, BOOK, BECAUSE, trams.id),
    )
    for act in acts:
        with pytest.raises(Conflict, match=r"Rails.*saved by ben"):
            act()
    assert logged(project) == before
    assert themes(project) == [named, gardens]


def test_a_passage_is_in_one_theme_at_most(project: Project) -> None:
    trams, gardens = two(project)
    with pytest.raises(Conflict, match="it is in the theme 'Trams'"):
        accept(project, "Again", ids(project, 6, 0), BEN)
    with pytest.raises(Conflict, match="Gardens"):
        gather(project, trams.key, ids(project, 3), BEN, trams.id)
    more = gather(project, trams.key, ids(project, 2, 0), BEN, trams.id)
    assert more.passages == tuple(ids(project, 0, 1, 2))
    assert themes(project) == [more, gardens]


def test_what_a_theme_quotes_stands_in_one_of_its_passages(project: Project) -> None:
    trams = [each.id for each in odd(project)[:3]]
    made = accept(project, "Depot", trams, ANA, memo="Some say it “floods each spring”, others it “has no roof”.")
    with pytest.raises(BadTheme, match="none of its passages reads “lies on the river bank”"):
        rename(project, made.key, "Depot", ANA, made.id, memo="It “lies on the river bank”, they say.")
    with pytest.raises(BadTheme, match="to the letter, or leave the marks out"):
        accept(project, "The “garden of eden”", [odd(project)[3].id], ANA)
    assert [each.memo for each in themes(project)] == [made.memo]


def test_a_part_that_is_split_off_is_a_theme_of_its_own(project: Project) -> None:
    _, gardens = two(project)
    part = split_off(project, gardens.key, ids(project, 4), "Locks", ANA, gardens.id)
    rest = theme(project, gardens.key)
    assert (part.passages, rest.passages) == (tuple(ids(project, 4)), tuple(ids(project, 3, 5)))
    assert [(each.act, each.others) for each in versions_of(project, part.key)] == [("split", (gardens.key,))]
    for wrong in (ids(project, 3, 5), ids(project, 0), []):
        with pytest.raises(BadTheme):
            split_off(project, gardens.key, wrong, "All", ANA, rest.id)
    assert len(themes(project)) == 3


def test_a_request_sent_twice_counts_once(project: Project) -> None:
    for _ in range(2):
        trams = accept(project, "Trams", ids(project, 0, 1, 2), Author("ana", request="1"))
    gardens = accept(project, "Gardens", ids(project, 3, 4, 5), BEN)
    for _ in range(2):
        part = split_off(project, trams.key, ids(project, 2), "Roofs", Author("ana", request="2"), trams.id)
    rest = theme(project, trams.key)
    for _ in range(2):
        whole = merge(project, trams.key, {gardens.key: gardens.id}, Author("ana", request="3"), rest.id)
    for _ in range(2):
        gone = drop(project, part.key, Author("ana", request="4"), part.id)
    for _ in range(2):
        back = restore(project, part.key, Author("ana", request="5"), gone.id)
    assert themes(project) == [whole, back]
    assert len(list(project.store.events(kind=SAVED))) == 8


@pytest.mark.parametrize(
    ("name", "places", "by", "says"),
    [(" ", [0], ANA, "name"), ("Trams", [], ANA, "one passage"), ("Trams", [0], Author(" "), "who saves it")],
)
def test_a_theme_without_name_passages_or_author_is_refused(
    project: Project, name: str, places: list[int], by: Author, says: str
) -> None:
    with pytest.raises(BadTheme, match=says):
        accept(project, name, ids(project, *places), by)
    with pytest.raises(NotFound):
        accept(project, "Trams", ["no-such"], ANA)
    with pytest.raises(NotFound):
        rename(project, "no-such", "Trams", ANA, "")
    assert themes(project) == []


# --- What becomes of them -------------------------------------------------------------------------


def test_a_theme_becomes_a_code_once_and_its_passages_are_to_be_read_for_it(project: Project) -> None:
    trams, gardens = two(project)
    done = to_code(project, trams.key, CODE, BOOK, BECAUSE, trams.id)
    assert to_code(project, trams.key, CODE, BOOK, BECAUSE, trams.id) == done
    assert (done.code, project.codebook().id) == ("trams", NEXT)
    assert project.codebook().get("trams") == CODE
    assert [event.body["reason"] for event in project.store.events(kind=REVISED)] == ["The trams fit nowhere."]
    assert [each.act for each in versions_of(project, trams.key)] == ["accepted", "coded"]
    first, second = unread(project, trams.key)
    record(project, [replace(decided(first, "trams"), codebook=NEXT)])
    assert unread(project, trams.key) == [second]
    assert [each.decided for each in passages_of(project, trams.key)] == [("nora",), ()]
    with pytest.raises(BadTheme, match="is the code 'trams' already"):
        to_code(project, trams.key, replace(CODE, code="rails"), NEXT, BECAUSE, done.id)
    with pytest.raises(BadTheme, match="merge the codes"):
        merge(project, gardens.key, {trams.key: done.id}, ANA, gardens.id)


def test_a_stop_between_the_version_and_the_mark_is_mended_by_asking_again(project: Project) -> None:
    trams, _ = two(project)
    revise(project, BOOK, [Add(CODE)], BECAUSE.name, BECAUSE.reason)
    edit(project, Add(Code("other", "Other", "", "Something else.")))
    done = to_code(project, trams.key, CODE, BOOK, BECAUSE, trams.id)
    assert (done.code, theme(project, trams.key)) == ("trams", done)
    assert len(list(project.store.events(kind=REVISED))) == 2


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (replace(CODE, code=SCANNING), "taken"),
        (replace(CODE, code=" "), "needs an id"),
        (replace(CODE, parent="no-such"), "no-such"),
        (replace(CODE, definition=""), "definition"),
    ],
)
def test_a_code_that_cannot_be_leaves_nothing_half_done(project: Project, code: Code, says: str) -> None:
    trams, _ = two(project)
    before = logged(project)
    with pytest.raises(BadEdit, match=says):
        to_code(project, trams.key, code, BOOK, BECAUSE, trams.id)
    with pytest.raises(QesError, match="reason"):
        to_code(project, trams.key, CODE, BOOK, ANA, trams.id)
    assert (logged(project), project.codebook().id, theme(project, trams.key)) == (before, BOOK, trams)


def test_a_dropped_theme_becomes_no_code_and_an_old_codebook_is_told_of(project: Project) -> None:
    trams, gardens = two(project)
    gone = drop(project, trams.key, ANA, trams.id)
    with pytest.raises(BadTheme, match="withdrawn"):
        to_code(project, trams.key, CODE, BOOK, BECAUSE, gone.id)
    edit(project, Add(Code("other", "Other", "", "Something else.")))
    with pytest.raises(Conflict, match=r"@1\.0"):
        to_code(project, gardens.key, CODE, BOOK, BECAUSE, gardens.id)
    assert theme(project, gardens.key).code is None


def test_passages_follow_their_words_into_a_new_revision_and_lost_ones_stay_visible(project: Project) -> None:
    trams, gardens = two(project)
    path = project.corpus / "Cove" / "odd.md"
    text = path.read_text(encoding="utf-8")
    write(
        path, "# Before\n\nA new beginning.\n\n" + text.replace("The tram depot floods each spring.", "Nothing floods.")
    )
    run_ingest(project)
    lost, kept = passages_of(project, trams.key)
    assert (lost.lost, lost.now, lost.source) == (True, trams.passages[0], "Cove/odd.md")
    assert lost.passage is not None
    assert lost.passage.text == SUBJECTS["tram"][0]
    assert (kept.lost, kept.id, kept.now) == (False, trams.passages[1], ids(project, 2)[0])
    assert [each.id for each in unread(project, trams.key)] == [kept.now]
    project.store.retire_source(odd(project)[0].source_id)
    assert [each.lost for each in passages_of(project, gardens.key)] == [True] * 3
    assert theme(project, gardens.key) == gardens


# --- In the terminal ------------------------------------------------------------------------------


def test_the_command_shows_words_size_and_the_closest_quote_with_its_place(project: Project) -> None:
    shown = CliRunner().invoke(app, ["themes", "--project", str(project.folder)])
    assert shown.exit_code == 0, shown.stderr
    assert "7 passages of no-fit" in shown.stdout
    assert shown.stdout.count("3 passages, mean cosine") == 2
    assert "tram depot" in shown.stdout
    assert "Cove · Cove/odd.md · ¶ " in shown.stdout
    assert "1 passage in none of them" in shown.stdout
    assert "next: qes review" in shown.stdout
    answer = json.loads(command("themes", "--code", NO_FIT, "--json", cwd=project.folder).stdout)
    assert {"code", "clusters", "loose", "taken", "note"} == answer.keys()
    assert [each["size"] for each in answer["clusters"]] == [3, 3]
    assert answer["loose"][0]["text"] == "Lunch was late."
