from __future__ import annotations

import re

import chart_samples as samples
import pytest
from chart_samples import CAPABILITIES, cases, drawn, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.synthesis.charts import (
    AgreementByCode,
    CodeAgreement,
    Curve,
    Facet,
    HeatCell,
    HeatMap,
    LevelRange,
    LevelRanges,
    Mention,
    Saturation,
    Sides,
    SidesRow,
    WhereSpoken,
    agreement,
    heat_map,
    labels,
    level_ranges,
    look,
    saturation,
    sides,
    where_spoken,
)
from qes.synthesis.rubric import Side


def test_every_level_and_ne_is_written_in_its_cell() -> None:
    figure = drawn(heat_map(samples.heat(cases(4))))
    written = texts(figure)
    for label in ("NE", "1", "2", "3", "4", "5"):
        assert written.count(label) == 2 + 1, "twice among twelve cells, once in the key"


def test_ne_looks_unlike_level_1_in_more_than_colour() -> None:
    def one(level: int | None) -> str:
        svg = drawn(heat_map(HeatMap(("A",), ("B",), (HeatCell("A", "B", level),)))).svg
        return svg[svg.index("</desc>") :]

    dashes = [one(level).count("stroke-dasharray") for level in (None, 1)]
    assert dashes == [2, 1], "the key shows NE in both"
    assert one(None).count(">NE<") == one(1).count(">NE<") + 1


@pytest.mark.parametrize("highest", [2, 3, 4, 5, 7, 10])
def test_every_level_can_be_read_on_its_colour_and_is_darker_than_the_one_before(highest: int) -> None:
    colours = [look.level_colour(level, highest) for level in range(1, highest + 1)]
    assert all(look.contrast(look.text_on(each), each) >= 4.5 for each in colours)
    lights = [look.luminance(each) for each in colours]
    assert lights == sorted(lights, reverse=True)
    assert len(set(lights)) == highest


def test_contrast_is_that_of_the_guidelines() -> None:
    assert look.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert look.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert all(look.contrast(each, look.PAPER) >= 4.5 for each in (look.INK, look.SOFT, look.ACCENT))
    assert look.contrast(look.SOFT, look.FAINT) >= 4.5


def test_for_and_against_differ_in_grey_too() -> None:
    assert look.contrast(look.FILL[Side.FOR], look.FILL[Side.AGAINST]) > 3
    assert look.contrast(look.EDGE[Side.AGAINST], look.PAPER) > 3


def test_a_heat_map_in_words_gives_every_level_confidence_and_signature() -> None:
    data = samples.heat(cases(2))
    alt = drawn(heat_map(data)).alt
    assert "City 01: Strategic awareness NE; Adjusting priorities level 1, confidence low, signed off" in alt
    assert alt.count("signed off") == sum(each.signed for each in data.cells)


def test_a_large_heat_map_in_words_counts_and_points_to_the_table() -> None:
    alt = drawn(heat_map(samples.heat(cases(45)))).alt
    assert "Levels of 45 cases on 3 capabilities" in alt
    assert "NE 23 times" in alt
    assert alt.endswith("The table that belongs to it holds all values.")


def test_ne_has_its_own_place_left_of_1() -> None:
    data = samples.ranges(cases(1), case="City 01")
    svg = drawn(level_ranges(data)).svg
    places = {text: float(x) for x, text in re.findall(r"translate\(([\d.]+),[\d.]+\)[^>]*>(NE|[1-5])<", svg)}
    assert [text for text, _ in sorted(places.items(), key=lambda each: each[1])] == ["NE", "1", "2", "3", "4", "5"]


def test_ranges_in_words_give_level_and_range() -> None:
    alt = drawn(level_ranges(samples.ranges(cases(1), case="City 01"))).alt
    assert "Strategic awareness: level 3 (range 2 to 4)" in alt
    assert "Adjusting priorities: NE;" in alt
    assert "Building coalitions: level 2 (range NE to 3)" in alt


def test_ranges_may_stand_in_a_panel_per_case() -> None:
    data = samples.ranges(cases(3))
    by_case = LevelRanges(data.ranges, Facet.CASE)
    assert texts(drawn(level_ranges(by_case))).count("Strategic awareness") == 1
    assert texts(drawn(level_ranges(data))).count("City 01") == 1


def test_counts_for_and_against_are_written_at_their_bars_and_in_words() -> None:
    rows = (SidesRow("Building coalitions", 17, 6, 4, 3), SidesRow("Adjusting priorities", 12, 0, 1, 0, unstated=9))
    figure = drawn(sides(Sides(rows, case="Aldermoor")))
    assert {"17", "6", "4", "3", "12", "0", "1", "9", "not stated"} <= set(texts(figure))
    assert "Building coalitions: 17 for, 6 against, 4 mixed and 3 aspiration only" in figure.alt


@settings(deadline=None, max_examples=8)
@given(st.lists(st.tuples(*[st.integers(0, 10**5)] * 5), min_size=1, max_size=4))
def test_bars_of_any_length_stay_within_the_picture(counts: list[tuple[int, int, int, int, int]]) -> None:
    rows = tuple(SidesRow(f"Row {n}", *each) for n, each in enumerate(counts))
    svg = drawn(sides(Sides(rows, capability="Building coalitions"))).svg
    boxes = re.findall(r'translate\(([\d.-]+),[\d.-]+\)" d="M0,0[hL]([\d.]+)(?:v|,0L)', svg)
    assert boxes or not any(map(any, counts))
    assert all(float(x) >= 0 and float(x) + float(wide) <= 700 for x, wide in boxes)


