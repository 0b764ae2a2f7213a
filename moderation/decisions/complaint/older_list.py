"""Taking an older list over at the desk, and keeping how it is read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.complaint_import.profile import Profile
from app.services import audit
from app.services.import_complaints import Compared, PreparedCase, store_import
from app.services.import_profiles import drop_profile, keep_profile
from moderation.decisions.case_rows import NoSuchCase, require_active
from moderation.decisions.desk_person import DeskPerson
from moderation.rules.teams import INSTITUTIONS

TAKEN_OVER = "complaints_imported"


def take_list_over(
    session: Session,
    person: DeskPerson,
    prepared: Sequence[PreparedCase],
    found: Compared,
    *,
    keyring: Keyring,
    now: datetime,
) -> int:
    """Stores every case and writes down how many; all of it or nothing.

    Raises `ImportedMeanwhile`, `NotActive`, `NoSuchCase` for another team.
    """
    _of_the_desk(session, person)
    stored = store_import(session, prepared)
    audit.append(
        session,
        keyring=keyring,
        actor=person.staff_id,
        action=TAKEN_OVER,
        data={"stored": stored, "known": found.known, "refused": len(found.refused)},
        now=now,
    )
    return stored


def keep_reading(
    session: Session, person: DeskPerson, profile: Profile, *, keyring: Keyring, now: datetime
) -> None:
    """Keeps a profile under its name. Raises `TooManyProfiles`, and as take_list_over."""
    _of_the_desk(session, person)
    keep_profile(session, profile, keyring=keyring)
    session.flush()
    audit.append(
        session, keyring=keyring, actor=person.staff_id, action="import_profile_kept", now=now
    )


def forget_reading(session: Session, person: DeskPerson, name: str, *, keyring: Keyring) -> None:
    """A profile goes, if it is there. Raises as take_list_over."""
    _of_the_desk(session, person)
    drop_profile(session, name, keyring=keyring)


def _of_the_desk(session: Session, person: DeskPerson) -> None:
    require_active(session, person)
    if person.team != INSTITUTIONS:
        raise NoSuchCase
