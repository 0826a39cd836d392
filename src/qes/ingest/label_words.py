"""Words that stand in labels of speakers and are not what tells one person from another; all folded."""

from __future__ import annotations


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _listed(
    """
    dame don dona dr fr frau herr hon hr ing lady lord m madame mag miss mlle mme monsieur mr mrs ms mx pan pani
    prof professor rev sig signor signora sir sr sra srta
    """
)
"""Before a name."""

PARTICLES = _listed(
    """
    and da das de del della den der des di do dos du e et i la le les of the und van von y
    """
)
"""Within a name."""

ROLES = _listed(
    """
    adviser advisor alcalde alcaldesa all analyst assistant audience both burgermeister burgermeisterin chief city
    coordinator councillor councilor department deputy directeur director directora directrice direktor direktorin
    engineer everyone female group head interpreter jefa jefe lead leader leiter leiterin maire male man manager
    mayor minister narrator note observer office officer official officials participant participante person planner
    prefeita prefeito respondent secretary sindaca sindaco speaker sprecher sprecherin team teilnehmer teilnehmerin
    translator unidentified unknown voice woman
    """
)
"""What somebody does, or is to an interview."""

WORDS = _listed(
    """
    al amber an angel april art as at august autumn baker ball banks bell best bill bird bishop black bo bob bond
    brown bush carol carter case cash chance chase christian church cook cooper crane cross crystal daisy dawn day
    dean do don drew ed faith field fields fisher ford fox frank gene good grace grant gray green grey guy hall
    harmony hazel he hill holly hope hunter if in iris it ivy jack jade jay jean jo josh joy june ken king knight
    lake lily long love mark martin mason max may melody miles miller moon my nick no norm olive on or page park
    parks pat pearl penny porter potter price prince ray rich rivers rob robin rose ruby rusty sandy she short skip
    so stone street sue summer swan taylor to turner van victor wade walker ward we white will wolf wood woods young
    """
)
"""Words of English that are names as well."""
