"""What the tests of the check share: numbers that are listed or only look so, and one question."""

from __future__ import annotations

from typing import Any

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import AlertState
from tests.members import publish
from tests.rows import days
from tests.visitor import Visitor

LISTED = "06 5012 3478"
OTHER = "06 5012 3479"
LOOKALIKE = "Zoë_Lux1"
NO_SUCH = {
    "a miss": OTHER,
    "a wildcard": "06*",
    "another wildcard": "%",
    "nothing": "",
    "spaces": "   ",
    "a part": "065012",
    "the end": "3478",
    "a name nobody told of": "nobody.told.us",
    "expired": "0650000001",
    "retracted": "0650000002",
    "approved, not published": "0650000003",
    "suspended": "0650000004",
    "marks of the page": "<b>'\"&",
    "far too long": "0" * 300,
}


def list_some(database: Database, keyring: Keyring) -> None:
    """One listed number, some that were or will be, and a look-alike name."""
    publish(database, keyring, ("phone", LISTED), ("email", "a.b@voorbeeld.nl"))
    publish(database, keyring, ("phone", "0650000001"), expires_on=days(0))
    for number, state in (
        ("0650000002", AlertState.RETRACTED),
        ("0650000003", AlertState.APPROVED),
        ("0650000004", AlertState.SUSPENDED),
    ):
        publish(database, keyring, ("phone", number), state=state)
    publish(database, keyring, ("profile", LOOKALIKE), region="GM1680", severity=2)


def ask(visit: Visitor, text: str) -> tuple[Any, ...]:
    """Status, size and headers of an answer."""
    visit.get("/nl/m/k")
    visit.submit({"text": text}, form="/m/k", status=200)
    answer = visit.response
    return answer.status_code, len(answer.data), sorted(answer.headers.items())
