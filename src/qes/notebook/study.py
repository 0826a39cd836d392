"""A project opened for reading: a method per table, each giving a fresh pandas frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qes.errors import Misquote, NotFound, UnknownPlugin
from qes.notebook import overview
from qes.notebook import tables as t
from qes.notebook.columns import Table, frame
from qes.notebook.reading import Reading
from qes.notebook.tables.cases import company
from qes.notebook.tables.scores import words
from qes.project import Project

if TYPE_CHECKING:
    from types import TracebackType

    from pandas import DataFrame


class Study:
    """The tables of a project. Nothing is written: no event is logged, no codebook or rubric frozen.

    What is read is kept until the log has grown, by whomever, or until `refresh`: so tables fit each other, and none is
    computed twice. What the log does not tell takes a `refresh`: a codebook, `cases.csv` or settings edited by hand,
    and sources that `qes ingest` has set aside.
    Every frame is made anew, so that changing one changes nothing else.

    Where a method reads the project for the first time it may raise what reading raises: BadCodebook, FrozenCodebook,
    BadCases, StoreError.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self._kept = Reading(project)
        self._place = ""

    def __enter__(self) -> Study:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database, and let go of what was read."""
        self.project.close()
        self._kept, self._place = Reading(self.project), ""

    def refresh(self) -> None:
        """Let go of what was read, so that everything is read again, the settings too.

        Raises:
            BadSettings: They are wrong by now; the study is as it was.
        """
        fresh = Project(self.project.folder)
        self.close()
        self.project, self._kept = fresh, Reading(fresh)

    # --- What there is to code --------------------------------------------------------------------

    def sources(self) -> DataFrame:
        """Sources, or their sections, with what the manifest says of them and how much is coded."""
        return self._frame(t.SOURCES)

    def passages(self) -> DataFrame:
        """The passages people are asked to code, with case, place, speaker, question and text."""
        return self._frame(t.PASSAGES)

    def codes(self) -> DataFrame:
        """The codes of the codebook with their definitions."""
        return self._frame(t.CODES)

    def cases(self) -> DataFrame:
        """The cases, with what `corpus/cases.csv` says of them."""
        return self._frame(t.CASES)

    # --- What people said of it -------------------------------------------------------------------

    def decisions(self) -> DataFrame:
        """The decisions in force, of every coder."""
        return self._frame(t.DECISIONS)

    def adjudications(self) -> DataFrame:
        """How disputes were settled."""
        return self._frame(t.ADJUDICATIONS)

    def evidence(self) -> DataFrame:
        """The codings: every code on a verbatim quote, with side, facts of the source, attributes, coders, status."""
        return self._frame(t.EVIDENCE)

    def agreement(self) -> DataFrame:
        """Agreement per code and pair of coders; with twenty coders it takes half a minute."""
        return self._frame(t.AGREEMENT)

    def anchoring(self) -> DataFrame:
        """What seeing proposals does to coders, per coder and code."""
        return self._frame(t.ANCHORING)

    def suggestion_quality(self) -> DataFrame:
        """How good proposals are, per code, told from passages read blind alone."""
        return self._frame(t.QUALITY)

    def models(self) -> DataFrame:
        """How language models agree with people, per model and code, told from passages read blind alone."""
        return self._frame(t.MODELS)

    def unfound(self) -> DataFrame:
        """How much of each code may still be unfound."""
        return self._frame(t.UNFOUND)

    # --- What it comes to -------------------------------------------------------------------------

    def matrix(self) -> DataFrame:
        """Counts per case and code, in long form."""
        return self._frame(t.MATRIX)

    def summary(self) -> DataFrame:
        """The evidence on each capability of each case in numbers: for, against, mixed, aspiration, sources, dates."""
        return self._frame(t.SUMMARY)

    def assessments(self) -> DataFrame:
        """The levels and confidence that the rubric proposes; not for those who are yet to score."""
        return self._frame(t.ASSESSMENTS)

    def checks(self) -> DataFrame:
        """Every criterion and gate of the proposals, whether it is met, why, and by which codings."""
        return self._frame(t.CHECKS)

    def robustness(self) -> DataFrame:
        """The proposed levels with one source or coder left out, and with blind codings only."""
        return self._frame(t.ROBUSTNESS)

    def saturation(self) -> DataFrame:
        """What each source added to what was known before it."""
        return self._frame(t.SATURATION)

    def scores(self, *, reveal: bool = False) -> DataFrame:
        """What people said of levels, the whole history.

        Args:
            reveal: Whether to show also what others said in rounds that are not complete. Scores are given apart, so
                `withheld` says where a level is kept from the person `qes` takes you for (`[review] coder`).
        """
        return frame(t.SCORES.columns, words(self._reading(), reveal=True)) if reveal else self._frame(t.SCORES)

    def levels(self) -> DataFrame:
        """Where each unit stands: stage, level, and whether evidence has changed since it was signed off."""
        return self._frame(t.LEVELS)

    def score_agreement(self) -> DataFrame:
        """How far those who score give the same level."""
        return self._frame(t.SCORE_AGREEMENT)

    # --- What people wrote ------------------------------------------------------------------------

    def findings(self) -> DataFrame:
        """Findings with where they stand."""
        return self._frame(t.FINDINGS)

    def citations(self) -> DataFrame:
        """The quotes of findings and summaries, re-read."""
        return self._frame(t.CITATIONS)

    def charted(self) -> DataFrame:
        """The summaries of the framework matrix."""
        return self._frame(t.CHARTED)

    def themes(self) -> DataFrame:
        """The themes among passages that fit nowhere."""
        return self._frame(t.THEMES)

    def peers(self, case: str, variables: Sequence[str] = (), most: int | None = None) -> DataFrame:
        """The cases most like one.

        Args:
            case: Its name.
            variables: Columns of `cases.csv` to compare on; none: those of `[peers] variables` in `qes.toml`.
            most: So many at most; None: all.

        Raises:
            NotFound: No such case.
            BadCases: There is no table, it is wrong, has no row for the case or no such variable, or none is chosen.
        """
        return frame(t.PEERS.columns, company(self._reading(), case, variables, most))

    # --- Walking back, and finding one's way ------------------------------------------------------

    def quote(self, coding: str) -> str:
        """The words of a coding, read from its source anew.

        Args:
            coding: Id, as tables have it.

        Raises:
            NotFound: No coding of that id stands.
            Misquote: The source does not read so.
        """
        reading = self._reading()
        found = next((each.coding for each in reading.evidence if each.id == coding), None)
        if found is None:
            error = NotFound("coding", coding)
            error.hint = "Codings change with the decisions they rest on: take the id from `study.evidence()`."
            raise error
        source, passage = self.project.store.source(found.source_id), reading.gathered.passages[found.passage_id]
        for span, read in ((found.span, found.quote), (passage.span, passage.text)):
            if source.text[span.start : span.end] != read:
                raise Misquote(source.path, span.start, span.end, read)
        return found.quote

    def columns(self, name: str) -> DataFrame:
        """The columns of a table: name, type and meaning, with those of this project's own.

        Raises:
            UnknownPlugin: There is no such table.
        """
        if name not in t.TABLES:
            raise UnknownPlugin("table", name, list(t.TABLES))
        return overview.columns(self._reading().columns(t.TABLES[name]))

    def tables(self) -> DataFrame:
        """Every table with what a row of it is, and how many there are where that is known or quickly told."""
        return overview.tables(self._reading())

    def __repr__(self) -> str:
        return overview.plain(self._reading())

    def _repr_html_(self) -> str:
        return overview.html(self._reading())

    def _frame(self, table: Table[Any]) -> DataFrame:
        reading = self._reading()
        return frame(reading.columns(table), reading.items(table))

    def _reading(self) -> Reading:
        """What was read, unless the log has grown since."""
        newest = self.project.store.latest(1)
        place = newest[0].event.hash if newest else "empty"
        if place != self._place:
            self._kept, self._place = Reading(self.project), place
        return self._kept
