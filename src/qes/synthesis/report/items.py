"""What reporting statements ask a synthesis to tell, each in words of our own.

ENTREQ: Tong, Flemming, McInnes, Oliver and Craig 2012, BMC Medical Research Methodology 12:181 (21 items).
RAISE: what Responsible AI in Evidence Synthesis, and the joint statement on it of Cochrane, the Campbell Collaboration,
JBI and the Collaboration for Environmental Evidence, ask authors to report on their use of AI; the numbers are ours.
"""

from __future__ import annotations

from dataclasses import dataclass

ENTREQ = "ENTREQ"
RAISE = "RAISE"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is asked for."""

    statement: str
    number: str
    name: str
    asked: str
    facts: tuple[str, ...] = ()
    """Names of what a project's log can say of it; none: only people can."""

    @property
    def key(self) -> str:
        """Statement and number, by which people's notes name it."""
        return f"{self.statement} {self.number}"


_ENTREQ: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Aim", "The question that the synthesis answers.", ()),
    ("Methodology", "The method or theory of synthesis, and why it was chosen.", ("framework",)),
    ("Approach to searching", "Whether material was gathered by a plan made beforehand or until nothing new came.", ()),
    ("Inclusion criteria", "What decided whether material was taken in.", ()),
    ("Data sources", "Where the material comes from, when it was gathered, and why there.", ("sources",)),
    ("Search strategy", "How it was looked for.", ()),
    ("Screening", "How it was sifted, and by whom.", ()),
    ("Characteristics", "What kind of material it is: kinds, dates, who speaks or issues it.", ("sources",)),
    ("Selection results", "How much was found, taken in and left out, and why.", ("sources",)),
    ("Rationale for appraisal", "Why and how the material was appraised.", ("confidence",)),
    ("Appraisal items", "The tool or criteria of appraisal.", ("confidence",)),
    ("Appraisal process", "Who appraised, whether apart from each other, and how they came to agree.", ("scoring",)),
    ("Appraisal results", "What came of it, and what was weighed down or left out for it.", ("levels",)),
    ("Data extraction", "Which parts were analysed, and how they were taken out of the material.", ("read",)),
    ("Software", "The programs used.", ("software",)),
    ("Number of reviewers", "Who coded and analysed.", ("coders",)),
    ("Coding", "How the material was coded, line by line say, and with which codes.", ("codebook", "blind")),
    ("Comparison", "How pieces of material were compared within and between cases.", ("agreement", "adjudications")),
    ("Derivation of themes", "Whether themes came from the framework or from the material.", ("themes",)),
    ("Quotations", "Quotations that bear out what is said, and whose words they are.", ("quotes",)),
    ("Output", "Results that go beyond a summary: new readings, models, levels.", ("findings",)),
)

_RAISE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Name, version and date", "Which AI tool or model was used, in which version, and when.", ("models",)),
    ("Purpose and place", "What it was used for, and in which steps of the work.", ("suggestions", "drafts")),
    ("Justification", "Why its use is sound here, methodologically and ethically.", ()),
    ("Human verification", "How people checked what it gave, and who answers for it.", ("answers", "coders")),
    ("Performance", "How well it did, on which material, measured against what.", ("quality",)),
    ("Influence on people", "Whether seeing its output changed what people decided.", ("anchoring",)),
    ("Omissions", "What it may have missed, and how that was looked for.", ("missed",)),
    ("Limitations and risks", "What it is known to do badly, and what follows from that here.", ()),
    ("Data protection", "Whether material left the team's machines, and how people are protected.", ("remote",)),
    ("Funding and interests", "Money and interests that tie the team to the tool.", ()),
    ("Availability", "Where logs, settings, prompts and code can be seen.", ("log", "settings")),
    ("Deviations", "What was done otherwise than planned.", ("deviations",)),
)

ITEMS: tuple[Item, ...] = tuple(
    Item(statement, str(number), *row)
    for statement, rows in ((ENTREQ, _ENTREQ), (RAISE, _RAISE))
    for number, row in enumerate(rows, start=1)
)
"""All items in the order they are reported in."""
