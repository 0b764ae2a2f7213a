"""Signing in with a member's code, and what somebody who still waits is told (security.md 3.5).

A typing error is seen before any stretching. Every other code costs one stretching and two
queries, and whatever opens nothing gets one and the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.code import parse
from app.domain.membership import Standing, proof_stands, standing
from app.domain.states import ApplicationState
from app.domain.waiting import MedianWait
from app.models.member import Application, Member
from app.services.count_waits import usual_wait
from app.services.member_code import MemberCode, stretch_member_code

SESSION_DATA: dict[str, Any] = {"roles": ["member"]}


class CodeUnknown(Exception):
    """Never given out, deleted, suspended, or past its term: one answer for all.

    Who is shut out may read why with `appeal_suspension.barred`.
    """


@dataclass(frozen=True)
class SignedInMember:
    """Start a session of kind `member` for her."""

    member_id: UUID


@dataclass(frozen=True)
class Waiting:
    """Her application waits: since when, and how many came on a day before hers.

    `must_tell_again`: her proof is gone after its seven days, and the desk waits for her.
    """

    since: date
    days: int
    before: int
    must_tell_again: bool
    usual: MedianWait | None


@dataclass(frozen=True)
class Refused:
    """Her application was refused; a code of the list `application_refusal`."""

    reason: str
    on: date


def stretch_typed(text: str, keyring: Keyring) -> MemberCode:
    """Raises CodeUnreadable and CodeMistyped before any stretching, and `Busy`."""
    return stretch_member_code(parse(text), keyring)


def sign_in_member(
    session: Session, member_code: MemberCode, *, now: datetime
) -> SignedInMember | Waiting | Refused:
    """What the code opens; raises `CodeUnknown`."""
    member = session.scalar(select(Member).where(Member.lookup == member_code.lookup))
    application = session.scalar(
        select(Application).where(Application.lookup == member_code.lookup)
    )
    if member is not None:
        if standing(member.state, member.renew_by, now.date()) is Standing.BARRED:
            raise CodeUnknown
        return SignedInMember(member.id)
    if application is None or application.state is ApplicationState.ADMITTED:
        raise CodeUnknown
    if application.state is ApplicationState.REFUSED:
        assert application.reason is not None
        assert application.decided_on is not None
        return Refused(application.reason, application.decided_on)
    return _waiting(session, application, now)


def withdraw_application(session: Session, member_code: MemberCode) -> None:
    """Takes a waiting application back, proof and all; raises `CodeUnknown`."""
    application = session.scalar(
        select(Application)
        .where(
            Application.lookup == member_code.lookup,
            Application.state == ApplicationState.WAITING,
        )
        .with_for_update()
    )
    if application is None:
        raise CodeUnknown
    session.delete(application)
    session.flush()


def _waiting(session: Session, application: Application, now: datetime) -> Waiting:
    today = now.date()
    before = session.scalar(
        select(func.count())
        .select_from(Application)
        .where(
            Application.state == ApplicationState.WAITING,
            # no hour is kept, so nobody knows which of one day came first
            Application.applied_on < application.applied_on,
        )
    )
    return Waiting(
        since=application.applied_on,
        days=(today - application.applied_on).days,
        before=before or 0,
        must_tell_again=not proof_stands(application.proof_on, today),
        usual=usual_wait(session, now=now),
    )