def test_what_speaks_against_stands_left_of_what_speaks_for() -> None:
    svg = drawn(sides(Sides((SidesRow("Row", 7, 5),), case="Aldermoor"))).svg
    bars = {
        fill: float(x) for x, fill in re.findall(r'translate\(([\d.]+),[\d.]+\)" d="M0,0[hL][^"]*" fill="(#\w+)"', svg)
    }
    assert bars[look.FILL[Side.AGAINST]] < bars[look.FILL[Side.FOR]]


def test_few_curves_are_named_at_their_ends_and_drawn_in_different_lines() -> None:
    figure = drawn(saturation(samples.curves(cases(4), CAPABILITIES[:1])))
    assert set(cases(4)) <= set(texts(figure))
    dashes = set(re.findall(r'stroke-width="1.8" stroke-dasharray="([^"]+)"', figure.svg))
    assert len(dashes) == 3, "the first line is a full one"
    assert "City 02, Strategic awareness: 1, 2, 3, 4 kinds after 4 sources" in figure.alt


def test_many_curves_are_told_by_their_median() -> None:
    figure = drawn(saturation(samples.curves(cases(45))))
    assert any(each.startswith("median") for each in texts(figure))
    assert "of 135 curves" in figure.alt


def test_undefined_agreement_is_said_to_be_so() -> None:
    figure = drawn(agreement(samples.codes(CAPABILITIES)))
    assert texts(figure).count("undefined") == 1
    assert "Never given: α undefined, AC1 1.00" in figure.alt
    assert "Strategic awareness: α 0.90 (0.80 to 0.95), AC1 0.96" in figure.alt


def test_codes_keep_the_codebooks_order() -> None:
    labels_ = ("Zebra", "Ant", "Mole")
    written = texts(drawn(agreement(samples.codes(labels_))))
    assert [each for each in written if each in labels_] == list(labels_)


def test_negative_agreement_has_its_place() -> None:
    data = AgreementByCode((CodeAgreement("Odd", -0.42, -0.9, 0.1, -0.3),))
    figure = drawn(agreement(data))
    assert {"−0.42", "−0.30", "−1"} <= set(texts(figure))


def test_each_side_has_a_mark_of_its_own_shape() -> None:
    def shapes(side: Side) -> set[str]:
        data = WhereSpoken((Mention("a", "B", 0.5, side),), ("a",), ("B",))
        return set(re.findall(r'd="(M[^"]+)"', drawn(where_spoken(data)).svg))

    common = set.intersection(*(shapes(side) for side in Side))
    own = [frozenset(shapes(side) - common) for side in Side]
    assert len(set(own)) == len(Side)
    assert all(own)


def test_places_are_told_in_words_and_silent_sources_named() -> None:
    found = (Mention("mayor.docx", "Building coalitions", 0.25, Side.AGAINST),)
    data = WhereSpoken(found, ("mayor.docx", "clerk.docx"), ("Building coalitions", "Adjusting priorities"))
    alt = drawn(where_spoken(data)).alt
    assert "Building coalitions: mayor.docx at 25 %, against." in alt
    assert "Adjusting priorities: not spoken of." in alt
    assert "Nothing in clerk.docx." in alt


def test_more_sources_than_rows_are_pooled() -> None:
    figure = drawn(where_spoken(samples.mentions(tuple(f"s{each}" for each in range(60)), each=30)))
    assert "the larger a mark, the more passages" in texts(figure)
    assert len(figure.svg) < 100_000


@given(st.text(max_size=80), st.integers(20, 200), st.integers(1, 3))
def test_a_name_made_to_fit_does_fit(text: str, room: int, lines: int) -> None:
    found = labels.wrap(text, room, lines)
    assert 1 <= len(found) <= lines
    assert all(labels.width(each) <= room for each in found)


@given(st.text(max_size=40))
def test_a_name_is_only_cut_where_it_must_be(text: str) -> None:
    assert labels.cut(text, 10_000) == labels.clean(text)


def test_a_name_breaks_at_spaces_and_after_hyphens() -> None:
    assert labels.wrap("Learning and experimentation", 100, 3) == ["Learning and", "experimentation"]
    assert labels.wrap("Dunmarrow-upon-Wye", 70, 2) == ["Dunmarrow-", "upon-Wye"]
    assert labels.cut("Dunmarrow-upon-Wye and Lower Hamlets", 130) == "Dunmarrow-upon-Wye…"


@pytest.mark.parametrize(
    "make",
    [
        lambda: HeatMap(("A",), ("B",), (HeatCell("A", "B", 6),)),
        lambda: HeatMap(("A",), ("B",), (HeatCell("A", "C", 1),)),
        lambda: HeatMap(("A",), ("B",), (HeatCell("A", "B", 1), HeatCell("A", "B", 2))),
        lambda: HeatMap(("A",), ("B",), (HeatCell("A", "B", 1, "sure"),)),
        lambda: LevelRange("A", "B", 4, 1, 3),
        lambda: LevelRange("A", "B", None, 1, 3),
        lambda: LevelRanges((LevelRange("A", "B", 6, 6, 6),)),
        lambda: SidesRow("A", -1, 0),
        lambda: Sides((), case="A", capability="B"),
        lambda: Curve("A", "B", (2, 1)),
        lambda: CodeAgreement("A", 1.2),
        lambda: CodeAgreement("A", 0.5, low=0.1),
        lambda: Mention("a", "B", 1.5, Side.FOR),
        lambda: WhereSpoken((Mention("a", "B", 1, Side.FOR),), (), ("B",)),
    ],
)
def test_what_cannot_be_is_refused(make: object) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match=r"\w"):
        make()


def test_a_case_without_sources_has_no_curve() -> None:
    data = Saturation((Curve("A", "B", ()), Curve("C", "B", (1, 2))))
    assert drawn(saturation(data)).alt.count("C, B") == 1
