from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from embed_samples import TEXTS
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.coding.embed.cores import cores
from qes.coding.embed.models import locate
from qes.coding.embed.tokens import TOKENS, Tokens

LONGEST = 24


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Tokens:
    """The packaged model's tokenizer, for a model that takes few tokens."""
    folder = tmp_path_factory.mktemp("tokens")
    shutil.copy(Path(locate("")[1]) / "tokenizer.json", folder)
    (folder / "tokens.json").write_text(json.dumps({"longest": LONGEST, "pad": 7}), encoding="utf-8")
    return Tokens(folder)


def test_no_window_is_longer_than_the_model_takes_and_none_is_lost(tokens: Tokens) -> None:
    first, last = tokens.read([""])[0][0][0]
    for windows in tokens.read(TEXTS):
        assert all(len(ids) <= LONGEST for ids, _ in windows)
        assert all((ids[0], ids[-1]) == (first, last) for ids, _ in windows)
    assert len(tokens.read(TEXTS)[-2]) > 10


def test_a_short_text_is_one_window_with_its_number_of_tokens(tokens: Tokens) -> None:
    [[(ids, size)]] = tokens.read(["the council"])
    assert (len(ids), size) == (4, 2)


@settings(deadline=None, max_examples=60)
@given(lengths=st.lists(st.integers(1, 700), max_size=40))
def test_batches_hold_every_row_once_and_little_padding(tokens: Tokens, lengths: list[int]) -> None:
    rows = [[number + 100] * length for number, length in enumerate(lengths)]
    batches = list(tokens.batches(rows))
    assert sorted(row for batch in batches for row in batch.rows) == list(range(len(rows)))
    for batch in batches:
        assert batch.ids.size <= TOKENS or len(batch.rows) == 1
        for row, ids, mask in zip(batch.rows, batch.ids.tolist(), batch.mask.tolist(), strict=True):
            length = len(rows[row])
            assert ids == rows[row] + [7] * (len(ids) - length)
            assert mask == [1] * length + [0] * (len(ids) - length)
    widths = [batch.ids.shape[1] for batch in batches]
    assert widths == sorted(widths, reverse=True)


def test_there_is_a_core_to_compute_on() -> None:
    assert cores() >= 1
