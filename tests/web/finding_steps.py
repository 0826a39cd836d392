"""What tests of findings over HTTP share: a project of two towns, and the steps people take in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

import finding_project as sample

PATH = "/api/findings"


def without_blind(base: Path) -> Path:
    """The folder of the project of two towns, in which nothing is coded blind."""
    made = sample.made(base)
    settings = made / "qes.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("blind_share = 0.1", "blind_share = 0.0"), "utf-8")
    return made


def quoted(client: TestClient, code: str = "awareness/scanning", case: str = "Arden") -> list[dict[str, Any]]:
    """Quotes as the page picks them."""
    found = client.get("/api/evidence/quotes", params={"case": case, "code": code}).json()["quotes"]
    return [cite(each) for each in found]


def cite(quote: dict[str, Any], *, against: bool = False) -> dict[str, Any]:
    parts = {name: quote[name] for name in ("source", "passage", "span", "quote")}
    return {**parts, "coding": quote.get("id") or quote.get("coding"), "against": against}


def body(**parts: Any) -> dict[str, Any]:
    return {"key": "save-one", "statement": sample.SENTENCE, "cases": ["Arden"], "capability": "awareness", **parts}


def saved(client: TestClient, **parts: Any) -> Any:
    answer = client.post(PATH, json=body(**parts))
    assert answer.status_code == 200, answer.text
    return answer.json()


def searched(client: TestClient, finding: dict[str, Any], key: str = "search-1") -> Any:
    answer = client.post(f"{PATH}/{finding['key']}/search", json={"key": key, "seen": finding["id"]})
    assert answer.status_code == 200, answer.text
    return answer.json()


def weigh(client: TestClient, finding: dict[str, Any], number: int, weight: str, **parts: Any) -> Any:
    act = {"key": f"weigh-{number}-{weight}", "counter": finding["counter"]["id"], "candidate": number}
    return client.post(f"{PATH}/{finding['key']}/weigh", json={**act, "weight": weight, **parts})


def pointed(quote: dict[str, Any]) -> dict[str, Any]:
    return {name: quote[name] for name in ("passage", "span", "against", "coding")}
