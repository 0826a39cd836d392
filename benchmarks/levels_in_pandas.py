"""Levels by the shipped rubric 1.0 in the way a team would have them without qes: a script over exported codings.

Usage: .venv/bin/python benchmarks/levels_in_pandas.py CODINGS.csv SOURCES.csv

It prints levels as JSON, 0 for what has no evidence enough. There is no confidence, no reason, no quote behind a
criterion, and nothing that tells it of a change of the rubric; `bench_synthesis.py` sets its seconds beside those of
`qes score`. Sources have one speaker each in that benchmark, so speakers are not counted beside sources.
"""

from __future__ import annotations

import json
import sys

import pandas as pd

ANCHORED = ["mandate", "law", "budget"]


def main() -> None:
    """Read, filter, group, count."""
    codings = pd.read_csv(sys.argv[1], keep_default_na=False).merge(pd.read_csv(sys.argv[2]), on="source")
    codings["capability"] = codings["code"].str.split("/").str[0]
    codings["wording"] = codings["quote"].str.casefold().str.split().str.join(" ")
    unit = ["case", "capability"]
    # An attribute on which the coders differ is exported without a value.
    undirected = codings["differing"].str.contains("polarity")
    open_ = ((codings["status"] == "disputed") | undirected).groupby([codings[each] for each in unit]).any()
    usable = codings[codings["status"] != "disputed"]
    supports, against = usable["polarity"] == "supports", usable["polarity"] == "contradicts"
    recurs = supports & (usable["regularity"] == "recurring")
    document = supports & (usable["kind"] != "interview")
    firm = document & (usable["date"] != "") & usable["independent"]

    def texts(chosen: pd.Series) -> pd.Series:
        return usable[chosen].groupby(unit)["wording"].nunique().reindex(open_.index, fill_value=0)

    def different(chosen: pd.Series, what: str) -> pd.Series:
        return usable[chosen].groupby(unit)[what].nunique().reindex(open_.index, fill_value=0)

    one = texts(usable["polarity"].isin(["supports", "contradicts", "mixed"])) >= 2
    two = one & (texts(usable["polarity"].isin(["supports", "mixed"])) >= 1)
    three = two & (texts(recurs) >= 2) & (different(recurs, "source") >= 2)
    four = three & (texts(recurs & usable["anchoring"].isin(ANCHORED)) >= 2)
    four &= (texts(supports & (usable["anchoring"] == "budget")) >= 1) & (texts(recurs) >= 3)
    four &= (different(recurs, "code") >= 2) & (different(recurs, "source") >= 2)
    unsettled = (texts(against & (usable["status"] != "settled")) > 0) & (texts(supports) > 0)
    four &= (texts(document) >= 1) & (texts(firm) >= 1) & ~unsettled & ~open_
    four &= False  # nobody has confirmed that it changed a decision
    levels = one.astype(int) + two + three + four
    print(json.dumps({f"{case}/{capability}": int(level) for (case, capability), level in levels.items()}))


if __name__ == "__main__":
    main()
