"""Texts and small models for the tests of embedding."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from qes.coding.embed import Vectors
from qes.coding.embed.models import locate

LONG = "The committee met on the budget of the year. " * 28
TEXTS = [
    "The council moved money to flood defences.",
    "",
    " \n\t ",
    "Ok.",
    "Nach dem Hochwasser hat die Stadt ihre Pläne geändert, und zwar für alle Bezirke.",
    "Les services se réunissent chaque lundi ; personne n'est absent.",
    "市政府每个月都会调整优先事项，居民参与讨论。",
    "Мы пересмотрели правила закупок после проверки.",
    "نراجع الأولويات كل ثلاثة أشهر.",
    "e\u0301 is é, \U0001f600 is a face, and a\u0000b holds a zero",
    LONG + "Dolphins swim in the warm sea. " * 8,
    "Донаукрупнение" * 60,
]
"""Empty, short, long, six languages, and what is awkward to cut."""


def cosines(one: Vectors, other: Vectors) -> Vectors:
    """Cosine of every row with its counterpart, both of unit length."""
    return np.asarray(np.sum(one * other, axis=1), dtype=np.float32)


def small_model(folder: Path, prompt: str = "") -> str:
    """A BERT of two layers that was never trained, with a prompt it puts before every text."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import AutoTokenizer, BertConfig, BertModel

    torch.manual_seed(0)
    tokenizer = AutoTokenizer.from_pretrained(str(locate("")[1]))
    shape = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32}
    BertModel(BertConfig(vocab_size=len(tokenizer), max_position_embeddings=64, **shape)).save_pretrained(folder / "in")
    tokenizer.save_pretrained(folder / "in")
    parts = [Transformer(str(folder / "in"), max_seq_length=48), Pooling(16)]
    prompts = {"prompts": {"own": prompt}, "default_prompt_name": "own"} if prompt else {}
    SentenceTransformer(modules=parts, device="cpu", **prompts).save(str(folder / "out"))
    return str(folder / "out")


def word_model(folder: Path) -> str:
    """A model without a transformer, which looks words up in a table: nothing an export could take its tokens from."""
    import numpy as np
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, WordEmbeddings
    from sentence_transformers.sentence_transformer.modules.tokenizer import WhitespaceTokenizer

    words = ["council", "money", "flood"]
    table = WordEmbeddings(WhitespaceTokenizer(words), np.eye(3, 8, dtype=np.float32) + 0.1)
    SentenceTransformer(modules=[table, Pooling(8)], device="cpu").save(str(folder))
    return str(folder)
