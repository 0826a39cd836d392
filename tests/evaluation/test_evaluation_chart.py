from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from evaluation_samples import evaluation, items, write
from hypothesis import given, settings
from hypothesis import strategies as st

from faults import answer, complains, complains_in_json
from qes.errors import CannotWrite
from qes.evaluation.captions import HUMAN, budgets, described, shown_budgets
from qes.evaluation.chart import COLUMNS, _looks, _rows
from qes.evaluation.picture import check_target, svg, write_picture
from small_project import Run
from test_offline import NEAR, addresses, needs_strace, watch

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ("learned", "similarity", "tfidf", "minilm", "tfidf+minilm", "setfit")
LETTER_WIDTH, LETTER_HEIGHT = 0.52, 0.72
"""Of the size of the font, about."""

Box = tuple[float, float, float, float]


def _boxes(node: Element, x: float = 0.0, y: float = 0.0) -> Iterator[tuple[str, Box]]:
    """Every text of a picture and where it stands: left, top, right, bottom."""
    moved = re.match(r"translate\(([-\d.]+),([-\d.]+)\)", node.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    if node.tag == f"{SVG}text" and node.text:
        size = float(node.get("font-size", "0px").removesuffix("px"))
        length, height = len(node.text) * size * LETTER_WIDTH, size * LETTER_HEIGHT
        start = {"middle": length / 2, "end": length}.get(node.get("text-anchor", ""), 0.0)
        if "rotate(-90)" in node.get("transform", ""):
            yield node.text, (x - height, y + start - length, x, y + start)
        else:
            yield node.text, (x - start, y - height, x - start + length, y)
    for child in node:
        yield from _boxes(child, x, y)


def _apart(one: Box, other: Box) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("count", [1, 3, 6])
def test_the_picture_names_every_suggester_and_no_label_lies_on_another(count: int) -> None:
    done = evaluation(NAMES[:count])
    root = fromstring(svg(done))
    texts = [(text, box) for text, box in _boxes(root) if text.strip()]
    said = [text for text, _ in texts]
    assert set(NAMES[:count]) | set(HUMAN.values()) <= set(said)
    assert all(said.count(name) == 3 for name in NAMES[:count])  # in the key, with 64 labels and with all
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    for (one, box), (two, other) in combinations(texts, 2):
        assert _apart(box, other), (one, two)
        assert min(box) >= 0, one
        assert box[2] <= width, one
        assert box[3] <= height, one


def test_the_same_figures_give_the_same_bytes() -> None:
    assert svg(evaluation(["tfidf"])) == svg(evaluation(["tfidf"]))


def test_those_who_do_not_see_it_are_told_every_figure() -> None:
    done = evaluation(["learned", "a<b&c"], budgets=("8", "all"))
    root = fromstring(svg(done))
    assert root.get("role") == "img"
    title, desc = root[0], root[1]
    assert (title.tag, desc.tag) == (f"{SVG}title", f"{SVG}desc")
    assert desc.text == " ".join(described(done))
    for figure in ("of learned: 0.20 with 8 labels per code, 0.28 with all labels", "0.71", "a<b&c: not known with 8"):
        assert figure in str(desc.text)


def test_without_people_there_is_no_word_of_them() -> None:
    assert "people:" not in svg(evaluation(["tfidf"], people=0))


@given(st.integers(1, 40))
@settings(deadline=None, max_examples=10)
def test_suggesters_look_different_however_many_there_are(count: int) -> None:
    looks = [str(look) for look in _looks(evaluation([f"s{number}" for number in range(count)], ("all",))).values()]
    assert len(set(looks)) == len(looks)


@given(st.integers(1, 20), st.sampled_from([("64",), ("64", "all")]))
def test_every_suggester_has_a_diagram_for_each_budget_shown(count: int, shown: tuple[str, ...]) -> None:
    names = [f"s{number}" for number in range(count)]
    rows = _rows(names, list(shown))
    assert sorted(each for row in rows for each in row) == sorted((name, each) for name in names for each in shown)
    assert max(map(len, rows)) <= COLUMNS


def test_budgets_stand_in_order_whatever_order_they_were_asked_for_in() -> None:
    done = evaluation(["tfidf"], budgets=("all", "64", "8", "128"))
    assert budgets(done) == ["8", "64", "128", "all"]
    assert shown_budgets(done) == ["64", "all"]
    assert shown_budgets(evaluation(["tfidf"], budgets=("64", "8"))) == ["64"]


def test_a_png_is_large_enough_for_print(tmp_path: Path) -> None:
    write_picture(evaluation(["tfidf"]), tmp_path / "chart.PNG")
    content = (tmp_path / "chart.PNG").read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(content[16:20], "big") > 2000
    assert len(content) > 50_000


def test_the_page_holds_the_picture_and_loads_nothing(tmp_path: Path) -> None:
    done = evaluation(["a<b&c"])
    write_picture(done, tmp_path / "chart.html")
    page = (tmp_path / "chart.html").read_text(encoding="utf-8")
    assert svg(done) in page
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "a<b" not in page
    assert set(re.findall(r'(\S+)="https?://[^"]*"', page)) == {"xmlns", "xmlns:xlink"}
    assert re.findall(r"\b(?:src|href|url)\s*[=(]\s*[\"']?(?!#)", page) == []


def test_what_cannot_be_written_is_found_out_beforehand(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder.svg").mkdir()
    for path in (tmp_path / "file" / "chart.svg", tmp_path / "folder.svg"):
        with pytest.raises(CannotWrite):
            check_target(path)
    check_target(tmp_path / "new" / "chart.svg")
    assert list((tmp_path / "new").iterdir()) == []


def test_an_older_picture_stays_until_the_new_one_is_there(tmp_path: Path) -> None:
    (tmp_path / "chart.svg").write_text("old", encoding="utf-8")
    check_target(tmp_path / "chart.svg")
    assert (tmp_path / "chart.svg").read_text(encoding="utf-8") == "old"


def test_the_command_draws_beside_its_figures(run: Run, folder: Path) -> None:
    table, book = write(folder, items(90))
    words = ["evaluate", table, "--codebook", book, "--suggester", "tfidf", "--budgets", "4", "--min-positives", "5"]
    done = run(*words, "--chart", "charts/small.svg", "--json")
    assert answer(done)["results"]["tfidf"]["4"]
    drawn = (folder / "charts" / "small.svg").read_text(encoding="utf-8")
    assert "tfidf" in {text for text, _ in _boxes(fromstring(drawn))}


def test_a_chart_that_cannot_be_drawn_is_refused_before_anything_is_read(run: Run, folder: Path) -> None:
    missing = ["evaluate", "missing.csv", "--codebook", "missing.yaml", "--chart"]
    done = run(*missing, "chart.gif")
    assert done.returncode == 2
    assert ".svg, .png, .html" in done.stderr
    complains_in_json(run(*missing, "qes.toml/chart.svg", "--json"), "qes.toml", "cannot write")
    complains(run(*missing, "corpus/Arden/page.html"), "part of the project itself")
    assert not (folder / "corpus" / "Arden" / "page.html").exists()


DRAW = """
import sys
from pathlib import Path
from evaluation_samples import evaluation
from qes.evaluation.picture import write_picture
for suffix in ("svg", "png", "html"):
    write_picture(evaluation(["tfidf"]), Path(f"chart.{suffix}"))
print("drawn")
"""


@needs_strace
def test_drawing_speaks_to_no_other_machine(tmp_path: Path) -> None:
    log = tmp_path / "calls.txt"
    here = Path(__file__).parent
    script = f"import sys; sys.path[:0] = [{str(here)!r}, {str(here.parent)!r}]\n{DRAW}"
    done = watch(sys.executable, "-c", script, cwd=tmp_path, log=log)
    assert done.stdout == "drawn\n", done.stderr
    assert [each for each in addresses(log.read_text(encoding="utf-8")) if not NEAR.match(each)] == []
