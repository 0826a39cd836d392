"""Themes that people keep: accepted, renamed, merged, split and dropped as versions in the log, and made into codes.

A passage is in one theme at most. Whoever changes a theme names the version they saw; if another has come since,
nothing is changed. What is one act is one transaction, so no theme is ever half merged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from qes.coding.codebook.edit import Add
from qes.errors import BadTheme, NotFound
from qes.model import Code, Theme
from qes.pipeline.kept import history, standing
from qes.pipeline.themes import versions as theme_versions
from qes.pipeline.themes.versions import RESTORED, SAVED, Author, Saved, new_key, save
from qes.pipeline.versions import revise
from qes.project import Project
from qes.synthesis.quoted import unquoted
from qes.synthesis.themes.telling import SHOWN

# --- What stands ----------------------------------------------------------------------------------


def themes(project: Project) -> list[Theme]:
    """The themes that stand, in the order they were first accepted; none that was dropped or merged into another."""
    saved = [theme_versions.read(event).theme for event in standing(project, SAVED).values()]
    return [each for each in saved if not each.withdrawn]


def theme(project: Project, key: str) -> Theme:
    """The newest version of a theme, also when it is withdrawn.

    Raises:
        NotFound: No such theme.
    """
    event = standing(project, SAVED).get(key)
    if event is None:
        raise NotFound("theme", key)
    return theme_versions.read(event).theme


def versions_of(project: Project, key: str) -> list[Saved]:
    """Every version of a theme, oldest first, those taken back too."""
    return [theme_versions.read(event) for event in history(project, SAVED, key)]


# --- Acts -----------------------------------------------------------------------------------------


def accept(
    project: Project, name: str, passages: Sequence[str], by: Author, *, words: Sequence[str] = (), memo: str = ""
) -> Theme:
    """Make passages a theme.

    Args:
        project: Whose log it goes to.
        name: In the team's words.
        passages: Ids, the most telling first.
        by: Who.
        words: The words that told the cluster from the rest, if it was one.
        memo: What the team makes of it.

    Raises:
        NotFound: One of the passages is not in the project.
        BadTheme: It has no name or no passages, nobody is named as its author, or its name or memo quotes what none of
            its passages reads.
        Conflict: Another theme has one of the passages.
    """
    made = Theme(new_key(by), name, _union(passages), tuple(words), memo)
    _check_known(project, passages)
    _check_quoted(project, made)
    return save(project, by, [Saved(made, "accepted")], {made.key: None})


def rename(project: Project, key: str, name: str, by: Author, seen: str, *, memo: str | None = None) -> Theme:
    """Give a theme another name, and another memo unless that is None.

    Raises:
        NotFound: No such theme.
        Conflict: It has another version than `seen` by now.
        BadTheme: The name is empty, the theme is withdrawn, or something is quoted that none of its passages reads.
    """
    old = theme(project, key)
    changed = replace(old, name=name, memo=old.memo if memo is None else memo)
    _check_quoted(project, changed)
    return save(project, by, [Saved(changed, "renamed")], {key: seen})


def gather(project: Project, key: str, passages: Sequence[str], by: Author, seen: str) -> Theme:
    """Put further passages into a theme; errors as in `accept` and `rename`."""
    _check_known(project, passages)
    old = theme(project, key)
    return save(project, by, [Saved(replace(old, passages=_union(old.passages, passages)), "gathered")], {key: seen})


def merge(project: Project, key: str, others: Mapping[str, str], by: Author, seen: str, *, name: str = "") -> Theme:
    """Make several themes one; the others are withdrawn, and name the one they are part of now.

    Args:
        project: Whose log it goes to.
        key: Of the theme that stays; passages, words and memos of the others follow its own.
        others: Key of each theme merged into it, with the version seen.
        by: Who.
        seen: Version of the one that stays.
        name: A new one for it; empty: it keeps its own.

    Raises:
        NotFound, Conflict: As in `rename`, for each of them.
        BadTheme: No other is named, or one is withdrawn or has become a code.
    """
    old, parts = theme(project, key), [theme(project, each) for each in others]
    if not parts or key in others:
        raise BadTheme("name the themes to be merged into it, and not itself", old.name)
    everything = [old, *parts]
    whole = replace(
        old,
        name=name or old.name,
        passages=_union(*(each.passages for each in everything)),
        words=_union(*(each.words for each in everything))[:SHOWN],
        memo="\n\n".join(each.memo for each in everything if each.memo),
    )
    saved = [Saved(whole, "merged", tuple(others))]
    saved += [Saved(replace(each, withdrawn=True), "merged", (key,)) for each in parts]
    return save(project, by, saved, {key: seen, **others}, _uncoded(set(others)))


def split_off(project: Project, key: str, passages: Sequence[str], name: str, by: Author, seen: str) -> Theme:
    """Make some passages of a theme a theme of their own, and return that.

    Raises:
        NotFound, Conflict: As in `rename`.
        BadTheme: They are none of its passages, or all of them; or the name is empty.
    """
    old, gone = theme(project, key), set(passages)
    part = Theme(new_key(by), name, _union(passages))
    rest = replace(old, passages=tuple(each for each in old.passages if each not in gone))

    def check(now: Mapping[str, Theme]) -> None:
        if not gone <= set(now[key].passages):
            raise BadTheme("only passages of its own can be split off", old.name)

    return save(
        project,
        by,
        [Saved(part, "split", (key,)), Saved(rest, "split", (part.key,))],
        {part.key: None, key: seen},
        check,
    )


def drop(project: Project, key: str, by: Author, seen: str) -> Theme:
    """Withdraw a theme; its passages are free for others. Errors as in `rename`."""
    return save(project, by, [Saved(replace(theme(project, key), withdrawn=True), "dropped")], {key: seen})


def restore(project: Project, key: str, by: Author, seen: str) -> Theme:
    """Bring back a theme that was withdrawn, unless its passages are in others by now. Errors as in `accept`."""
    return save(project, by, [Saved(replace(theme(project, key), withdrawn=False), RESTORED)], {key: seen})


def to_code(
    project: Project, key: str, code: Code, base: str, by: Author, seen: str, *, after: str | None = None
) -> Theme:
    """Make a theme a code of the next codebook version.

    The version comes first and the theme is marked then; should the machine stop in between, the same asked again ends
    the work. Its passages keep their codings: `qes.pipeline.themes.passages.passages_of` lists them, to be
    read for it.

    Args:
        project: Which must not pin a version of the codebook.
        key: Of the theme.
        code: With its parent and all the fields that coders need.
        base: Id of the codebook version that the code is added to.
        by: Who; the reason stands with the version.
        seen: Version of the theme.
        after: The code's parent, or the sibling behind which it stands; None: last of its siblings.

    Raises:
        NotFound: No such theme.
        BadTheme: It is withdrawn, or another code by now.
        Conflict: The theme has another version than `seen` by now, or the codebook than `base`.
        BadEdit, BadSettings, RubricBreaks, CannotWrite: As `qes.pipeline.versions.revise`; then nothing is changed.
    """
    old, name = theme(project, key), code.code.strip()
    if old.withdrawn:
        raise BadTheme("it was withdrawn, so it cannot become a code", old.name)
    if old.code not in (None, name):
        raise BadTheme(f"it is the code {old.code!r} already", old.name)
    if old.code is None and old.id != seen:
        raise theme_versions.conflict(old)
    revise(project, base, [Add(code, after)], by.name, by.reason)
    old = theme(project, key)
    if old.code == name:
        return old
    return save(project, by, [Saved(replace(old, code=name), "coded")], {key: old.id})


def _union(*parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for part in parts for each in part))


def _check_quoted(project: Project, made: Theme) -> None:
    """Names and memos are printed, so what they quote must be somebody's words."""
    texts = [each.text for each in project.store.passages(ids=made.passages, current=None)]
    for said in (made.name, made.memo):
        if words := unquoted(said, texts):
            problem = f"none of its passages reads “{words}”: quote one to the letter, or leave the marks out"
            raise BadTheme(problem, made.name)


def _check_known(project: Project, passages: Sequence[str]) -> None:
    known = {passage.id for passage in project.store.passages(ids=set(passages), current=None)}
    if missing := sorted(set(passages) - known):
        raise NotFound("passage", missing[0])


def _uncoded(keys: Iterable[str]) -> theme_versions.Check:
    """That none of these themes has become a code: it would be lost with the theme."""

    def check(now: Mapping[str, Theme]) -> None:
        for each in (now[key] for key in keys):
            if each.code is not None:
                raise BadTheme(f"it is the code {each.code!r} already: merge into it, or merge the codes", each.name)

    return check
