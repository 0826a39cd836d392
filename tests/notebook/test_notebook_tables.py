"""Every table has the columns and types it declares, with rows and without, and says what the project says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from operator import itemgetter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from notebook_samples import NAMES, SCANNING, SUMMARY, WITHOUT_ARGUMENTS, full, table

import qes
from qes.coding.codebook import load_codebook, to_yaml
from qes.model import AttributeRule
from qes.notebook import Study
from qes.notebook.columns import Column, Dtype, frame
from qes.notebook.tables import TABLES
from qes.pipeline.evidence import gather
from qes.pipeline.review import run_agree
from qes.project import init_project, open_project
from qes.synthesis.matrix import code_counts


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return full(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module")
def study(place: Path) -> Iterator[Study]:
    with qes.open(place) as opened:
        yield opened


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """A project without sources, and without a rubric."""
    empty = tmp_path_factory.mktemp("nothing") / "project"
    init_project(empty).close()
    for rubric in empty.glob("codebooks/*/rubric-*.yaml"):
        rubric.unlink()
    with qes.open(empty) as opened:
        yield opened


def declared(study: Study, name: str) -> dict[str, str]:
    """Column → type, as `columns` tells it."""
    told = study.columns(name)
    return dict(zip(told["column"], told["dtype"], strict=True))


def types(found: pd.DataFrame) -> dict[str, str]:
    return {str(name): str(dtype) for name, dtype in found.dtypes.items()}


@pytest.mark.parametrize("name", NAMES)
def test_a_table_has_its_columns_and_types_with_rows(study: Study, name: str) -> None:
    found = table(study, name)
    assert len(found) > 0
    assert types(found) == declared(study, name)
    assert list(found.columns)[: len(TABLES[name].columns)] == [each.name for each in TABLES[name].columns]
    assert list(found.index) == list(range(len(found)))


@pytest.mark.parametrize("name", WITHOUT_ARGUMENTS)
def test_a_table_has_its_columns_and_types_without_rows(nothing: Study, name: str) -> None:
    found = table(nothing, name)
    rows = len(found)
    assert (rows > 0) == (name in ("codes", "anchoring", "suggestion_quality"))
    assert types(found) == declared(nothing, name)


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_columns_keep_their_type_whatever_is_missing(data: st.DataObject) -> None:
    values = {
        Dtype.TEXT: st.sampled_from(["", "a", None]),
        Dtype.WHOLE: st.integers(-9, 9) | st.none(),
        Dtype.NUMBER: st.floats(0, 1) | st.none(),
        Dtype.FLAG: st.booleans() | st.none(),
        Dtype.TIME: st.sampled_from(["2026-01-02T03:04:05+00:00", "2026-01-02T03:04:05.678901+00:00", "", None]),
        Dtype.CHOICE: st.sampled_from(["x", "y", None]),
        Dtype.TUPLE: st.tuples() | st.tuples(st.integers()),
    }
    rows = data.draw(st.lists(st.fixed_dictionaries(values), max_size=4))
    made = [Column(dtype.name, dtype, "", itemgetter(dtype), ("x",)) for dtype in Dtype]
    found = frame(made, rows)
    assert types(found) == {dtype.name: dtype.value for dtype in Dtype}
    for dtype in set(Dtype) - {Dtype.TUPLE}:
        assert found[dtype.name].isna().tolist() == [row[dtype] in (None, "") for row in rows]
    assert found["TUPLE"].tolist() == [row[Dtype.TUPLE] for row in rows]
    assert [each for each in found["CHOICE"] if isinstance(each, str)] == [
        row[Dtype.CHOICE] for row in rows if row[Dtype.CHOICE]
    ]


# --- What they say --------------------------------------------------------------------------------


def test_every_quote_equals_the_span_of_its_source(study: Study) -> None:
    texts = {source.path: source.text for source in study.project.store.sources()}
    for name in ("evidence", "decisions", "citations"):
        found = table(study, name)
        assert found["quote"].tolist() == [texts[row.source][row.start : row.end] for row in found.itertuples()]
    passages = study.passages()
    assert passages["text"].tolist() == [texts[row.source][row.start : row.end] for row in passages.itertuples()]


def test_evidence_says_what_the_codings_are(study: Study) -> None:
    found = study.evidence().set_index("coding")
    codings = {each.id: each for each in gather(study.project).evidence}
    assert set(found.index) == set(codings)
    assert {id: tuple(row["coders"]) for id, row in found.iterrows()} == {
        id: e.coding.coders for id, e in codings.items()
    }
    assert set(found["status"]) == {"single", "agreed", "disputed", "settled"}
    differing = found[found["differing"].map(bool)]
    assert differing["polarity"].isna().all()
    assert set(differing["side"]) == {"unstated"}
    assert set(found["side"]) == {"for", "against", "unstated", "mixed"}
    assert list(found["polarity"].cat.categories) == ["supports", "contradicts", "mixed", "aspiration-only"]
    assert found["counts"].tolist() == (found["status"] != "disputed").tolist()


def test_matrix_summary_and_agreement_are_those_of_the_report(study: Study) -> None:
    found = gather(study.project)
    counts = code_counts(found.evidence, found.codebook, found.cases)
    matrix = study.matrix()
    texts = matrix[matrix["texts"].notna()]
    assert {(row.case, row.code): row.texts for row in texts.itertuples()} == {
        (case, code): number for case, given in counts.items() for code, number in given.items()
    }
    summary = study.summary()
    evidence = study.evidence()
    aware = evidence[evidence["counted"] & (evidence["capability"] == "awareness")]
    for side in ("for", "against", "mixed"):
        of_side = aware[aware["side"] == side].groupby("case")["quote"].nunique()
        told = summary[summary["capability"] == "awareness"].set_index("case")[side]
        assert {case: of_side.get(case, 0) for case in told.index} == told.to_dict()
    assert study.agreement()["units"].tolist() == [each.units for each in run_agree(study.project)]


def test_ne_is_missing_and_left_out_of_means(study: Study) -> None:
    levels = study.assessments()
    given = [each for each in levels["label"] if each != "NE"]
    assert 0 < len(given) < len(levels)
    assert levels["level"].isna().tolist() == [each == "NE" for each in levels["label"]]
    assert levels["level"].mean() == sum(map(int, given)) / len(given)
    assert len(levels[levels["level"] >= 1]) == len(given)


def test_checks_name_codings_that_are_in_the_evidence(study: Study) -> None:
    checks, ids = study.checks(), set(study.evidence()["coding"])
    assert set(checks["kind"]) == {"criterion", "gate"}
    assert checks["level"].isna().tolist() == (checks["kind"] == "gate").tolist()
    named = {each for column in ("evidence", "against") for each in checks[column].explode().dropna()}
    assert named
    assert named <= ids


def test_levels_and_scores_tell_where_people_stand(study: Study) -> None:
    levels = study.levels().set_index(["case", "capability"])
    arden, boro = levels.loc[("Arden", "awareness")], levels.loc[("Boro", "awareness")]
    assert (arden["stage"], arden["level"], arden["label"], arden["signed_by"]) == ("signed", 3, "3", "lea")
    assert (arden["confidence"], arden["statement"], arden["stale"]) == ("moderate", "It holds.", True)
    assert "1 came" in arden["stale_why"]
    assert (boro["stage"], boro["decided"], boro["scorers"]) == ("partly", False, ("ana",))
    assert pd.isna(boro["label"])
    assert pd.isna(boro["proposed"])
    scores = study.scores()
    assert scores["act"].tolist() == ["score", "score", "consensus", "sign-off", "score"]
    assert scores["label"].tolist()[:4] == ["3", "2", "3", "3"]
    assert study.score_agreement()["exact"].tolist() == [0.0]


def test_a_score_of_another_is_withheld_until_the_round_is_complete(study: Study) -> None:
    hidden = study.scores().iloc[-1]
    assert (hidden["case"], hidden["author"], hidden["withheld"]) == ("Boro", "ana", True)
    assert hidden[["label", "level", "reason", "rubric", "confidence"]].isna().all()
    shown = study.scores(reveal=True).iloc[-1]
    assert (shown["label"], shown["reason"], shown["withheld"]) == ("NE", "too little", False)
    assert pd.isna(shown["level"])


def test_what_people_wrote_stands_with_its_quotes(study: Study) -> None:
    (finding,) = study.findings().to_dict("records")
    assert (finding["status"], finding["printable"], finding["for"], finding["approved_by"]) == (
        "approved",
        True,
        1,
        "lea",
    )
    assert finding["searched"].startswith("Searched on ")
    (cell,) = study.charted().to_dict("records")
    assert (cell["text"], cell["quotes"], cell["lost"]) == (SUMMARY, 1, ())
    citations = study.citations().set_index("of")
    assert citations["key"].to_dict() == {"finding": finding["finding"], "summary": cell["key"]}
    assert not citations["lost"].any()
    assert set(citations["coding"]) <= set(study.evidence()["coding"])
    (theme,) = study.themes().to_dict("records")
    assert theme["passages"][0] in set(study.passages()["passage"])


def test_cases_have_the_columns_of_their_file_and_peers_keep_whom_nothing_is_known_of(study: Study) -> None:
    cases = study.cases().set_index("case")
    assert cases["in_project"].to_dict() == {"Arden": True, "Boro": True, "Cove": False}
    assert types(cases)["people"] == "Float64"
    assert cases["codings (cases.csv)"].dropna().to_dict() == {"Arden": "few", "Boro": "many"}
    (peer,) = study.peers("Arden", ["region"]).to_dict("records")
    assert (peer["case"], peer["rank"], peer["similarity"], peer["likeness"]) == ("Boro", 1, 0.0, (0.0,))
    assert study.peers("Arden", ["codings (cases.csv)"])["similarity"].tolist() == [0.0]
    (unknown,) = study.peers("Arden", ["people"]).to_dict("records")
    assert unknown["case"] == "Boro"
    assert pd.isna(unknown["rank"])


def test_uncertainty_is_told_step_by_step(study: Study) -> None:
    robustness, levels = study.robustness(), study.assessments().set_index(["case", "capability"])["label"]
    assert set(robustness["without"]) == {"source", "coder", "assisted"}
    for row in robustness.itertuples():
        assert levels[row.case, row.capability] == ("NE" if pd.isna(row.level_now) else str(row.level_now))
    saturation = study.saturation()
    assert (saturation.groupby(["case", "capability"])["fresh"].cumsum() == saturation["kinds"]).all()


def test_an_attribute_that_is_called_like_a_column_gets_a_column_of_its_own(tmp_path: Path) -> None:
    with init_project(tmp_path / "project") as project:
        path = next((project.codebooks / project.codebook().name).glob("[0-9]*.yaml"))
        book = load_codebook(path)
        rule = AttributeRule("side", ("left", "right"), "Where it stands.")
        path.write_text(to_yaml(replace(book, attributes=(*book.attributes, rule))), encoding="utf-8")
        for rubric in path.parent.glob("rubric-*.yaml"):
            rubric.unlink()
    with open_project(tmp_path / "project") as again:
        found = Study(again).evidence()
    assert list(found["side (attribute)"].cat.categories) == ["left", "right"]
    assert found.columns.is_unique


def test_the_unfound_and_the_anchoring_are_told_for_the_codes_in_use(study: Study) -> None:
    meter = study.anchoring().set_index(["coder", "code"])
    assert meter.loc[("omar", SCANNING), "edited"] + meter.loc[("omar", SCANNING), "accepted"] == 1
    assert meter.loc[("*", "*"), "blind"] == 3
    assert set(study.unfound()["code"]) >= {SCANNING}
