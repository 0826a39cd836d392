"""Every coding a report rests on, one a row."""

from __future__ import annotations

from qes.synthesis.report.material import Material
from qes.synthesis.report.parts import Table
from qes.synthesis.report.wording import STATUS
from qes.synthesis.rubric import Side

_SIDES = {
    Side.FOR: "for",
    Side.AGAINST: "against",
    Side.MIXED: "mixed",
    Side.ASPIRATION: "intention",
    Side.UNSTATED: "",
}
_INDEPENDENT = {True: "yes", False: "no", None: "not said"}
_BLIND = {True: "yes", False: "no"}
_BEFORE = ("Case", "Capability", "Code", "Side", "Quote", "Source", "Place", "Role", "Kind", "Date", "Independent")
_AFTER = ("Coders", "Status", "Blind", "Coding", "Start", "End")
"""The last three lead from a row to its place in the stored text, counted in characters."""


def evidence_table(material: Material) -> Table:
    """Case, capability, code and side; the quote and its place; the source's facts; attributes; who coded it and how.

    Attributes stand in the codebook's order, under their own names; where coders differ on one, its cell says so.
    """
    attributes = tuple(rule.name for rule in material.given.codebook.attributes)
    labels, rows = material.labels, []
    for each in material.evidence:
        coding, facts = each.coding, each.facts
        values = {**coding.attributes, **dict.fromkeys(coding.differing, "coders differ")}
        rows.append(
            (
                coding.case,
                labels.get(each.capability, each.capability) if each.capability else "",
                labels.get(coding.code, coding.code),
                _SIDES[material.side(each)],
                coding.quote,
                each.source_path,
                each.place,
                facts.role or facts.issuer or each.speaker or "",
                facts.kind,
                facts.date or "",
                _INDEPENDENT[facts.independent],
                *(values.get(name, "") for name in attributes),
                ", ".join(coding.coders),
                STATUS[coding.status],
                _BLIND[coding.blind],
                coding.id,
                str(coding.span.start),
                str(coding.span.end),
            )
        )
    caption = "Every coding of the cases in this report; those in dispute count for nothing"
    return Table(caption, (*_BEFORE, *attributes, *_AFTER), tuple(rows), id="evidence")
