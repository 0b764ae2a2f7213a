"""Becoming a member at once, with the one-time code of an organisation that vouches for her.

Nothing links the member to the invitation or to the organisation: the invitation only knows the
day on which it was used.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import CursorResult, exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import mac
from app.domain.code import Code
from app.domain.membership import renewal_day
from app.domain.shown_again import AlreadyReceived
from app.domain.states import MemberState
from app.models.member import Invitation, Member, Organisation
from app.services.member_code import (
    MemberCode,
    code_of_form,
    is_shown_again,
    seal_moment,
    stretch_member_code,
)
from app.services.sealed_member import Choices, choices_of, seal_choices


class InvitationRefused(Exception):
    """Unknown, used, past its term, or of an organisation that vouches no more: one answer."""


@dataclass(frozen=True)
class PreparedMember:
    """A row that waits for its transaction, her own new code, and the invitation's look-up."""

    member_code: MemberCode
    member: Member
    code_mac: bytes


def invitation_mac(code: Code, keyring: Keyring) -> bytes:
    """How the database knows an invitation: 72 random bits need no stretching."""
    assert keyring.k_idx is not None
    return mac(keyring.k_idx, "invitation", str(code.number))


def prepare_member(
    invitation: Code, *, raw_token: bytes, language: str, keyring: Keyring, now: datetime
) -> PreparedMember:
    """One stretching whether or not the invitation is good; raises `Busy`."""
    assert keyring.k_field is not None
    member_code = stretch_member_code(code_of_form(raw_token, keyring), keyring)
    code_mac = invitation_mac(invitation, keyring)
    choices = Choices(language=language, repeat=seal_moment(member_code, code_mac, now=now))
    member_id = uuid4()
    member = Member(
        id=member_id,
        lookup=member_code.lookup,
        state=MemberState.ACTIVE,
        joined_on=now.date(),
        renew_by=renewal_day(now.date()),
        profile=seal_choices(keyring.k_field, "member", member_id, choices),
    )
    return PreparedMember(member_code, member, code_mac)


def use_invitation(
    session: Session, prepared: PreparedMember, *, keyring: Keyring, now: datetime
) -> Code:
    """Takes the invitation and makes the member in one unit of work; her code may be shown.

    Raises `InvitationRefused`, and `AlreadyReceived` for the same form after ten minutes.
    """
    known = _find(session, prepared)
    if known is None:
        try:
            with session.begin_nested():
                _join(session, prepared, now.date())
        except (IntegrityError, InvitationRefused):
            # the same form, sent twice at once: the other request won
            known = _find(session, prepared)
            if known is None:
                raise
    if known is None:
        return prepared.member_code.code
    choices = choices_of(known, keyring)
    if not is_shown_again(prepared.member_code, choices.repeat, prepared.code_mac, now=now):
        raise AlreadyReceived
    return prepared.member_code.code


def _find(session: Session, prepared: PreparedMember) -> Member | None:
    """The same form always has the same code."""
    return session.scalar(select(Member).where(Member.lookup == prepared.member_code.lookup))


def _join(session: Session, prepared: PreparedMember, today: date) -> None:
    if not _take(session, prepared.code_mac, today):
        raise InvitationRefused
    session.add(prepared.member)
    session.flush()


def _take(session: Session, code_mac: bytes, today: date) -> bool:
    """One UPDATE decides who is first: two people with one code cannot both come in."""
    vouching = exists().where(
        Organisation.id == Invitation.organisation_id, Organisation.state == "active"
    )
    statement = (
        update(Invitation)
        .where(
            Invitation.code_mac == code_mac,
            Invitation.used_on.is_(None),
            Invitation.expires_on > today,
            vouching,
        )
        .values(used_on=today)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", session.execute(statement)).rowcount == 1
