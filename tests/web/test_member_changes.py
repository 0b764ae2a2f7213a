"""What a member reads when a warning changed: what happened, to what of it, and where it stands."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.states import AlertState
from app.models.alert import Alert
from app.models.telling import AlertChange, ChangeNotice
from app.services.tell_changes import promise_change, tell_change
from app.services.tell_members import tell_members
from tests.members import make_member, publish, sign_in
from tests.visitor import Visitor
from tests.workbench import NOON, reference


def changed(database: Database, keyring: Keyring, alert: UUID, change: str, *parts: str) -> None:
    """It happens to an alert that every member was told of."""
    with database.writing() as session:
        tell_members(session, alert, keyring=keyring, reference=reference(), now=NOON)
        row = session.get_one(Alert, alert)
        promise_change(session, row, change, parts=parts, now=NOON)
        change_id = session.scalars(
            select(AlertChange.id).where(AlertChange.alert_id == alert)
        ).one()
        tell_change(session, change_id, keyring=keyring, now=NOON)
        if change == "retracted":
            row.state = AlertState.RETRACTED
            session.flush()


def unread(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).where(ChangeNotice.seen.is_(False))) or 0


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("nl", ("Ingetrokken", "telt niet meer", "Verbeterd: Ernst · Maand", "Even niet geldig")),
        ("en", ("Retracted", "no longer counts", "Corrected: Severity · Month", "Not valid for")),
    ],
)
def test_her_list_says_what_changed_until_she_has_read_it(
    database: Database, keyring: Keyring, visit: Visitor, language: str, sentences: tuple[str, ...]
) -> None:
    _id, code = make_member(database, keyring)
    gone, better, held = (publish(database, keyring, words="Dreigde.") for _ in range(3))
    changed(database, keyring, gone, "retracted")
    changed(database, keyring, better, "corrected", "severity", "month")
    changed(database, keyring, held, "suspended")
    sign_in(visit, code)
    for _ in range(2):  # looking changes nothing
        page = visit.get(f"/{language}/m/a")
        for sentence in sentences:
            assert sentence in page.text
        assert f"/{language}/m/a/{better}" in page.links
        assert f"/{language}/m/a/{gone}" not in page.links  # nothing stands there any more
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
