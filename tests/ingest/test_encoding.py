from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.errors import EmptyFile, GarbledText, IngestError, UnreadableFile
from qes.ingest.encoding import decode, garbled_notes

SOUND = {
    "Portuguese capitals": "NÃO, SÃO JOÃO, “AMANHÃ”, IRMÃ – AÇÃO CIDADÃ, MANHÃ… e o coração está à noite, «NÃO»",
    "French": "« La santé » : l’été à Noël, déjà « PRÉVU »… ŒUVRE, ÎLE, À CÔTÉ, Ça y est – naïve",
    "German": "„Spaß“ und „Gruß“… groß – GRÖSSE, „ÄÖÜ“, Straße, „FUẞ“",
    "Polish": "Zażółć gęślą jaźń, „ŻÓŁĆ”… ŁÓDŹ, „Ó”, dźwięk",
    "Greek": "Ο δήμαρχος «ΕΙΠΕ» … ότι δεν υπάρχουν χρήματα",
    "Swedish": "”SMÅ”, PÅ… och ÄNTLIGEN, på ön",
    "Romanian": "CASĂ” ȘI MASĂ… și „mâine”",
    "Ukrainian": "Міський голова сказав: «Так»",
    "Chinese": "市长说:「没有钱」",
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_sound_text_in_any_language_passes_without_a_note(text: str) -> None:
    assert decode((text + "\n").encode() * 20, "a.txt", None) == ((text + "\n") * 20, ())


@pytest.mark.parametrize("codec", ["cp1252", "cp1250"])
@pytest.mark.parametrize("text", ["Das Café öffnet für Gäste", "l’été à l’hôtel, déjà reçu", "gęślą jaźń, żółć"])
def test_utf8_taken_for_another_encoding_is_refused_with_its_line_and_what_it_meant(text: str, codec: str) -> None:
    look = {byte: bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in range(256)}
    garbled = "All is well here.\n" + "".join(look[byte] for byte in text.encode())
    with pytest.raises(GarbledText, match="line 2 reads") as error:
        decode(garbled.encode(), "a.txt", None)
    assert any(repr(word) in error.value.problem for word in text.replace(",", ", ").split(" "))


def test_a_text_about_garbled_text_passes_with_a_note() -> None:
    text = "The file said CafÃ© and, further down, weâ€™ll and naÃ¯ve. " + "All else was well with it. " * 800
    _, notes = decode(text.encode(), "a.txt", None)
    assert notes == ("line 1 reads 'CafÃ©', probably 'Café' (3 such places); kept as it is",)


def test_lost_letters_are_refused() -> None:
    with pytest.raises(GarbledText, match="letters are lost"):
        decode("caf\ufffd, na\ufffdve, r\ufffdsum\ufffd".encode(), "a.txt", None)


def test_one_lost_letter_is_noted() -> None:
    assert "letters are lost" in garbled_notes(["One caf\ufffd only."], "a.txt")[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(encoding: str) -> None:
    assert decode("Größe".encode(encoding), "a.txt", None) == ("Größe", ())


def test_other_encodings_are_guessed_with_a_note_that_says_so() -> None:
    text = "Der Bürgermeister sagte, es gäbe für die Straßen kein Geld mehr, und ging über die Brücke zurück."
    decoded, notes = decode(text.encode("cp1252"), "a.txt", None)
    assert decoded == text
    assert len(notes) == 1
    assert notes[0].startswith("read as cp1252 (confidence ")
    assert "name the encoding in the manifest" in notes[0]


def test_utf16_without_a_mark_is_text() -> None:
    text = "The mayor said that there was no money left for the streets."
    assert decode(text.encode("utf-16-le"), "a.txt", None)[0] == text


def test_an_encoding_that_is_named_wins_over_detection() -> None:
    assert decode("żółć".encode("cp1250"), "a.txt", "cp1250") == ("żółć", ())


def test_an_encoding_named_wrongly_says_at_which_byte_and_line() -> None:
    with pytest.raises(UnreadableFile, match=r"is not ascii: byte 7 \(line 2\)"):
        decode("plain\nné".encode(), "a.txt", "ascii")


@pytest.mark.parametrize("name", ["klingon-8", "hex", "rot13", "undefined", "a\0b"])
def test_an_unknown_encoding_is_an_error_a_person_can_read(name: str) -> None:
    with pytest.raises(UnreadableFile, match="no encoding known here"):
        decode(b"text", "a.txt", name)


@pytest.mark.parametrize("data", [bytes(range(256)) * 8, b"\x89PNG\r\n\x1a\n" + bytes(200), b"a\0b\0\0\0c" * 50])
def test_binary_data_is_no_text(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="is not text"):
        decode(data, "a.txt", None)


def test_a_stray_control_character_is_dropped_with_a_note() -> None:
    assert decode(b"good\x00 text", "a.txt", None) == ("good text", ("1 control character dropped",))


@pytest.mark.parametrize("data", [b"", b" \n\t\n", "\ufeff\n".encode()])
def test_nothing_but_white_space_is_an_empty_file(data: bytes) -> None:
    with pytest.raises(EmptyFile):
        decode(data, "a.txt", None)


@given(st.text(min_size=1))
@settings(deadline=None, max_examples=100)
def test_utf8_comes_back_as_it_was_or_is_refused(text: str) -> None:
    try:
        decoded, notes = decode(text.encode(), "a.txt", None)
    except IngestError:
        return
    assert decoded == text.removeprefix("\ufeff") or any("control character" in note for note in notes)


@given(st.binary(), st.sampled_from([None, "utf-8", "cp1252", "utf-16", "shift_jis"]))
@settings(deadline=None, max_examples=150)
def test_any_bytes_are_text_or_a_clear_error(data: bytes, override: str | None) -> None:
    try:
        text, _ = decode(data, "a.txt", override)
    except IngestError:
        return
    assert text.strip()
