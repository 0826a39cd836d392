"""A language model as one more coder: what it is asked, and a gate through which every word of its reply must pass.

Nothing here talks to a model: prompts are made, a `Chat` answers them, and answers are read from what came back.
"""

from __future__ import annotations
