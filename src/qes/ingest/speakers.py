"""Who speaks: labels such as "NAME:" or a name alone on a line become speakers, and the one who asks is found."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from qes.ingest.document import Piece
from qes.model import BlockKind

_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_LABEL = re.compile(
    rf"^(?:[\[(]?(?P<before>{_CLOCK})[\])]?\s+[-–]?\s*)?"
    # A full stop may stand in a label only behind an initial or a title ("Dr. M. Ortiz").
    r"(?P<label>[^\W_](?:[^\n:.!?;>\"“”]|(?<=\b\w)\.|(?<=\b\w\w)\.){0,59}?)"
    rf"\s*(?:[\[(](?P<after>{_CLOCK})[\])])?\s*(?:[:：]|>{{1,2}})(?=\s|$)\s*"
)
_NAME_LINE = re.compile(rf"^(?P<label>[^\W_][^\n.!?;:,\"“”]{{0,39}}?)\s*(?:[\[(]?(?P<time>{_CLOCK})[\])]?)?$")

_ASKING = {
    "en": [
        "i",
        "int",
        "interviewer",
        "interviewers",
        "q",
        "question",
        "moderator",
        "facilitator",
        "host",
        "researcher",
    ],
    "de": ["interviewerin", "moderatorin", "frage"],
    "es": ["entrevistador", "entrevistadora", "pregunta"],
    "fr": ["intervieweur", "intervieweuse", "enquêteur", "enquêtrice"],
    "it": ["intervistatore", "intervistatrice", "domanda"],
    "nl": ["vraag"],
    "pl": ["ankieter", "pytanie"],
    "pt": ["pergunta"],
    "sv": ["intervjuare", "fråga"],
    "fi": ["haastattelija"],
    "no": ["intervjuer", "spørsmål"],
}
_ANSWERING = {
    "en": ["a", "r", "p", "answer", "respondent", "respondents", "participant", "interviewee", "informant"],
    "de": ["antwort", "befragter", "befragte"],
    "es": ["respuesta", "entrevistado", "entrevistada"],
    "fr": ["réponse"],
    "it": ["risposta"],
    "pt": ["resposta"],
    "sv": ["svar"],
    "fi": ["vastaaja"],
}
ASKING = frozenset(word for words in _ASKING.values() for word in words)
"""Labels that say "this one asks"; compared without numbers and case."""

ANSWERING = frozenset(word for words in _ANSWERING.values() for word in words)
"""Labels that say "this one answers"."""

_BACKCHANNEL_WORDS = 4
"""An interviewer's turn shorter than this and without a question mark ("Yes, right.") asks nothing new."""


def asks_nothing(text: str) -> bool:
    """Whether an interviewer's turn is a mere acknowledgement that leaves the earlier question standing."""
    return "?" not in text and len(text.split()) < _BACKCHANNEL_WORDS


def role_word(label: str) -> str:
    """A label as it is compared with `ASKING`: lower case, without numbers and brackets ("Pergunta 3" → "pergunta")."""
    return re.sub(r"[\d\W_]+", " ", label).strip().casefold()


def is_asking(label: str, names: Iterable[str] = ()) -> bool:
    """Whether a label names an interviewer, by the usual words or by the names the team gave."""
    return role_word(label) in ASKING or label.casefold() in {name.casefold() for name in names}


@dataclass(frozen=True, slots=True)
class _Line:
    piece: Piece
    whole: str
    text: str
    """What follows the label; the whole line when there is none."""
    label: str | None = None
    time: float | None = None

    def plain(self) -> _Line:
        """The same line without a label: it is text after all."""
        return _Line(self.piece, self.whole, self.whole)


def _seconds(clock: str | None) -> float | None:
    if not clock:
        return None
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


def _labelled(pieces: Sequence[Piece], pattern: re.Pattern[str]) -> list[_Line]:
    """Every line of every piece, with the label it may begin with."""
    lines: list[_Line] = []
    for piece in pieces:
        for text in piece.text.split("\n"):
            match = pattern.match(text) if piece.kind is not BlockKind.TABLE_ROW and piece.speaker is None else None
            if match is None or len(match["label"].split()) > 6:
                lines.append(_Line(piece, text, text))
                continue
            times = [match.groupdict().get(key) for key in ("before", "after", "time")]
            time = _seconds(next(filter(None, times), None))
            lines.append(_Line(piece, text, text[match.end() :], match["label"].strip(), time))
    return [line if _introduces(line, following) else line.plain() for line, following in zip_longest(lines, lines[1:])]


def _introduces(line: _Line, following: _Line | None) -> bool:
    """Whether words follow a label, on its line or the next: a name followed by a name is no turn."""
    return bool(line.text) or (following is not None and bool(following.text))


