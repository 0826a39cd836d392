from __future__ import annotations

from dataclasses import replace
from itertools import chain

from report_samples import CAT, DRY, JUDGED, RAIN, UNIT, findings, found, garden, told
from synthesis_samples import BOOK, Corpus, practice, report, report_input

from qes.model import Theme, Unit
from qes.synthesis.report import Report, build
from qes.synthesis.report.inputs import LevelInput
from qes.synthesis.report.parts import Quote, Table
from qes.synthesis.report.quotes import PRINTED


def table(report: Report, id: str) -> Table:
    return next(each for each in report.tables if each.id == id)


def printed(report: Report) -> list[Quote]:
    parts = chain.from_iterable(case.capabilities for case in report.cases)
    groups = chain(
        chain.from_iterable(finding.sides for finding in report.findings),
        (theme.group for theme in report.themes),
        chain.from_iterable((*part.sides, *part.apart) for part in parts),
        chain.from_iterable(code.groups for code in report.codes),
        [report.disputes],
    )
    return [quote for group in groups for quote in group.quotes]


# --- Levels -----------------------------------------------------------------------------------


def test_the_level_signed_off_is_shown_and_says_where_the_rubric_proposes_another() -> None:
    corpus = garden()
    part = build(told(corpus, levels={UNIT: LevelInput(UNIT, 2, JUDGED, "signed off", True)})).cases[0].capabilities[0]
    assert part.level is not None
    assert part.standing is not None
    assert (part.level.label, part.level.confidence) == ("2", "moderate")
    assert part.standing.proposed.startswith("3, ")
    assert [reason.met for reason in part.met] == [True] * len(part.met)


def test_without_any_score_the_proposal_is_shown_as_one() -> None:
    part = report(garden()).cases[0].capabilities[0]
    assert part.standing is not None
    assert (part.standing.status, part.standing.signed, part.standing.proposed) == ("proposed by the rubric", False, "")


def test_a_level_that_people_set_to_ne_has_no_confidence_and_no_number() -> None:
    given = told(garden(), levels={UNIT: LevelInput(UNIT, None, None, "signed off by mia", True)})
    level = build(given).cases[0].capabilities[0].level
    assert level is not None
    assert (level.label, level.number, level.confidence) == ("NE", 0, None)


def test_a_standing_says_how_far_the_level_moves_and_on_whom_it_hangs() -> None:
    standing = build(told(garden())).cases[0].capabilities[0].standing
    assert standing is not None
    assert standing.range == "NE to 2"
    assert standing.hangs_on == (
        "Without the codings of ada the rubric would propose NE.",
        "On blind codings alone the rubric would propose 1.",
    )
    assert standing.saturation == "The last of 2 sources, audit.pdf, added 4 codings and 1 new kind of evidence."


# --- What is printed --------------------------------------------------------------------------


def test_a_side_prints_no_more_quotes_than_fit_and_says_how_many_there_are() -> None:
    corpus = garden()
    given = build(told(corpus))
    side = given.cases[0].capabilities[0].sides[0]
    assert (len(side.quotes), side.total) == (PRINTED, 17)
    assert given.quotes_verified == len(corpus.evidence) + 3
    assert given.quotes == len({quote.number for quote in printed(given)}) < given.quotes_verified


def test_every_source_comes_to_word_and_cited_quotes_are_printed_before_any_other() -> None:
    corpus = garden()
    last = "At six we carry water to bed 13."
    side = build(told(corpus)).cases[0].capabilities[0].sides[0]
    assert last in [quote.text for quote in side.quotes]
    assert {quote.source for quote in side.quotes} == {
        "talk.txt",
        "audit.pdf",
        "rota-0.txt",
        "rota-1.txt",
        "rota-2.txt",
    }
    uncited = build(told(corpus, findings=[])).cases[0].capabilities[0].sides[0]
    assert last not in [quote.text for quote in uncited.quotes]


def test_references_lead_to_printed_quotes_and_the_rest_are_counted() -> None:
    given = build(told(garden()))
    anchors = {quote.anchor: quote.number for quote in printed(given)}
    reasons = [each for part in given.cases[0].capabilities for each in (*part.met, *part.gates)]
    assert all(anchors[ref.anchor] == ref.number for each in reasons for ref in each.refs)
    assert any(each.more for each in reasons)
    summaries = [words for row in given.framework for _, words in row.cells]
    assert all(
        words.refs and all(ref.anchor in anchors for ref in (*words.refs, *words.against)) for words in summaries
    )


def test_a_quote_keeps_its_number_wherever_it_is_printed_and_never_shares_an_address() -> None:
    given = build(told(garden()))
    quotes = printed(given)
    assert len({quote.anchor for quote in quotes}) == len(quotes)
    by_number = {quote.number: quote.text for quote in quotes}
    assert all(by_number[quote.number] == quote.text for quote in quotes)
    assert sorted(by_number) == list(range(1, len(by_number) + 1))
    assert [quote.text for quote in quotes].count(DRY) == 2


