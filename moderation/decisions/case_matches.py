"""What else is known about the same numbers and names: other reports, and alerts that are out.

Two indexes that never meet: the case index under the team's key, which only covers reports that a
moderator has opened, and the checker's index, which only covers alerts that are or were out
(security.md 2.9).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.adapters.keyring import Keyring
from app.domain.report_summary import ReportSummary
from app.domain.states import CAME_OUT, AlertState, ReportState
from app.models.alert import Alert, AlertToken
from app.models.report import CaseToken, Report, ReportKeys
from app.services.sealed_alert import tokens_for
from moderation.decisions.case_identifiers import TypedIdentifier, normal_forms
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.queue_rows import open_one

MOST_MATCHES = 50


@dataclass(frozen=True)
class ReportMatch:
    """Another report that shares an identifier; `summary` None when it does not open."""

    report_id: UUID
    state: ReportState
    arrived_on: date
    summary: ReportSummary | None


@dataclass(frozen=True)
class AlertMatch:
    """An alert that is out or rests about the same identifier; `sure` when exactly the same."""

    alert_id: UUID
    state: AlertState
    kinds: tuple[str, ...]
    severity: int
    region: str
    month: date
    expires_on: date | None
    source_count: int
    sure: bool

    @property
    def is_out(self) -> bool:
        """Not at rest: a report can be put with it."""
        return self.state is AlertState.PUBLISHED


def report_matches(
    session: Session, person: DeskPerson, report_id: UUID
) -> tuple[ReportMatch, ...]:
    """Other opened reports of the team with an equal token, newest first."""
    own = aliased(CaseToken)
    ids = (
        select(CaseToken.report_id)
        .join(own, own.token == CaseToken.token)
        .where(own.report_id == report_id, CaseToken.report_id != report_id)
    )
    rows = session.execute(
        select(Report, ReportKeys)
        .join(ReportKeys, ReportKeys.report_id == Report.id)
        .where(Report.id.in_(ids), Report.team == person.team)
        .order_by(Report.arrived_on.desc(), Report.id)
        .limit(MOST_MATCHES)
    )
    return tuple(
        ReportMatch(
            report.id, report.state, report.arrived_on, open_one(person, report, sealed).summary
        )
        for report, sealed in rows
    )


def alert_matches(
    session: Session, identifiers: Iterable[TypedIdentifier], *, keyring: Keyring
) -> tuple[AlertMatch, ...]:
    """Alerts that are out, or rest, and have a token of one of these identifiers; sure ones first.

    One at rest is shown too: whoever did not see it would write a second one round the objection.
    """
    if keyring.k_idx is None:
        raise RuntimeError("this process has no key for the index of alerts")
    tokens = {one.token for one in tokens_for(keyring.k_idx, normal_forms(tuple(identifiers)))}
    if not tokens:
        return ()
    rows = session.execute(
        select(Alert, AlertToken.kind)
        .join(AlertToken, AlertToken.alert_id == Alert.id)
        .where(AlertToken.token.in_(tokens), Alert.state.in_(CAME_OUT))
        .order_by(Alert.published_on.desc(), Alert.id)
        .limit(MOST_MATCHES)
    )
    found: dict[UUID, AlertMatch] = {}
    for alert, kind in rows:
        before = found.get(alert.id)
        found[alert.id] = AlertMatch(
            alert.id,
            alert.state,
            tuple(alert.kinds.split(",")),
            alert.severity,
            alert.region,
            alert.month,
            alert.expires_on,
            alert.source_count,
            kind == "exact" or (before is not None and before.sure),
        )
    return tuple(sorted(found.values(), key=lambda one: not one.sure))
