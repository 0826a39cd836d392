"""The rules of scoring by people: where a unit stands, what may follow what, and who may see what."""
