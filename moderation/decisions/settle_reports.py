"""What only a key holder can put right: reports follow their alerts, alerts lose a report.

Which alert belongs to which report only the team's key can tell, so the jobs that let alerts out
and work the reporters' wishes cannot touch the other side. Somebody's next act at the desk does:
harmless when run twice, and a row that does not open is left for a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.adapters.vault.boxes import Damaged
from app.domain.states import AlertState, ReportState
from app.domain.strict_json import Malformed
from app.models.alert import Alert
from app.models.report import Report, ReportKeys
from app.services.sealed_case import DeskKeys
from app.services.sealed_report import open_alert_ref
from app.services.settle_alarms import settle_alarms, standing_alarms
from moderation.decisions.case_rows import NoKey, keys_of, set_report_state
from moderation.decisions.count_report import count_report
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.read_body import read_wishes
from moderation.decisions.shared_alerts import recompute_shared

SOURCE_CHANGED = "source_changed"


@dataclass(frozen=True)
class Proposal:
    """A proposed report under its lock, opened, and the id of its alert."""

    report: Report
    keys: DeskKeys
    alert_id: UUID


def settle_reports(
    session: Session,
    person: DeskPerson,
    *,
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> None:
    """Moves proposals whose alert is out and counts them; takes back-drawn reports out of
    shared alerts."""
    _follow_alerts(session, person, keyring, reference, now)
    if SOURCE_CHANGED in standing_alarms(session) and recompute_shared(
        session, person, keyring=keyring, protocol=reference.protocol, now=now
    ):
        settle_alarms(session, [SOURCE_CHANGED], now=now)


def _follow_alerts(
    session: Session,
    person: DeskPerson,
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> None:
    proposals = _proposals(session, person)
    published = (
        {
            alert.id: alert
            for alert in session.scalars(
                select(Alert).where(
                    Alert.id.in_([one.alert_id for one in proposals]),
                    Alert.state == AlertState.PUBLISHED,
                )
            )
        }
        if proposals
        else {}
    )
    for one in proposals:
        alert = published.get(one.alert_id)
        if alert is None:
            continue
        set_report_state(
            session, one.report, ReportState.PUBLISHED, by=None, actor="system", now=now
        )
        count_report(
            session, one.report, one.keys, "",
            alert=alert, keyring=keyring, reference=reference, now=now,
        )  # fmt: skip


def _proposals(session: Session, person: DeskPerson) -> list[Proposal]:
    """Proposed reports that this person can open."""
    rows = session.execute(
        select(Report, ReportKeys)
        .join(ReportKeys, ReportKeys.report_id == Report.id)
        .where(
            Report.team == person.team,
            Report.state == ReportState.PROPOSED,
            Report.alert_ref.is_not(None),
        )
        .order_by(Report.id)
        # whoever works on one now puts it right next time: nobody waits crosswise
        .with_for_update(skip_locked=True, of=Report)
    )
    found = []
    for report, sealed in rows:
        assert report.alert_ref is not None
        try:
            keys = keys_of(person, report, sealed)
            alert_id = open_alert_ref(keys.dek, report.id, report.alert_ref)
            read_wishes(report, keys)  # what cannot be counted is left for a person too
        except (NoKey, Damaged, Malformed):
            continue
        found.append(Proposal(report, keys, alert_id))
    return found
