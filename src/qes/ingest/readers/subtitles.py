"""Subtitles: WebVTT with its voices, and SubRip (srt)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from qes.errors import UnreadableFile
from qes.ingest.document import Document, Piece, ReadOptions
from qes.ingest.encoding import decode
from qes.ingest.readers.clock import seconds
from qes.ingest.readers.files import empty_if_no_pieces, kind_of, not_what_it_says, read_bytes
from qes.ingest.readers.lines import label_of, split_lines
from qes.model import BlockKind

VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
MARKUP = re.compile(r"</?[A-Za-z0-9][^<>]*>|\{\\[^{}]*\}")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
STAMP = r"(?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3}"
TIMING = re.compile(rf"\s*{STAMP}\s*-->\s*{STAMP}(?=\s|$)")
ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
MANY_DIGITS = re.compile(r"\d{40}")
AGAIN = "Correct the line named above, or export the subtitles again."


class VttReader:
    """Reads WebVTT; the voices it names become speakers."""

    suffixes = (".vtt",)

    def read(self, path: Path, options: ReadOptions, /) -> Document:
        """Read a WebVTT file: a turn for each cue, or for each voice in it.

        Raises:
            EmptyFile: It has no cue with text.
            UnreadableFile: It does not begin with WEBVTT, or a cue has no readable time.
            GarbledText: It was decoded wrongly before.
        """
        import webvtt

        data = read_bytes(path)
        if (kind := kind_of(data)) not in (None, "vtt"):
            raise not_what_it_says(path, "a WebVTT file", kind)
        text, notes = decode(data, str(path), options.encoding)
        lines, repairs = _mended(split_lines(text.strip("\n\r ")), path)
        try:
            captions = webvtt.WebVTT.from_string("\n".join(lines)).captions
        except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError) as error:
            hint = "Its first line must be `WEBVTT`; if these are SubRip subtitles, rename the file to end in .srt."
            raise UnreadableFile(str(path), "line 1: is not WebVTT", hint) from error
        pieces = tuple(piece for caption in captions for piece in _turns(caption.raw_text, seconds(caption.start)))
        return empty_if_no_pieces(path, Document(pieces, (*notes, *repairs)))


class SrtReader:
    """Reads SubRip subtitles."""

    suffixes = (".srt",)

    def read(self, path: Path, options: ReadOptions, /) -> Document:
        """Read an srt file: a turn for each subtitle; labels in its text are left there.

        Raises:
            EmptyFile: It has no subtitle with text.
            UnreadableFile: It holds no subtitles, or text that belongs to none.
            GarbledText: It was decoded wrongly before.
        """
        data = read_bytes(path)
        if (kind := kind_of(data)) is not None:
            raise not_what_it_says(path, "an srt file", kind)
        text, notes = decode(data, str(path), options.encoding)
        pieces = tuple(piece for start, words in _subtitles(text, path) for piece in _turns(words, start))
        return empty_if_no_pieces(path, Document(pieces, notes))


def _subtitles(text: str, path: Path) -> Iterator[tuple[float, str]]:
    """Start and text of each subtitle, in the order of the file."""
    import srt

    lines = split_lines(text)
    _refuse_hostile(lines, path)
    # The library's pattern takes quadratic time over long runs of white space.
    compact = re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip()
    try:
        for subtitle in srt.parse(compact):
            yield subtitle.start.total_seconds(), subtitle.content
    except srt.SRTParseError as error:
        stray = next(filter(None, error.unmatched_content.split("\n")), "")
        where = next((at for at, line in enumerate(lines, 1) if line.strip() == stray.strip()), 1)
        raise UnreadableFile(str(path), f"line {where}: {stray[:60]!r} belongs to no subtitle", AGAIN) from error
    except (ValueError, OverflowError) as error:
        raise UnreadableFile(str(path), f"holds a time that cannot be ({error})", AGAIN) from error


def _refuse_hostile(lines: Sequence[str], path: Path) -> None:
    if not any("->" in line for line in lines):
        raise UnreadableFile(str(path), "holds no subtitles (no line with `-->`)", "If it is plain text, name it .txt.")
    for number, line in enumerate(lines, 1):
        if MANY_DIGITS.search(line):
            raise UnreadableFile(str(path), f"line {number}: a number of 40 digits or more", AGAIN)


def _mended(lines: Sequence[str], path: Path) -> tuple[list[str], list[str]]:
    """WebVTT lines in which every cue is one block with a readable time, and what was mended.

    Text after an empty line in the middle of a cue would be dropped silently; it is kept with the cue.
    """
    kept = list(lines[:1])
    strays: list[int] = []
    commas: list[int] = []
    in_cues = False
    for block in _blocks(lines):
        first = block[0][1]
        aside = ASIDE.match(first) is not None
        timed = not aside and any("-->" in line for _, line in block)
        if in_cues and len(block) == 1 and first.strip().isdecimal():
            continue  # the number of the cue below, an empty line too early
        if timed or aside or not in_cues:
            kept.append("")
        else:
            strays.append(block[0][0])
        in_cues = in_cues or timed
        kept += [line if aside else _timing(number, line, path, commas) for number, line in block]
    return kept, [*_note("text after an empty line kept with its cue", strays), *_note("comma in a time", commas)]


def _blocks(lines: Sequence[str]) -> Iterator[list[tuple[int, str]]]:
    numbered = enumerate(lines[1:], 2)
    for blank, block in groupby(numbered, key=lambda pair: not pair[1].strip()):
        if not blank:
            yield list(block)


def _timing(number: int, line: str, path: Path, commas: list[int]) -> str:
    if "-->" not in line:
        return line
    match = TIMING.match(line)
    if match is None:
        raise UnreadableFile(str(path), f"line {number}: {line.strip()[:60]!r} is no readable time of a cue", AGAIN)
    if "," in match[0]:
        commas.append(number)
    return match[0].replace(",", ".") + line[match.end() :]


def _note(what: str, numbers: Sequence[int]) -> Iterator[str]:
    if numbers:
        yield f"{what}: line{'s'[: len(numbers) > 1]} {', '.join(map(str, numbers[:10]))}{' …' * (len(numbers) > 10)}"


def _turns(raw: str, start: float | None) -> Iterator[Piece]:
    """A turn for each voice of a cue; what stands before the first voice has no speaker."""
    parts = VOICE.split(raw)
    for speaker, words in [(None, parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]:
        if text := _joined(_plain(words).split("\n")):
            yield Piece(text, BlockKind.TURN, _plain(speaker).strip() or None if speaker else None, start)


def _plain(text: str) -> str:
    return ENTITY.sub(lambda match: html.unescape(match[0]), MARKUP.sub("", text)).replace("\\N", "\n")


def _joined(lines: Iterable[str]) -> str:
    """Lines broken for the screen as one, unless a dash or a label shows that another speaks."""
    text = ""
    for line in filter(None, map(str.strip, lines)):
        new = line.startswith(("- ", "\u2013 ", "\u2014 ")) or label_of(line) is not None
        text = f"{text}{chr(10) if new else ' '}{line}" if text else line
    return text
