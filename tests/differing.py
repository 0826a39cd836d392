"""A project in which two coders differ about one code on one passage, and what is asked about it over HTTP."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi.testclient import TestClient

from qes.model import Decision, Passage, Verdict
from qes.pipeline.review import codable, record
from qes.project import Project
from review_project import BOOK, accept

CODE = "capacity"
OTHER = "no-fit"
NAMES = ("ana", "ben")


def differ(project: Project) -> Passage:
    """Ana gives the first passage a code, on its first words and with a memo; Ben reads it and does not."""
    one, two, *_ = codable(project)
    words = replace(one.span, end=one.span.start + 10)
    said = replace(accept(one, CODE, "ana"), span=words, attributes={"polarity": "supports"}, memo="posts are named")
    record(project, [said, Decision(one.id, "ben", Verdict.NOTHING, BOOK)])
    record(project, [accept(two, OTHER, "ana"), accept(two, OTHER, "ben")])
    return one


def word(passage: Passage, **parts: Any) -> dict[str, Any]:
    """That the code applies, as a page sends it."""
    return {"key": "first-key", "passage": passage.id, "code": CODE, "applies": True, "reason": "both saw it"} | parts


def one(client: TestClient, passage: Passage, code: str = CODE, **asked: Any) -> Any:
    """The disagreement on a passage, as a page asks for it."""
    return client.get(f"/api/disagreements/{passage.id}", params={"code": code, **asked})
