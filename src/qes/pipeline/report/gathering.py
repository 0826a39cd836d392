"""Everything a report is made from, gathered from a project once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from qes.coding.agreement import OVERALL, Agreement
from qes.ingest.speakers import ANSWERING, ASKING, role_word
from qes.model import Codebook, Span, Theme, Unit
from qes.model import Facts as SourceFacts
from qes.pipeline import charting, notes
from qes.pipeline.cases import case_table, in_words
from qes.pipeline.evidence import Gathered, gather
from qes.pipeline.findings import log as finding_log
from qes.pipeline.findings.standings import Standing, for_report
from qes.pipeline.report.facts import Facts
from qes.pipeline.report.levels import levels, unscored
from qes.pipeline.report.methods import method_rows, report_items
from qes.pipeline.scoring import log as score_log
from qes.pipeline.scoring.proposals import Scored
from qes.pipeline.themes import acts as themes
from qes.pipeline.themes import versions as theme_versions
from qes.pipeline.versions import REVISED
from qes.project import Project
from qes.synthesis.findings import Status
from qes.synthesis.peers import peers
from qes.synthesis.report import CaseInput, ReportInput, SourceInput
from qes.synthesis.report.inputs import FindingInput, PassageText
from qes.synthesis.rubric import Rubric

_WRITTEN = (
    *score_log.KINDS,
    *(finding_log.SAVED, finding_log.SEARCHED, finding_log.WEIGHED, finding_log.APPROVED),
    *(charting.KIND, theme_versions.SAVED, notes.KIND, "undo", REVISED),
)
"""Kinds of events whose authors a report may name."""
_MOST_PEERS = 3


def report_input(
    project: Project, codebook: Codebook, rubric: Rubric | None, *, ranking: bool = False, proposals: bool = False
) -> ReportInput:
    """What a report on a project is made from, as things stand.

    Args:
        project: Whose report it is.
        codebook: In use.
        rubric: In use; None: no levels.
        ranking: Whether cases are put in an order by their levels.
        proposals: Whether the rubric's proposals are shown although people are still to score without seeing them.

    Raises:
        Misquote: Something cited differs from its source.
        BadCases: The table of cases is wrong.
    """
    found = gather(project)
    facts = Facts(project, found)
    speakers = frozenset(each.speaker for each in found.passages.values() if each.speaker)
    now = Scored(project, found, rubric)
    findings = for_report(project)
    cells, patterns = charting.for_report(project), themes.themes(project)
    cited = _cited(findings, cells, patterns)
    return ReportInput(
        title=project.name,
        codebook=codebook,
        rubric=rubric,
        cases=_cases(project, found),
        evidence=found.evidence,
        assessments=now.assessments,
        read=_reader(project),
        agreement=_agreement(facts.agreed),
        method=method_rows(project, facts=facts),
        banner=project.settings.notice,
        levels=levels(now),
        robustness={each.unit: each for each in now.uncertainty.robustness},
        saturation={each.unit: each for each in now.uncertainty.saturation},
        findings=_approved(findings),
        unapproved=sum(not each.printable and each.status is not Status.WITHDRAWN for each in findings),
        charted=[each.charted for each in cells if each.charted.citations and not each.lost],
        themes=patterns,
        items=report_items(project, facts=facts),
        passages=_passages(found, cited),
        case_of={each.id: each.case for each in found.passages.values() if each.case and each.id in cited},
        ranking=ranking,
        unscored=frozenset() if proposals else unscored(project, now.standings.values()) & _assessed(now),
        team=_team(project, found),
        speakers=speakers,
        unnamed=frozenset(each for each in speakers if role_word(each) in ASKING | ANSWERING),
    )


def _cited(findings: Iterable[Standing], cells: Iterable[charting.Cell], patterns: Iterable[Theme]) -> set[str]:
    """The passages that people's own words rest on."""
    citations = [each for finding in findings for each in finding.finding.citations]
    citations += [each for cell in cells for each in cell.charted.citations]
    return {each.passage_id for each in citations} | {id for theme in patterns for id in theme.passages}


