"""Words on a few subjects and on none, of which tests make texts that are easily told apart."""

from __future__ import annotations

SUBJECTS = {
    "money": ("budget", "funds", "spending", "finance", "tax"),
    "water": ("flood", "river", "drainage", "rain", "harbour"),
    "people": ("residents", "neighbours", "families", "meetings", "volunteers"),
}
FILLER = ("we", "then", "looked", "again", "at", "what", "was", "done", "last", "year", "in", "the", "city")
