"""The prompt about one passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qes.coding.llm.schema import coding_schema
from qes.coding.llm.templates import CODE_PASSAGE, marker, render
from qes.model import Code, Codebook, Passage, PassageKind, Prompt

EXAMPLES = 2
"""Of the codebook, for a code; and as many against it."""
_KINDS = {
    PassageKind.SPEECH: "It is what somebody said in an interview.",
    PassageKind.PROSE: "It stands in a document.",
    PassageKind.TABLE: "It is a row of a table in a document.",
}


@dataclass(frozen=True, slots=True)
class Item:
    """A code to be asked about, with what the team decided about other passages."""

    code: Code
    accepted: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()

    @property
    def examples(self) -> tuple[str, ...]:
        """Those of the codebook that are shown."""
        return self.code.examples[:EXAMPLES]

    @property
    def counter_examples(self) -> tuple[str, ...]:
        """The same against the code."""
        return self.code.counter_examples[:EXAMPLES]


@dataclass(frozen=True, slots=True)
class Around:
    """What helps to understand a passage, as it is sent: names such as `Question`, and texts."""

    before: tuple[tuple[str, str], ...] = ()
    after: tuple[tuple[str, str], ...] = ()

    @property
    def texts(self) -> list[str]:
        """All of them."""
        return [text for _, text in (*self.before, *self.after)]


def passage_prompt(
    passage: Passage, text: str, around: Around, items: Sequence[Item], codebook: Codebook, language: str = "English"
) -> Prompt:
    """Ask which of some codes apply to a passage.

    Args:
        passage: What it is about.
        text: The passage as it is sent.
        around: What stands around it, as it is sent.
        items: The codes, likeliest first.
        codebook: Theirs; its attributes are asked for where one of the codes carries them.
        language: In which reasons are to be given.
    """
    foreign = [text, *around.texts, *(each for item in items for each in (*item.accepted, *item.rejected))]
    carrying = [item.code.code for item in items if item.code.attributes]
    rendered = render(
        CODE_PASSAGE,
        codebook=codebook,
        items=items,
        attributes=codebook.attributes if carrying else (),
        bare=[item.code.code for item in items if not item.code.attributes],
        kind=_KINDS.get(passage.kind, ""),
        around=around,
        passage=text,
        mark=marker(*foreign),
        language=language,
    )
    schema = coding_schema(codebook.id, [item.code.code for item in items])
    return Prompt(CODE_PASSAGE, rendered.system, rendered.user, schema, passage.id)
