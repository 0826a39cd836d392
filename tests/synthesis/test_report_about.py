"""The file beside a report that says what it is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from report_samples import UNIT, garden, told

from qes.model import Unit
from qes.synthesis.report import build, write_report
from qes.synthesis.report.disclosure import Rules, for_public
from qes.synthesis.report.manifest import ABOUT


def about(folder: Path) -> Any:
    return json.loads((folder / ABOUT).read_text(encoding="utf-8"))


def test_it_names_the_audience_the_forms_the_maker_and_the_levels_shown(tmp_path: Path) -> None:
    given = replace(told(garden()), unscored=frozenset({Unit("Birkfold", "tending")}), ranking=True)
    write_report(build(given), tmp_path, ("html", "md"), by="Rosa")
    said = about(tmp_path)
    assert (said["by"], said["audience"], said["formats"], said["ranking"]) == ("Rosa", "team", ["html", "md"], True)
    assert [UNIT.case, UNIT.capability] in said["shows"]
    assert ["Birkfold", "tending"] not in said["shows"]
    assert len(said["shows"]) == 3


def test_forms_written_later_are_named_with_those_that_lie_there_and_the_bytes_are_the_same(tmp_path: Path) -> None:
    report = build(told(garden()))
    write_report(report, tmp_path, ("html",))
    write_report(report, tmp_path, ("md",))
    first = (tmp_path / ABOUT).read_bytes()
    assert about(tmp_path)["formats"] == ["html", "md"]
    write_report(report, tmp_path, ("md", "html"))
    assert (tmp_path / ABOUT).read_bytes() == first


def test_beside_a_report_for_outsiders_nobody_is_named(tmp_path: Path) -> None:
    write_report(build(for_public(told(garden()), Rules())), tmp_path, ("md",), by="Rosa")
    said = about(tmp_path)
    assert (said["by"], said["audience"]) == ("", "public")
    assert "Rosa" not in (tmp_path / ABOUT).read_text(encoding="utf-8")
