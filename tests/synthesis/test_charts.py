from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from functools import cache

import chart_samples as samples
import pytest
from chart_samples import drawings, drawn, texts, tree

from qes.synthesis.charts import (
    AgreementByCode,
    HeatMap,
    LevelRanges,
    Saturation,
    Sides,
    WhereSpoken,
    agreement,
    heat_map,
    level_ranges,
    saturation,
    sides,
    where_spoken,
)
from qes.synthesis.report.parts import Figure

SMALL = drawings(samples.cases(4))
MANY = tuple(f"Capability that is called number {each}" for each in range(1, 13))
LARGE = drawings(samples.cases(45), MANY[:5]) | {"heat": drawings(samples.cases(60), MANY)["heat"]}
EVERY = sorted(SMALL)


@cache
def small(name: str) -> Figure:
    return drawn(SMALL[name]())


@cache
def large(name: str) -> Figure:
    return drawn(LARGE[name]())


@pytest.mark.parametrize("name", EVERY)
def test_a_chart_is_drawn_the_same_way_twice(name: str) -> None:
    assert small(name) == drawn(SMALL[name]())


def test_another_process_draws_the_same_bytes() -> None:
    code = (
        "import hashlib; from chart_samples import drawings, cases;"
        "figure = drawings(cases(4))['heat']();"
        "print(hashlib.sha256(figure.svg.encode() + figure.png).hexdigest())"
    )
    folder = samples.__file__.rsplit("/", 1)[0]
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, check=True, text=True)
    figure = small("heat")
    assert done.stdout.strip() == hashlib.sha256(figure.svg.encode() + figure.png).hexdigest()


@pytest.mark.parametrize("name", EVERY)
def test_a_figure_is_one_picture_with_a_name_and_a_description_to_whoever_cannot_see_it(name: str) -> None:
    figure = small(name)
    root = tree(figure)
    assert root.get("role") == "img"
    ids = {each.get("id"): each for each in root.iter() if each.get("id")}
    named = [ids[each] for each in str(root.get("aria-labelledby")).split()]
    assert [each.text for each in named] == [figure.title, figure.alt]
    assert figure.caption.endswith(".")
    assert figure.alt.endswith(".")


def test_pictures_on_one_page_share_no_id() -> None:
    roots = [tree(small(name)) for name in EVERY]
    ids = [each.get("id") for root in roots for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids)) == 2 * len(SMALL)


@pytest.mark.parametrize("name", EVERY)
def test_the_picture_scales_and_its_png_has_twice_as_many_pixels(name: str) -> None:
    figure = small(name)
    width, height = (float(tree(figure).get(each) or 0) for each in ("width", "height"))
    assert width <= 700
    assert tree(figure).get("viewBox") == f"0 0 {width:g} {height:g}"
    assert samples.png_size(figure.png) == pytest.approx((2 * width, 2 * height), abs=1)
    assert min(samples.font_sizes(figure)) >= 10


@pytest.mark.parametrize("name", EVERY)
def test_a_picture_stands_on_white_and_fetches_nothing(name: str) -> None:
    figure = small(name)
    ground = next(each for each in tree(figure).iter(f"{samples.SVG}rect"))
    assert (ground.get("fill"), ground.get("width")) == ("#ffffff", tree(figure).get("width"))
    addresses = re.findall(r"(?:href|src|url\()[^>]*", re.sub(r"<desc.*?</desc>", "", figure.svg))
    assert addresses == []
    assert "<script" not in figure.svg
    assert "<style" not in figure.svg
    assert " style=" not in figure.svg


@pytest.mark.parametrize("name", EVERY)
def test_hostile_names_are_only_ever_text(name: str) -> None:
    figure = drawn(drawings(samples.HOSTILE, samples.HOSTILE[:5])[name]())
    root = tree(figure)
    allowed = {"svg", "title", "desc", "g", "path", "rect", "text"}
    assert {str(each.tag).removeprefix(samples.SVG) for each in root.iter()} <= allowed
    assert not {key for each in root.iter() for key in each.attrib if key.startswith("on")}
    assert "<script" not in figure.svg


@pytest.mark.parametrize("name", EVERY)
def test_a_large_picture_keeps_a_reasonable_size(name: str) -> None:
    figure = large(name)
    assert len(figure.svg.encode()) < 400_000
    assert len(figure.alt) < 8_000


@pytest.mark.parametrize("name", EVERY)
def test_no_text_of_a_large_picture_reaches_beyond_its_edge(name: str) -> None:
    root = tree(large(name))
    width, height = float(root.get("width") or 0), float(root.get("height") or 0)
    places = re.findall(r"<text[^>]*?translate\(([\d.-]+),([\d.-]+)\)", large(name).svg)
    assert places
    assert all(0 < float(x) < width and 0 < float(y) < height for x, y in places)


def test_what_there_is_nothing_of_is_not_drawn() -> None:
    assert heat_map(HeatMap((), (), ())) is None
    assert level_ranges(LevelRanges(())) is None
    assert sides(Sides((), case="Aldermoor")) is None
    assert saturation(Saturation(())) is None
    assert agreement(AgreementByCode(())) is None
    assert where_spoken(WhereSpoken((), ("a.docx",), ("Strategic awareness",))) is None


@pytest.mark.parametrize("name", [each for each in EVERY if each.endswith("case")])
def test_a_figure_of_one_case_says_so(name: str) -> None:
    figure = small(name)
    assert figure.case == "City 01"
    assert "City 01" in figure.title
    assert figure.id.endswith("city-01")


def test_pictures_are_drawn_without_any_import_before_they_are_asked_for() -> None:
    code = "import sys, qes.synthesis.charts; print([each for each in ('altair', 'vl_convert') if each in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


def test_every_name_is_written_where_there_is_room() -> None:
    for name in ("heat", "ranges", "sides-capability"):
        assert set(samples.cases(4)) <= set(texts(small(name)))
