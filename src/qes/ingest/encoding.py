"""Bytes to text: which encoding a file is in, and whether what came out reads as it was written."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from qes.errors import EmptyFile, GarbledText, UnreadableFile

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""UTF-32 stands before UTF-16, whose mark is the beginning of its own."""

FEWEST_GARBLED = 3
ONE_GARBLED_IN = 5_000
"""A text is refused with at least so many garbled places and more than one in so many characters."""

ONE_CONTROL_IN = 1_000
"""More control characters than this, and a file is no text."""

NAME_IT = "Name the file's encoding in the manifest's `encoding` column, or save it as UTF-8."

CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decode(data: bytes, path: str | Path, override: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of a file, and notes on what was guessed or dropped.

    A byte order mark decides, then strict UTF-8, then detection. An encoding named by the project
    (`override`) wins over all of them.

    Raises:
        EmptyFile: Nothing but white space.
        UnreadableFile: No text, or not in the encoding named.
        GarbledText: Decoded wrongly before it reached us (`CafÃ©`), in more than a few places.
    """
    text, notes = _decoded(data, str(path), override)
    text, dropped = _without_controls(text, str(path))
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise EmptyFile(str(path), "holds no text")
    return text, (*notes, *dropped, *garbled_notes(text.split("\n"), path))


def is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 throughout."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decoded(data: bytes, path: str, override: str | None) -> tuple[str, tuple[str, ...]]:
    if override:
        return _strictly(data, path, override), ()
    for mark, name in BOMS:
        if data.startswith(mark):
            return _strictly(data, path, name), ()
    if is_utf8(data) and data.count(0) * 4 < len(data):
        return data.decode(), ()
    # A text that is half NULs is UTF-16 without a mark, or no text.
    return _detected(data, path)


def _strictly(data: bytes, path: str, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problem = f"is not {encoding}: byte {error.start} (line {line}) does not belong to it"
        raise UnreadableFile(path, problem, NAME_IT) from error
    except (LookupError, ValueError) as error:
        raise UnreadableFile(path, f"{encoding!r} is no encoding known here", NAME_IT) from error


def _detected(data: bytes, path: str) -> tuple[str, tuple[str, ...]]:
    import chardet

    found = chardet.detect(data, prefer_superset=True)
    name, confidence = found["encoding"], found["confidence"] or 0.0
    if name is None or (b"\0" in data and not name.lower().startswith(("utf-16", "utf-32"))):
        raise UnreadableFile(path, "is not text (it holds binary data)")
    text = _strictly(data, path, name)
    name = name.lower().replace("windows-", "cp")
    return text, (f"read as {name} (confidence {confidence:.2f}); name the encoding in the manifest if that is wrong",)


def _without_controls(text: str, path: str) -> tuple[str, tuple[str, ...]]:
    found = len(CONTROLS.findall(text))
    if not found:
        return text, ()
    if found > max(1, len(text) // ONE_CONTROL_IN):
        raise UnreadableFile(path, f"is not text (it holds {found} NUL or control characters)")
    return CONTROLS.sub("", text), (f"{found} control character{'s'[: found > 1]} dropped",)


# --- Garbled text -----------------------------------------------------------------------------


def _misread(codec: str) -> dict[int, str]:
    """How each byte looks to a program that takes it for this codec; gaps as C1 controls."""
    return {byte: bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in range(0x80, 0x100)}


def _pattern(look: dict[int, str]) -> re.Pattern[str]:
    """UTF-8 of the letters and marks of European, Hebrew, Arabic and East Asian text, misread."""

    def among(*ranges: tuple[int, int]) -> str:
        return "[" + "".join(re.escape(look[byte]) for low, high in ranges for byte in range(low, high + 1)) + "]"

    then = among((0x80, 0xBF))
    two = among((0xC2, 0xC5), (0xCE, 0xCF), (0xD0, 0xD1), (0xD7, 0xD9))
    return re.compile(f"{two}{then}|{among((0xE2, 0xEF))}{then}{{2}}|{among((0xF0, 0xF0))}{then}{{3}}")


LOOKS = tuple((look, _pattern(look)) for look in map(_misread, ("cp1252", "cp1250", "latin-1")))

ORDINARY = frozenset(
    "\u2018\u2019\u201a\u201c\u201d\u201e"  # quotation marks, high and low
    "\u2039\u203a\xab\xbb"  # angle quotation marks
    "\u2013\u2014\u2026\u2022\xb7"  # dashes, ellipsis, dots
    "\xa0\xa7\xb0\xb4\u02dd"  # hard space, section, degree, accents
)
"""Marks that may follow a letter in sound text: a closing quote, an ellipsis, the hard space before a guillemet."""


@dataclass(frozen=True, slots=True, order=True)
class _Garble:
    line: int
    text: str
    meant: str


def garbled_notes(lines: Iterable[str], path: str | Path, unit: str = "line") -> tuple[str, ...]:
    """Notes on the few odd places of a text that reads well otherwise.

    Args:
        lines: The text by lines (or paragraphs, as `unit` says), which are counted from 1.
        path: The file as the person knows it.
        unit: What is counted.

    Raises:
        GarbledText: At least three places, and more than one in 5,000 characters, were decoded
            wrongly before: UTF-8 taken for cp1252 or cp1250, or letters lost as U+FFFD.
    """
    kept = list(lines)
    found = sorted([*_lost(kept), *max((list(_misreadings(kept, *look)) for look in LOOKS), key=len)])
    if not found:
        return ()
    first, many = found[0], len(found)
    problem = f"{unit} {first.line} reads {first.text!r}, {first.meant}"
    if many >= FEWEST_GARBLED and many * ONE_GARBLED_IN > sum(map(len, kept)):
        raise GarbledText(str(path), f"{problem} ({many} such places)")
    return (f"{problem}{f' ({many} such places)' if many > 1 else ''}; kept as it is",)


def _lost(lines: Iterable[str]) -> Iterator[_Garble]:
    for number, line in enumerate(lines, 1):
        for match in re.finditer("\ufffd+", line):
            yield _Garble(number, _word(line, match.start()), "where letters are lost")


def _misreadings(lines: Iterable[str], look: dict[int, str], pattern: re.Pattern[str]) -> Iterator[_Garble]:
    for number, line in enumerate(lines, 1):
        if line.isascii():
            continue
        for match in pattern.finditer(line):
            if not _may_be_meant(line, match):
                word = _word(line, match.start())
                yield _Garble(number, word, f"probably {_repaired(word, look, pattern)!r}")


def _may_be_meant(line: str, match: re.Match[str]) -> bool:
    """Whether a sound text may hold it: a letter, then only marks such as a closing quote.

    A capital in the middle of small letters (`bÄ…dź`) is meant by nobody.
    """
    if not all(char in ORDINARY for char in match[0][1:]):
        return False
    before, after = line[: match.start()][-1:], line[match.end() :][:1]
    return not (match[0][0].isupper() and (before.islower() or after.islower()))


def _repaired(text: str, look: dict[int, str], pattern: re.Pattern[str]) -> str:
    bytes_of = {char: byte for byte, char in look.items()}
    return pattern.sub(lambda match: bytes(bytes_of[char] for char in match[0]).decode(errors="replace"), text)


def _word(line: str, at: int) -> str:
    """The word a place stands in, at most 40 characters of it."""
    start = max(line.rfind(" ", 0, at) + 1, at - 20)
    end = line.find(" ", at)
    return line[start : min(end if end > 0 else len(line), at + 20)]