def test_evidence_on_cases_that_are_not_listed_is_neither_printed_nor_counted() -> None:
    given = report(garden(), cases=("Birkfold",))
    assert [quote.text for quote in printed(given)] == [CAT]
    assert given.quotes_verified == 1
    assert given.evidence is not None
    assert len(given.evidence.rows) == 1


# --- What people wrote ------------------------------------------------------------------------


def test_findings_stand_with_both_sides_their_confidence_and_their_search() -> None:
    first, second = build(told(garden())).findings
    assert [[quote.text for quote in side.quotes] for side in first.sides] == [
        ["At six we carry water to bed 13.", "these words"],
        [DRY],
    ]
    assert (first.scope, first.confidence, second.confidence) == ("Aldmoor: Tending", "moderate", "not judged")
    assert first.concerns[1] == ("Coherence", "moderate", "The audit speaks against it")
    assert "1 speaks against it" in first.search
    assert "none found" in second.search
    assert first.approved == "Approved by mia on 4 March 2026"


def test_findings_nobody_approved_are_counted_and_not_printed() -> None:
    about = " ".join(build(told(garden())).about)
    assert "2 findings are not approved yet and left out" in about
    assert "not approved" not in " ".join(build(told(garden(), unapproved=0)).about)


def test_a_cited_quote_that_nobody_coded_is_printed_with_what_is_known_of_its_place() -> None:
    quote = build(told(garden())).findings[0].sides[0].quotes[1]
    assert (quote.source, quote.who, quote.place, quote.coders, quote.code) == (
        "talk.txt",
        "Head gardener",
        "p. 9",
        "nobody in these words",
        "",
    )


def test_a_cited_quote_from_a_source_on_two_cases_stands_under_the_case_it_is_about() -> None:
    given = told(garden(), case_of={"uncoded": "Birkfold"})
    first, second = given.cases
    talk = next(each for each in first.sources if each.path == "talk.txt")
    other = replace(talk, facts=replace(talk.facts, role="Mayor", case="Birkfold"))
    quote = build(replace(given, cases=[first, replace(second, sources=(other,))])).findings[0].sides[0].quotes[1]
    assert (quote.case, quote.who, quote.source) == ("Birkfold", "Mayor", "talk.txt")


def test_quotes_of_summaries_that_stand_nowhere_else_get_a_place_of_their_own() -> None:
    given = build(told(garden()))
    assert given.codes[-1].anchor == "further-quotes"
    assert [quote.text for group in given.codes[-1].groups for quote in group.quotes] == ["Nobody coded"]
    assert all(code.anchor != "further-quotes" for code in report(garden()).codes)


def test_a_theme_quotes_what_was_coded_of_its_passages_and_otherwise_all_of_it() -> None:
    theme = build(told(garden())).themes[0]
    assert [quote.text for quote in theme.group.quotes] == [CAT, "Nobody coded these words."]


def test_a_theme_that_was_withdrawn_is_left_out() -> None:
    assert build(told(garden(), themes=[Theme("gone", "Gone", (), withdrawn=True)])).themes == ()


def test_the_framework_matrix_has_a_row_per_case_and_its_codes_in_the_codebooks_order() -> None:
    given = build(told(garden()))
    assert given.framework_columns == ("Tending", "Rain", "Fits nowhere")
    assert [(row.case, [label for label, _ in row.cells]) for row in given.framework] == [
        ("Aldmoor", ["Tending", "Rain"]),
        ("Birkfold", ["Fits nowhere"]),
    ]
    charted = given.cases[0].capabilities[0].charted
    assert charted is not None
    assert charted.text == "They water by rota."


# --- Where quotes stand -----------------------------------------------------------------------


def test_an_excerpt_is_its_passage_cut_at_the_quotes_and_leads_back_to_them() -> None:
    corpus = garden()
    given = build(told(corpus))
    anchors = {quote.anchor for quote in printed(given)}
    excerpts = {each.anchor: each for source in given.texts for each in source.excerpts}
    assert all(quote.source_anchor in excerpts for quote in printed(given))
    for excerpt in excerpts.values():
        text = "".join(part for part, _ in excerpt.parts)
        assert any(text in each for each in corpus.texts.values())
        assert {ref.anchor for ref in excerpt.refs} <= anchors
    quoted = {part for excerpt in excerpts.values() for part, marked in excerpt.parts if marked}
    assert DRY in quoted
    assert RAIN in quoted


def test_without_passages_no_text_is_shown_and_quotes_lead_to_the_list_of_sources() -> None:
    given = build(told(garden(), passages={}, themes=[]))
    assert given.texts == ()
    assert {quote.source_anchor for quote in printed(given)} <= set(given.sources.anchors)


# --- Tables -----------------------------------------------------------------------------------


