"""Organisations that vouch for new members, and the one-time codes they hand out (decisions 10)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.code import CODE_BYTES, Code, make_code
from app.models.member import Invitation, Organisation
from app.services import audit
from app.services.vouch import ACTIVE, add_invitation, organisation_mac
from app.services.web_session import end_all_for
from moderation.decisions.case_rows import require_active
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.invite_staff import OPERATOR
from moderation.decisions.staff_rows import tidy_name
from moderation.rules.roles import Permission, require

SUSPENDED = "suspended"
MOST_QUOTA = 200


class OrganisationExists(Exception):
    """There is one of this name."""


class QuotaRefused(Exception):
    """Not a number from 0 to `MOST_QUOTA`."""


class NoSuchOrganisation(Exception):
    """Not there, or suspended where an active one is needed."""


@dataclass(frozen=True)
class ListedOrganisation:
    """An organisation, and how many of its invitations are open, used, or past their term.

    `signs_in`: it has a code of its own; `quota`: how many it may make in thirty days.
    """

    organisation_id: UUID
    name: str
    is_active: bool
    open: int
    used: int
    over: int
    signs_in: bool
    quota: int


@dataclass(frozen=True)
class NewInvitation:
    """The code is shown once and stored nowhere."""

    code: Code
    organisation: str
    expires_on: date


def list_organisations(
    session: Session, person: DeskPerson, *, now: datetime
) -> tuple[ListedOrganisation, ...]:
    """By name, in one query. Raises NotPermitted."""
    require(person.role, Permission.MANAGE_ORGANISATIONS)
    is_used = Invitation.used_on.is_not(None)
    is_open = Invitation.used_on.is_(None) & (Invitation.expires_on > now.date())
    rows = session.execute(
        select(
            Organisation,
            func.count(Invitation.id).label("made"),
            func.count(case((is_open, 1))).label("open"),
            func.count(case((is_used, 1))).label("used"),
        )
        .outerjoin(Invitation, Invitation.organisation_id == Organisation.id)
        .group_by(Organisation.id)
        .order_by(Organisation.name)
    )
    return tuple(
        ListedOrganisation(
            row.Organisation.id,
            row.Organisation.name,
            row.Organisation.state == ACTIVE,
            row.open,
            row.used,
            row.made - row.open - row.used,
            row.Organisation.code_mac is not None,
            row.Organisation.quota,
        )
        for row in rows
    )


def add_organisation(
    session: Session,
    name: str,
    *,
    person: DeskPerson | None = None,
    keyring: Keyring,
    now: datetime,
) -> UUID:
    """By a lead, or by the operator for the first ones (`person` None).

    Raises NotPermitted, NotActive, NameRefused, OrganisationExists.
    """
    if person is not None:
        _require_lead(session, person)
    wanted = tidy_name(name)
    known = session.scalars(select(Organisation.name))
    if wanted.casefold() in {one.casefold() for one in known}:
        raise OrganisationExists
    row = Organisation(id=uuid4(), name=wanted, state=ACTIVE, created_on=now.date())
    session.add(row)
    _log(session, person, "organisation_added", row.id, keyring=keyring, now=now)
    return row.id


def switch_organisation(
    session: Session,
    person: DeskPerson,
    organisation_id: UUID,
    *,
    active: bool,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Suspended: none of its open invitations works, until it is taken back.

    Raises NotPermitted, NotActive, NoSuchOrganisation.
    """
    _require_lead(session, person)
    row = session.get(Organisation, organisation_id, with_for_update=True)
    if row is None:
        raise NoSuchOrganisation
    wanted = ACTIVE if active else SUSPENDED
    if row.state == wanted:
        return
    row.state = wanted
    if not active:
        end_all_for(session, row.id)
    action = "organisation_resumed" if active else "organisation_suspended"
    _log(session, person, action, row.id, keyring=keyring, now=now)


def make_invitation(
    session: Session,
    person: DeskPerson,
    organisation_id: UUID,
    *,
    keyring: Keyring,
    now: datetime,
) -> NewInvitation:
    """72 random bits for one new member. Raises NotPermitted, NotActive, NoSuchOrganisation."""
    _require_lead(session, person)
    row = session.get(Organisation, organisation_id)
    if row is None or row.state != ACTIVE:
        raise NoSuchOrganisation
    code = make_code(secrets.token_bytes(CODE_BYTES))
    expires_on = add_invitation(session, row.id, code, keyring=keyring, now=now)
    _log(session, person, "invitation_made", row.id, keyring=keyring, now=now)
    return NewInvitation(code, row.name, expires_on)


def give_code(
    session: Session, person: DeskPerson, organisation_id: UUID, *, keyring: Keyring, now: datetime
) -> tuple[Code, str]:
    """A new code for its own sign-in, shown once, and its name; the old one opens nothing any more.

    Raises NotPermitted, NotActive, NoSuchOrganisation.
    """
    _require_lead(session, person)
    row = session.get(Organisation, organisation_id, with_for_update=True)
    if row is None or row.state != ACTIVE:
        raise NoSuchOrganisation
    code = make_code(secrets.token_bytes(CODE_BYTES))
    row.code_mac = organisation_mac(code, keyring)
    end_all_for(session, row.id)
    _log(session, person, "organisation_code_made", row.id, keyring=keyring, now=now)
    return code, row.name


def set_quota(
    session: Session,
    person: DeskPerson,
    organisation_id: UUID,
    quota: int,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """How many invitations it may make in thirty days.

    Raises NotPermitted, NotActive, NoSuchOrganisation, QuotaRefused.
    """
    _require_lead(session, person)
    row = session.get(Organisation, organisation_id, with_for_update=True)
    if row is None:
        raise NoSuchOrganisation
    if not 0 <= quota <= MOST_QUOTA:
        raise QuotaRefused
    if row.quota == quota:
        return
    row.quota = quota
    _log(
        session, person, "organisation_quota_set", row.id, {"quota": quota},
        keyring=keyring, now=now,
    )  # fmt: skip


def _require_lead(session: Session, person: DeskPerson) -> None:
    require(person.role, Permission.MANAGE_ORGANISATIONS)
    require_active(session, person)


def _log(
    session: Session,
    person: DeskPerson | None,
    action: str,
    organisation_id: UUID,
    data: Mapping[str, int] | None = None,
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    session.flush()  # the row first, the log's lock last
    audit.append(
        session,
        keyring=keyring,
        actor=OPERATOR if person is None else person.staff_id,
        action=action,
        object_id=organisation_id,
        data=data,
        now=now,
    )
