"""What must hold between codes, and what makes a codebook weak: the checks that no single key shows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from qes.coding.codebook.findings import Findings
from qes.coding.codebook.read import Draft
from qes.coding.codebook.schema import ID_STYLE
from qes.model import AttributeRule, Code
from qes.model.codebook import TABLE_COLUMNS

FEWEST_EXAMPLES = 2
"""Below this, people and suggestions alike have to guess where a code ends."""


def check_attributes(drafts: Sequence[Draft[AttributeRule]], report: Findings) -> None:
    """Each attribute stands once and offers a choice."""
    first: dict[str, int] = {}
    for draft in drafts:
        rule = draft.content
        if rule.name and first.setdefault(rule.name, draft.line) != draft.line:
            report.error(draft.line, f"attribute {rule.name!r} is defined twice (first on line {first[rule.name]})")
        if rule.name in TABLE_COLUMNS:
            report.error(draft.line, f"an attribute cannot be named {rule.name!r}: tables have a column of that name")
        for value in _repeated(rule.values):
            report.error(draft.at("values"), f"attribute {rule.name!r}: the value {value!r} is listed twice")
        if len(rule.values) == 1:
            report.warning(draft.at("values"), f"attribute {rule.name!r} has one value only, so it says nothing")


def check_codes(drafts: Sequence[Draft[Code]], report: Findings) -> None:
    """Ids are unique, parents exist without a circle, and each code is described well enough to be used."""
    _check_ids(drafts, report)
    _check_parents(drafts, report)
    _check_labels(drafts, report)
    _check_shared_examples(drafts, report)
    for draft in drafts:
        _check_description(draft, report)
        _check_examples(draft, report)
    if drafts and not any(draft.content.codable for draft in drafts):
        report.error(drafts[0].line, "no code is codable, so nothing could be coded")


def _check_ids(drafts: Sequence[Draft[Code]], report: Findings) -> None:
    first: dict[str, int] = {}
    for draft in drafts:
        code = draft.content.code
        if not code:
            continue
        if first.setdefault(code, draft.line) != draft.line:
            report.error(draft.at("code"), f"code {code!r} is defined twice (first on line {first[code]})")
        elif not re.search(ID_STYLE, code):
            report.warning(draft.at("code"), f"code {code!r}: ids are easier to cite in lower case, such as a/b-c")


def _check_parents(drafts: Sequence[Draft[Code]], report: Findings) -> None:
    parents = {draft.content.code: draft.content.parent for draft in drafts}
    for draft in drafts:
        code, parent = draft.content.code, draft.content.parent
        if parent is None:
            continue
        if parent not in parents:
            report.error(draft.at("parent"), f"code {code!r}: its parent {parent!r} is not in the codebook")
        elif circle := _circle(code, parents):
            report.error(draft.at("parent"), f"code {code!r}: its parents run in a circle ({' > '.join(circle)})")


def _circle(code: str, parents: dict[str, str | None]) -> list[str]:
    """The way from a code up to itself; empty when it does not come back."""
    way, current = [code], parents.get(code)
    while current is not None and current not in way:
        way.append(current)
        current = parents.get(current)
    return [*way, code] if current == code else []


def _check_labels(drafts: Sequence[Draft[Code]], report: Findings) -> None:
    first: dict[str, str] = {}
    for draft in drafts:
        code, label = draft.content.code, draft.content.label
        other = first.setdefault(_plain(label), code)
        if label and other != code:
            report.warning(draft.at("label"), f"code {code!r} has the same label as {other!r}: {label!r}")


def _check_description(draft: Draft[Code], report: Findings) -> None:
    code = draft.content
    for key in ("brief", "definition", "when_to_use", "when_not_to_use"):
        if not getattr(code, key):
            report.warning(draft.at(key), f"code {code.code!r}: {key!r} is missing or empty")
    if code.brief and _plain(code.brief) == _plain(code.definition):
        report.warning(draft.at("definition"), f"code {code.code!r}: the definition only repeats 'brief'")


def _check_examples(draft: Draft[Code], report: Findings) -> None:
    code = draft.content
    if len(code.examples) < FEWEST_EXAMPLES:
        number = len(code.examples) or "no"
        text = f"code {code.code!r} has {number} example{'' if number == 1 else 's'}: give two to four"
        report.warning(draft.at("examples"), text)
    if not code.counter_examples:
        report.warning(draft.at("counter_examples"), f"code {code.code!r} has no counter-example")
    both = {_plain(each) for each in code.examples} & {_plain(each) for each in code.counter_examples}
    if both:
        text = f"code {code.code!r}: {_short(min(both))} is given as an example and as a counter-example"
        report.error(draft.at("counter_examples"), text)
    for each in _repeated(_plain(text) for text in code.examples):
        report.warning(draft.at("examples"), f"code {code.code!r}: the example {_short(each)} is given twice")


def _check_shared_examples(drafts: Sequence[Draft[Code]], report: Findings) -> None:
    owners: defaultdict[str, dict[str, Draft[Code]]] = defaultdict(dict)
    for draft in drafts:
        for example in draft.content.examples:
            owners[_plain(example)].setdefault(draft.content.code, draft)
    for example, codes in owners.items():
        if len(codes) > 1:
            line = max(draft.at("examples") for draft in codes.values())
            names = ", ".join(repr(code) for code in codes)
            report.warning(line, f"the example {_short(example)} stands under more than one code: {names}")


def _repeated(texts: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    repeated: dict[str, None] = {}
    for text in texts:
        if text in seen:
            repeated[text] = None
        seen.add(text)
    return list(repeated)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _short(text: str) -> str:
    return repr(text if len(text) <= 50 else text[:49] + "…")
