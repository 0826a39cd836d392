"""A report in which people have had their say: levels signed off, findings, summaries, themes, and passages to show."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from synthesis_samples import AUDIT, INTERVIEW, Corpus, practice, report_input, shipped, strong

from qes.model import (
    Answer,
    Approval,
    Candidate,
    Charted,
    Citation,
    CodingStatus,
    Concern,
    Confidence,
    Consensus,
    Counter,
    Finding,
    Grade,
    Origin,
    Score,
    Span,
    Theme,
    Unit,
    Weighed,
    Weight,
    digest,
)
from qes.synthesis.evidence import Evidence
from qes.synthesis.report import ReportInput
from qes.synthesis.report.inputs import FindingInput, ItemInput, LevelInput, PassageText
from qes.synthesis.robustness import Robustness, Variant, Without
from qes.synthesis.saturation import Saturation, Step

UNIT = Unit("Aldmoor", "tending")
DRY = "Bed nine has been dry all summer."
RAIN = "It rains less than it did."
CAT = "The cat sleeps on the seedlings."
JUDGED = Confidence(
    "moderate",
    (
        Concern("methodological-limitations", "Methodological limitations", Grade.MINOR, "Half has one coder"),
        Concern("coherence", "Coherence", Grade.MODERATE, "The audit speaks against it"),
        Concern("adequacy", "Adequacy", Grade.NONE, ""),
        Concern("relevance", "Relevance", Grade.NONE, ""),
    ),
    "The sources agree but for the audit.",
)


def garden() -> Corpus:
    """Something on every side, more for watering than is printed, and a passage that nobody coded."""
    corpus = Corpus()
    strong(corpus)
    practice(corpus, polarity="contradicts", quote=DRY, source="audit.pdf", facts=AUDIT)
    practice(corpus, polarity="mixed")
    practice(corpus, polarity="aspiration-only", quote="We shall build a second well.")
    practice(corpus, differing=("polarity",), quote="The hose is long enough, they say.")
    corpus.add(RAIN, "around/rain")
    corpus.add(CAT, "elsewhere", case="Birkfold")
    practice(corpus, status=CodingStatus.DISPUTED, quote="Someone waters at night.", memos=("Is this about us?",))
    for number in range(14):
        facts = AUDIT if number % 2 else INTERVIEW
        practice(corpus, quote=f"At six we carry water to bed {number}.", source=f"rota-{number % 3}.txt", facts=facts)
    corpus.texts["talk.txt"] += "Nobody coded these words."
    return corpus


def found(corpus: Corpus, quote: str) -> Evidence:
    """The coding of a quote."""
    return next(each for each in corpus.evidence if each.coding.quote == quote)


def cite(evidence: Evidence, *, against: bool = False) -> Citation:
    """A coding, cited."""
    coding = evidence.coding
    return Citation(coding.source_id, coding.span, coding.quote, against, coding.passage_id, coding.id)


def uncoded(corpus: Corpus, words: str = "these words", *, against: bool = False) -> Citation:
    """Words of the interview that nobody coded, cited."""
    at = corpus.texts["talk.txt"].rindex(words)
    return Citation(digest("talk.txt"), Span(at, at + len(words)), words, against, "uncoded")


def scored(**changed: Any) -> LevelInput:
    """Scored by two who differ, settled and signed off: Rosa says no where the codings show yes, and Jon says yes."""
    by, no, yes, unsure = shipped().id, Answer.NO, Answer.YES, Answer.UNSURE
    rosa = {"enough-evidence": yes, "some-practice": yes, "more-than-one-voice": no, "independent-document": no}
    jon = rosa | {"more-than-one-voice": yes, "disputes-settled": unsure}
    scores = (
        Score(UNIT, "Rosa", by, 3, rosa, "It is told again and again.", id="s1"),
        Score(UNIT, "Jon", by, None, jon, "Nobody said “it never rains”.", id="s2"),
    )
    agreed = Consensus(UNIT, "Rosa", by, 2, "One voice, whoever it quotes.", ("s1", "s2"), at="2026-03-04T09:00:00")
    given: dict[str, Any] = {"scores": scores, "consensus": agreed}
    return LevelInput(UNIT, 2, None, "signed off by mia on 5 March 2026", True, **given | changed)


def findings(corpus: Corpus) -> list[FindingInput]:
    """One with quotes on both sides, one whose search found nothing."""
    dry = found(corpus, DRY)
    rota = found(corpus, "At six we carry water to bed 13.")
    first = Finding(
        "watering",
        "Watering is a routine in Aldmoor, though “dry all summer” holds for one bed.",
        (cite(rota), uncoded(corpus), cite(dry, against=True)),
        ("Aldmoor",),
        "tending",
        JUDGED,
        id="version-1",
    )
    place = (dry.coding.source_id, dry.coding.passage_id, dry.coding.span, dry.coding.quote)
    counter = Counter(
        "watering",
        "version-1",
        (Candidate(*place, Origin.OPPOSITE, 0.71, dry.id),),
        ((Origin.OPPOSITE, 3), (Origin.SAME_CASES, 12)),
        "hashing",
        "mia",
        "search-1",
        "2026-03-02T10:00:00+00:00",
    )
    weighed = (Weighed("search-1", 0, Weight.AGAINST),)
    approval = Approval("watering", "version-1", "search-1", "mia", "approval-1", "2026-03-04T09:00:00+00:00")
    second = Finding("rain", "Rain has become rarer.", (cite(found(corpus, RAIN)),), id="version-2")
    nothing = Counter("rain", "version-2", (), ((Origin.SAME_CASES, 9),), "hashing", "mia", "search-2", counter.at)
    return [
        FindingInput(first, counter, weighed, approval),
        FindingInput(second, nothing, (), replace(approval, finding="rain", version="version-2", counter="search-2")),
    ]


def passages(corpus: Corpus) -> dict[str, PassageText]:
    """Every passage that holds a quote, a little longer than the quote, and the one nobody coded."""
    shown = {}
    for each in corpus.evidence:
        coding, text = each.coding, corpus.texts[each.source_path]
        start, end = max(0, coding.span.start - 8), min(len(text), coding.span.end + 1)
        id = coding.passage_id
        shown[id] = PassageText(id, coding.source_id, start, end, each.place, "Ida", "And the water?")
    end = len(corpus.texts["talk.txt"])
    at = corpus.texts["talk.txt"].rindex("Nobody coded")
    shown["uncoded"] = PassageText("uncoded", digest("talk.txt"), at, end, "p. 9", "Ida", "")
    return shown


def told(corpus: Corpus, **changed: Any) -> ReportInput:
    """Everything a report on the garden is made from, people's words among it."""
    dry, rain, cat = (found(corpus, quote) for quote in (DRY, RAIN, CAT))
    values: dict[str, Any] = {
        "levels": {
            UNIT: LevelInput(UNIT, 3, JUDGED, "signed off by mia on 5 March 2026", True, "2 came", "Kept.", "mia")
        },
        "robustness": {
            UNIT: Robustness(
                UNIT,
                2,
                (
                    Variant(Without.SOURCE, "audit.pdf", 2, 9),
                    Variant(Without.CODER, "ada", None, 1),
                    Variant(Without.ASSISTED, "", 1, 3),
                ),
            )
        },
        "saturation": {UNIT: Saturation(UNIT, (Step("talk.txt", "", 3, 2, 2, 1), Step("audit.pdf", "", 4, 1, 3, 2)))},
        "findings": findings(corpus),
        "unapproved": 2,
        "charted": [
            Charted(
                "Aldmoor", "tending", "They water by rota.", (cite(corpus.evidence[0]), cite(dry, against=True)), "mia"
            ),
            Charted("Aldmoor", "around/rain", "Less than it did.", (cite(rain),), "ben"),
            Charted("Birkfold", "elsewhere", "A cat.", (cite(cat), uncoded(corpus, "Nobody coded")), "ben"),
        ],
        "themes": [
            Theme("animals", "Animals", (cat.coding.passage_id, "uncoded"), ("cat", "seedlings"), "Wild and tame.")
        ],
        "items": [
            ItemInput("ENTREQ", "1", "Aim", "To see how gardens are kept.", "mia"),
            ItemInput("RAISE", "1", "Which AI was used", "learned, for suggestions", logged=True),
        ],
        "case_of": {"uncoded": "Aldmoor"},
        "passages": passages(corpus),
    }
    given = report_input(corpus, **values | changed)
    first, *others = given.cases
    facts, peers = (("Population", "120,000"),), (("Birkfold", "alike in region"),)
    return replace(given, cases=[replace(first, facts=facts, peers=peers), *others])
