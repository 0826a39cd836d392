"""What tells who somebody is by its form alone: e-mail addresses, phone numbers, addresses of the web, long numbers.

Years, dates, decimals and round amounts of money are left, as they are what interviews about budgets are made of. What
may as well be a phone number is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qes.model import Span

EMAIL, LINK, PHONE, NUMBER, HANDLE = "[email]", "[link]", "[phone]", "[number]", "[account]"
TAGS = frozenset({EMAIL, LINK, PHONE, NUMBER, HANDLE})
"""What stands for them; the same for all, so that no list of them need be kept."""

_LETTER = r"(?:(?![\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])[^\W_])"
"""Or digit, but of the scripts that are written without spaces, where an address would swallow the words before it."""
_EMAIL = re.compile(
    rf"(?:{_LETTER}|[._%+'-]){{1,64}}(?:@|\s?[(\[{{]\s?(?:at|AT|@)\s?[)\]}}]\s?)"
    rf"(?:{_LETTER}|-)+(?:(?:\.|\s?[(\[{{]\s?(?:dot|DOT)\s?[)\]}}]\s?)(?:{_LETTER}|-)+)*"
)
_HANDLE = re.compile(rf"@{_LETTER}(?:{_LETTER}|[._-])+")
_PART = rf"(?:(?:{_LETTER}|-){{1,63}}\.){{1,9}}"
_TAIL = r"[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?'’)\]]"
_LINK = re.compile(
    rf"(?:(?:https?|ftp)://|www\.){_TAIL}|{_PART}(?:com|org|net|gov|edu|int|info|eu)(?![\w-])(?:/{_TAIL})?"
    rf"|{_PART}[a-z]{{2}}/{_TAIL}",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?<!\d)(?<!\d[.,])(?:\+|\(\+?)?\d(?:[ \u00a0\u202f.\-‐‑–/()\n]{0,2}\d)*")
_FEWEST_DIGITS = 7
_DATE = re.compile(r"\d{4}([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./])\d{1,2}\2(?:\d{4}|\d{2})")
_YEARS = re.compile(r"(?:1[5-9]|20|21)\d\d(?:\W{1,2}(?:(?:1[5-9]|20|21)\d\d))+")
_DECIMAL = re.compile(r"\d{1,3}\.\d{4,}")
_LIKE_LINK = re.compile(r"\w\.\w|://")
_GROUP = r"[ .\u00a0\u202f]"
_ROUND = re.compile(rf"[1-9]\d{{0,2}}(?:{_GROUP}\d{{3}})*{_GROUP}000|[1-9]\d*0{{4}}")
_HARMLESS = (_DATE, _YEARS, _DECIMAL, _ROUND)
_MONEY = re.compile(r"[$€£¥₹]\s?$")


def identifiers(text: str) -> Iterator[tuple[Span, str]]:
    """Places that tell who somebody is, with what stands for them; they may overlap."""
    if "@" in text or re.search(r"[(\[{]\s?at", text, re.IGNORECASE):
        yield from ((Span(*match.span()), EMAIL) for match in _EMAIL.finditer(text))
        yield from ((Span(*match.span()), HANDLE) for match in _HANDLE.finditer(text))
    if _LIKE_LINK.search(text):
        yield from ((Span(*match.span()), LINK) for match in _LINK.finditer(text))
    for match in _DIGITS.finditer(text):
        if tag := _tag(match.group(), text[: match.start()][-2:]):
            yield Span(*match.span()), tag


def _tag(found: str, before: str) -> str:
    """Phone, number, or empty where it is neither."""
    digits, plain = sum(each.isdigit() for each in found), found.strip("() ")
    if digits < _FEWEST_DIGITS:
        return ""
    if found[0] != "+" and (any(form.fullmatch(plain) for form in _HARMLESS) or _MONEY.search(before)):
        return ""
    return NUMBER if digits == len(found) and found[0] != "0" else PHONE
