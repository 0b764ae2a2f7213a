"""Every case of a team, sealed to the team's next epoch (security.md 2.7).

Resumable: the epoch stands in each row. Data keys stay as they are: who left would have had to copy
each of them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.vault.boxes import Damaged, key_pair_from_seed
from app.models.complaint import Complaint, ComplaintKeys
from app.models.report import Report, ReportKeys
from app.models.subject_request import SubjectRequestKeys, SubjectRequestRow
from app.services.raise_alarm import raise_alarm
from app.services.sealed_case import DeskKeys
from app.services.sealed_complaint import open_complaint_for_team, reseal_complaint
from app.services.sealed_report import open_for_team, reseal_for_team
from app.services.sealed_subject import open_subject_for_team, reseal_subject
from moderation.decisions.desk_person import DeskPerson, TeamKey
from moderation.rules.teams import INSTITUTIONS

CASE_DAMAGED = "report_keys_damaged"


def reseal_cases(
    session: Session, person: DeskPerson, key: TeamKey, *, now: datetime, at_once: int
) -> int:
    """Moves at most `at_once` cases to the epoch of `key`; how many. A damaged one alarms."""
    public = key_pair_from_seed(key.secret).public  # ours, whatever the database says
    moved = 0
    for older in _older(key):
        for case, sealed in session.execute(older.limit(at_once - moved).with_for_update()):
            old = person.key(case.epoch)
            if old is None:
                continue
            try:
                _reseal(sealed, old, public=public, epoch=key.epoch)
            except Damaged:
                raise_alarm(session, CASE_DAMAGED, now=now)
                continue
            case.epoch = key.epoch
            moved += 1
    session.flush()  # counting what is left reads these rows
    return moved


def cases_left(session: Session, team: str, epoch: int) -> int:
    """How many cases of the team are sealed to an epoch before this one."""
    left = 0
    for older in _older_of(team, epoch):
        left += session.scalar(select(func.count()).select_from(older.subquery())) or 0
    return left


def _reseal(sealed: Any, old: TeamKey, *, public: bytes, epoch: int) -> None:
    keys: DeskKeys
    if isinstance(sealed, ComplaintKeys):
        keys = open_complaint_for_team(sealed, team_secret=old.secret, epoch=old.epoch)
        reseal_complaint(sealed, keys, team_public=public, epoch=epoch)
        return
    if isinstance(sealed, SubjectRequestKeys):
        keys = open_subject_for_team(sealed, team_secret=old.secret, epoch=old.epoch)
        reseal_subject(sealed, keys, team_public=public, epoch=epoch)
        return
    keys = open_for_team(sealed, team_secret=old.secret, epoch=old.epoch)
    reseal_for_team(sealed, keys, team_public=public, epoch=epoch)


def _older(key: TeamKey) -> tuple[Any, ...]:
    """What is still sealed to an epoch before, with its keys; a table each."""
    if key.team == INSTITUTIONS:
        return (
            select(Complaint, ComplaintKeys)
            .join(ComplaintKeys, ComplaintKeys.complaint_id == Complaint.id)
            .where(Complaint.epoch < key.epoch)
            .order_by(Complaint.id),
        )
    return (
        select(Report, ReportKeys)
        .join(ReportKeys, ReportKeys.report_id == Report.id)
        .where(Report.team == key.team, Report.epoch < key.epoch)
        .order_by(Report.id),
        select(SubjectRequestRow, SubjectRequestKeys)
        .join(SubjectRequestKeys, SubjectRequestKeys.request_id == SubjectRequestRow.id)
        .where(SubjectRequestRow.epoch < key.epoch)
        .order_by(SubjectRequestRow.id),
    )


def _older_of(team: str, epoch: int) -> tuple[Any, ...]:
    if team == INSTITUTIONS:
        return (select(Complaint.id).join(ComplaintKeys).where(Complaint.epoch < epoch),)
    return (
        select(Report.id).join(ReportKeys).where(Report.team == team, Report.epoch < epoch),
        select(SubjectRequestRow.id)
        .join(SubjectRequestKeys)
        .where(SubjectRequestRow.epoch < epoch),
    )
