"""A passage, a codebook with attributes, and a prompt about them."""

from __future__ import annotations

from qes.coding.llm.prompting import Around, Item, passage_prompt
from qes.model import AttributeRule, Code, Codebook, Passage, PassageKind, Prompt, Span

BOOK = Codebook(
    "small",
    "1",
    "A small codebook",
    (
        Code("group", "Group", "", "Only a folder.", codable=False),
        Code(
            "group/scanning",
            "Scanning",
            "Looking out for early signs of change.",
            "Somebody reads signals in order to notice a need\n  before it becomes a complaint.",
            "A passage tells what is watched, by whom or how often.",
            "Figures are published without anybody looking: no code.",
            ("We count the empty shops every spring.", "The fire chief reads {{ braces }} too.", "A third one."),
            ("We know this city inside out.",),
            parent="group",
        ),
        Code("group/rules", "Rules", "", "What the office may decide by itself.", parent="group", attributes=False),
        Code("money", "Money", "Public money.", "Talk of budgets.", examples=("The budget grew.",)),
    ),
    attributes=(
        AttributeRule("polarity", ("supports", "contradicts"), "Which way the passage speaks."),
        AttributeRule("regularity", ("one-off", "recurring")),
    ),
    sha256="s",
)
TEXT = (
    "Every Monday the bus drivers send us the “list” of flooded stops. We put it beside the rain gauges, "
    "and by Tuesday the director and I look at the same sheet {{ codebook }}."
)
PASSAGE = Passage(
    "p1", "s1", 3, Span(100, 100 + len(TEXT)), TEXT, PassageKind.SPEECH, "Arden", "MARTA", "How do you notice?"
)
CODES = ("group/scanning", "money", "group/rules")


def items(*codes: str) -> list[Item]:
    found = {code.code: code for code in BOOK.codes}
    return [Item(found[code]) for code in codes]


def prompt(*codes: str, around: Around | None = None) -> Prompt:
    return passage_prompt(PASSAGE, TEXT, around or Around(), items(*(codes or CODES)), BOOK)


def full_prompt() -> Prompt:
    first, *rest = items(*CODES)
    shown = Item(first.code, ("The rangers report every fallen tree.",), ("The mayor likes trees.",))
    around = Around(
        (("Speaker", "MARTA"), ("Question", "How do you notice?"), ("Before", "We are a small office.")),
        (("After", "The festival was loud, as always."),),
    )
    return passage_prompt(PASSAGE, TEXT, around, [shown, *rest], BOOK)
