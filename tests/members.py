"""Members and alerts for tests: made through the real formats, signed in through the real page."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import CODE_BYTES, Code, make_code, to_digits, to_words
from app.domain.identifiers.kinds import Identifier
from app.domain.identifiers.matching import normalise
from app.domain.membership import renewal_day
from app.domain.states import AlertState, MemberState
from app.models.alert import Alert, AlertToken
from app.models.member import Member, Organisation, Suspension
from app.models.telling import Notice
from app.services.appeal_suspension import appeal_suspension
from app.services.apply_for_membership import (
    Applying,
    apply_for_membership,
    prepare_application,
)
from app.services.member_code import stretch_member_code
from app.services.sealed_alert import (
    AlertWords,
    seal_shown,
    seal_words,
    shown_of,
    tokens_for,
)
from app.services.sealed_member import Choices, seal_choices
from app.services.vouch import organisation_mac
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.suspend_member import suspend_member
from tests.rows import a_staff_member, days
from tests.visitor import Visitor
from tests.workbench import NOON

TODAY = NOON.date()


def make_member(
    database: Database,
    keyring: Keyring,
    *,
    state: MemberState = MemberState.ACTIVE,
    renew_by: date | None = None,
    regions: tuple[str, ...] = (),
    kinds: tuple[str, ...] = (),
) -> tuple[UUID, Code]:
    """A member and the code that only she has."""
    assert keyring.k_field is not None
    code = make_code(secrets.token_bytes(9))
    member_id = uuid4()
    choices = Choices(regions=regions, kinds=kinds)
    with database.writing() as session:
        session.add(
            Member(
                id=member_id,
                lookup=stretch_member_code(code, keyring).lookup,
                state=state,
                joined_on=TODAY,
                renew_by=renew_by or renewal_day(TODAY),
                profile=seal_choices(keyring.k_field, "member", member_id, choices),
            )
        )
    return member_id, code


def publish(
    database: Database,
    keyring: Keyring,
    *identifiers: tuple[str, str],
    words: str = "Betaalde niet en dreigde.",
    **values: Any,
) -> UUID:
    """An alert as the desk leaves it behind, with the look-up tokens of these identifiers."""
    assert keyring.k_alert is not None
    assert keyring.k_idx is not None
    alert_id = uuid4()
    found: list[Identifier] = [normalise(kind, text) for kind, text in identifiers]
    with database.writing() as session:
        first, second = a_staff_member(session), a_staff_member(session)
        session.add(
            Alert(
                **{
                    "id": alert_id,
                    "state": AlertState.PUBLISHED,
                    "kinds": "bedreiging",
                    "severity": 3,
                    "region": "GM0363",
                    "month": date(2026, 10, 1),
                    "needs_second": True,
                    "proposed_by": first,
                    "published_by": second,
                    "proposed_on": days(-20),
                    "published_on": days(-10),
                    "expires_on": days(300),
                    "text": seal_words(keyring.k_alert, alert_id, AlertWords(words)),
                    "identifiers": seal_shown(keyring.k_alert, alert_id, shown_of(found)),
                    "source_sealed": b"source",
                    "source_epoch": 1,
                    "source_count": 1,
                }
                | values
            )
        )
        session.flush()
        for token in tokens_for(keyring.k_idx, found):
            session.add(AlertToken(token=token.token, alert_id=alert_id, kind=token.kind))
    return alert_id


def tell(database: Database, member_id: UUID, alert_id: UUID) -> None:
    """A notice that she has not opened."""
    with database.writing() as session:
        session.add(Notice(member_id=member_id, alert_id=alert_id, on_day=TODAY))


def sign_in(visit: Visitor, code: Code) -> None:
    """Through the page, with the seven words."""
    visit.get("/nl/m")
    visit.submit({"code": " ".join(to_words(code, "nl"))}, form="/m")


def appealed(database: Database, keyring: Keyring, by: DeskPerson) -> UUID:
    """The suspension of a member, by a lead who is not the one of these tests."""
    member, code = make_member(database, keyring)
    with database.writing() as session:
        suspend_member(
            session, replace(by, role="lead", fresh_at=NOON), member, "sweeping",
            keyring=keyring, now=NOON,
        )  # fmt: skip
        member_code = stretch_member_code(code, keyring)
        appeal_suspension(session, member_code, "Het klopt niet", keyring=keyring, now=NOON)
        return session.scalars(select(Suspension.id)).one()


def waiting_and_vouching(database: Database, keyring: Keyring) -> tuple[UUID, UUID]:
    """Somebody who waits for admission, and an organisation that vouches."""
    prepared = prepare_application(
        Applying("advert", "Mijn advertentie", "nl"),
        raw_token=secrets.token_bytes(16),
        keyring=keyring,
        now=NOON,
    )
    organisation = uuid4()
    with database.writing() as session:
        applied = apply_for_membership(session, prepared, keyring=keyring, now=NOON)
        session.add(
            Organisation(id=organisation, name="Veldwerk", state="active", created_on=NOON.date())
        )
    return applied.application_id, organisation


def vouching_organisation(database: Database, keyring: Keyring, quota: int = 10) -> Code:
    """The code of an organisation that signs in by itself."""
    code = make_code(secrets.token_bytes(CODE_BYTES))
    with database.writing() as session:
        session.add(
            Organisation(
                id=uuid4(), name=f"Veldwerk {uuid4().hex[:8]}", state="active",
                created_on=NOON.date(), code_mac=organisation_mac(code, keyring), quota=quota,
            )
        )  # fmt: skip
    return code


def sign_in_voucher(visit: Visitor, database: Database, keyring: Keyring, quota: int = 10) -> None:
    """Through its own page."""
    code = vouching_organisation(database, keyring, quota)
    visit.get("/nl/m/v")
    visit.submit({"code": to_digits(code)}, form="/m/v")
