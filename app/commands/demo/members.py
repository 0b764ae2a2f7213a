"""The demo's member: invited by an organisation that vouches, each with a code of its own."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.commands.demo.notebook import WrittenCode
from app.commands.demo.reports import FORM_TOKEN_BYTES
from app.domain.code import Code
from app.services.use_invitation import prepare_member, use_invitation
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.organisations import add_organisation, give_code, make_invitation


def invite_a_member(
    session: Session, lead: DeskPerson, organisation: str, *, keyring: Keyring, now: datetime
) -> tuple[WrittenCode, WrittenCode, WrittenCode]:
    """A member's code, an invitation that nobody has used yet, and the organisation's own code."""
    organisation_id = add_organisation(session, organisation, person=lead, keyring=keyring, now=now)
    used, left = (
        make_invitation(session, lead, organisation_id, keyring=keyring, now=now).code
        for _ in range(2)
    )
    member = _join(session, used, keyring=keyring, now=now)
    its_own, _name = give_code(session, lead, organisation_id, keyring=keyring, now=now)
    return (
        WrittenCode.of("a member", member),
        WrittenCode.of("an invitation", left),
        WrittenCode.of("an organisation", its_own),
    )


def _join(session: Session, invitation: Code, *, keyring: Keyring, now: datetime) -> Code:
    prepared = prepare_member(
        invitation,
        raw_token=secrets.token_bytes(FORM_TOKEN_BYTES),
        language="nl",
        keyring=keyring,
        now=now,
    )
    return use_invitation(session, prepared, keyring=keyring, now=now)
