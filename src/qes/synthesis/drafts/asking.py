"""What a model is asked to draft and to check, and how its replies are read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

from qes.llm.prompt_files import PromptFiles, marker
from qes.model import Answer, Code, Exchange, Prompt, Span
from qes.quotes import find_quote
from qes.synthesis.drafts.model import Kind, Sent, Shown

FILES = PromptFiles("qes.synthesis.drafts")
DRAFTS = {Kind.FINDING: "finding-draft@1", Kind.SUMMARY: "summary-draft@1"}
SUPPORTED = "supported@1"
COUNTER = "counter@1"
_SAYS = [each.value for each in Answer]
_OWN = "English"
"""Of reasons that stand in the record alone."""
_REASON = {"type": "string", "description": "One short sentence without a quote."}


def draft_prompt(
    kind: Kind, cases: Sequence[str], code: Code, shown: Sequence[Shown], about: str, language: str = "English"
) -> Prompt:
    """Ask for a draft.

    Args:
        kind: What is to be drafted.
        cases: It speaks of, as they are sent.
        code: It is about.
        shown: The quotes it may rest on.
        about: Id of what the prompt is about.
        language: Of the sentences.
    """
    mark = marker(*(each.text for each in shown))
    given = {"cases": list(cases), "capability": code, "quotes": shown, "mark": mark, "language": language}
    text = FILES.render(DRAFTS[kind], **given)
    sentence = {"type": "string", "description": "One sentence, ending with the ids of its quotes, such as [S1]."}
    schema = _schema("draft", "A draft.", {"sentences": {"type": "array", "items": sentence}})
    return Prompt(DRAFTS[kind], text.system, text.user, schema, about)


def supported_prompt(sentence: str, shown: Sequence[Shown], about: str) -> Prompt:
    """Ask whether some quotes bear out a sentence, by themselves; the rest of the draft is not told."""
    mark = marker(sentence, *(each.text for each in shown))
    text = FILES.render(SUPPORTED, sentence=sentence, quotes=shown, mark=mark, language=_OWN)
    one_of = "One of: " + json.dumps([each.id for each in shown])
    ids = {"type": "array", "items": {"type": "string", "description": one_of}}
    answer = {"ids": ids, "reason": _REASON, "supported": {"type": "string", "enum": _SAYS}}
    schema = _schema("supported", "Whether the quotes bear out the sentence.", answer)
    return Prompt(SUPPORTED, text.system, text.user, schema, about)


def counter_prompt(statement: str, passage: str, about: str) -> Prompt:
    """Ask whether a passage speaks against a finding, both as they are sent."""
    mark = marker(statement, passage)
    text = FILES.render(COUNTER, statement=statement, passage=passage, mark=mark, language=_OWN)
    quote = {"type": "string", "description": "Copied from the passage letter by letter; empty for no."}
    answer = {"quote": quote, "reason": _REASON, "against": {"type": "string", "enum": _SAYS}}
    schema = _schema("counter", "Whether the passage speaks against the finding.", answer)
    return Prompt(COUNTER, text.system, text.user, schema, about)


# --- Replies ---------------------------------------------------------------------------------------


class _Edge(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


_Form = TypeVar("_Form", bound=_Edge)


class SaidDraft(_Edge):
    """A draft as it came."""

    sentences: list[str]


class SaidSupported(_Edge):
    """Whether a sentence is borne out, as it came."""

    supported: Answer
    ids: list[str] = []


class SaidAgainst(_Edge):
    """Whether a passage speaks against a finding, as it came."""

    against: Answer
    quote: str = ""


def said_draft(exchange: Exchange) -> SaidDraft | None:
    """The draft that came back; None where none can be read."""
    return _read(SaidDraft, exchange)


def said_supported(exchange: Exchange) -> SaidSupported | None:
    """What came back of a sentence; None where it cannot be read."""
    return _read(SaidSupported, exchange)


def against(exchange: Exchange, sent: Sent) -> Span | None:
    """The words of a passage that speak against a finding, by an answer that counts; into the passage's own text.

    A yes counts with a quote that the passage holds, up to white space and kinds of marks, and not otherwise.
    """
    said = _read(SaidAgainst, exchange)
    if said is None or said.against is not Answer.YES:
        return None
    found = find_quote(said.quote, sent.text)
    return sent.back(found.span) if found.verbatim and found.span is not None else None


def problem_of(exchange: Exchange) -> str:
    """Why a reply is of no use, in words for people; empty where it is."""
    forms: dict[str, type[_Edge]] = {SUPPORTED: SaidSupported, COUNTER: SaidAgainst}
    return "" if _read(forms.get(exchange.prompt.template, SaidDraft), exchange) else "it cannot be read"


def _read(form: type[_Form], exchange: Exchange) -> _Form | None:
    try:
        return form.model_validate(json.loads(exchange.reply))
    except (ValueError, RecursionError):
        return None


def _schema(title: str, description: str, properties: dict[str, Any]) -> str:
    """As JSON in which names stand in the order in which they are to be written."""
    whole = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return json.dumps({"title": title, "description": description, **whole}, ensure_ascii=False, separators=(",", ":"))
