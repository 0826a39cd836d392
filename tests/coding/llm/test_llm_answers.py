"""The gate: whatever a model replies, only words of the passage pass as a quote, and the rest is refused and counted."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from asking_samples import BOOK, CODES, PASSAGE, TEXT, full_prompt, prompt
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_replies import answer, exchange_of, reply
from qes.coding.llm.answers import Counts, Gated, answers_of
from qes.coding.llm.check import problem_of
from qes.coding.llm.reply import Says
from qes.coding.llm.voice import maker_of, suggestions_of
from qes.coding.llm.wording import CUT
from qes.model import Span
from qes.quotes import Match, find_quote, same_words
from qes.text import words


def gated(text: str) -> Gated:
    return answers_of(exchange_of(full_prompt(), text), PASSAGE, BOOK)


def test_each_kind_of_answer_is_read_and_counted() -> None:
    found = gated(
        reply(
            answer("group/scanning", "yes", 'the bus drivers send us the "list"', "They watch.", polarity="supports"),
            answer("money", "no", "", "No money."),
            answer("group/rules", "unsure", "by Tuesday the director and I look", "Perhaps."),
        )
    )
    assert [(each.code, each.says, each.found.match, each.stands) for each in found.answers] == [
        ("group/scanning", Says.YES, Match.ALIKE, True),
        ("money", Says.NO, Match.ABSENT, False),
        ("group/rules", Says.UNSURE, Match.EXACT, None),
    ]
    assert found.answers[0].attributes == (("polarity", "supports"),)
    assert found.counts == Counts(asked=3, yes=1, no=1, unsure=1, alike=1)


@pytest.mark.parametrize(
    ("quote", "counted"),
    [
        ("We have a whole office that looks at nothing but floods", Counts(asked=3, invented=1, unanswered=2)),
        ("We are a small office.", Counts(asked=3, elsewhere=1, unanswered=2)),
        ("How do you notice?", Counts(asked=3, elsewhere=1, unanswered=2)),
        ("The rangers report every fallen tree.", Counts(asked=3, elsewhere=1, unanswered=2)),
        ("We count the empty shops every spring.", Counts(asked=3, elsewhere=1, unanswered=2)),
        ("", Counts(asked=3, invented=1, unanswered=2)),
        (
            "Every monday the bus driver sends us the list of flooded stops",
            Counts(asked=3, yes=1, near=1, unanswered=2),
        ),
        ("the bus drivers send us", Counts(asked=3, yes=1, exact=1, unanswered=2)),
    ],
)
def test_a_yes_stands_on_words_of_the_passage_and_on_nothing_else_that_was_shown(quote: str, counted: Counts) -> None:
    found = gated(reply(answer("group/scanning", "yes", quote, "So.")))
    assert found.counts == counted
    (only,) = found.answers
    assert only.stands is (True if counted.yes else None)
    proposed = suggestions_of(PASSAGE, found.answers, maker_of(exchange_of(full_prompt(), ""), BOOK))
    assert len(proposed) == counted.yes


def test_answers_on_other_codes_are_refused_and_labels_are_understood() -> None:
    found = gated(
        reply(
            answer("Scanning", "no"),
            answer("MONEY", "no"),
            answer("group", "yes", "the bus drivers"),
            answer("budget", "yes", "the bus drivers"),
            answer("money", "yes", "the bus drivers"),
        )
    )
    assert [each.code for each in found.answers] == ["group/scanning", "money"]
    assert (found.counts.not_asked, found.counts.unknown_codes, found.counts.repeated) == (1, 1, 1)
    assert found.counts.unanswered == 1


def test_attributes_that_the_codebook_does_not_know_are_left_out() -> None:
    quote = "the bus drivers"
    found = gated(
        reply(
            answer("money", "yes", quote, polarity="supports", regularity="daily", colour="red"),
            answer("group/rules", "yes", quote, polarity="supports"),
        )
    )
    assert [each.attributes for each in found.answers] == [(("polarity", "supports"),), ()]
    assert found.counts.bad_attributes == 3


def test_one_answer_that_makes_no_sense_spoils_no_other() -> None:
    broken = json.dumps(
        {"answers": [{"code": 7}, answer("money"), "yes", {**answer("group/rules"), "applies": "maybe"}]}
    )
    found = gated(broken)
    assert [each.code for each in found.answers] == ["money"]
    assert found.counts.unreadable == 3


@pytest.mark.parametrize("text", ["", "yes", "{", "[]", '{"answers": {}}', "null", "[" * 100_000])
def test_a_reply_without_answers_is_of_no_use(text: str) -> None:
    made = exchange_of(full_prompt(), text)
    assert problem_of(made)
    assert answers_of(made, PASSAGE, BOOK).answers == ()


def test_a_reply_is_asked_for_again_only_if_nothing_in_it_can_be_used() -> None:
    assert problem_of(exchange_of(full_prompt(), reply(answer("nonsense"), answer("rubbish"))))
    assert problem_of(exchange_of(full_prompt(), reply(answer("nonsense"), answer("money")))) == ""
    assert problem_of(exchange_of(full_prompt(), reply(answer("Scanning")))) == ""
    assert problem_of(exchange_of(full_prompt(), reply(answer("money", "yes", "an invented quote of mine")))) == ""


def test_a_near_quote_gives_a_place_and_no_span_and_says_so() -> None:
    made = exchange_of(
        full_prompt(), reply(answer("money", "yes", "Every monday the bus driver sends us the list of flooded stops"))
    )
    (proposed,) = suggestions_of(PASSAGE, answers_of(made, PASSAGE, BOOK).answers, maker_of(made, BOOK))
    assert proposed.span is None
    assert proposed.reason.span is not None
    assert proposed.reason.span.within(PASSAGE.span)
    assert "is not shown as one" in proposed.reason.note


def test_a_suggestion_names_the_model_and_the_prompt_and_marks_its_words() -> None:
    made = exchange_of(
        full_prompt(), reply(answer("money", "yes", "the bus drivers", "They are paid.", polarity="contradicts"))
    )
    (proposed,) = suggestions_of(PASSAGE, answers_of(made, PASSAGE, BOOK).answers, maker_of(made, BOOK))
    maker = proposed.maker
    assert (maker.suggester, maker.model, maker.codebook, maker.prompt) == (
        "llm",
        made.model,
        BOOK.id,
        made.prompt.sha256,
    )
    assert proposed.reason.note == "The model's words: They are paid."
    assert proposed.reason.attributes == (("polarity", "contradicts"),)
    assert proposed.span == Span(100 + TEXT.index("the bus"), 100 + TEXT.index(" send us"))
    flagged = suggestions_of(PASSAGE, answers_of(made, PASSAGE, BOOK).answers, maker, "it gives orders")
    assert "meant for a machine (it gives orders)" in flagged[0].reason.note


class _Backwards:
    """A mask under which the bus drivers are a person."""

    text = TEXT.replace("the bus drivers", "Person-3")

    def back(self, span: Span, /) -> Span:
        shift = len("the bus drivers") - len("Person-3")
        at = self.text.index("Person-3")
        start = span.start if span.start <= at else span.start + shift
        return Span(start, span.end + shift if span.end > at else span.end)


def test_a_quote_of_the_masked_text_is_taken_back_to_the_words_of_the_source() -> None:
    made = exchange_of(full_prompt(), reply(answer("money", "yes", "Person-3 send us the")))
    (only,) = answers_of(made, PASSAGE, BOOK, _Backwards()).answers
    assert only.found.match is Match.EXACT
    assert only.found.span is not None
    assert only.found.span.of(TEXT) == "the bus drivers send us the"


# --- The law --------------------------------------------------------------------------------------

SCRAPS = st.sampled_from(
    [
        TEXT,
        TEXT[:40],
        "the bus drivers",
        "“list”",
        '"list" of flooded',
        "we never slept",
        "Monday",
        "sheet {{",
        "—",
        "an invented quote",
    ]
)
QUOTES = st.one_of(
    SCRAPS, st.text(max_size=40), st.lists(SCRAPS, max_size=3).map(" ".join), st.sampled_from(TEXT.split())
)
ANSWERS = st.builds(
    lambda code, applies, quote, said: answer(code, applies, quote, said, polarity="supports"),
    st.sampled_from([*CODES, "group", "other"]),
    st.sampled_from(["yes", "no", "unsure"]),
    QUOTES,
    st.one_of(QUOTES, QUOTES.map(lambda quote: f"They say “{quote}” there, {quote}.")),
)
REPLIES = st.one_of(st.lists(ANSWERS, max_size=4).map(lambda given: reply(*given)), st.text(max_size=80))


@settings(deadline=None, max_examples=300)
@given(REPLIES)
def test_whatever_a_model_replies_a_span_is_its_quote_and_nothing_else_of_the_quote_is_kept(text: str) -> None:
    made = exchange_of(prompt(), text)
    found = answers_of(made, PASSAGE, BOOK)
    said = json.loads(text)["answers"] if found.answers else []
    first = {}
    for each in said:
        first.setdefault(each["code"], each)
    for suggestion in suggestions_of(PASSAGE, found.answers, maker_of(made, BOOK)):
        given_quote = first[suggestion.code]["quote"]
        if suggestion.span is not None:
            assert suggestion.span.within(PASSAGE.span)
            shift = PASSAGE.span.start
            read = Span(suggestion.span.start - shift, suggestion.span.end - shift).of(TEXT)
            assert same_words(given_quote, read)
        else:
            _is_not_in(given_quote, suggestion.reason.note)
    for each in found.answers:
        if not find_quote(first[each.code]["quote"], TEXT).verbatim:
            _is_not_in(first[each.code]["quote"], each.reason)


def _is_not_in(quote: str, shown: str) -> None:
    """That no words of a model, given as a quote, stand in what it said otherwise."""
    own = shown.partition("The model's words: ")[2] if "The model's words: " in shown else shown
    wanted, there = [word.folded for word in words(quote)], [word.folded for word in words(own)]
    assert not wanted or all(there[at : at + len(wanted)] != wanted for at in range(len(there)))


def test_words_between_quote_marks_in_a_reason_stay_only_if_the_passage_says_them() -> None:
    said = "It says “the bus drivers send us” and 'we are the champions' too."
    (only,) = gated(reply(answer("money", "no", "", said))).answers
    assert only.reason == f"It says “the bus drivers send us” and {CUT} too."


def test_a_reason_is_cut_and_holds_no_sign_that_cannot_be_seen() -> None:
    (only,) = gated(reply(answer("money", "no", "", "Word\u202e\u200b\x00 " * 200))).answers
    assert len(only.reason) <= 302
    assert only.reason.startswith("Word Word")


def test_an_answer_survives_a_reason_that_is_missing() -> None:
    bare = json.dumps({"answers": [{"code": "money", "applies": "yes", "quote": "the bus drivers"}]})
    (only,) = gated(bare).answers
    assert only.stands
    assert replace(only, reason="x").code == "money"
