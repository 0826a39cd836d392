"""Find a code by a few letters of its id or label."""

from __future__ import annotations

from qes.model import Code, Codebook


def nearest_codes(codebook: Codebook, wanted: str, most: int = 9) -> list[Code]:
    """Codable codes that fit what was typed, best first: its exact id, then those that hold it, then similar ones."""
    typed = wanted.strip().casefold()
    exact = [code for code in codebook.codable if typed in (code.code.casefold(), code.label.casefold())]
    if exact:
        return exact
    holding = [code for code in codebook.codable if typed in f"{code.code} {code.label}".casefold()]
    if holding:
        return sorted(holding, key=lambda code: (not code.code.split("/")[-1].startswith(typed), code.code))[:most]
    from rapidfuzz import fuzz, process

    names = {code.code: f"{code.code} {code.label}".casefold() for code in codebook.codable}
    found = process.extract(typed, names, scorer=fuzz.WRatio, score_cutoff=60, limit=most)
    return [code for _, _, name in found if (code := codebook.get(name)) is not None]
