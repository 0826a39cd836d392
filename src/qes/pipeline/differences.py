"""What coders differ about, followed from the ledger: only passages where something was said are looked at anew."""

from __future__ import annotations

import secrets
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from qes.coding import disagreements as differing
from qes.coding.disagreements import Difference, Disagreement, Lesson
from qes.errors import NotFound
from qes.model import Adjudication, Decision
from qes.pipeline.desk import Desk
from qes.pipeline.ledger import Ledger
from qes.pipeline.reader import Reader, hidden


@dataclass(frozen=True, slots=True)
class _Looked:
    """A passage as it was when its differences were worked out."""

    said: tuple[Decision, ...]
    settled: tuple[Adjudication, ...]
    found: tuple[Disagreement, ...]


class Differences:
    """Threads may share one; refresh the ledger before asking."""

    def __init__(self, ledger: Ledger) -> None:
        """Nothing is looked at until somebody asks."""
        self.ledger = ledger
        self.seed = secrets.randbits(63)
        """By which names are hidden; it never leaves the process, or the names could be worked out."""
        self._lock = threading.Lock()
        self._looked: dict[str, _Looked] = {}
        self._all: tuple[object, tuple[Disagreement, ...]] = ((), ())

    def all(self) -> tuple[Disagreement, ...]:
        """Everything readers of the same passage differ about, settled or not, in reading order."""
        with self._lock:
            stamp = (self.ledger.seq, self.ledger.texts)
            if self._all[0] != stamp:
                found = tuple(each for passage_id in self.ledger.passages for each in self._of(passage_id))
                self._all = (stamp, found)
            return self._all[1]

    def one(self, passage_id: str, code: str) -> Disagreement:
        """What is differed about one code on one passage.

        Raises:
            NotFound: Nothing is, or not any more.
        """
        with self._lock:
            found = next((each for each in self._of(passage_id) if each.code == code), None)
        if found is None:
            error = NotFound("disagreement", f"{code} on {passage_id}")
            error.hint = "The coders may agree by now: look at the list anew."
            raise error
        return found

    def _of(self, passage_id: str) -> tuple[Disagreement, ...]:
        passage, said = self.ledger.passages.get(passage_id), self.ledger.decisions(passage_id)
        if passage is None or len({each.coder for each in said}) < 2:
            return ()
        settled = self.ledger.adjudications(passage_id)
        known = self._looked.get(passage_id)
        # Decisions come as a new tuple whenever one of them changes; adjudications are few.
        if known is None or known.said is not said or known.settled != settled:
            found = tuple(differing.disagreements([passage], said, settled))
            known = self._looked[passage_id] = _Looked(said, settled, found)
        return known.found


# --- As one person may see them -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which disagreements are meant; what is empty leaves all."""

    code: str = ""
    kind: Difference | None = None
    case: str = ""
    source: str = ""
    """Id."""
    readers: tuple[str, ...] = ()
    """All of them have read the passage: less would tell who said what."""
    settled: bool | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Disagreements a person may see."""

    wanted: Sequence[Disagreement]
    open: int
    """Of all the person may see, whatever is wanted."""
    settled: int
    withheld: int
    """On passages the person is still to code unaided; told as a whole, since by code it would say what is there."""
    codes: Counter[str] = field(default_factory=Counter)
    """How many there are of each code, settled or open as wanted; likewise the others."""
    kinds: Counter[str] = field(default_factory=Counter)
    cases: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)


def find(desk: Desk, differences: Differences, reader: Reader, wanted: Wanted) -> Found:
    """The disagreements somebody wants, as far as they may see them."""
    passages, everything = desk.ledger.passages, differences.all()
    carrying = dict.fromkeys(each.passage_id for each in everything)
    held = {each for each in carrying if hidden(desk, reader, passages[each])}
    seen = [each for each in everything if each.passage_id not in held]
    settled = sum(each.settled is not None for each in seen)
    state = [each for each in seen if wanted.settled in (None, each.settled is not None)]
    return Found(
        [each for each in state if _meant(desk.ledger, each, wanted)],
        len(seen) - settled,
        settled,
        len(everything) - len(seen),
        Counter(each.code for each in state),
        Counter(each.kind.value for each in state),
        Counter(passages[each.passage_id].case or "" for each in state),
        Counter(passages[each.passage_id].source_id for each in state),
    )


def _meant(ledger: Ledger, each: Disagreement, wanted: Wanted) -> bool:
    passage = ledger.passages[each.passage_id]
    return (
        wanted.code in ("", each.code)
        and wanted.kind in (None, each.kind)
        and wanted.case in ("", passage.case)
        and wanted.source in ("", passage.source_id)
        and set(wanted.readers) <= {voice.coder for voice in each.voices}
    )


def reasons_now(desk: Desk, reader: Reader) -> list[Lesson]:
    """Per code, the reasons with which differences were settled, as far as a reader may see the passages."""
    ledger = desk.ledger
    settled: Iterable[Adjudication] = ledger.adjudications()
    about = {each.passage_id for each in settled}
    passages = [each for each in ledger.passages.values() if each.id in about and not hidden(desk, reader, each)]
    return differing.lessons(passages, settled)