def test_the_evidence_profile_has_a_row_per_finding_and_a_column_per_component() -> None:
    profile = table(build(told(garden())), "evidence-profile")
    assert profile.headers[1:5] == ("Methodological limitations", "Coherence", "Adequacy", "Relevance")
    judged, unjudged = profile.rows
    assert judged[2] == "Moderate concern: The audit speaks against it."
    assert judged[3] == "No concern."
    assert judged[5] == "3: audit.pdf, rota-1.txt and talk.txt"
    assert judged[6:] == ("Moderate confidence", "The sources agree but for the audit.")
    assert unjudged[1:5] == ("not judged",) * 4


def test_the_summary_of_findings_names_confidence_explanation_and_sources() -> None:
    summary = table(build(told(garden())), "summary-of-findings")
    assert summary.rows[0] == (
        "Watering is a routine in Aldmoor, though “dry all summer” holds for one bed.",
        "Moderate confidence",
        "The sources agree but for the audit.",
        "3: audit.pdf, rota-1.txt and talk.txt",
    )


def test_levels_whose_confidence_was_judged_have_a_profile_and_others_have_none() -> None:
    given = build(told(garden()))
    assert [row[0] for row in table(given, "evidence-profile-levels").rows] == ["Aldmoor, Tending: level 3, repeatable"]
    assert not any(each.id.startswith("evidence-profile") for each in report(garden()).tables)


def test_the_table_of_levels_has_a_row_per_unit() -> None:
    rows = table(build(told(garden())), "levels").rows
    assert [row[:3] for row in rows] == [
        ("Aldmoor", "Tending", "3"),
        ("Aldmoor", "Sharing", "NE"),
        ("Birkfold", "Tending", "NE"),
        ("Birkfold", "Sharing", "NE"),
    ]


def test_cases_are_ranked_only_when_asked_ties_share_a_place_and_ne_has_none() -> None:
    names = ("Aldmoor", "Birkfold", "Cray", "Dell")
    levels = dict(zip(names, (2, 3, None, 3), strict=True))
    units = {
        Unit(case, "tending"): LevelInput(Unit(case, "tending"), level, None, "") for case, level in levels.items()
    }
    assert not any(each.id == "ranking" for each in report(garden(), cases=names, levels=units).tables)
    ranked = report(garden(), cases=names, levels=units, ranking=True)
    assert table(ranked, "ranking").rows[:4] == (
        ("Tending", "1=", "Birkfold", "3"),
        ("Tending", "1=", "Dell", "3"),
        ("Tending", "3", "Aldmoor", "2"),
        ("Tending", "unranked", "Cray", "NE"),
    )
    assert "not ranked" not in " ".join(ranked.about)


def test_every_coding_has_a_row_in_the_evidence_table_printed_or_not() -> None:
    corpus = garden()
    evidence = build(told(corpus)).evidence
    assert evidence is not None
    assert sorted(row[-3] for row in evidence.rows) == sorted(each.id for each in corpus.evidence)
    dry = dict(zip(evidence.headers, next(row for row in evidence.rows if row[4] == DRY), strict=True))
    assert dry["Side"] == "against"
    assert dry["Independent"] == "yes"
    assert dry["polarity"] == "contradicts"
    hose = dict(zip(evidence.headers, next(row for row in evidence.rows if "hose" in row[4]), strict=True))
    assert (hose["Side"], hose["polarity"]) == ("", "coders differ")


def test_reporting_items_have_a_table_for_each_statement() -> None:
    given = build(told(garden()))
    assert table(given, "entreq").rows == (("1", "Aim", "To see how gardens are kept.", "mia"),)
    assert table(given, "raise").rows[0][-1] == "the log"


def test_a_codebook_whose_codes_stand_in_a_circle_is_reported_all_the_same() -> None:
    codes = tuple(replace(code, parent="around/rain") if code.code == "around" else code for code in BOOK.codes)
    corpus = Corpus()
    practice(corpus)
    corpus.add(RAIN, "around/rain")
    given = build(report_input(corpus, codebook=replace(BOOK, codes=codes)))
    assert found(corpus, RAIN).coding.quote in [quote.text for quote in printed(given)]


def test_findings_are_numbered_in_the_order_given() -> None:
    corpus = garden()
    given = build(told(corpus, findings=list(reversed(findings(corpus)))))
    assert [(each.number, each.statement[:4]) for each in given.findings] == [(1, "Rain"), (2, "Wate")]


# --- Readers outside the team -----------------------------------------------------------------


def test_counts_of_cells_in_which_too_few_people_spoke_are_told_nowhere() -> None:
    cells = frozenset({("Aldmoor", "tending/watering"), ("Aldmoor", "tending")})
    given = build(told(garden(), suppressed=cells))
    row = next(row for row in given.counts.rows if row[0] == "Watering")
    assert (row[1], row[-1]) == ("< 3", "–")
    assert given.matrix[0].cells[0].evidence == "too few people to tell"
    assert given.matrix[0].cells[1].evidence == "0 for, 0 against"
