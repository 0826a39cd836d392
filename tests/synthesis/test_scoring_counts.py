"""What a scorer is told of each criterion: what was counted, never whether that is enough."""

from __future__ import annotations

from synthesis_samples import AUDIT, BOOK, LEAFLET, Corpus, practice, shipped

from qes.model import CodingStatus, Unit
from qes.synthesis.scoring.sheet import Item, sheet
from qes.synthesis.scoring.standing import standing


def items(corpus: Corpus) -> dict[str, Item]:
    found = sheet(standing(Unit("Aldmoor", "tending"), (), 2), "ada", corpus.evidence, BOOK, shipped())
    return {each.id: each for each in (*(item for level in found.levels for item in level.items), *found.gates)}


def test_six_quotes_of_one_source_are_told_as_one_source() -> None:
    corpus = Corpus()
    for _ in range(6):
        practice(corpus, speaker="Ida")
    assert items(corpus)["more-than-one-voice"].counted == "6 codings from 1 source, 1 speaker"
    assert items(corpus)["across-government"].counted.endswith(", 1 code")


def test_what_only_people_can_judge_has_no_figure_of_its_own() -> None:
    corpus = Corpus()
    practice(corpus)
    found = items(corpus)["changed-a-decision"]
    assert (found.judgement, found.counted, len(found.evidence)) == (True, "", 1)


def test_documents_are_named_with_issuer_date_and_independence() -> None:
    corpus = Corpus()
    practice(corpus, source="audit.pdf", facts=AUDIT)
    practice(corpus, source="leaflet.pdf", facts=LEAFLET)
    told = items(corpus)
    assert told["independent-document"].counted == (
        "1 coding from 1 source: audit.pdf (document, issued by Orchard Court, 2023-11, independent)"
    )
    assert "leaflet.pdf (document, issued by The gardeners, no date, not independent)" in (
        told["more-than-interviews"].counted
    )


def test_of_many_documents_the_first_are_named_and_the_others_counted() -> None:
    corpus = Corpus()
    for number in range(5):
        practice(corpus, source=f"audit-{number}.pdf", facts=AUDIT)
    assert items(corpus)["independent-document"].counted.endswith("; and 2 more")


def test_a_gate_that_waits_for_people_says_what_waits() -> None:
    corpus = Corpus()
    practice(corpus)
    practice(corpus, polarity="contradicts")
    practice(corpus, status=CodingStatus.DISPUTED)
    told = items(corpus)
    assert (told["contradictions-settled"].open, told["contradictions-settled"].counted) == (True, "1 for, 1 against")
    assert told["disputes-settled"].counted == "1 coding in dispute"
    assert told["owned"].counted == "nothing that counts"