def _trusted(lines: Sequence[_Line]) -> frozenset[str]:
    """Labels that really are speakers: the usual words, or several names that return and carry much of the text.

    A lone "Note:" or "Budget 2023:" must not turn prose into dialogue, so names count only together.
    """
    counts = Counter(line.label for line in lines if line.label)
    usual = {label for label in counts if role_word(label) in ASKING | ANSWERING}
    if sum(counts[label] for label in usual) >= 2:
        replies = {reply.label for asks, reply in pairwise(lines) if asks.label in usual and reply.label}
        return frozenset(usual | replies | {label for label, count in counts.items() if count >= 2})
    returning = {label for label, count in counts.items() if count >= 3 or (count == 2 and label.isupper())}
    share = sum(counts[label] for label in returning) / max(1, len(lines))
    return frozenset(returning) if len(returning) >= 2 and share >= 0.15 else frozenset()


def _apply(lines: Sequence[_Line], trusted: frozenset[str]) -> list[Piece]:
    """Lines back to pieces: a trusted label opens a turn, what follows without a label continues it.

    Where only questions are labelled, what follows one is an answer of nobody in particular.
    """
    only_questions = all(role_word(label) in ASKING for label in trusted)
    pieces: list[Piece] = []
    speaker: str | None = None
    awaiting = False
    """Whether a label stood alone on its line, so that the next line is what it labels."""
    extends: Piece | None = None
    """The file's piece whose last line became the last of `pieces`, so that its next line belongs there too."""
    for line in lines:
        opens = line.label in trusted
        apart = line.piece.kind in (BlockKind.HEADING, BlockKind.TABLE_ROW) and not opens
        if opens:
            speaker = line.label
        elif (only_questions and not awaiting) or apart:
            speaker = None
        text = line.text if opens else line.whole
        awaiting = opens and not text
        if not text:
            extends = None
        elif extends is line.piece and not opens and not only_questions:
            pieces[-1] = replace(pieces[-1], text=f"{pieces[-1].text} {text}")
        else:
            turn = not apart and (speaker is not None or only_questions)
            kind = BlockKind.TURN if turn else line.piece.kind
            time = line.time if line.time is not None else line.piece.time
            pieces.append(replace(line.piece, text=text, kind=kind, speaker=speaker, time=time))
            extends = line.piece
    return pieces


def find_turns(pieces: Sequence[Piece]) -> list[Piece]:
    """Split labelled lines into turns with a speaker; pieces whose format names the speaker stay as they are."""
    if not any(piece.speaker for piece in pieces):
        for pattern, needed in ((_LABEL, 2), (_NAME_LINE, 3)):
            lines = _labelled(pieces, pattern)
            trusted = _trusted(lines)
            if sum(line.label in trusted for line in lines) >= needed:
                return _apply(lines, trusted)
    return [replace(piece, text=" ".join(piece.text.split("\n"))) for piece in pieces]


@dataclass(frozen=True, slots=True)
class _Share:
    """How one speaker talks."""

    turns: int
    words: int
    questions: int
    """Turns that hold a question mark."""

    @property
    def length(self) -> float:
        """Words a turn."""
        return self.words / self.turns

    @property
    def asking(self) -> float:
        """Questions a word: who talks long asks now and then too, so questions a turn would mislead."""
        return self.questions / self.words


def find_interviewers(pieces: Sequence[Piece], names: Sequence[str] = ()) -> tuple[tuple[str, ...], str | None]:
    """The speakers who ask, and a note when that had to be guessed.

    By the team's names or the usual words first; otherwise the one who asks far more often and says far less than the
    others. Nobody, when the talk does not look like an interview.
    """
    turns: dict[str, list[str]] = defaultdict(list)
    for piece in pieces:
        if piece.speaker:
            turns[piece.speaker].append(piece.text)
    known = tuple(sorted(speaker for speaker in turns if is_asking(speaker, names)))
    if known or len(turns) < 2:
        return known, None
    shares = {speaker: _share(texts) for speaker, texts in sorted(turns.items())}
    total = sum(share.words for share in shares.values())
    present = {speaker: share for speaker, share in shares.items() if share.turns >= 3 and share.words > 0.02 * total}
    if len(present) < 2:
        return (), None
    best = max(present, key=lambda speaker: present[speaker].asking)
    others = [share for speaker, share in present.items() if speaker != best]
    short = present[best].words < 0.4 * total and present[best].length < 0.7 * max(share.length for share in others)
    asks = present[best].questions >= 3 and present[best].asking > 2 * max(share.asking for share in others)
    if not (short and asks):
        return (), None
    return (best,), f"took {best!r} as the interviewer, who asks most; name others in `[ingest] interviewers`"


def _share(texts: Sequence[str]) -> _Share:
    return _Share(len(texts), sum(len(text.split()) for text in texts), sum("?" in text for text in texts))
