"""What one running workbench holds."""

from __future__ import annotations

import gc
import threading
from contextlib import suppress
from dataclasses import dataclass, field

from qes.errors import QesError
from qes.pipeline.desk import LEARNED, Desk
from qes.pipeline.ledger import Ledger
from qes.pipeline.tutor import Tutor
from qes.project import Project
from qes.web.drafting import Drafting
from qes.web.hub import Hub
from qes.web.signin import Throttle

LEARNS = "learned"
"""The suggester that follows decisions as they are made."""


@dataclass
class State:
    """One project, its memory of the log, and who is connected."""

    project: Project
    solo: str | None
    """Who works here without accounts, on this machine alone; None: everybody signs in."""
    secure: bool = False
    """Whether the workbench is reached by TLS, so that cookies may be kept to it."""
    hosts: frozenset[str] = frozenset()
    """Names by which it may be addressed; empty: any."""
    throttle: Throttle = field(default_factory=Throttle)
    drafting: Drafting = field(default_factory=Drafting)
    """Whether a language model is being asked for a draft."""

    ledger: Ledger = field(init=False)
    """What the log says, followed."""
    desk: Desk = field(init=False)
    """Who codes what next."""
    hub: Hub = field(init=False)
    """Tells pages what others do."""
    tutor: Tutor = field(init=False)
    """Learns from decisions, beside."""

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.project)
        self.desk = Desk(self.ledger)
        self.hub = Hub(self.ledger)
        self.tutor = self._new_tutor()

    def _new_tutor(self) -> Tutor:
        return Tutor(self.project.folder, self.desk.follow)

    def learn(self) -> None:
        """Begin to learn if the project's suggester is one that learns and has proposed something."""
        if self.project.settings.suggest.suggester == self.ledger.suggester == LEARNS:
            self.tutor.start()

    def relearn(self) -> None:
        """Let what learns beside begin anew when somebody codes next: the codebook is another one."""
        before, self.tutor = self.tutor, self._new_tutor()
        threading.Thread(target=before.close, name="qes-tutor-ends", daemon=True).start()

    def warm_up(self) -> None:
        """Read what everybody will need, before somebody waits for it."""
        with suppress(QesError):  # whoever asks first is told
            self.ledger.refresh()
            self.desk.ranking(LEARNED)
        # Millions of objects that stay: the collector need not walk over them again and again while people wait.
        gc.collect()
        gc.freeze()

    def close(self) -> None:
        """End what runs beside."""
        self.tutor.close()
