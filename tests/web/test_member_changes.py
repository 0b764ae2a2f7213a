"""What a member reads when a warning changed: that it did, how many, and nothing about which."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.models.member import ChangeNotice
from app.services.tell_changes import tell_change
from tests.members import make_member, publish, sign_in
from tests.rows import days
from tests.visitor import Visitor
from tests.workbench import NOON, reference

PHONE = "0612345678"


def changed(database: Database, keyring: Keyring, alert: UUID, change: str) -> None:
    with database.writing() as session:
        tell_change(session, alert, change, keyring=keyring, reference=reference(), now=NOON)


def unread(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(ChangeNotice)) or 0


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("nl", ("2 waarschuwingen: Ingetrokken", "telt niet meer", "1 waarschuwing: Verbeterd")),
        ("en", ("2 warnings: Retracted", "no longer counts", "1 warning: Corrected")),
    ],
)
def test_her_list_says_what_changed_until_she_has_read_it(
    database: Database, keyring: Keyring, visit: Visitor, language: str, sentences: tuple[str, ...]
) -> None:
    _id, code = make_member(database, keyring)
    alerts = [
        publish(
            database, keyring, ("phone", PHONE), words="Dreigde.", region="GM0599",
            expires_on=days(0),
        )
        for _ in range(3)
    ]  # fmt: skip
    for alert, change in zip(alerts, ("retracted", "retracted", "corrected"), strict=True):
        changed(database, keyring, alert, change)
    sign_in(visit, code)
    for _ in range(2):  # looking changes nothing
        page = visit.get(f"/{language}/m/a")
        for sentence in sentences:
            assert sentence in page.text
    for secret in ("Dreigde", "06 ••••", "oktober", "October", *map(str, alerts)):
        assert secret not in page.text + " ".join(page.links)
    visit.submit(form="/m/a/read")
    page = visit.follow()
    assert unread(database) == 0
    assert sentences[1] not in page.text


def test_reading_forgets_her_own_notices_only(
    database: Database, keyring: Keyring, visit: Visitor
) -> None:
    _id, code = make_member(database, keyring)
    make_member(database, keyring)
    changed(database, keyring, publish(database, keyring), "retracted")
    sign_in(visit, code)
    visit.get("/nl/m/a")
    visit.submit(form="/m/a/read")
    assert unread(database) == 1
