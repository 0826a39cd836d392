"""The texts of the small project that `folder` makes, and the type of `run`."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

INTERVIEW = """INTERVIEWER: How do you notice that something goes wrong in a district?

MARTA (CHIEF ENGINEER): Every Monday the bus drivers send us the list of flooded stops, and we have done that since 2019. We put it beside the rain gauges, and by Tuesday the director of streets and I look at the same sheet. If a stop is on it three weeks in a row, we move a crew there before anybody complains.

INTERVIEWER: And who decides what is dropped for that?

MARTA (CHIEF ENGINEER): We wrote a rule into the budget: the two lowest streets on the list lose their turn. It hurts, and people phone me about it. In March we dropped the promenade, which the mayor had promised, and moved the money to the drains of the lower town.

INTERVIEWER: Thank you, and how was the festival?

MARTA (CHIEF ENGINEER): Oh, loud as always, my daughter played the trumpet.
"""

DOCUMENT = """# Review of the drains

## What was tested

The office tried grates of two kinds on forty streets for one winter and counted blockages every week. The second kind stayed clear twice as long.

## What became of it

No decision followed. The tender of 2024 names neither kind, and the results were not passed on to the district offices, which buy their own grates as before.
"""

OTHER = """INTERVIEWER: Do you work with other departments?

JON (HEAD OF PERMITS): We intend to. There is a plan for a joint counter, and it has been a plan for six years. Today an applicant still walks to four offices, and each of them asks for the same drawing again.

INTERVIEWER: What would help?

JON (HEAD OF PERMITS): Two more people. We have eleven where the neighbouring town has thirty, and the money is decided in the capital, not here.
"""

Run = Callable[..., "subprocess.CompletedProcess[str]"]
"""The real command line, run in the project's folder."""
