"""People of the desk, their keys, the teams' epochs and grants (security.md 2.5)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.states import StaffState
from app.models.base import Base, code_column


class Staff(Base):
    """A member of staff; before enrolment there is only a name, a role and an invitation."""

    __tablename__ = "staff"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    role: Mapped[str] = mapped_column(String(20))
    team: Mapped[str] = mapped_column(String(20))
    state: Mapped[StaffState] = mapped_column(code_column(StaffState, "state"))
    created_on: Mapped[date]
    invite_mac: Mapped[bytes | None] = mapped_column(unique=True)
    invite_until: Mapped[datetime | None]
    salt: Mapped[bytes | None]
    auth: Mapped[bytes | None]  # sub(m, "staff/auth")
    wrapped_secret: Mapped[bytes | None]  # private key under sub(m, "staff/wrap")
    public_key: Mapped[bytes | None]
    totp_sealed: Mapped[bytes | None]  # seed under K_field
    totp_last_step: Mapped[int | None]  # every code once (T10)
    attempts_on: Mapped[datetime | None]  # hour in which attempts are counted (security.md 3.9)
    attempts: Mapped[int] = mapped_column(default=0)


class Passkey(Base):
    """A second factor beside the codes of the app; what is kept of it lies under K_field.

    The seal binds it to its person: who can only write to the database gives nobody a passkey.
    """

    __tablename__ = "passkey"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes]  # JSON {credential_id, public_key, sign_count, name}
    added_on: Mapped[date]


class TeamEpoch(Base):
    """One key pair of a team; the private half exists only in grants."""

    __tablename__ = "team_epoch"
    __table_args__ = (CheckConstraint("state IN ('open', 'closed')", name="state"),)

    team: Mapped[str] = mapped_column(String(20), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True)
    public_key: Mapped[bytes]
    state: Mapped[str] = mapped_column(String(10))
    created_on: Mapped[date]


class EscrowSeal(Base):
    """The same 64 bytes as a grant, sealed to the key on paper; `escrow_key`: its public half."""

    __tablename__ = "escrow_seal"
    __table_args__ = (
        ForeignKeyConstraint(["team", "epoch"], ["team_epoch.team", "team_epoch.epoch"]),
    )

    team: Mapped[str] = mapped_column(String(20), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True)
    escrow_key: Mapped[bytes]
    sealed: Mapped[bytes]


class Exposure(Base):
    """How many severe reports somebody took in a week (its Monday); nobody else is shown it."""

    __tablename__ = "exposure"

    staff_id: Mapped[UUID] = mapped_column(
        ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True
    )
    week: Mapped[date] = mapped_column(primary_key=True, index=True)
    severe: Mapped[int]


class TeamGrant(Base):
    """The team's private key and K_match (64 bytes), sealed to one member of staff."""

    __tablename__ = "team_grant"
    __table_args__ = (
        ForeignKeyConstraint(["team", "epoch"], ["team_epoch.team", "team_epoch.epoch"]),
    )

    staff_id: Mapped[UUID] = mapped_column(
        ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True
    )
    team: Mapped[str] = mapped_column(String(20), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]
