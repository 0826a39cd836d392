"""Codings → evidence → levels → report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from qes.coding.agreement import OVERALL
from qes.errors import CodebookError, TooFewCoders
from qes.model import Assessment, Codebook, Facts, Passage, Source, Span, digest
from qes.pipeline import Progress, quiet
from qes.pipeline.evidence import evidence_of
from qes.pipeline.review import codable, run_agree, run_codings
from qes.project import Project
from qes.synthesis.evidence import Evidence
from qes.synthesis.report import CaseInput, ReportInput, SourceInput, build, write_report
from qes.synthesis.rubric import Rubric
from qes.synthesis.score import assess


class NoRubric(CodebookError):
    """Levels are asked for, but nothing says what a level takes."""

    hint = "Put a rubric-1.0.yaml beside the codebook; the matrix and the report (`qes synthesise`) work without one."

    def __init__(self, codebook: str) -> None:
        super().__init__(f"codebook {codebook!r} has no rubric")
        self.codebook = codebook


@dataclass(frozen=True, slots=True)
class Synthesised:
    """A report that was written."""

    report: dict[str, Path]
    """Format → file."""
    quotes: int
    quotes_verified: int


def gather_evidence(project: Project) -> list[Evidence]:
    """Every coding with where it stands and who says it."""
    return evidence_of(run_codings(project), codable(project), project.store.sources(), project.codebook())


def run_score(project: Project) -> list[Assessment]:
    """Propose levels from the evidence so far, and record the proposal in the log when it is a new one.

    Raises:
        NoRubric: The codebook has none.
    """
    codebook, rubric = project.use_codebook(), project.use_rubric()
    if rubric is None:
        raise NoRubric(codebook.id)
    assessments = _assess(project, codebook, rubric, gather_evidence(project))
    key = digest(rubric.id, codebook.id, *(repr(each) for each in assessments))
    last = [event.body["fingerprint"] for event in project.store.events(kind="assessed")][-1:]
    if last != [key]:
        levels = [[each.case, each.capability, each.level, each.confidence] for each in assessments]
        body = {"rubric": rubric.id, "codebook": codebook.id, "levels": levels, "fingerprint": key}
        project.store.append(project.coder, "assessed", body)
    return assessments


def _assess(project: Project, codebook: Codebook, rubric: Rubric, evidence: Sequence[Evidence]) -> list[Assessment]:
    cases = sorted({passage.case for passage in codable(project) if passage.case})
    return assess(evidence, codebook, rubric, cases)


def run_synthesise(
    project: Project, formats: Sequence[str] = ("html", "md", "docx"), *, progress: Progress = quiet
) -> Synthesised:
    """Write the report into a folder of `outputs/` named after what it is made from.

    Raises:
        Misquote: A quote differs from its source; nothing is written.
        UnknownPlugin: There is no such format.
        CannotWrite: Disk or permissions.
    """
    progress("writing the report", 0, 2)
    codebook, rubric = project.use_codebook(), project.use_rubric()
    evidence = gather_evidence(project)
    sources, passages = project.store.sources(), codable(project)
    given = ReportInput(
        title=project.name,
        codebook=codebook,
        rubric=rubric,
        cases=_cases(sources, passages, evidence),
        evidence=evidence,
        assessments=_assess(project, codebook, rubric, evidence) if rubric else [],
        read=_reader(project),
        agreement=_agreement(project),
        method=_method(project, codebook, passages),
        banner=project.settings.notice,
    )
    report = build(given)
    progress("writing the report", 1, 2)
    folder = project.outputs / f"synthesis-{digest(repr(report))[:8]}"
    written = write_report(report, folder, formats)
    progress("writing the report", 2, 2)
    return Synthesised(written, report.quotes, report.quotes_verified)


def _reader(project: Project) -> Callable[[str, Span], str]:
    """Reads the stored text anew for the report: the report compares what it reads with the quote it was given."""
    texts: dict[str, str] = {}

    def read(source_id: str, span: Span) -> str:
        if source_id not in texts:
            texts[source_id] = project.store.source(source_id).text
        return span.of(texts[source_id])

    return read


def _cases(sources: Sequence[Source], passages: Sequence[Passage], evidence: Sequence[Evidence]) -> list[CaseInput]:
    by_id = {source.id: source for source in sources}
    listed = Counter((passage.case or "", passage.source_id) for passage in passages)
    coded = Counter(
        (case, source)
        for case, source, _ in {
            (each.case, each.coding.source_id, each.coding.passage_id) for each in evidence if each.coding.counts
        }
    )
    cases: dict[str, list[SourceInput]] = {}
    for (case, source_id), count in sorted(listed.items(), key=lambda item: (item[0][0], by_id[item[0][1]].path)):
        source = by_id[source_id]
        facts = next((each.facts for each in source.sections if each.facts.case == case), Facts(case=case))
        entry = SourceInput(source_id, source.path, "", facts, count, coded[case, source_id])
        cases.setdefault(case, []).append(entry)
    return [CaseInput(case, tuple(entries)) for case, entries in cases.items()]


def _agreement(project: Project) -> list[dict[str, object]]:
    try:
        rows = run_agree(project)
    except TooFewCoders:
        return []
    return [
        {
            "code": "all codes" if row.code == OVERALL else row.code,
            "coders": " · ".join(row.coders),
            "passages": row.units,
            "prevalence": round(row.prevalence, 3),
            "percent": round(row.percent, 3),
            "kappa": None if row.kappa is None else round(row.kappa, 3),
            "alpha": None if row.alpha is None else round(row.alpha, 3),
            "AC1": round(row.ac1, 3),
            "95 % of alpha": f"{row.interval[0]:.2f} to {row.interval[1]:.2f}" if row.interval else "",
        }
        for row in rows
    ]


def _method(project: Project, codebook: Codebook, passages: Sequence[Passage]) -> list[tuple[str, str]]:
    """How the evidence came about, from the log."""
    store = project.store
    decisions = store.decisions()
    coders = Counter(decision.coder for decision in decisions)
    blind = sum(decision.blind for decision in decisions)
    read = {decision.passage_id for decision in decisions}
    facts = [
        ("Codebook", f"{codebook.id}, {len(codebook.codable)} codes, SHA-256 {codebook.sha256[:12]}"),
        ("Passages", f"{len(passages)} to code; {len(read & {p.id for p in passages})} read by at least one coder"),
        ("Coders", ", ".join(f"{name} ({count} decisions)" for name, count in sorted(coders.items())) or "nobody yet"),
        ("Adjudications", f"{len(store.adjudications())}, each with a reason in the log"),
        ("Coded blind", f"{blind} of {len(decisions)} decisions were made with suggestions hidden"),
    ]
    runs = [event.body for event in store.events(kind="suggested")]
    used = Counter(decision.verdict.value for decision in decisions if decision.suggestion_id)
    if runs:
        last = runs[-1]
        facts.append(
            (
                "Suggestions",
                f"{last['suggestions']} by {last['suggester']!r}, learning from {last['decisions']} decisions",
            )
        )
        facts.append(("Embedding model", str(last["embedder"])))
        spoken = ", ".join(f"{verdict} {count}" for verdict, count in sorted(used.items())) or "none was answered"
        facts.append(("Answers to suggestions", spoken))
    return facts
