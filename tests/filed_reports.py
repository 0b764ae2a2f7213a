"""Filed reports with a known code, and alerts made of them, for tests of what comes after."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import update

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import Code, to_words
from app.domain.consent import Consents
from app.domain.report import ReportDraft
from app.domain.report_parts import Client, Contact, Place, WhenKnown
from app.domain.states import AlertState, ReportState
from app.models.alert import Alert
from app.models.decision import Decision
from app.models.report import Message, Report
from app.public.report.filing import filing_of
from app.services.file_report import file_report, prepare_report
from app.services.open_report import CodeUnknown, open_report
from app.services.own_report import OwnKey
from app.services.receipt import stretch
from app.services.sealed_alert import AlertWords, ShownIdentifier, seal_shown, seal_words
from app.services.sealed_report import seal_alert_ref, seal_message
from tests.conftest import NOON
from tests.rows import a_staff_member, days
from tests.workbench import reference

STORY = "Hij werd boos en hield de deur dicht."
WARNING = "Werd boos na afloop en liet haar niet gaan."

A_DRAFT = ReportDraft(
    kinds=("bedreiging",),
    when=WhenKnown(day=days(-3)),
    place=Place(region="GM0014", kind="hotel"),
    culprit_role="klant",
    client=Client(phones=("06 12 34 56 78",)),
    story=STORY,
    consents=Consents(warn=True, figures=True),
    contact=Contact(way="phone", value="0687654321"),
)


@dataclass(frozen=True)
class FiledReport:
    """A stored report, its code and the key that the code opens."""

    id: UUID
    code: Code
    own: OwnKey

    @property
    def words(self) -> str:
        return " ".join(to_words(self.code, "nl"))


def file_one(
    database: Database,
    keyring: Keyring,
    draft: ReportDraft = A_DRAFT,
    *,
    photos: tuple[bytes, ...] = (),
    now: datetime = NOON,
) -> FiledReport:
    """Files a draft with the services of the door; the alerts team must be pinned."""
    filing = filing_of(draft, photos, reference=reference(), today=now.date(), burst=None)
    prepared = prepare_report(
        filing,
        raw_token=secrets.token_bytes(16),
        keyring=keyring,
        expires_on=now.date() + timedelta(days=540),
        now=now,
    )
    with database.writing() as session:
        filed = file_report(session, prepared, now=now)
    with database.reading() as session:
        own = open_report(session, stretch(filed.code, keyring))
    return FiledReport(filed.case_id, filed.code, own)


def move(database: Database, report: FiledReport, state: ReportState, reason: str = "") -> None:
    """What the desk decides, as it leaves it in the tables."""
    with database.writing() as session:
        row = session.get_one(Report, report.id)
        session.add(
            Decision(
                subject_kind="report",
                subject_id=report.id,
                actor="system",
                from_state=row.state.value,
                to_state=state.value,
                reason=reason or None,
                on_day=NOON.date(),
            )
        )
        row.state = state
        if state in (ReportState.CLOSED, ReportState.REJECTED):
            row.closed_on = NOON.date()
            row.expires_on = days(90)


def write_alert(
    database: Database,
    keyring: Keyring,
    report: FiledReport,
    state: AlertState = AlertState.PROPOSED,
    **values: Any,
) -> UUID:
    """An alert of that report, which its key leads to; the report stands as proposed."""
    assert keyring.k_alert is not None
    alert_id = uuid4()
    out = state in (AlertState.PUBLISHED, AlertState.SUSPENDED)
    with database.writing() as session:
        alert = Alert(
            **{
                "id": alert_id,
                "state": state,
                "kinds": "bedreiging",
                "severity": 3,
                "region": "GM0014",
                "month": days(-3).replace(day=1),
                "needs_second": True,
                "proposed_by": a_staff_member(session),
                "published_by": a_staff_member(session),
                "proposed_on": days(-1),
                "published_on": NOON.date() if out else None,
                "expires_on": days(300),
                "release_after": NOON + timedelta(hours=50),
                "text": seal_words(
                    keyring.k_alert,
                    alert_id,
                    AlertWords(WARNING, ("hair-dark",), "van", "white"),
                ),
                "identifiers": seal_shown(
                    keyring.k_alert, alert_id, [ShownIdentifier("phone", "06 •••• ••78")]
                ),
                "tokens_sealed": None,
                "text_mac": None,
                "source_sealed": b"sealed",
                "source_epoch": 1,
                "source_count": 1,
            }
            | values
        )
        session.add(alert)
        session.execute(
            update(Report)
            .where(Report.id == report.id)
            .values(
                state=ReportState.PROPOSED,
                alert_ref=seal_alert_ref(report.own.dek, report.id, alert_id),
            )
        )
    return alert_id


def desk_writes(database: Database, report: FiledReport, number: int, text: str) -> None:
    """A message of the desk."""
    with database.writing() as session:
        session.add(
            Message(
                report_id=report.id,
                number=number,
                author="desk",
                body=seal_message(report.own.dek, report.id, number, "desk", text),
                on_day=NOON.date(),
            )
        )


def opens(database: Database, keyring: Keyring, report: FiledReport) -> OwnKey | None:
    """What her code opens in this database, if it opens anything."""
    try:
        with database.reading() as session:
            return open_report(session, stretch(report.code, keyring))
    except CodeUnknown:
        return None
