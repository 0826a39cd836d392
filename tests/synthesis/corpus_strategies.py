"""Any evidence on one case, for laws that hold for all of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from synthesis_samples import AUDIT, BOOK, INTERVIEW, LEAFLET, Corpus

from qes.model import CodingStatus

VALUES = {rule.name: rule.values for rule in BOOK.attributes}
LEVEL_4 = frozenset({"changed-a-decision"})
"""What a person has to confirm for level 4 of the shipped rubric."""
LEVEL_5 = LEVEL_4 | {"reviewed-and-renewed", "survived-leadership"}


def codings(polarities: Sequence[str] = VALUES["polarity"]) -> st.SearchStrategy[dict[str, Any]]:
    """What `Corpus.add` takes, for any coding on tending."""
    return st.fixed_dictionaries(
        {
            "quote": st.sampled_from(["We water.", "We weed.", "We rake.", "It rains.", "We dig.", "We rest."]),
            "code": st.sampled_from(["tending/watering", "tending/weeding"]),
            "source": st.sampled_from(["a", "b", "c"]),
            "facts": st.sampled_from([INTERVIEW, AUDIT, LEAFLET]),
            "speaker": st.sampled_from([None, "Ida", "Otto"]),
            "polarity": st.sampled_from(polarities),
            "regularity": st.sampled_from(VALUES["regularity"]),
            "anchoring": st.sampled_from(VALUES["anchoring"]),
            "status": st.sampled_from(list(CodingStatus)),
            "coders": st.sampled_from([("ada",), ("ben",), ("ada", "ben")]),
            "differing": st.sampled_from([(), (), (), ("polarity",), ("anchoring",)]),
        }
    )


@st.composite
def corpora(draw: st.DrawFn, most: int = 12) -> Corpus:
    """Any codings on tending."""
    corpus = Corpus()
    for _ in range(draw(st.integers(0, most))):
        corpus.add(**draw(codings()))
    return corpus


confirmations = st.sets(st.sampled_from([*sorted(LEVEL_5), "contradictions-settled"]))
"""What people may have confirmed."""
