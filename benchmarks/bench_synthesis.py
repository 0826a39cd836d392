"""From sixty thousand codings to levels and to a report: seconds and memory of the whole command.

Usage: make bench, or .venv/bin/python benchmarks/bench_synthesis.py [--cases N] [--sources N] [--passages N]
[--keep DIR]

`qes score` and `qes synthesise` run as processes of their own on a project of many cases, as a user runs them. What a
team would pick instead is a script of its own over the exported codings: `levels_in_pandas.py` beside this file is one,
for the shipped rubric without its confidence and without the quotes behind each criterion; it needs an export first,
and gives the same levels, which is compared here. Texts and codings are random: only size matters.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from made_up import paragraphs

from qes.model import (
    Adjudication,
    Block,
    BlockKind,
    Codebook,
    Decision,
    Facts,
    Passage,
    PassageKind,
    Section,
    Source,
    Span,
    Verdict,
    digest,
)
from qes.pipeline.evidence import gather
from qes.pipeline.uncertainty import uncertainty
from qes.project import Project, init_project, open_project

CODERS, BATCH = [f"coder {number}" for number in range(6)], 10_000
CODINGS_A_PASSAGE, SECOND, AGREED, BLIND = 1.4, 0.2, 0.9, 0.15
"""How many codes a passage is given, and the shares that a second coder reads, agrees with, or that are coded blind."""
SETTINGS = '\n[embed]\nembedder = "hashing"\n\n[index]\nindex = "exact"\n'
FORMATS = ("html", "docx", "pdf", "xlsx", "md", "json")


# --- A project of that size -----------------------------------------------------------------------


def build(folder: Path, cases: int, sources: int, passages: int) -> None:
    """A project with its sources, decisions of six coders, and a lead's word on half of their disputes."""
    with init_project(folder, name="bench") as project:
        book = project.codebook().id
        with (folder / "qes.toml").open("a", encoding="utf-8") as settings:
            settings.write(SETTINGS)
    generator = np.random.default_rng(0)
    with open_project(folder) as project:
        codebook = project.use_codebook()
        for case in range(cases):
            kept = [add_source(project, case, number, passages, generator) for number in range(sources)]
            decide(project, decisions(kept, codebook, generator))
            if case % 2:
                project.store.adjudicate([settled(each, book) for each in disputed(project, kept)])


def add_source(project: Project, case: int, number: int, count: int, generator: np.random.Generator) -> list[Passage]:
    """One source, saved: two interviews in three, else a document."""
    texts, spans = paragraphs(count, generator)
    whole, name = "\n\n".join(texts), digest("source", str(case), str(number))
    talk = number % 3 != 2
    facts = Facts(
        case=f"City {case:02}",
        kind="interview" if talk else "document",
        date=f"2025-{1 + number % 12:02}" if number % 4 else None,
        role="Head of a department" if talk else None,
        independent=None if talk else number % 2 == 0,
    )
    blocks = tuple(Block(BlockKind.PARAGRAPH, span) for span in spans)
    path = f"{facts.case}/{number:02}.txt"
    source = Source(name, path, whole, blocks, (Section(Span(0, len(whole)), facts),), digest(whole))
    kind = PassageKind.SPEECH if talk else PassageKind.PROSE
    passages = [
        Passage(digest(name, str(row)), name, row, span, text, kind, facts.case, speaker=path if talk else None)
        for row, (span, text) in enumerate(zip(spans, texts, strict=True))
    ]
    project.store.save_source(source, passages, "bench")
    return passages


def decisions(
    kept: Sequence[Sequence[Passage]], codebook: Codebook, generator: np.random.Generator
) -> Iterator[Decision]:
    """What coders say of one case: most passages have one reader, and the capabilities differ in how they are told."""
    codes = [code.code for code in codebook.codable if codebook.capability(code.code)]
    shares = generator.dirichlet([0.4] * len(codes))
    habits = {each.code: generator.integers(0, 4) for each in codebook.scored}
    for passages in kept:
        first, second = generator.permutation(CODERS)[:2].tolist()
        for passage in passages:
            given = sorted(set(generator.choice(codes, size=generator.poisson(CODINGS_A_PASSAGE), p=shares).tolist()))
            blind, said_of = bool(generator.random() < BLIND), {}
            for code in given:
                said_of[code] = said(generator, int(habits[codebook.capability(code) or ""]))
            agreed = [code for code in given if generator.random() < AGREED]
            for coder, own in ((first, given), (second, agreed))[: 1 + (generator.random() < SECOND)]:
                for code in own:
                    yield Decision(
                        passage.id,
                        coder,
                        Verdict.ACCEPTED,
                        codebook.id,
                        code=code,
                        attributes=said_of[code],
                        blind=blind,
                    )
                if not own:
                    yield Decision(passage.id, coder, Verdict.NOTHING, codebook.id, blind=blind)


