"""Tables are printed with the words they are given, whatever these look like."""

from __future__ import annotations

import pytest

from qes.cli.output import table


def test_brackets_in_a_title_a_header_and_a_cell_are_printed_as_they_stand(capsys: pytest.CaptureFixture[str]) -> None:
    table("[red]ros[/a]", ["[/b]code of a coder"], [["[bold]x[/i]"]])
    shown = capsys.readouterr().out
    for words in ("[red]ros[/a]", "[/b]code of a coder", "[bold]x[/i]"):
        assert words in shown
