"""Alerts that rest on several reports, looked through when one of those changed (decisions 17).

The public side cannot say whose wish it was, so somebody with a key looks: whoever took her report
or her consent back is taken out, and the alert stands on the others; whoever said no to words that
are not out yet stops them.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged
from app.domain.protocol import Protocol
from app.domain.release import release_at
from app.domain.reporter_moves import may_veto
from app.domain.states import AlertState, ReportState
from app.domain.strict_json import Malformed
from app.models.alert import Alert
from app.models.report import Report, ReportKeys
from moderation.decisions.alert_source import (
    SourceUnreadable,
    drop_sources,
    empty_alert,
    read_source,
)
from moderation.decisions.case_rows import NoKey, keys_of, set_alert_state
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.read_body import read_wishes

OVER = (AlertState.RETRACTED, AlertState.EXPIRED)
SECONDS_PER_HOUR = 3600
GONE = "gone"


def recompute_shared(
    session: Session, person: DeskPerson, *, keyring: Keyring, protocol: Protocol, now: datetime
) -> bool:
    """Looks through the shared alerts; whether every one of them could be looked at."""
    shared = session.scalars(
        select(Alert)
        .where(Alert.source_count > 1, Alert.state.not_in(OVER))
        .order_by(Alert.id)
        .with_for_update()
    ).all()
    sources: dict[UUID, Sequence[UUID]] = {}
    for alert in shared:
        try:
            sources[alert.id] = read_source(person, alert)
        except SourceUnreadable:
            return False
    said = _what_they_said(session, person, {one for ids in sources.values() for one in ids})
    if said is None:
        return False
    for alert in shared:
        answers = {one: said.get(one, "") for one in sources[alert.id]}
        gone = {one for one, answer in answers.items() if answer == GONE}
        if gone:
            drop_sources(session, person, alert, gone, keyring=keyring, now=now)
        if str(alert.id) in answers.values() and may_veto(alert.state):
            _stop(session, alert, now)
        elif alert.state is AlertState.APPROVED and alert.release_after is None:
            _hold_no_longer(alert, protocol, now)
    return True


def _stop(session: Session, alert: Alert, now: datetime) -> None:
    set_alert_state(session, alert, AlertState.VETOED, by=None, actor="reporter", now=now)
    empty_alert(alert)
    alert.published_by = None


def _hold_no_longer(alert: Alert, protocol: Protocol, now: datetime) -> None:
    """It rests on the others now, who get the whole time to stop it again."""
    seconds = secrets.randbelow(protocol.extra_random_hours * SECONDS_PER_HOUR + 1)
    alert.release_after = release_at(
        now, at_once=False, extra_hours=seconds / SECONDS_PER_HOUR, protocol=protocol
    )


def _what_they_said(
    session: Session, person: DeskPerson, reports: set[UUID]
) -> Mapping[UUID, str] | None:
    """For each report: gone, the id of an alert to which she said no, or nothing.

    None when one of them cannot be read. A report that has gone after its term is not in the
    answer: she never took it back.
    """
    rows = session.execute(
        select(Report, ReportKeys)
        .join(ReportKeys, ReportKeys.report_id == Report.id)
        .where(Report.id.in_(reports), Report.team == person.team)
    )
    found: dict[UUID, str] = {}
    for report, sealed in rows:
        if report.state is ReportState.WITHDRAWN:
            found[report.id] = GONE
            continue
        try:
            wishes = read_wishes(report, keys_of(person, report, sealed))
        except (NoKey, Damaged, Malformed):
            return None
        found[report.id] = wishes.stopped if wishes.consents.warn else GONE
    return found