def said(generator: np.random.Generator, habit: int) -> dict[str, str]:
    """Attributes of a coding; where the habit is 0 nothing recurs, and where it is 1 nothing is for it."""
    polarity = ("contradicts", "aspiration-only") if habit == 1 else ("supports", "supports", "contradicts", "mixed")
    regularity = ("one-off", "crisis") if habit == 0 else ("one-off", "recurring", "recurring")
    return {
        "polarity": str(generator.choice(polarity)),
        "regularity": str(generator.choice(regularity)),
        "anchoring": str(generator.choice(["none", "none", "budget", "mandate", "law"])),
        "standing": str(generator.choice(["first-hand", "reported"])),
    }


def decide(project: Project, made: Iterator[Decision]) -> None:
    """Append decisions, many at a time."""
    while batch := list(islice(made, BATCH)):
        project.store.decide(batch)


def disputed(project: Project, kept: Sequence[Sequence[Passage]]) -> list[tuple[str, str]]:
    """Passage and code on which two readers differ."""
    ids = [passage.id for passages in kept for passage in passages]
    readers: dict[str, set[str]] = {}
    given: dict[tuple[str, str], set[str]] = {}
    for each in project.store.decisions(passage_ids=ids):
        readers.setdefault(each.passage_id, set()).add(each.coder)
        if each.code:
            given.setdefault((each.passage_id, each.code), set()).add(each.coder)
    return sorted(place for place, coders in given.items() if coders != readers[place[0]])


def settled(place: tuple[str, str], codebook: str) -> Adjudication:
    """A lead's word that the code applies."""
    return Adjudication(place[0], place[1], "lead", True, "It is meant.", codebook)


# --- Measuring ------------------------------------------------------------------------------------


def measured(name: str, command: Sequence[str | Path]) -> tuple[float, str]:
    """Run a command of its own process, print what it took, and give seconds and what it wrote."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        began = time.perf_counter()
        process = subprocess.Popen([str(each) for each in command], stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - began
        out.seek(0)
        err.seek(0)
        if process.returncode:
            print(f"{name:<44} failed: {err.read().strip()[-300:]}")
            return seconds, ""
        busy = usage.ru_utime + usage.ru_stime
        print(f"{name:<44} {seconds:6.2f} s  {busy:6.2f} s of a core  {usage.ru_maxrss / 1024:5.0f} MiB at most")
        return seconds, out.read()


def qes(name: str, folder: Path, *arguments: str | Path) -> tuple[float, str]:
    """Run a command of qes on the project."""
    return measured(name, [sys.executable, "-m", "qes", *arguments, "--project", folder])


def sources_table(folder: Path, place: Path) -> None:
    """What a team has beside the codings: a table of its sources."""
    with open_project(folder) as project, place.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["source", "independent"])
        for source in project.store.sources():
            writer.writerow([source.path, source.sections[0].facts.independent is True])


def by_script(folder: Path, scratch: Path) -> tuple[float, dict[str, int]]:
    """Seconds and levels of the script over the exported codings; the seconds of the export are told and left out."""
    codings, sources = scratch / "codings.csv", scratch / "sources.csv"
    sources_table(folder, sources)
    qes("qes export csv --table codings", folder, "export", "csv", codings, "--table", "codings")
    script = Path(__file__).with_name("levels_in_pandas.py")
    seconds, said = measured("a script with pandas over that table", [sys.executable, script, codings, sources])
    return seconds, json.loads(said)


def doubted(folder: Path) -> None:
    """Seconds that every variant and every step of saturation takes beside the levels."""
    with open_project(folder) as project:
        found, rubric = gather(project), project.rubric()
        assert rubric is not None
        began = time.perf_counter()
        told = uncertainty(found, rubric)
        seconds = time.perf_counter() - began
    hanging = sum(bool(each.hangs_on) for each in told.robustness)
    variants = sum(len(each.variants) for each in told.robustness)
    steps = sum(len(each.steps) for each in told.saturation)
    print(
        f"{'robustness and saturation, beside the levels':<44} {seconds:6.2f} s  {variants:,} variants, {steps:,} steps"
    )
    print(f"{hanging} of {len(told.robustness)} levels hang on one source or coder")


def main() -> None:
    """Build, score, compare, report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=45)
    parser.add_argument("--sources", type=int, default=10)
    parser.add_argument("--passages", type=int, default=110)
    parser.add_argument("--keep", type=Path, help="Where the project is, or is to be kept.")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch) / "project"
        if not folder.exists():
            began = time.perf_counter()
            build(folder, given.cases, given.sources, given.passages)
            print(f"built in {time.perf_counter() - began:.0f} s")
        seconds, said = qes("qes score --json", folder, "score", "--json")
        found = {f"{each['case']}/{each['capability']}": each["level"] or 0 for each in json.loads(said)["assessments"]}
        script, levels = by_script(folder, Path(scratch))
        differ = f"{sum(levels.get(unit) != level for unit, level in found.items())} of {len(found)} levels differ"
        print(f"qes score takes {seconds / script:.1f} times as long as the script; {differ}")
        doubted(folder)
        qes("qes synthesise", folder, "synthesise", "--format", ",".join(FORMATS), "--json")


if __name__ == "__main__":
    main()
