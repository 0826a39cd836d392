"""A project as it stood at one place of its log, each part read or computed once, when it is first asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from qes.coding.anchoring import Anchoring
from qes.model import Codebook, Theme, Unit
from qes.notebook.columns import Column, Item, Table
from qes.pipeline import charting
from qes.pipeline.anchoring import run_anchoring
from qes.pipeline.cases import CaseTable, case_table
from qes.pipeline.evidence import Gathered, gather
from qes.pipeline.findings import standings as finding_standings
from qes.pipeline.models.measuring import Voice, run_models
from qes.pipeline.scoring.proposals import Scored
from qes.pipeline.themes import acts as themes
from qes.project import Project
from qes.synthesis.evidence import Evidence, in_order
from qes.synthesis.rubric import Rubric


class Reading:
    """What tables are made from; several tables that need the same share it."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._items: dict[str, Sequence[Any]] = {}
        self._paths: dict[str, str] = {}

    # --- Tables -----------------------------------------------------------------------------------

    def items(self, table: Table[Item]) -> Sequence[Item]:
        """What the rows of a table are made from."""
        if table.name not in self._items:
            self._items[table.name] = table.items(self)
        return self._items[table.name]

    def columns(self, table: Table[Item]) -> tuple[Column[Item], ...]:
        """Every column of a table, those of this project's own last."""
        return (*table.columns, *table.further(self))

    def rows(self, table: Table[Any]) -> int | None:
        """How many rows a table has, where that is known or quickly told."""
        if table.name in self._items:
            return len(self._items[table.name])
        return table.quick(self) if table.quick else None

    # --- What is coded ----------------------------------------------------------------------------

    @cached_property
    def codebook(self) -> Codebook:
        """The project's, as it is; nothing is frozen."""
        return self.project.codebook()

    @cached_property
    def rubric(self) -> Rubric | None:
        """The newest beside the codebook; None where there is none."""
        return self.project.rubric()

    @cached_property
    def gathered(self) -> Gathered:
        """Sources, passages, decisions, and the evidence they come to."""
        return gather(self.project)

    @cached_property
    def evidence(self) -> Sequence[Evidence]:
        """In reading order, disputed codings too."""
        return in_order(self.gathered.evidence)

    @cached_property
    def units(self) -> Sequence[Unit]:
        """Every case with every scored code."""
        return [Unit(case, code.code) for case in self.gathered.cases for code in self.codebook.scored]

    def path(self, source_id: str) -> str:
        """Of a source, also of one that was set aside."""
        if source_id not in self._paths:
            source = self.gathered.sources.get(source_id) or self.project.store.source(source_id)
            self._paths[source_id] = source.path
        return self._paths[source_id]

    @cached_property
    def anchoring(self) -> Anchoring:
        """What proposals do to coders, and how good they are."""
        return run_anchoring(self.project)

    @cached_property
    def models(self) -> Sequence[Voice]:
        """Language models as coders, measured."""
        return run_models(self.project)

    # --- What it comes to -------------------------------------------------------------------------

    @cached_property
    def scored(self) -> Scored:
        """What the rubric proposes, which the log is not told, and where people stand on it."""
        return Scored(self.project, self.gathered, self.rubric)

    # --- What people wrote ------------------------------------------------------------------------

    @cached_property
    def findings(self) -> Sequence[finding_standings.Standing]:
        """Every finding, its quotes re-read."""
        return finding_standings.standings(self.project)

    @cached_property
    def cells(self) -> Sequence[charting.Cell]:
        """Every summary of the framework matrix, its quotes re-read."""
        return charting.cells(self.project)

    @cached_property
    def themes(self) -> Sequence[Theme]:
        """Those that stand."""
        return themes.themes(self.project)

    @cached_property
    def cases(self) -> CaseTable:
        """What `corpus/cases.csv` says."""
        return case_table(self.project)