# --- Cases and passages -------------------------------------------------------------------------------


def _cases(project: Project, found: Gathered) -> list[CaseInput]:
    listed = Counter((each.case or "", each.source_id) for each in found.passages.values())
    coded = Counter(
        (case, source)
        for case, source, _ in {
            (each.case, each.coding.source_id, each.coding.passage_id) for each in found.evidence if each.coding.counts
        }
    )
    sources: dict[str, list[SourceInput]] = {}
    for (case, id), count in sorted(listed.items(), key=lambda item: (item[0][0], found.sources[item[0][1]].path)):
        source = found.sources[id]
        facts = next((each.facts for each in source.sections if each.facts.case == case), SourceFacts(case=case))
        entry = SourceInput(id, source.path, "", facts, count, coded[case, id], len(source.text))
        sources.setdefault(case, []).append(entry)
    known, near = _known(project, found.cases)
    return [
        CaseInput(case, tuple(entries), known.get(case, ()), near.get(case, ())) for case, entries in sources.items()
    ]


Pairs = tuple[tuple[str, str], ...]


def _known(project: Project, cases: Sequence[str]) -> tuple[dict[str, Pairs], dict[str, Pairs]]:
    """By case, what the table of cases says of it, and the cases most like it by the variables of the settings."""
    table = case_table(project)
    rows = {case: table.values.get(case, {}) for case in cases}
    facts = {
        case: tuple((name, in_words(row[name])) for name in table.names if name in row) for case, row in rows.items()
    }
    chosen = [name for name in project.settings.peers.variables if name in table.names]
    if not chosen:
        return facts, {}
    near = {
        case: tuple((each.case, each.sentence) for each in peers(rows, chosen, case, _MOST_PEERS)) for case in cases
    }
    return facts, near


def _assessed(now: Scored) -> frozenset[Unit]:
    return frozenset(Unit(each.case, each.capability) for each in now.assessments)


def _passages(found: Gathered, cited: set[str]) -> dict[str, PassageText]:
    """Those that anything quoted may stand on."""
    quoted = {each.coding.passage_id for each in found.evidence} | cited
    return {
        each.id: PassageText(
            each.id, each.source_id, each.span.start, each.span.end, each.place, each.speaker or "", each.question or ""
        )
        for each in found.passages.values()
        if each.id in quoted
    }


def _reader(project: Project) -> Callable[[str, Span], str]:
    """Reads the stored text anew for the report: the report compares what it reads with the quote it was given."""
    texts: dict[str, str] = {}

    def read(source_id: str, span: Span) -> str:
        if source_id not in texts:
            texts[source_id] = project.store.source(source_id).text
        return span.of(texts[source_id])

    return read


# --- Findings and agreement ---------------------------------------------------------------------------


def _approved(findings: Sequence[Standing]) -> list[FindingInput]:
    """Those that are printed, with the search and the approval they rest on."""
    found = []
    for each in findings:
        counter, approval = each.record.counter, each.record.approval
        if each.printable and counter is not None and approval is not None:
            found.append(FindingInput(each.finding, counter, each.record.weighed, approval))
    return found


def _agreement(rows: Sequence[Agreement]) -> list[dict[str, object]]:
    return [
        {
            "code": "all codes" if row.code == OVERALL else row.code,
            "coders": " · ".join(row.coders),
            "passages": row.units,
            "prevalence": round(row.prevalence, 3),
            "percent": round(row.percent, 3),
            "kappa": None if row.kappa is None else round(row.kappa, 3),
            "alpha": None if row.alpha is None else round(row.alpha, 3),
            "ac1": round(row.ac1, 3),
            "interval": row.interval or "",
        }
        for row in rows
    ]


def _team(project: Project, found: Gathered) -> frozenset[str]:
    """The names of everybody who ever wrote anything into the log, or might."""
    names = {each.coder for each in found.decisions} | {each.author for each in found.adjudications}
    names |= {each.name for each in project.store.accounts()}
    names |= {each.author for kind in _WRITTEN for each in project.store.events(kind=kind)}
    return frozenset(names - {"", "qes"})
