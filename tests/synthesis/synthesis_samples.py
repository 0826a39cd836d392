"""Made-up cases, sources and codings for the tests of synthesis."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from qes.model import AttributeRule, Code, Codebook, Coding, CodingStatus, Facts, Span, digest
from qes.synthesis.evidence import Evidence
from qes.synthesis.report import CaseInput, Report, ReportInput, SourceInput, build
from qes.synthesis.rubric import Rubric, load_rubric
from qes.synthesis.score import assess

CODEBOOKS = Path(__file__).parents[2] / "codebooks"
RUBRIC_FILE = CODEBOOKS / "dynamic-capabilities" / "rubric-1.0.yaml"

BOOK = Codebook(
    name="gardens",
    version="2.1",
    title="How gardens are kept",
    codes=(
        Code("tending", "Tending", "Looking after what grows.", "", codable=False, scored=True),
        Code("tending/watering", "Watering", "", "", parent="tending"),
        Code("tending/weeding", "Weeding", "", "", parent="tending"),
        Code("sharing", "Sharing", "Giving away what is ripe.", "", codable=False, scored=True),
        Code("sharing/plums", "Plums", "", "", parent="sharing"),
        Code("around", "Surroundings", "What is not the garden's doing.", "", codable=False, attributes=False),
        Code("around/rain", "Rain", "", "", parent="around", attributes=False),
        Code("elsewhere", "Fits nowhere", "", "", attributes=False),
    ),
    attributes=(
        AttributeRule("polarity", ("supports", "contradicts", "mixed", "aspiration-only")),
        AttributeRule("regularity", ("one-off", "crisis", "recurring")),
        AttributeRule("anchoring", ("none", "budget", "mandate", "law")),
        AttributeRule("standing", ("first-hand", "reported", "document")),
    ),
)

INTERVIEW = Facts(case="Aldmoor", kind="interview", date="2024-05", role="Head gardener")
AUDIT = Facts(case="Aldmoor", kind="document", date="2023-11", issuer="Orchard Court", independent=True)
LEAFLET = Facts(case="Aldmoor", kind="document", issuer="The gardeners", independent=False)


@cache
def shipped() -> Rubric:
    """The rubric that ships with qes; its attributes are those of the sample codebook."""
    return load_rubric(RUBRIC_FILE, BOOK)


class Corpus:
    """Sources that grow by the quotes put into them, so that every coding has its true place."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.evidence: list[Evidence] = []

    def add(
        self,
        quote: str = "",
        code: str = "tending/watering",
        *,
        source: str = "talk.txt",
        facts: Facts = INTERVIEW,
        speaker: str | None = None,
        case: str = "Aldmoor",
        status: CodingStatus = CodingStatus.AGREED,
        coders: tuple[str, ...] = ("ada", "ben"),
        differing: tuple[str, ...] = (),
        memos: tuple[str, ...] = (),
        place: str = "p. 3",
        **attributes: str,
    ) -> Evidence:
        """Put a quote into a source and code it."""
        quote = quote or f"We water bed number {len(self.evidence)} before breakfast."
        before = self.texts.get(source, "")
        span = Span(len(before), len(before) + len(quote))
        self.texts[source] = f"{before}{quote}\n\n"
        coding = Coding(
            id=digest(source, str(span), code, case),
            passage_id=digest(source, str(span)),
            source_id=digest(source),
            span=span,
            quote=quote,
            code=code,
            case=case,
            status=status,
            coders=coders,
            attributes={name: value.replace("_", "-") for name, value in attributes.items()},
            differing=differing,
            memos=memos,
        )
        found = Evidence(coding, facts, source, "", speaker, place, BOOK.capability(code))
        self.evidence.append(found)
        return found

    def read(self, source_id: str, span: Span) -> str:
        """The stored text again, as the store would read it."""
        return span.of({digest(path): text for path, text in self.texts.items()}[source_id])


def practice(corpus: Corpus, **changed: Any) -> Evidence:
    """One more repeated practice that supports tending, first-hand."""
    given = {"polarity": "supports", "regularity": "recurring", "anchoring": "none"} | changed
    return corpus.add(**given)


def strong(corpus: Corpus) -> None:
    """All that level 4 of the shipped rubric takes, but for what a person has to confirm."""
    practice(corpus, anchoring="budget", speaker="Ida")
    practice(corpus, code="tending/weeding", anchoring="law", speaker="Ida")
    practice(corpus, anchoring="mandate", source="audit.pdf", facts=AUDIT)


def report_input(corpus: Corpus, *, cases: tuple[str, ...] = ("Aldmoor", "Birkfold"), **changed: Any) -> ReportInput:
    """Everything a report on the corpus is made from."""
    rubric = changed.pop("rubric", shipped())
    facts = {each.source_path: each.facts for each in corpus.evidence}
    listed = tuple(SourceInput(digest(path), path, "", facts[path], 12, 5) for path in sorted(facts))
    values: dict[str, Any] = {
        "title": "Gardens of two towns",
        "codebook": BOOK,
        "rubric": rubric,
        "cases": [CaseInput(name, listed if name == cases[0] else ()) for name in cases],
        "evidence": corpus.evidence,
        "assessments": assess(corpus.evidence, BOOK, rubric, cases) if rubric else [],
        "read": corpus.read,
        "method": [("Coders", "ada and ben")],
    }
    return ReportInput(**values | changed)


def report(corpus: Corpus, **changed: Any) -> Report:
    """A report on the corpus."""
    return build(report_input(corpus, **changed))
