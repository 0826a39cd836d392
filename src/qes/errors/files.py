"""Files to take in: sources, manifests, tables."""

from __future__ import annotations

from qes.errors.base import QesError


class IngestError(QesError):
    """A file cannot be taken in; the rest of the batch goes on."""

    def __init__(self, path: str, problem: str, hint: str = "") -> None:
        super().__init__(f"{path}: {problem}")
        self.path, self.problem = path, problem
        if hint:
            self.hint = hint


class UnreadableFile(IngestError):
    """The file is broken, protected or not what its name says."""

    hint = "Open it in the program it comes from, save it anew, and ingest it again."


class EmptyFile(IngestError):
    """The file holds no text."""

    hint = "Check that the right file was saved; a scanned page needs text recognition (OCR) first."


class UnknownFormat(IngestError):
    """No reader for this kind of file."""

    hint = "Save it as docx, pdf, txt, md, html, vtt, srt or csv."


class FileTooLarge(IngestError):
    """The file is larger than the project allows."""

    hint = "Split it, or raise `[ingest] max_megabytes` in qes.toml."


class GarbledText(IngestError):
    """The text was decoded wrongly, here or before it reached us."""

    hint = "Save the file as UTF-8, or name its encoding in the manifest's `encoding` column (for instance cp1250)."


class ManifestError(IngestError):
    """The manifest names something that is not there or says something unclear."""

    hint = "Correct the row named above in the manifest, then ingest again."


class BadTable(QesError):
    """A table to import lacks what is needed; `problems` are (row, what is wrong), row 0 being the file as a whole."""

    hint = "Name a table of decisions: see docs/tables.md for its formats and columns."

    def __init__(self, path: str, problems: list[tuple[int, str]]) -> None:
        super().__init__("\n".join(f"{path}, row {row}: {it}" if row else f"{path}: {it}" for row, it in problems))
        self.path, self.problems = path, problems
        if any(row for row, _ in problems):
            self.hint = "Correct the rows named above and import again; rows that are in already are skipped."


class BadCases(BadTable):
    """The table of cases is wrong; `problems` are as in `BadTable`."""

    def __init__(self, path: str, problems: list[tuple[int, str]]) -> None:
        super().__init__(path, problems)
        self.hint = (
            "Correct corpus/cases.csv (docs/tables.md shows one), or remove it; the evidence is not touched by it."
        )


class BadJudgements(QesError):
    """A file of judgements cannot be taken in; `problems` are (line, what is wrong), line 0 where none can be named."""

    hint = "Correct what is named above and run it again; what is in already is not taken in twice."

    def __init__(self, path: str, problems: list[tuple[int, str]]) -> None:
        super().__init__("\n".join(f"{path}:{line}: {it}" if line else f"{path}: {it}" for line, it in problems))
        self.path, self.problems = path, problems
