"""Small real things to put into a store, and a hand that reaches past it into the tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import create_engine, text

from qes.model import (
    Block,
    BlockKind,
    Decision,
    Example,
    ExampleKind,
    Facts,
    Maker,
    Passage,
    PassageKind,
    Reason,
    Section,
    Source,
    Span,
    Suggestion,
    Verdict,
    digest,
)
from qes.store import Store

Place = Callable[[], str]
"""Gives the URL of a database that nobody has used yet."""

PARAGRAPHS = ("We moved the budget in May. 😀", "Änderungen wurden geprüft.", "Nobody asked us.")


def a_source(path: str = "interviews/a.txt", paragraphs: Sequence[str] = PARAGRAPHS, case: str = "Lindau") -> Source:
    """A source whose paragraphs are separated by blank lines."""
    whole = "\n\n".join(paragraphs)
    blocks = tuple(Block(BlockKind.TURN, span, speaker="Mayor", time=1.5, page=2) for span in _spans(paragraphs))
    facts = Facts(case=case, kind="interview", date="2024-05", independent=False)
    return Source(
        id=digest(path),
        path=path,
        text=whole,
        blocks=blocks,
        sections=(Section(Span(0, len(whole)), facts, heading="Part one"),),
        file_sha256="f" * 64,
        language="en",
        interviewers=("Ana",),
        notes=("A picture was left out.",),
    )


def cut(source: Source, case: str | None = "Lindau") -> list[Passage]:
    """Its paragraphs as passages."""
    return [
        Passage(
            id=digest(source.id, source.text_sha256, str(block.span.start)),
            source_id=source.id,
            ordinal=ordinal,
            span=block.span,
            text=block.span.of(source.text),
            kind=PassageKind.SPEECH,
            case=case,
            speaker="Mayor",
            question="What changed?",
            heading="Part one",
            page=2,
            time=1.5,
        )
        for ordinal, block in enumerate(source.blocks)
    ]


def _spans(paragraphs: Sequence[str]) -> list[Span]:
    spans, start = [], 0
    for paragraph in paragraphs:
        spans.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + 2
    return spans


def save(store: Store, source: Source, case: str | None = "Lindau") -> list[Passage]:
    """Save a source and return its passages."""
    passages = cut(source, case)
    store.save_source(source, passages, f"fingerprint of {source.text_sha256}")
    return passages


def a_decision(passage: Passage, coder: str = "ana", code: str = "learning", **parts: Any) -> Decision:
    """That a code applies to a passage."""
    return Decision(passage.id, coder, Verdict.ACCEPTED, "demo@1", code=code, **parts)


def a_suggestion(passage: Passage, code: str = "learning", score: float = 0.5, run: str = "1") -> Suggestion:
    """With every part filled."""
    example = Example(ExampleKind.ACCEPTED, "We tested it.", 0.75, passage.id)
    return Suggestion(
        id=digest(passage.id, code, run),
        passage_id=passage.id,
        code=code,
        score=score,
        maker=Maker("learned", "mini@abc", "demo@1", run, prompt="p"),
        reason=Reason(
            (example,),
            (("budget", 0.5), ("moved", 0.25)),
            "Close to what you accepted.",
            Span(passage.span.start, passage.span.start + 3),
            "A change of money is told.",
            "Not for plans.",
        ),
        span=passage.span,
    )


def tamper(url: str, statement: str, **values: Any) -> int:
    """Change a database behind the store's back, foreign keys and all; returns how many rows changed."""
    engine = create_engine(url)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        changed = connection.execute(text(statement), values).rowcount
    engine.dispose()
    return int(changed)
