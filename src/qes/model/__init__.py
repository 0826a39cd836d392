"""The nouns of qes in the order data flows: from source, passage and code to coding, assessment, score and finding.

All are frozen and refuse illegal states. Offsets are Unicode codepoints into the stored text of a source,
start inclusive, end exclusive.
"""

from __future__ import annotations

from qes.model.assessment import Assessment, Check
from qes.model.codebook import AttributeRule, Code, Codebook
from qes.model.confidence import Concern, Confidence, Grade
from qes.model.decision import Adjudication, Coding, CodingStatus, Decision, ErrorKind, Verdict
from qes.model.exchange import Chat, Exchange, Prompt, ReplyCheck
from qes.model.finding import (
    Approval,
    Candidate,
    Charted,
    Citation,
    Counter,
    Finding,
    Origin,
    Theme,
    Weighed,
    Weight,
)
from qes.model.identity import digest, sha256
from qes.model.log import Event, Problem
from qes.model.passage import Passage, PassageKind
from qes.model.people import Assignment, Role, User
from qes.model.score import Answer, Consensus, Reopening, Score, SignOff, Unit
from qes.model.source import Block, BlockKind, Facts, Section, Source, Span
from qes.model.suggestion import Example, ExampleKind, Maker, Reason, Suggestion

__all__ = [
    "Adjudication",
    "Answer",
    "Approval",
    "Assessment",
    "Assignment",
    "AttributeRule",
    "Block",
    "BlockKind",
    "Candidate",
    "Charted",
    "Chat",
    "Check",
    "Citation",
    "Code",
    "Codebook",
    "Coding",
    "CodingStatus",
    "Concern",
    "Confidence",
    "Consensus",
    "Counter",
    "Decision",
    "ErrorKind",
    "Event",
    "Example",
    "ExampleKind",
    "Exchange",
    "Facts",
    "Finding",
    "Grade",
    "Maker",
    "Origin",
    "Passage",
    "PassageKind",
    "Problem",
    "Prompt",
    "Reason",
    "Reopening",
    "ReplyCheck",
    "Role",
    "Score",
    "Section",
    "SignOff",
    "Source",
    "Span",
    "Suggestion",
    "Theme",
    "Unit",
    "User",
    "Verdict",
    "Weighed",
    "Weight",
    "digest",
    "sha256",
]
