"""What only a key holder can put right: reports follow their alerts, alerts lose a report.

Which alert belongs to which report only the team's key can tell, so the jobs that let alerts out
and work the reporters' wishes cannot touch the other side. Somebody's next act at the desk does:
harmless when run twice, and a row that does not open is left for a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged
from app.domain.states import AlertState, ReportState
from app.domain.strict_json import Malformed
from app.models.alert import Alert
from app.models.report import Report, ReportKeys
from app.services.sealed_report import open_alert_ref
from app.services.settle_alarms import settle_alarms, standing_alarms
from moderation.decisions.alert_source import (
    SourceUnreadable,
    drop_sources,
    read_source,
)
from moderation.decisions.case_rows import NoKey, keys_of, set_report_state
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.read_body import read_wishes

SOURCE_CHANGED = "source_changed"
OUT = (AlertState.APPROVED, AlertState.PUBLISHED, AlertState.SUSPENDED)


def settle_reports(
    session: Session, person: DeskPerson, *, keyring: Keyring, now: datetime
) -> None:
    """Moves proposals whose alert is out, and takes back-drawn reports out of shared alerts."""
    _follow_alerts(session, person, now)
    if SOURCE_CHANGED in standing_alarms(session) and _shrink_alerts(
        session, person, keyring=keyring, now=now
    ):
        settle_alarms(session, [SOURCE_CHANGED], now=now)


def _follow_alerts(session: Session, person: DeskPerson, now: datetime) -> None:
    proposals = _proposals(session, person)
    published = set(
        session.scalars(
            select(Alert.id).where(
                Alert.id.in_([alert_id for _, alert_id in proposals]),
                Alert.state == AlertState.PUBLISHED,
            )
        )
        if proposals
        else ()
    )
    for report, alert_id in proposals:
        if alert_id in published:
            set_report_state(
                session, report, ReportState.PUBLISHED, by=None, actor="system", now=now
            )


def _proposals(session: Session, person: DeskPerson) -> list[tuple[Report, UUID]]:
    """Proposed reports that this person can open, with the id of their alert."""
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
            found.append((report, open_alert_ref(keys.dek, report.id, report.alert_ref)))
        except (NoKey, Damaged):
            continue
    return found


def _shrink_alerts(
    session: Session, person: DeskPerson, *, keyring: Keyring, now: datetime
) -> bool:
    """Looks through the shared alerts; whether every one of them could be looked at."""
    shared = session.scalars(
        select(Alert)
        .where(Alert.source_count > 1, Alert.state.in_(OUT))
        .order_by(Alert.id)
        .with_for_update()
    ).all()
    sources: dict[UUID, Sequence[UUID]] = {}
    for alert in shared:
        try:
            sources[alert.id] = read_source(person, alert)
        except SourceUnreadable:
            return False
    wants = _who_still_wants(session, person, {one for ids in sources.values() for one in ids})
    if wants is None:
        return False
    for alert in shared:
        gone = {one for one in sources[alert.id] if not wants.get(one, True)}
        if gone:
            drop_sources(session, person, alert, gone, keyring=keyring, now=now)
    return True


def _who_still_wants(
    session: Session, person: DeskPerson, reports: set[UUID]
) -> Mapping[UUID, bool] | None:
    """Whether they who told it still allow a warning; None when one of them cannot be read.

    A report that has gone after its term is not in the answer: she never took it back.
    """
    rows = session.execute(
        select(Report, ReportKeys)
        .join(ReportKeys, ReportKeys.report_id == Report.id)
        .where(Report.id.in_(reports), Report.team == person.team)
    )
    found: dict[UUID, bool] = {}
    for report, sealed in rows:
        if report.state is ReportState.WITHDRAWN:
            found[report.id] = False
            continue
        try:
            found[report.id] = read_wishes(report, keys_of(person, report, sealed)).consents.warn
        except (NoKey, Damaged, Malformed):
            return None
    return found
