"""The nouns of qes, in the order data flows: source, passage, code, suggestion, decision, coding, assessment.

All are frozen and refuse illegal states. Offsets are Unicode codepoints into the stored text of a source,
start inclusive, end exclusive.
"""

from __future__ import annotations

from qes.model.assessment import Assessment, Check
from qes.model.codebook import AttributeRule, Code, Codebook
from qes.model.decision import Adjudication, Coding, CodingStatus, Decision, ErrorKind, Verdict
from qes.model.identity import digest, sha256
from qes.model.log import Event, Problem
from qes.model.passage import Passage, PassageKind
from qes.model.people import Assignment, Role, User
from qes.model.source import Block, BlockKind, Facts, Section, Source, Span
from qes.model.suggestion import Example, ExampleKind, Maker, Reason, Suggestion

__all__ = [
    "Adjudication",
    "Assessment",
    "Assignment",
    "AttributeRule",
    "Block",
    "BlockKind",
    "Check",
    "Code",
    "Codebook",
    "Coding",
    "CodingStatus",
    "Decision",
    "ErrorKind",
    "Event",
    "Example",
    "ExampleKind",
    "Facts",
    "Maker",
    "Passage",
    "PassageKind",
    "Problem",
    "Reason",
    "Role",
    "Section",
    "Source",
    "Span",
    "Suggestion",
    "User",
    "Verdict",
    "digest",
    "sha256",
]
