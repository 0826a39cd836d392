"""Made-up reports for the tests of its forms, beside those that `build` makes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from synthesis_samples import Corpus, practice, report

from qes.synthesis.report.content import CapabilitySection, FindingSection, Report
from qes.synthesis.report.parts import Cited, Figure, Group, Level, Quote, Ref, Standing, Table

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="90" height="30" fill="#ddd"/></svg>'
HOSTILE = [
    "#let x = 1; $a_b$ [content] *bold* _under_ `raw` <label> @ref // no /* gone */ \\ end",
    '#panic("stop") #read("/etc/passwd") #image("x.png")',
    "</text><script>alert(1)</script> & &amp; {{ 7 * 7 }}",
    "bell \x07 escape \x1b[31m and \x85 \ufffe",
    '=HYPERLINK("http://example.org") +1 -1 @SUM(A1)',
    "Ελληνικά, Кириллица, naïve façade “quoted”",
]


def quote(number: int, text: str, **changed: Any) -> Quote:
    """A quote as it is printed."""
    given: dict[str, Any] = {
        "case": "Aldmoor", "code": "Watering", "source": "talk.txt", "source_anchor": "", "who": "Head gardener",
        "place": "p. 3", "date": "2024-05", "coders": "ada (read by one coder)", "details": (("polarity", "supports"),),
    }  # fmt: skip
    return Quote(number, f"q-{number}", text, **given | changed)


def full(text: str = "We water the beds before breakfast, every day of the week.", many: int = 2) -> Report:
    """A report with something in every section, the text standing in all of them."""
    corpus = Corpus()
    for number in range(many):
        practice(corpus, quote=f"{text} ({number})")
    made = report(corpus, title=text, banner=text, method=[(text, text)])
    refs = (Ref(1, "q-1"), Ref(999, "q-999"))
    cited = Cited(text, "Mia", refs)
    finding = FindingSection(
        "finding-1", 1, text, text, "moderate", text, (("Adequacy", "minor", text),),
        (Group("for", "For", (quote(1, text),)), Group("against", "Against", ())), text, "Approved by Mia",
    )  # fmt: skip
    case = made.cases[0]
    standing = Standing("signed off by Mia", True, text, "2", "2 to 3", (text,), text, cited)
    parts = tuple(replace(each, standing=standing, charted=cited) for each in case.capabilities)
    return replace(
        made,
        cases=(replace(case, capabilities=parts, facts=((text, text),), peers=(text,)), *made.cases[1:]),
        findings=(finding,),
        figures=(Figure("levels", text, text, text, SVG),),
        tables=(Table(text, ("Name", "Share", "Count"), ((text, "41%", "7"), ("-1", "5%", "12")), id="profile"),),
        evidence=Table("Codings", ("Coding", "Quote", "Start", "End"), (("1", text, "0", "9"),), id="evidence"),
        withheld=(text,),
    )


def crowded(capabilities: int, words: int) -> Report:
    """A report whose first case has far more to say than a page holds."""
    made = full()
    long = " ".join(["wide"] * words)
    part = CapabilitySection(
        "x", "A capability with a long name indeed", "", Level("3", "Repeatable", long, 3, 5, "high"), (), (long,), (),
        (), (Group("for", "For", (quote(5, long), quote(6, "It is short and says enough to stand by itself."))),
             Group("against", "Against", (quote(7, long),))),
        (), Standing(long, statement=Cited(f"They say “{long}” and more. {long}", "Mia", ())),
    )  # fmt: skip
    parts = tuple(replace(part, anchor=f"x{number}") for number in range(capabilities))
    return replace(made, cases=(replace(made.cases[0], capabilities=parts),), matrix=())
