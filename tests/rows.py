"""Rows for tests of the housekeeping: valid for the tables, with blobs that nobody opens."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import seal_json
from app.domain.states import AlertState, MemberState, ReportState, StaffState
from app.models.alert import Alert, AlertToken
from app.models.member import Member
from app.models.report import Attachment, CaseToken, Lease, Message, Note, Report, ReportKeys
from app.models.staff import Staff
from app.models.telling import Delivery
from tests.workbench import NOON

TODAY = NOON.date()


def days(count: int) -> date:
    """The day that lies `count` days after today; before it when negative."""
    return TODAY + timedelta(days=count)


def a_staff_member(session: Session) -> UUID:
    row = Staff(
        id=uuid4(),
        name=uuid4().hex,
        role="moderator",
        team="alerts",
        state=StaffState.ACTIVE,
        created_on=TODAY,
    )
    session.add(row)
    session.flush()
    return row.id


def a_report(session: Session, *, expires_on: date, **values: Any) -> UUID:
    """A report with one of everything that hangs on it."""
    report = Report(
        **{
            "id": uuid4(),
            "team": "alerts",
            "state": ReportState.CLOSED,
            "arrived_on": days(-100),
            "epoch": 1,
            "expires_on": expires_on,
            "urgent": False,
            "needs_second": False,
            "body": b"body",
            "summary": b"summary",
            "contact": b"contact",
            "consents": b"consents",
            "alert_ref": None,
            "lookup": uuid4().bytes,
            "idem": uuid4().bytes,
            "repeat_sealed": b"repeat",
        }
        | values
    )
    session.add(report)
    session.flush()
    staff = a_staff_member(session)
    session.add_all(
        [
            ReportKeys(
                report_id=report.id,
                receipt_public=b"p",
                sealed_team=b"t",
                sealed_desk=b"d",
                sealed_receipt=b"r",
            ),
            Message(report_id=report.id, number=1, author="desk", body=b"m", on_day=TODAY),
            Attachment(report_id=report.id, number=1, stream=b"photo"),
            Note(report_id=report.id, number=1, staff_id=staff, body=b"n", on_day=TODAY),
            CaseToken(token=uuid4().bytes, report_id=report.id),
            Lease(report_id=report.id, staff_id=staff, until=NOON + timedelta(minutes=5)),
        ]
    )
    session.flush()
    return report.id


def an_alert(session: Session, **values: Any) -> UUID:
    """A published alert of severity 2 with a look-up token."""
    person = a_staff_member(session)
    alert = Alert(
        **{
            "id": uuid4(),
            "state": AlertState.PUBLISHED,
            "kinds": "schelden,bedreiging",
            "severity": 2,
            "region": "GM0363",
            "month": days(-60).replace(day=1),
            "needs_second": False,
            "proposed_by": person,
            "published_by": person,
            "proposed_on": days(-50),
            "published_on": days(-49),
            "expires_on": days(300),
            "text": b"text",
            "identifiers": b"identifiers",
            "tokens_sealed": b"tokens",
            "text_mac": b"mac",
            "source_sealed": b"source",
            "source_epoch": 1,
            "source_count": 1,
        }
        | values
    )
    session.add(alert)
    session.flush()
    session.add(AlertToken(token=uuid4().bytes, alert_id=alert.id, kind="exact"))
    session.flush()
    return alert.id


def a_delivery(session: Session, keyring: Keyring, **values: Any) -> UUID:
    """A message to a member of an alert that is out, over mail; she has no address."""
    alert = an_alert(session)
    row = Delivery(
        **{
            "id": uuid4(),
            "member_id": a_member(session, keyring),
            "alert_id": alert,
            "about": alert,
            "channel": "mail",
            "urgent": False,
            "not_before": None,
            "on_day": TODAY,
        }
        | values
    )
    session.add(row)
    session.flush()
    return row.id


def a_member(
    session: Session, keyring: Keyring, state: MemberState = MemberState.ACTIVE, **choices: Any
) -> UUID:
    """A member with choices {regions, kinds, language} sealed as in production."""
    assert keyring.k_field is not None
    member_id = uuid4()
    profile = {"regions": [], "kinds": [], "language": "nl"} | choices
    session.add(
        Member(
            id=member_id,
            lookup=uuid4().bytes,
            state=state,
            joined_on=TODAY,
            renew_by=days(365),
            profile=seal_json(keyring.k_field, profile, "member", str(member_id), "profile"),
        )
    )
    session.flush()
    return member_id
