"""What voices said so far, for the learned scores to weigh; read from the record, so that no model is needed for it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qes.coding.llm.heard import says_of
from qes.coding.llm.masking import Mask, Plain
from qes.coding.suggest.signals import Signal
from qes.errors import ModelUnavailable
from qes.model import Codebook, Passage
from qes.pipeline.models.asking import heard_before
from qes.pipeline.models.privacy import masking_of
from qes.pipeline.voices import is_voice, model_of, voices
from qes.project import Project


def signals_of(project: Project, passages: Sequence[Passage], codebook: Codebook) -> tuple[Signal, ...]:
    """A signal of every voice that has said yes or no under this version of the codebook, in the order first heard.

    Whatever a model's settings were, its newest answer counts.
    """
    signals = (_signal(project, model_of(voice), passages, codebook) for voice in voices(project))
    return tuple(each for each in signals if not np.isnan(each.says).all())


def _signal(project: Project, model: str, passages: Sequence[Passage], codebook: Codebook) -> Signal:
    rows = {passage.id: row for row, passage in enumerate(passages)}
    heard = heard_before(project.store, model, None, passages, codebook, mask_of(project, model))
    answers = ((rows[passage.id], answer) for passage, known in heard for answer, _ in known.answers.values())
    codes = [code.code for code in codebook.codable]
    return Signal(model, says_of(answers, len(passages), codes))


def mask_of(project: Project, model: str) -> Mask:
    """How texts may have been masked for a model, so that its answers can be read; as they are where they cannot be."""
    settings = project.settings.llm.model_copy(update={"pseudonymise": "always"})
    try:
        return masking_of(project, settings, model, remote=True).mask
    except ModelUnavailable:
        return Plain


class Listening:
    """The same while people work: read anew only when a voice has spoken since."""

    def __init__(self, project: Project, passages: Sequence[Passage], codebook: Codebook) -> None:
        """Nothing is read yet."""
        self._given = (project, passages, codebook)
        self._seen, self._signals = 0, tuple[Signal, ...]()

    def now(self) -> tuple[Signal, ...]:
        """As of each voice's last run."""
        spoken = False
        for event in self._given[0].store.events(kind="suggested", after=self._seen):
            self._seen = event.seq
            spoken |= is_voice(event.body)
        if spoken:
            self._signals = signals_of(*self._given)
        return self._signals
