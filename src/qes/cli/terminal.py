"""The screen of `qes code`: the passage, its question, what is proposed and why, and a key for each answer."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from qes.cli.output import console
from qes.coding.codebook.nearest import nearest_codes
from qes.errors import QesError
from qes.model import Span, Suggestion
from qes.pipeline.voices import spoken
from qes.text import locate

if TYPE_CHECKING:
    from qes.model import Code, Passage
    from qes.pipeline.session import Session

KEYS = {
    "y": "yes, it applies",
    "n": "no",
    "r": "replace by another code",
    "a": "add a code",
    "1-9": "first attribute of the next code",
    "t": "all attributes of the next code",
    "m": "memo for the next code",
    "d": "full definition",
    "space": "done here (nothing more)",
    "s": "skip",
    "u": "undo",
    "?": "all keys",
    "q": "quit",
}


def read_key() -> str:
    """One key, without Enter on a terminal; one character of a pipe otherwise; `q` at the end of it (Ctrl-D)."""
    if not sys.stdin.isatty():
        return sys.stdin.read(1) or "q"
    import click

    try:
        return click.getchar()
    except EOFError:
        return "q"


def read_line(prompt: str) -> str:
    """A line of text; empty at the end of input."""
    console().print(Text(prompt, "bold"), end="")
    return sys.stdin.readline().strip()


def _listed(attributes: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in attributes.items()) or "no attributes"


class Screen:
    """Draws a session and turns keys into its steps."""

    def __init__(self, session: Session, paths: Mapping[str, str]) -> None:
        self.session, self.paths, self.out = session, paths, console()
        self.width = min(100, self.out.width)
        self.actions: dict[str, Callable[[], None]] = {
            "y": session.accept,
            "n": session.reject,
            "r": self._replace,
            "a": self._add,
            "t": self._attributes,
            "m": self._memo,
            "d": self._define,
            " ": session.finish,
            "s": session.skip,
            "u": self._undo,
            "?": self._help,
        }

    def run(self) -> None:
        """Until the queue is empty or the person quits."""
        shown: tuple[str, int, int] | None = None
        while (item := self.session.item) is not None:
            now = (item.passage.id, self.session.proposal, len(self.session.given))
            if now != shown:
                self._draw(item.passage, first=shown is None or item.passage.id != shown[0])
                shown = now
            key = read_key()
            if key == "q":
                return
            try:
                self._act(key)
            except QesError as error:
                self._say(f"{error} {error.hint}", "red")

    def _act(self, key: str) -> None:
        if key in self.actions:
            self.actions[key]()
        elif key.isdigit() and self._set_first_attribute(int(key)):
            self._say(f"for the next code: {_listed(self.session.attributes)}", "yellow")
        elif not key.isspace():
            self._help()

    def _set_first_attribute(self, number: int) -> bool:
        """The attribute that matters most comes first in a codebook (in the shipped ones polarity): one key sets it."""
        rule = next(iter(self.session.codebook.attributes), None)
        if rule is None or not 0 < number <= len(rule.values):
            return False
        self.session.attributes[rule.name] = rule.values[number - 1]
        return True

    def _say(self, text: str, style: str = "", indent: int = 0) -> None:
        """A paragraph, wrapped and indented."""
        self.out.print(Padding(Text(text, style), (0, 0, 0, indent), expand=False), width=self.width, soft_wrap=False)

    def _draw(self, passage: Passage, *, first: bool) -> None:
        if first:
            self._draw_passage(passage)
        if self.session.suggestion is not None:
            self._draw_suggestion(self.session.suggestion)
        else:
            blind = self.session.item is not None and self.session.item.blind
            asked = "coded blind: no proposals are shown" if blind else "no proposal is left"
            self._say(f"{asked}; given here: {', '.join(self.session.given) or 'no code yet'}", "dim")
        self._say(self._prompt(), "dim")

    def _prompt(self) -> str:
        first = next(iter(self.session.codebook.attributes), None)
        values = [f"{number} {value}" for number, value in enumerate(first.values, start=1)] if first else []
        answers = ["y yes", "n no", "r replace"] if self.session.suggestion is not None else []
        keys = [*answers, "a add a code", "space done here", "u undo", "? all keys", "q quit"]
        return " · ".join(keys) + (f"\nbefore y or a: {' · '.join(values)}" if values else "")

    def _draw_passage(self, passage: Passage) -> None:
        where = f"{passage.case} · {self.paths[passage.source_id]} · {passage.place}"
        body = Text()
        context = passage.question or passage.heading
        if context:
            body.append(f"{context}\n\n", "dim italic")
        if passage.speaker:
            body.append(f"{passage.speaker}: ", "bold")
        text = Text(passage.text)
        suggestion = self.session.suggestion
        if suggestion is not None and suggestion.reason.span is not None:
            span, start = suggestion.reason.span, passage.span.start
            text.stylize("underline", span.start - start, span.end - start)
        body.append_text(text)
        left = f"{self.session.waiting} to go"
        self.out.print()
        panel = Panel(body, title=Text(where), title_align="left", subtitle=left, width=self.width)
        self.out.print(panel, soft_wrap=False)

    def _draw_suggestion(self, suggestion: Suggestion) -> None:
        code = self.session.codebook.get(suggestion.code)
        line = Text(f"{suggestion.code} ", "bold cyan")
        line.append(f"({code.label}) " if code else "")
        # What a language model's yes is worth is not known by itself: see `qes models`.
        line.append("" if spoken(suggestion) else f"{suggestion.score:.2f}", "bold")
        self.out.print(line)
        if code:
            self._say(code.brief, indent=2)
        reason = suggestion.reason
        if reason.note:
            self._say(f"why: {reason.note}", "dim", 2)
        if reason.criterion:
            self._say(f"criterion: {reason.criterion}", "dim", 2)
        if reason.caution:
            self._say(f"but not when: {reason.caution}", "yellow", 2)
        if reason.words:
            self._say(f"words: {', '.join(word for word, _ in reason.words)}", "dim", 2)
        for example in reason.examples[:2]:
            text = textwrap.shorten(example.text, 160, placeholder=" …")
            self._say(f"near ({example.kind.value}, {example.similarity:.2f}): {text}", "dim", 2)

    def _choose(self, prompt: str) -> Code | None:
        wanted = read_line(prompt)
        found = nearest_codes(self.session.codebook, wanted) if wanted else []
        if not found:
            self.out.print(Text("no such code; nothing was done", "red"))
            return None
        if found[0].code == wanted or len(found) == 1:
            return found[0]
        for number, code in enumerate(found[:9], start=1):
            self.out.print(Text(f"  {number} {code.code} ({code.label})"))
        key = read_key()
        return found[int(key) - 1] if key.isdigit() and 0 < int(key) <= len(found[:9]) else None

    def _replace(self) -> None:
        if self.session.suggestion is not None and (code := self._choose("instead: ")):
            self.session.replace(code.code)

    def _add(self) -> None:
        code = self._choose("code: ")
        item = self.session.item
        if code is None or item is None:
            return
        quote = read_line("the words it rests on (copy them; Enter: the whole passage): ")
        spans = locate(quote, item.passage.text) if quote else []
        if quote and len(spans) != 1:
            self.out.print(Text("these words do not stand exactly once in the passage; nothing was done", "red"))
            return
        start = item.passage.span.start
        moved = [Span(span.start + start, span.end + start) for span in spans]
        self.session.add(code.code, moved[0] if moved else None)

    def _attributes(self) -> None:
        for rule in self.session.codebook.attributes:
            choices = "  ".join(f"{number} {value}" for number, value in enumerate(rule.values, start=1))
            self.out.print(Text(f"{rule.name}: {choices}  (other key: leave open)"))
            key = read_key()
            if key.isdigit() and 0 < int(key) <= len(rule.values):
                self.session.attributes[rule.name] = rule.values[int(key) - 1]
        self._say(f"for the next code: {_listed(self.session.attributes)}", "yellow")

    def _memo(self) -> None:
        self.session.memo = read_line("memo: ")

    def _define(self) -> None:
        suggestion = self.session.suggestion
        code = self.session.codebook.get(suggestion.code) if suggestion else None
        if code is None:
            return
        for label, text in (
            ("definition", code.definition),
            ("use when", code.when_to_use),
            ("not when", code.when_not_to_use),
            ("for example", " / ".join(code.examples)),
            ("but not", " / ".join(code.counter_examples)),
        ):
            if text:
                self._say(f"{label}: {text}", indent=2)

    def _undo(self) -> None:
        self.out.print(Text("undone" if self.session.undo() else "nothing to undo", "yellow"))

    def _help(self) -> None:
        for key, meaning in KEYS.items():
            self.out.print(Text(f"  {key:<6}", "bold") + Text(meaning))
