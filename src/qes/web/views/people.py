"""People, what they are asked to code, and the settings that matter to who leads them → JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from qes.model import Assignment, Role, User
from qes.model.people import name_key
from qes.pipeline.assignments import Duties
from qes.pipeline.ledger import Ledger
from qes.pipeline.overview import CoderLine
from qes.pipeline.sharing import Plan
from qes.pipeline.status import remote
from qes.pipeline.workload import WHOLE, Amount, Cell, Draws, Workload, cells, readers
from qes.project import Project
from qes.settings import FILE

NO_ACCOUNT = "none"


def user(value: User) -> dict[str, Any]:
    """An account."""
    return {"name": value.name, "role": value.role.value, "active": value.active, "version": value.version}


def amount(value: Amount) -> dict[str, int]:
    """How far somebody has come."""
    return {"of": value.of, "read": value.read}


def assignment(value: Assignment) -> dict[str, Any]:
    """An assignment in force, with who made it and when."""
    return {"id": value.id, "author": value.author, "at": value.at} | _asked(value)


def _asked(value: Assignment) -> dict[str, Any]:
    """What a coder is asked to code; no sources: all, also those still to come."""
    return {
        "coder": value.coder,
        "sources": list(value.sources),
        "share": value.share,
        "blind": value.blind,
        "note": value.note,
    }


# --- People ---------------------------------------------------------------------------------------


def people(
    users: Sequence[User], lines: Mapping[str, CoderLine], last: Mapping[str, str], work: Mapping[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Everybody with an account, then those who coded without one.

    Args:
        users: Accounts.
        lines: What each coder has done.
        last: When each was active last.
        work: How far each has come with what they are asked to code.
    """
    rows = [
        user(each)
        | {"account": True, "last_lead": each.active and _only_lead(each, users)}
        | _done(each.name, lines, last)
        | {"work": work.get(each.name)}
        for each in users
    ]
    known = {name_key(each.name) for each in users}
    others = [
        {"name": name, "account": False} | _done(name, lines, last) | {"work": work.get(name)}
        for name in sorted(lines)
        if name_key(name) not in known
    ]
    return rows + others


def _only_lead(value: User, users: Sequence[User]) -> bool:
    return [each.name for each in users if each.active and each.role is Role.LEAD] == [value.name]


def _done(name: str, lines: Mapping[str, CoderLine], last: Mapping[str, str]) -> dict[str, Any]:
    line = lines.get(name)
    return {
        "decisions": line.decisions if line else 0,
        "passages": line.passages if line else 0,
        "last": last.get(name),
    }


def columns(
    users: Sequence[User], coders: Sequence[str], duties: Duties, assigned: Sequence[str]
) -> list[dict[str, Any]]:
    """Who may be asked to code, and whoever is asked though they may no longer: the columns of the matrix."""
    if not users:
        names = dict.fromkeys([*coders, *assigned])
        return [{"name": each, "account": NO_ACCOUNT} for each in sorted(names)]
    found = []
    for each in users:
        able = each.active and each.role.allows(Role.RESEARCHER)
        if able or duties.of(each.name):
            state = "active" if able else each.role.value if each.active else "inactive"
            found.append({"name": each.name, "account": state})
    known = {name_key(each.name) for each in users}
    return found + [{"name": each, "account": NO_ACCOUNT} for each in assigned if name_key(each) not in known]


# --- Work -----------------------------------------------------------------------------------------


