"""Members, how they came in, and what they are told (product.md "Become a member")."""

from __future__ import annotations

from datetime import date
from secrets import token_bytes
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.states import AppealState, ApplicationState, MemberState
from app.models.base import Base, code_column

MARK_BYTES = 32  # as long as the mark itself: nobody sees whether she was ever counted


class Member(Base):
    """A verified sex worker, known by a code only; her choices are sealed under K_field."""

    __tablename__ = "member"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    lookup: Mapped[bytes] = mapped_column(unique=True)
    state: Mapped[MemberState] = mapped_column(code_column(MemberState, "state"))
    joined_on: Mapped[date]
    renew_by: Mapped[date]
    profile: Mapped[bytes]  # JSON {regions, kinds, language} under K_field
    # HMAC(K_field, member and the last quarter in which her checks were counted); random before
    counted_mark: Mapped[bytes] = mapped_column(default=lambda: token_bytes(MARK_BYTES))


class Suspension(Base):
    """Why a member is shut out, and what she says against it; gone when she is let in again."""

    __tablename__ = "suspension"
    __table_args__ = (CheckConstraint("decided_by <> by_staff", name="another_person"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"), unique=True
    )
    by_staff: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    on_day: Mapped[date]
    state: Mapped[AppealState] = mapped_column(code_column(AppealState, "state"))
    reason: Mapped[bytes]  # a code under K_field
    epoch: Mapped[int | None]
    appeal: Mapped[bytes | None]  # her words under a key sealed to the team, until the decision
    sealed_team: Mapped[bytes | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    decided_on: Mapped[date | None]


class Application(Base):
    """Somebody waiting; her code becomes her member code (decisions 10)."""

    __tablename__ = "application"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    lookup: Mapped[bytes] = mapped_column(unique=True)
    idem: Mapped[bytes | None] = mapped_column(unique=True)
    state: Mapped[ApplicationState] = mapped_column(code_column(ApplicationState, "state"))
    applied_on: Mapped[date] = mapped_column(index=True)
    epoch: Mapped[int]
    # JSON under a key sealed to the team; None from the decision on, and after seven days
    proof: Mapped[bytes | None]
    proof_on: Mapped[date]  # the day on which she last gave one
    sealed_team: Mapped[bytes | None]
    profile: Mapped[bytes]  # under K_field, becomes the member's
    reason: Mapped[str | None] = mapped_column(String(60))
    decided_on: Mapped[date | None]


class WaitCount(Base):
    """How many applications were decided in a week after so many days; nothing of any of them."""

    __tablename__ = "wait_count"

    week_of: Mapped[date] = mapped_column(primary_key=True)  # its Monday
    days: Mapped[int] = mapped_column(primary_key=True)
    decided: Mapped[int]


QUOTA = 10
"""Of a new organisation: invitations it may make in thirty days."""


class Organisation(Base):
    """An organisation that vouches for new members; made by a lead (decisions 10)."""

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("state IN ('active', 'suspended')", name="state"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    state: Mapped[str] = mapped_column(String(10))
    created_on: Mapped[date]
    code_mac: Mapped[bytes | None] = mapped_column(unique=True)  # of its own code, under K_idx
    quota: Mapped[int] = mapped_column(default=QUOTA)  # invitations in thirty days


class Invitation(Base):
    """A one-time code of an organisation; nothing links it to who used it."""

    __tablename__ = "invitation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    code_mac: Mapped[bytes] = mapped_column(unique=True)  # under K_idx; 72 random bits
    made_on: Mapped[date]
    expires_on: Mapped[date]
    used_on: Mapped[date | None]


class CheckQuota(Base):
    """How many checks a member made on a day; nothing about what (decisions 16)."""

    __tablename__ = "check_quota"

    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"), primary_key=True
    )
    on_day: Mapped[date] = mapped_column(primary_key=True)
    used: Mapped[int]


class CheckCount(Base):
    """Members who checked in a quarter, and how many of their first checks met a warning."""

    __tablename__ = "check_count"

    quarter: Mapped[str] = mapped_column(String(6), primary_key=True)
    members: Mapped[int]
    hits: Mapped[int]


class CanaryToken(Base):
    """An identifier nobody has, planted to notice enumeration; kept as its blind token."""

    __tablename__ = "canary_token"

    token: Mapped[bytes] = mapped_column(primary_key=True)
