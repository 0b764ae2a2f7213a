"""Profiles of older lists, kept by name: which column is what, and what the old words mean.

They hold headings and words of the desk, no case. Sealed under K_field all the same, so that a
stolen database does not tell how the desk works; the command line has that key too.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged, open_json, seal_json
from app.domain.complaint_import.profile import Profile
from app.domain.strict_json import Malformed
from app.models.complaint_import import ImportProfile

MOST_PROFILES = 20


class TooManyProfiles(Exception):
    """One has to go first."""


def keep_profile(session: Session, profile: Profile, *, keyring: Keyring) -> None:
    """Stores it under its name, in the place of one of that name; raises `TooManyProfiles`."""
    assert keyring.k_field is not None
    known = _all(session, keyring)
    row = next((row for row, one in known if _key(one.name) == _key(profile.name)), None)
    if row is None:
        if len(known) >= MOST_PROFILES:
            raise TooManyProfiles
        row = ImportProfile(id=uuid4())
        session.add(row)
    row.body = seal_json(keyring.k_field, profile.to_json(), *_at(row.id))


def read_profiles(session: Session, *, keyring: Keyring) -> tuple[Profile, ...]:
    """All of them by name; one that does not open is left out, and replaced by a new one."""
    found = (one for _row, one in _all(session, keyring))
    return tuple(sorted(found, key=lambda one: _key(one.name)))


def find_profile(session: Session, name: str, *, keyring: Keyring) -> Profile | None:
    """The one of this name, whatever its capitals."""
    found = read_profiles(session, keyring=keyring)
    return next((one for one in found if _key(one.name) == _key(name)), None)


def drop_profile(session: Session, name: str, *, keyring: Keyring) -> bool:
    """Whether there was one."""
    for row, one in _all(session, keyring):
        if _key(one.name) == _key(name):
            session.delete(row)
            return True
    return False


def named(profile: Profile, name: str) -> Profile:
    """The same under a name, without space around it."""
    return replace(profile, name=" ".join(name.split()))


def _all(session: Session, keyring: Keyring) -> list[tuple[ImportProfile, Profile]]:
    assert keyring.k_field is not None
    found = []
    for row in session.scalars(select(ImportProfile)):
        try:
            body = open_json(keyring.k_field, row.body, *_at(row.id))
            found.append((row, Profile.from_json(body)))
        except (Damaged, Malformed):
            continue
    return found


def _at(row_id: UUID) -> tuple[str, ...]:
    return ("import_profile", str(row_id))


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
