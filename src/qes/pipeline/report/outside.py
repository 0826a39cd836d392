"""Whether models elsewhere were asked, which, for what, and how their texts were sent: by the record of every reply."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from qes.pipeline.models.outside import Asked, asked
from qes.pipeline.models.sent import SENT, Sent, told
from qes.project import Project
from qes.store.exchanges import Total
from qes.synthesis.report.wording import capitalised, listed, several

_USES = {
    "code-passage": "suggestions of codes",
    "criterion": "the criteria of a rubric",
    "definition-help": "help with definitions",
    "finding-draft": "drafts",
    "summary-draft": "drafts",
    "supported": "drafts",
    "counter": "passages against findings",
}
"""What a prompt is for, by its template without the version."""
_NOT_ON_RECORD = "whether that is elsewhere is not on record"


def outside(project: Project) -> str:
    """Sentences for the methods; they begin with "None" where nothing was asked elsewhere."""
    settings = project.settings
    servers = [name for name, url in (("database", settings.store.url), ("index", settings.index.url)) if url]
    where = f"; the {listed(servers)} stand on a server of the team's choice" if servers else ""
    ways = told(project.store.standing_events(SENT))
    models = defaultdict[str, list[Total]](list)
    for each in project.store.exchange_totals():
        models[each.model].append(each)
    elsewhere, here = _told(models, ways, remote=True), _told(models, ways, remote=False)
    vectors = [_vectors(each) for each in asked(project) if each.use == "embed" and each.remote]
    if not elsewhere and not vectors:
        asked_here = f" {' '.join(here)}" if here else ""
        return (
            "None: suggestions come from models on the machine qes runs on, and no remote model was asked"
            f"{where}.{asked_here}"
        )
    return " ".join([*elsewhere, *vectors, *here, *([f"{capitalised(where[2:])}."] if where else [])])


def _told(
    models: Mapping[str, Sequence[Total]], ways: Mapping[tuple[str, str], Sequence[Sent]], *, remote: bool
) -> list[str]:
    """A sentence for each model that was asked elsewhere, or here; where nothing tells, it counts as elsewhere."""
    found = []
    for model, totals in models.items():
        mine = [each for each in totals if _left(ways.get((each.model, each.settings), ())) is remote]
        if mine:
            known = [way for each in mine for way in ways.get((each.model, each.settings), ())]
            found.append(f"{model} was asked {_place(known, remote)}, {_uses(mine)}{_masked(known)}.")
    return found


def _left(ways: Sequence[Sent]) -> bool:
    return not ways or any(each.remote for each in ways)


def _place(ways: Sequence[Sent], remote: bool) -> str:
    if not remote:
        return "on the machine qes runs on"
    return "elsewhere" if ways else f"({_NOT_ON_RECORD})"


def _uses(totals: Sequence[Total]) -> str:
    by_use = defaultdict[str, list[Total]](list)
    for each in totals:
        name = each.template.partition("@")[0]
        by_use[_USES.get(name, name)].append(each)
    return f"for {listed([f'{use} ({_amount(of)})' for use, of in sorted(by_use.items())])}"


def _amount(totals: Collection[Total]) -> str:
    calls, sent, said = (sum(getattr(each, name) for each in totals) for name in ("calls", "tokens_in", "tokens_out"))
    return f"{several(calls, 'call')}, {sent:,} tokens in and {said:,} out"


def _masked(ways: Sequence[Sent]) -> str:
    if not ways:
        return ""
    if all(each.masked for each in ways):
        return "; names stood as pseudonyms in what was sent"
    if any(each.masked for each in ways):
        return "; names stood as pseudonyms in part of what was sent, and as they are in the rest"
    return "; texts were sent as they are, names included" if any(each.remote for each in ways) else ""


def _vectors(model: Asked) -> str:
    how = "with names as pseudonyms" if model.masked else "as they are, names included"
    return f"Passages are sent to {model.model} elsewhere, {how}, to be compared by their vectors."
