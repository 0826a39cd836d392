"""qes: qualitative evidence synthesis in which every number walks back to a verbatim quote."""

from __future__ import annotations

from qes.privacy import keep_to_this_machine

keep_to_this_machine()

__version__ = "0.1.0"
