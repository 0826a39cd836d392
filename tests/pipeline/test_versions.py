"""New versions of the codebook: who made them, that none is half made, and that nobody's edits overwrite another's."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from qes.coding.codebook import diff
from qes.coding.codebook.edit import Edit, Merge, Retire, Reword
from qes.coding.codebook.edit_json import edit_to_json
from qes.errors import BadEdit, BadSettings, Conflict, FrozenCodebook, QesError
from qes.pipeline.verify import run_verify
from qes.pipeline.versions import REVISED, Revised, revise, versions
from qes.project import Project, open_project
from review_project import BOOK
from versions_project import copied, template

NEXT = "dynamic-capabilities@1.1"
SCANNING, LIVED = "awareness/scanning", "awareness/lived-experience"
EDITS: list[Edit] = [Reword(SCANNING, definition="They look out."), Merge(("capacity",), "ordinary-routine")]


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("ingested") / "project")


@pytest.fixture
def project(ingested: Path, tmp_path: Path) -> Iterator[Project]:
    with copied(ingested, tmp_path / "copy") as opened:
        yield opened


def by_hand(project: Project, version: str) -> Path:
    """A version that somebody put there with an editor."""
    old = project.codebooks / "dynamic-capabilities" / "1.0.yaml"
    text = old.read_text(encoding="utf-8").replace("version: '1.0'", f"version: '{version}'")
    path = old.with_name(f"{version}.yaml")
    path.write_text(text.replace("title: Dynamic", "title: The dynamic"), encoding="utf-8")
    return path


def hidden(project: Project) -> list[str]:
    return sorted(path.name for path in (project.codebooks / "dynamic-capabilities").glob(".*"))


def test_the_next_version_is_in_force_at_once_and_the_log_says_who_made_it_and_why(project: Project) -> None:
    old = project.codebook()
    done = revise(project, BOOK, EDITS, "ana", "Nobody told them apart.")
    assert done.codebook == project.codebook()
    assert (done.codebook.id, done.path.name) == (NEXT, "1.1.yaml")
    assert done.changes == tuple(diff(old, done.codebook)) != ()
    (event,) = project.store.events(kind=REVISED)
    assert (event.author, event.body) == (
        "ana",
        {
            "from": BOOK,
            "to": NEXT,
            "reason": "Nobody told them apart.",
            "edits": [edit_to_json(edit) for edit in EDITS],
            "sha256": done.codebook.sha256,
        },
    )
    assert project.codebook(BOOK) == old
    assert hidden(project) == []
    assert run_verify(project) == []


def test_the_version_edited_is_frozen_since_the_log_refers_to_it(project: Project) -> None:
    revise(project, BOOK, EDITS, "ana", "So.")
    path = project.codebooks / "dynamic-capabilities" / "1.0.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("title: Dynamic", "title: Static"), encoding="utf-8")
    with pytest.raises(FrozenCodebook):
        project.codebook(BOOK)


def test_versions_are_listed_with_what_each_changed_whoever_made_them(project: Project) -> None:
    first = revise(project, BOOK, EDITS, "ana", "One.")
    second = revise(project, NEXT, [Retire("no-fit", "Use memos.")], "ben", "Two.")
    by_hand(project, "1.3")
    found = versions(project)
    assert [(each.id[-3:], each.author, each.reason, each.used) for each in found] == [
        ("1.0", "", "", True),
        ("1.1", "ana", "One.", True),
        ("1.2", "ben", "Two.", False),
        ("1.3", "", "", False),
    ]
    assert [each.changes for each in found[:3]] == [(), first.changes, second.changes]
    assert {change.code for change in found[3].changes} == {None, SCANNING, "capacity", "no-fit"}
    assert [bool(each.at) for each in found] == [False, True, True, False]
    project.use_codebook()
    assert versions(project)[3].used


def test_the_same_request_sent_twice_counts_once(project: Project) -> None:
    once = revise(project, BOOK, EDITS, "ana", "So.")
    assert revise(project, BOOK, EDITS, "ana", "So.") == once
    revise(project, NEXT, [Retire("no-fit", "Use memos.")], "ben", "Two.")
    assert revise(project, BOOK, EDITS, "ana", "So.") == once
    assert len(list(project.store.events(kind=REVISED))) == 2


def test_who_started_from_an_earlier_version_is_told_what_came_since_and_loses_nothing(project: Project) -> None:
    revise(project, BOOK, EDITS, "ana", "One.")
    for author, reason in (("ben", "One."), ("ana", "Another.")):
        with pytest.raises(Conflict, match=r"dynamic-capabilities@1\.0, from which these edits start") as caught:
            revise(project, BOOK, EDITS, author, reason)
        assert caught.value.theirs == f"{NEXT} by ana: One."
    path = by_hand(project, "1.2")
    with pytest.raises(Conflict, match=r"dynamic-capabilities@1\.2 by a file put there: no reason given"):
        revise(project, NEXT, EDITS, "ben", "Two.")
    with pytest.raises(Conflict):
        revise(project, "dynamic-capabilities@7", EDITS, "ben", "Two.")
    path.unlink()
    assert project.codebook().id == NEXT


def test_of_people_who_edit_at_once_one_is_first_and_the_others_are_told(project: Project) -> None:
    people = ("ana", "ben", "cy")
    start, came = threading.Barrier(len(people)), dict[str, Revised | QesError]()

    def edit(name: str) -> None:
        with open_project(project.folder) as own:
            start.wait()
            try:
                came[name] = revise(own, BOOK, [Reword("capacity", label=f"As {name} says")], name, "Mine.")
            except QesError as error:
                came[name] = error

    threads = [threading.Thread(target=edit, args=(name,)) for name in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (first,) = [name for name, each in came.items() if isinstance(each, Revised)]
    told = [each for name, each in came.items() if name != first]
    assert [type(each) for each in told] == [Conflict, Conflict]
    assert all(isinstance(each, Conflict) and each.theirs == f"{NEXT} by {first}: Mine." for each in told)
    capacity = project.codebook().get("capacity")
    assert capacity is not None
    assert capacity.label == f"As {first} says"
    assert [each.author for each in versions(project)] == ["", first]
    assert hidden(project) == []
    assert run_verify(project) == []


def test_what_stopped_between_log_and_file_is_ended_by_asking_again(project: Project) -> None:
    """A folder where the file belongs stops it there, as the end of the power would."""
    target = project.codebooks / "dynamic-capabilities" / "1.1.yaml"
    target.mkdir()
    with pytest.raises(QesError):
        revise(project, BOOK, EDITS, "ana", "So.")
    target.rmdir()
    assert len(list(project.store.events(kind=REVISED))) == 1
    assert project.codebook().id == BOOK
    assert [each.id for each in versions(project)] == [BOOK]
    assert hidden(project) == []
    assert revise(project, BOOK, EDITS, "ana", "So.").codebook == project.codebook()
    assert len(list(project.store.events(kind=REVISED))) == 1
    assert [each.author for each in versions(project)] == ["", "ana"]


def test_others_may_go_on_where_somebody_stopped_halfway(project: Project) -> None:
    target = project.codebooks / "dynamic-capabilities" / "1.1.yaml"
    target.mkdir()
    with pytest.raises(QesError):
        revise(project, BOOK, EDITS, "ana", "So.")
    target.rmdir()
    done = revise(project, BOOK, [Retire("no-fit", "Use memos.")], "ben", "Mine.")
    assert project.codebook() == done.codebook
    assert [(each.author, each.reason) for each in versions(project)] == [("", ""), ("ben", "Mine.")]
    with pytest.raises(Conflict):
        revise(project, BOOK, EDITS, "ana", "So.")


def test_a_half_written_version_is_never_picked_up(project: Project) -> None:
    folder = project.codebooks / "dynamic-capabilities"
    for name in (".1.1-0123.part", ".1.1.yaml", "1.1.part"):
        (folder / name).write_text("name: dynamic-cap", encoding="utf-8")
    assert project.codebook().id == BOOK
    assert revise(project, BOOK, EDITS, "ana", "So.").codebook.id == NEXT
    assert project.codebook().id == NEXT


def test_a_pinned_version_has_to_be_unpinned_by_the_team(folder: Path) -> None:
    settings = folder / "qes.toml"
    text = settings.read_text(encoding="utf-8").replace('"dynamic-capabilities"', f'"{BOOK}"')
    settings.write_text(text, encoding="utf-8")
    with open_project(folder) as project:
        with pytest.raises(BadSettings, match=r"qes\.toml: `codebook` names the version") as caught:
            revise(project, BOOK, EDITS, "ana", "So.")
        assert 'Write `codebook = "dynamic-capabilities"` there' in caught.value.hint
        assert list(project.store.events(kind=REVISED)) == []
        assert [each.id for each in versions(project)] == [BOOK]


def test_what_makes_no_version_leaves_no_trace(project: Project) -> None:
    requests: list[tuple[list[Edit], str, str, str]] = [
        ([], "ana", "So.", "change nothing"),
        ([Reword("capacity")], "ana", "So.", "change nothing"),
        ([Reword("gone", label="x")], "ana", "So.", "edit 1, code 'gone': there is no such code"),
        (EDITS, " ", "So.", "name of who made it"),
        (EDITS, "ana", "", "and a reason"),
    ]
    for edits, author, reason, says in requests:
        with pytest.raises(BadEdit, match=says):
            revise(project, BOOK, edits, author, reason)
    assert {event.kind for event in project.store.events()} == {"ingested"}
    assert project.codebook().id == BOOK
