"""A draft is cut into sentences, and each stands or is struck out by the quotes it names."""

from __future__ import annotations

import json

import pytest
from draft_samples import SHOWN, Renamed, drafted, topics
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_replies import exchange_of
from qes.coding.llm.masking import Plain
from qes.synthesis.drafts import checking
from qes.synthesis.drafts.asking import against, counter_prompt, problem_of
from qes.synthesis.drafts.checking import by_likeness, by_support, drafted_in, support_prompts
from qes.synthesis.drafts.model import Drafted, Shown
from qes.synthesis.drafts.parsing import sentences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It rains. [S1]", [("It rains.", ("S1",))]),
        ("It rains [S1][s7].", [("It rains.", ("S1", "S7"))]),
        ("It rains [S1, S2]. It pours.[S3]", [("It rains.", ("S1", "S2")), ("It pours.", ("S3",))]),
        ("It rains. It pours. [S3]", [("It rains.", ()), ("It pours.", ("S3",))]),
        ("It rains [S1] and pours.", [("It rains and pours.", ())]),
        ("It rains, since 2021 [2021].", [("It rains, since 2021 [2021].", ())]),
        (
            "Dr. Ames and J. Bo, e.g. on 3 p.m. trains, wait [S2].",
            [("Dr. Ames and J. Bo, e.g. on 3 p.m. trains, wait.", ("S2",))],
        ),
        ("They say “It rains. It pours.” [S1]", [("They say “It rains. It pours.”", ("S1",))]),
        ("雨が降る。[S1]風が吹く。", [("雨が降る。", ("S1",)), ("風が吹く。", ())]),
        ("[S1]", []),
        ("It rains [S1]\nIt pours", [("It rains", ("S1",)), ("It pours", ())]),
    ],
)
def test_a_sentence_has_the_ids_it_ends_in(text: str, found: list[tuple[str, tuple[str, ...]]]) -> None:
    assert sentences([text]) == found


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(["It rains.", "It pours!", "Does it?", "No [S1].", "Yes. [S2]"]), min_size=1, max_size=6)
)
def test_no_sentence_is_lost_and_none_takes_the_ids_of_another(parts: list[str]) -> None:
    wanted = {"No [S1].": ("No.", ("S1",)), "Yes. [S2]": ("Yes.", ("S2",))}
    assert sentences([" ".join(parts)]) == [wanted.get(each, (each, ())) for each in parts]


def test_a_sentence_without_an_id_or_with_one_that_was_not_given_is_struck_out() -> None:
    good, bare, strange = drafted_in(drafted("Pumps are tested [S1].", "All is well.", "It stopped [S2][S9]."), SHOWN)
    assert (good.struck, good.spans) == ("", ("S1",))
    assert bare.struck == checking.NO_ID
    assert "S9" in strange.struck
    assert "S2" not in strange.struck


def test_a_quotation_stands_only_if_a_quote_that_is_named_reads_so() -> None:
    true, elsewhere, invented = drafted_in(
        drafted(
            "The winter test “was dropped\nin 2021” [S2].",
            'Tests "was dropped in 2021" [S1].',
            "They call it “a great success, a” [S1].",
        ),
        SHOWN,
    )
    assert (true.sentence, true.struck) == ("The winter test “was dropped in 2021”.", "")
    assert elsewhere.struck == invented.struck == checking.INVENTED
    assert invented.sentence == "They call it “[…]”."


def test_marks_that_do_not_match_strike_a_sentence_out() -> None:
    (found,) = drafted_in(drafted("They call it “a success [S1]."), SHOWN)
    assert found.struck == checking.UNMATCHED
    assert "“" not in found.sentence


def test_a_quotation_of_what_was_masked_reads_as_the_source_does() -> None:
    quote = "Every Monday Marta sends the list."
    shown = [Shown("S1", quote, Renamed(quote))]
    (found,) = drafted_in(drafted("It is weekly: “Monday Person-1 sends the list” [S1]."), shown)
    assert found.sentence == "It is weekly: “Monday Marta sends the list”."
    assert "Person-1" in found.sent


def test_what_is_less_like_its_quotes_than_most_others_are_is_struck_out() -> None:
    others = ["Grates of two kinds.", "The pumps are red.", "My daughter plays.", "Four offices wait."]
    given_ = [
        Drafted("They check the pumps.", ("S1",)),
        Drafted("They check the pumps.", ("S2", "S1")),
        Drafted("Money is short.", ("S1",)),
        Drafted("Money is short.", ("S9",), "struck before"),
    ]
    found = by_likeness(given_, SHOWN, others, topics)
    assert [each.struck for each in found] == ["", "", checking.UNLIKE, "struck before"]


def test_likeness_says_nothing_where_there_is_too_little_to_compare_with() -> None:
    given_ = [Drafted("Money is short.", ("S1",))]
    assert by_likeness(given_, SHOWN, [], topics) == given_


def _supported(says: str, *ids: str) -> str:
    return json.dumps({"ids": ids, "reason": "So.", "supported": says})


def test_only_what_a_second_call_finds_borne_out_by_each_quote_named_is_kept() -> None:
    given_ = drafted_in(drafted("One [S1].", "Two [S1][S2].", "Three [S2].", "Four [S3].", "Five [S1].", "Six."), SHOWN)
    prompts = support_prompts(given_, SHOWN, "a1")
    assert prompts[5] is None
    asked = [each for each in prompts if each is not None]
    assert "Two" in asked[1].user
    assert SHOWN[2].text not in asked[1].user
    assert "One" not in asked[1].user.replace("One of", "")
    replies = [("yes", "S1"), ("yes", "[s2]"), ("no",), ("unsure", "S3")]
    came = [exchange_of(each, _supported(*said)) for each, said in zip(asked, replies, strict=False)]
    found = by_support(given_, prompts, came)
    assert [each.struck for each in found] == [
        "",
        "a second call says that S1 does not bear it out",
        checking.NOT_SUPPORTED[checking.Answer.NO],
        checking.NOT_SUPPORTED[checking.Answer.UNSURE],
        checking.UNCHECKED,
        checking.NO_ID,
    ]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"sentences": "x"}', '{"sentences": [1]}', "null", "[" * 9999])
def test_a_reply_that_is_no_draft_is_of_no_use_and_harms_nobody(text: str) -> None:
    broken = exchange_of(drafted().prompt, text)
    assert problem_of(broken)
    assert drafted_in(broken, SHOWN) == []
    assert not problem_of(drafted("Fine."))


@pytest.mark.parametrize(
    ("says", "quote", "found"),
    [
        ("yes", "dropped in 2021", "dropped in 2021"),
        ("yes", "“dropped  in 2021”", "dropped in 2021"),
        ("yes", "was stopped in the year 2021", None),
        ("yes", "", None),
        ("no", "dropped in 2021", None),
        ("unsure", "dropped in 2021", None),
    ],
)
def test_a_passage_speaks_against_a_finding_only_in_words_it_holds(says: str, quote: str, found: str | None) -> None:
    passage = SHOWN[1].quote
    reply = json.dumps({"quote": quote, "reason": "So.", "against": says})
    span = against(exchange_of(counter_prompt("All is well.", passage, "a1"), reply), Plain(passage))
    assert (span.of(passage) if span else None) == found
