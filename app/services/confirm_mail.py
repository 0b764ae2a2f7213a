"""A member's mail address: used only after she typed the code that was mailed to it."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import equal
from app.models.member import Member
from app.services.deliveries import MAIL
from app.services.outbox import promise
from app.services.sealed_member import PendingMail, choices_of, keep_choices

CODE_DIGITS = 6
CODE_HOLDS = timedelta(minutes=15)
TRIES = 5
TASK = "confirm_mail"


class NotAnAddress(Exception):
    """Not one plain mail address."""


def plain_address(text: str) -> str:
    """One address as a mail server takes it; raises NotAnAddress.

    No line break, no display name, no second address, at most 254 characters; whether the mailbox
    exists is for the code to find out.
    """
    try:
        found = validate_email(text.strip(" "), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise NotAnAddress from error
    return str(found.ascii_email)


def ask_code(
    session: Session, member_id: UUID, address: str, *, keyring: Keyring, now: datetime
) -> None:
    """A fresh code for this address, promised to be mailed; the address so far stays in use."""
    row = session.get_one(Member, member_id, with_for_update=True)
    choices = choices_of(row, keyring)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    pending = PendingMail(address, code, int((now + CODE_HOLDS).timestamp()), TRIES)
    keep_choices(row, replace(choices, pending=pending), keyring)
    promise(session, TASK, member_id, now=now)


def code_to_send(
    session: Session, member_id: UUID, *, keyring: Keyring, now: datetime
) -> tuple[PendingMail, str] | None:
    """The code with its address, and her language; None when nothing waits any more."""
    row = session.get(Member, member_id)
    if row is None:
        return None
    choices = choices_of(row, keyring)
    if choices.pending is None or choices.pending.until <= now.timestamp():
        return None
    return choices.pending, choices.language


def take_code(
    session: Session, member_id: UUID, typed: str, *, keyring: Keyring, now: datetime
) -> int | None:
    """None when the address is hers now; else how many tries are left (0: the code is over).

    The caller commits both: a wrong try counts.
    """
    row = session.get_one(Member, member_id, with_for_update=True, populate_existing=True)
    choices = choices_of(row, keyring)
    pending = choices.pending
    if pending is None or pending.until <= now.timestamp() or pending.tries_left < 1:
        keep_choices(row, replace(choices, pending=None), keyring)
        return 0
    if equal("".join(typed.split()).encode(), pending.code.encode()):
        lost = tuple(one for one in choices.lost if one != MAIL)
        keep_choices(row, replace(choices, mail=pending.address, pending=None, lost=lost), keyring)
        return None
    left = pending.tries_left - 1
    waits = replace(pending, tries_left=left) if left else None
    keep_choices(row, replace(choices, pending=waits), keyring)
    return left


def stop_mail(session: Session, member_id: UUID, *, keyring: Keyring) -> None:
    """No mail from now on; the address is gone, a waiting one too."""
    row = session.get_one(Member, member_id, with_for_update=True)
    lost = tuple(one for one in choices_of(row, keyring).lost if one != MAIL)
    keep_choices(row, replace(choices_of(row, keyring), mail="", pending=None, lost=lost), keyring)
