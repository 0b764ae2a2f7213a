"""Applying to become a member: sealed before the transaction, stored once, code shown after it.

No name, no papers: a way to verify, in words that only the desk's team can open, and that are
destroyed at its decision (product.md "Become a member", privacy.md 11).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import mac, random_key
from app.domain.code import Code
from app.domain.shown_again import AlreadyReceived
from app.domain.states import ApplicationState
from app.models.member import Application
from app.services import sealed_member
from app.services.file_report import TEAM, DeskClosed
from app.services.member_code import (
    MemberCode,
    code_of_form,
    is_shown_again,
    seal_moment,
    sign_of_code,
    stretch_member_code,
)
from app.services.outbox import promise

MAX_WORDS_CHARS = 1000
WAYS = ("advert", "outreach")


@dataclass(frozen=True)
class Applying:
    """How she can be verified: a way (advert, outreach) and her words; and her language."""

    way: str
    words: str
    language: str


@dataclass(frozen=True)
class PreparedApplication:
    """A row that waits for its transaction, and the code that opens it."""

    member_code: MemberCode
    application: Application
    content: bytes


@dataclass(frozen=True)
class Applied:
    """A stored application: the code may be shown. `again` when the same form came twice."""

    code: Code
    application_id: UUID
    again: bool


def prepare_application(
    applying: Applying, *, raw_token: bytes, keyring: Keyring, now: datetime
) -> PreparedApplication:
    """Seals everything; raises `DeskClosed` without a pin and `Busy` when too many stretch."""
    pinned = keyring.pinned_team_key(TEAM)
    if pinned is None:
        raise DeskClosed
    assert keyring.k_idem is not None
    assert keyring.k_field is not None
    member_code = stretch_member_code(code_of_form(raw_token, keyring), keyring)
    application_id, key = uuid4(), random_key()
    content = _content(applying)
    proof = sealed_member.Proof(
        applying.way, applying.words, sign_of_code(member_code.code, keyring)
    )
    choices = sealed_member.Choices(
        language=applying.language, repeat=seal_moment(member_code, content, now=now)
    )
    application = Application(
        id=application_id,
        lookup=member_code.lookup,
        idem=mac(keyring.k_idem, "join", raw_token),
        state=ApplicationState.WAITING,
        applied_on=now.date(),
        epoch=pinned.epoch,
        proof=sealed_member.seal_proof(key, application_id, proof),
        proof_on=now.date(),
        sealed_team=sealed_member.seal_proof_key(
            pinned.public_key, application_id, pinned.epoch, key
        ),
        profile=sealed_member.seal_choices(keyring.k_field, "application", application_id, choices),
    )
    return PreparedApplication(member_code, application, content)


def apply_for_membership(
    session: Session, prepared: PreparedApplication, *, keyring: Keyring, now: datetime
) -> Applied:
    """Stores the application, or finds that this form was stored before.

    Raises `AlreadyReceived` for a repeat after ten minutes or with other content.
    """
    known = _find(session, prepared)
    if known is None:
        try:
            with session.begin_nested():
                _insert(session, prepared, now)
        except IntegrityError:
            # the same form, sent twice at once: the other request won
            known = _find(session, prepared)
            if known is None:
                raise
    if known is None:
        return Applied(prepared.member_code.code, prepared.application.id, again=False)
    assert keyring.k_field is not None
    choices = sealed_member.open_choices(keyring.k_field, "application", known.id, known.profile)
    if not is_shown_again(prepared.member_code, choices.repeat, prepared.content, now=now):
        raise AlreadyReceived
    return Applied(prepared.member_code.code, known.id, again=True)


def _insert(session: Session, prepared: PreparedApplication, now: datetime) -> None:
    session.add(prepared.application)
    session.flush()  # a refused row leaves no promise
    promise(session, "notify_desk", prepared.application.id, now=now)


def _find(session: Session, prepared: PreparedApplication) -> Application | None:
    """By form within a day, by code after it: the same form always has the same code."""
    wanted = prepared.application
    return session.scalar(
        select(Application).where(
            or_(Application.idem == wanted.idem, Application.lookup == wanted.lookup)
        )
    )


def _content(applying: Applying) -> bytes:
    return json.dumps([applying.way, applying.words]).encode()
