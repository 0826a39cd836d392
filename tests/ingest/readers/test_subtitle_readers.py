from __future__ import annotations

from pathlib import Path

import pytest

from qes.errors import EmptyFile, UnreadableFile
from qes.ingest.document import Document, Piece, ReadOptions
from qes.ingest.readers.subtitles import SrtReader, VttReader
from qes.model import BlockKind


def vtt(tmp_path: Path, text: str) -> Document:
    (tmp_path / "a.vtt").write_text(text, encoding="utf-8")
    return VttReader().read(tmp_path / "a.vtt", ReadOptions())


def srt(tmp_path: Path, text: str) -> Document:
    (tmp_path / "a.srt").write_text(text, encoding="utf-8", newline="")
    return SrtReader().read(tmp_path / "a.srt", ReadOptions())


def turn(text: str, speaker: str | None, time: float) -> Piece:
    return Piece(text, BlockKind.TURN, speaker, time)


def test_voices_times_and_entities_of_webvtt(tmp_path: Path) -> None:
    text = (
        "WEBVTT - an interview\nKind: captions\n\nNOTE not --> read\n\nSTYLE\n::cue { color: red }\n\n"
        "1\n00:01.500 --> 00:02.500 align:start\n"
        "<v.loud Ana Lima>Hello &amp; <i>good</i>\nmorning</v> <v Bo>Hi <00:02.000>there\n\n"
        "01:00:02.000 --> 01:00:04.000\n- Yes &lt;b&gt;\n- No\n"
    )
    assert vtt(tmp_path, text) == Document(
        (
            turn("Hello & good morning", "Ana Lima", 1.5),
            turn("Hi there", "Bo", 1.5),
            turn("- Yes <b>\n- No", None, 3602.0),
        )
    )


def test_text_after_an_empty_line_stays_with_its_cue_and_is_noted(tmp_path: Path) -> None:
    document = vtt(
        tmp_path, "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>one\n\ntwo\n\n7\n\n00:03.000 --> 00:04.000\nthree\n"
    )
    assert document.pieces == (turn("one two", "A", 1.0), turn("three", None, 3.0))
    assert document.notes == ("text after an empty line kept with its cue: line 6",)


def test_commas_in_times_are_mended_with_a_note(tmp_path: Path) -> None:
    document = vtt(tmp_path, "WEBVTT\n\n00:00:01,000 --> 00:00:02,000\none\n")
    assert document == Document((turn("one", None, 1.0),), ("comma in a time: line 3",))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("00:01.000 --> 00:02.000\nno head\n", "line 1: is not WebVTT"),
        ("WEBVTT\n\n00:01.000 --> 00:0\ncut", "line 3: '00:01.000 --> 00:0'"),
    ],
)
def test_broken_webvtt_is_refused_with_its_line(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(UnreadableFile, match=place):
        vtt(tmp_path, text)


def test_webvtt_without_words_is_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        vtt(tmp_path, "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A></v>\n")


def test_subtitles_of_srt_without_their_tags(tmp_path: Path) -> None:
    text = (
        "1\r\n00:00:01,250 --> 00:00:02,000\r\n{\\an8}<i>Hello</i> AT&T\r\nworld\r\n\r\n\r\n"
        '2\r\n00:00:03,000 --> 00:00:04,000\r\n<font color="red">Bye</font>\r\n\r\nfor now'
    )
    assert srt(tmp_path, text).pieces == (turn("Hello AT&T world", None, 1.25), turn("Bye for now", None, 3.0))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("just text", "holds no subtitles"),
        ("1\n00:00:01,000 --> 00:00:02,000\none\n\n2\n00:00:03,000 --> 00", "line 5"),
        ("stray\n1\n00:00:01,000 --> 00:00:02,000\none\n", "line 1: 'stray' belongs to no subtitle"),
        ("1\n99999999999:00:00,000 --> 99999999999:00:02,000\nx", "a time that cannot be"),
        ("1\n00:00:01,000 --> 00:00:02,000\n" + "1" * 50, "line 3: a number of 40 digits"),
    ],
)
def test_broken_srt_is_refused_with_its_place(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(UnreadableFile, match=place):
        srt(tmp_path, text)


def test_webvtt_named_srt_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="is WebVTT subtitles, not an srt file") as error:
        srt(tmp_path, "WEBVTT\n\n00:01.000 --> 00:02.000\nx\n")
    assert ".vtt" in error.value.hint
