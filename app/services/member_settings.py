"""What a member decides about herself: what she is told, a pause, renewing, leaving for good."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.domain.code_lists import LANGUAGES, UnknownCode
from app.domain.membership import Standing, renewal_day, standing
from app.domain.states import MemberState
from app.models.alert import Alert
from app.models.member import Application, Member
from app.models.telling import Notice
from app.services.answer_alert import forget_answers
from app.services.sealed_member import Choices, choices_of, keep_choices
from app.services.visible_alerts import visible_on
from app.services.web_session import end_all_for

MAX_REGIONS = 60


class NoMember(Exception):
    """Deleted, suspended, or never there: her session ends."""


@dataclass(frozen=True)
class OpenedMember:
    """A member as her own pages need her; `choices` are codes, empty means all."""

    member_id: UUID
    standing: Standing
    joined_on: date
    renew_by: date
    choices: Choices


def open_member(
    session: Session, member_id: UUID, *, keyring: Keyring, now: datetime
) -> OpenedMember:
    """Raises `NoMember`."""
    return _opened(_row(session, member_id), keyring, now)


def unseen_notices(session: Session, member: OpenedMember, *, now: datetime) -> int:
    """How many alerts she was told of and has not seen; only those that are still out."""
    counted = session.scalar(
        select(func.count())
        .select_from(Notice)
        .join(Alert, Alert.id == Notice.alert_id)
        .where(
            Notice.member_id == member.member_id,
            Notice.seen.is_(False),
            visible_on(Alert, now.date()),
        )
    )
    return counted or 0


def change_choices(
    session: Session,
    member_id: UUID,
    choices: Choices,
    *,
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> None:
    """Raises `NoMember`, and `UnknownCode` for a region, kind or language we do not have."""
    row = _row(session, member_id, lock=True)
    _opened(row, keyring, now)
    for region in choices.regions:
        reference.region(region)
    for kind in choices.kinds:
        reference.entry("incident_category", kind)
    if choices.language not in LANGUAGES:
        raise UnknownCode("language", choices.language)
    if len(choices.regions) > MAX_REGIONS:
        raise UnknownCode("region", "too many")
    kept = choices_of(row, keyring)
    # her addresses are changed elsewhere; a new choice forgets how her code could be shown again
    chosen = replace(
        choices, mail=kept.mail, pending=kept.pending, devices=kept.devices, lost=kept.lost,
        repeat=None,
    )  # fmt: skip
    keep_choices(row, chosen, keyring)


def pause_member(session: Session, member_id: UUID, *, keyring: Keyring, now: datetime) -> None:
    """No alerts, no checks, no notices until she goes on. Raises `NoMember`."""
    row = _row(session, member_id, lock=True)
    _opened(row, keyring, now)
    row.state = MemberState.PAUSED


def resume_member(session: Session, member_id: UUID, *, keyring: Keyring, now: datetime) -> None:
    """Raises `NoMember`; never lifts a suspension."""
    row = _row(session, member_id, lock=True)
    _opened(row, keyring, now)
    row.state = MemberState.ACTIVE


def renew_member(session: Session, member_id: UUID, *, keyring: Keyring, now: datetime) -> date:
    """Another year from today. Raises `NoMember`."""
    row = _row(session, member_id, lock=True)
    _opened(row, keyring, now)
    row.renew_by = renewal_day(now.date())
    return row.renew_by


def delete_member(session: Session, member_id: UUID, *, keyring: Keyring) -> None:
    """Everything that was hers: her row, what hangs on it, her answers and application, every
    session."""
    row = session.get(Member, member_id, with_for_update=True)  # first, as the purge does
    forget_answers(session, member_id, keyring=keyring)
    end_all_for(session, member_id)
    if row is None:
        return
    session.execute(delete(Application).where(Application.lookup == row.lookup))
    session.execute(delete(Member).where(Member.id == member_id))


def _row(session: Session, member_id: UUID, *, lock: bool = False) -> Member:
    row = session.get(Member, member_id, with_for_update=lock)
    if row is None:
        raise NoMember
    return row


def _opened(row: Member, keyring: Keyring, now: datetime) -> OpenedMember:
    present = standing(row.state, row.renew_by, now.date())
    if present is Standing.BARRED:
        raise NoMember
    return OpenedMember(
        member_id=row.id,
        standing=present,
        joined_on=row.joined_on,
        renew_by=row.renew_by,
        choices=choices_of(row, keyring),
    )