def matrix(
    ledger: Ledger, duties: Duties, current: Sequence[Assignment], coders: Sequence[dict[str, Any]], draws: Draws
) -> dict[str, Any]:
    """Sources × coders: who is asked to code what, how far it is, and what is read by two."""
    load, sizes, done = Workload(ledger, draws), draws(WHOLE).sizes, readers(ledger)
    given = {each["name"]: cells(duties.of(each["name"]), sizes) for each in coders}
    doubled = load.doubled([given[name] for name in given if given[name]], done)
    sources = [
        {
            "id": each,
            "path": ledger.sources[each].path,
            "cases": sorted({passage.case for passage in ledger.of_source(each) if passage.codable and passage.case}),
            "passages": sizes[each],
            "once": done.once.get(each, 0),
            "twice": len(done.twice.get(each, ())),
            "doubled": amount(doubled[each]),
        }
        for each in ledger.sources
        if each in sizes
    ]
    return {
        "sources": sources,
        "coders": [each | _column(load, each["name"], given[each["name"]]) for each in coders],
        "assignments": [assignment(each) | amount(load.progress(each)) for each in current],
        "doubled": amount(
            Amount(sum(each.of for each in doubled.values()), sum(each.read for each in doubled.values()))
        ),
        "twice": sum(len(each) for each in done.twice.values()),
    }


def _column(load: Workload, coder: str, mine: Mapping[str, Cell]) -> dict[str, Any]:
    """What a coder is asked; each cell as [share, blind share, passages, read]."""
    return {
        "cells": {
            source: [cell.share, cell.blind, load.size(source, cell.share), load.read(coder, source, cell.share)]
            for source, cell in sorted(mine.items())
        },
        "work": work(load, coder, mine),
    }


def work(load: Workload, coder: str, mine: Mapping[str, Cell]) -> dict[str, Any] | None:
    """How far a coder has come with what they are asked to code; None: they are asked nothing, and code everything."""
    if not mine:
        return None
    blind = load.amount(coder, {source: cell.blind for source, cell in mine.items()})
    return amount(load.amount(coder, {source: cell.share for source, cell in mine.items()})) | {"blind": amount(blind)}


def plan(value: Plan) -> dict[str, Any]:
    """What is to be assigned and withdrawn."""
    return {
        "made": [_asked(each) for each in value.made],
        "withdrawn": list(value.withdrawn),
        "seen": list(value.seen),
    }


def loads(value: Plan, coders: Sequence[str], draws: Draws) -> list[dict[str, Any]]:
    """What each coder would have to do by a plan, in sources and passages, whole and in shares."""
    return [_load([each for each in value.made if each.coder == coder], coder, draws) for coder in coders]


def _load(mine: Sequence[Assignment], coder: str, draws: Draws) -> dict[str, Any]:
    def passages(of: Sequence[Assignment]) -> int:
        return sum(draws(each.share).sizes.get(source, 0) for each in of for source in each.sources)

    whole, shares = [each for each in mine if not each.blind], [each for each in mine if each.blind]
    return {
        "coder": coder,
        "sources": sum(len(each.sources) for each in whole),
        "passages": passages(whole),
        "second_sources": sum(len(each.sources) for each in shares),
        "second_passages": passages(shares),
    }


# --- Settings -------------------------------------------------------------------------------------


def settings(project: Project) -> dict[str, Any]:
    """The settings that matter to who leads, each with what it means and where it is set."""
    given = project.settings
    rows = [
        _setting("review", "blind_share", given.review.blind_share, given.review),
        _setting("review", "recall_goal", given.review.recall_goal, given.review),
        _setting("suggest", "suggester", given.suggest.suggester, given.suggest),
        _setting("", "seed", given.seed, given),
        _setting("store", "url", place(given.store.url), given.store),
    ]
    return {"file": FILE, "settings": rows, "leaves": remote(project)}


def _setting(part: str, name: str, value: object, owner: object) -> dict[str, Any]:
    meaning = getattr(type(owner), "model_fields", {})[name].description
    variable = "__".join(["QES_" + part.upper(), name.upper()] if part else ["QES_" + name.upper()])
    return {"part": part, "name": name, "value": value, "meaning": meaning, "variable": variable}


def place(url: str) -> str:
    """Where a database is, without who signs in there and by which password."""
    if not url:
        return "SQLite in .qes/, on this machine"
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}"
