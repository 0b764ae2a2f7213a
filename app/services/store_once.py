"""A form is stored once, however often it is sent (security.md 2.3, decisions 7).

What the database keeps of a form for a day: a keyed hash of its token, and the minute and hash of
its content, sealed to the receipt key. Whatever is filed with a code shares this rule.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged, mac, open_key, seal_key
from app.domain.code import Code
from app.domain.shown_again import AlreadyReceived, may_show_again, stamp_of
from app.services.receipt import Receipt, code_of_form, stretch
from app.services.sealed_case import Kind


class StoredForm(Protocol):
    """A row that was made of a form."""

    id: Any
    idem: Any
    repeat_sealed: Any


@dataclass(frozen=True)
class Filed:
    """A stored case: the code may be shown. `again` when the same form came twice."""

    code: Code
    case_id: UUID
    again: bool


Row = TypeVar("Row", bound=StoredForm)


def mark_of_form(raw_token: bytes, keyring: Keyring) -> bytes:
    """What a row keeps of its form for a day; unlinkable to the form without K_idem."""
    assert keyring.k_idem is not None
    return mac(keyring.k_idem, "form", raw_token)


def content_hash(parts: Sequence[Any], files: Sequence[bytes]) -> bytes:
    """32 bytes over everything she sent; `parts` are JSON values."""
    digest = hashlib.sha256(json.dumps(list(parts), sort_keys=True).encode())
    for one in files:
        digest.update(hashlib.sha256(one).digest())
    return digest.digest()


def seal_repeat(kind: Kind, receipt: Receipt, now: datetime, content: bytes) -> bytes:
    """The minute and the content's hash, which only her code opens."""
    return seal_key(receipt.keys.public, stamp_of(content, now), kind, "repeat")


def may_see_code_again(
    kind: Kind, known: StoredForm, receipt: Receipt, now: datetime, content: bytes | None
) -> bool:
    """Within ten minutes and, where `content` is given, with the same content."""
    if known.repeat_sealed is None:
        return False
    try:
        stamp = open_key(receipt.keys.secret, known.repeat_sealed, kind, "repeat")
    except Damaged:
        return False
    return may_show_again(stamp, content, now)


def store_once(
    session: Session, find: Callable[[], Row | None], insert: Callable[[], None]
) -> Row | None:
    """None when it is stored now, else the row that this form made before."""
    known = find()
    if known is not None:
        return known
    try:
        with session.begin_nested():
            insert()
    except IntegrityError:
        # the same form, sent twice at once: the other request won
        known = find()
        if known is None:
            raise
    return known


def filed(
    kind: Kind,
    row: StoredForm,
    known: StoredForm | None,
    receipt: Receipt,
    *,
    content: bytes,
    now: datetime,
) -> Filed:
    """What `store_once` did with `row`. Raises `AlreadyReceived` for a repeat that is too late or
    says something else: then the code is not shown."""
    if known is None:
        return Filed(receipt.code, row.id, again=False)
    if not may_see_code_again(kind, known, receipt, now, content):
        raise AlreadyReceived
    return Filed(receipt.code, known.id, again=True)


def recall(
    session: Session,
    kind: Kind,
    table: type[StoredForm],
    raw_token: bytes,
    *,
    keyring: Keyring,
    now: datetime,
) -> Receipt:
    """What opens a form that was filed less than ten minutes ago.

    Raises `AlreadyReceived` later, and for a form that was never filed; `Busy`.
    """
    known = session.scalar(select(table).where(table.idem == mark_of_form(raw_token, keyring)))
    if known is None:
        raise AlreadyReceived
    receipt = stretch(code_of_form(raw_token, keyring), keyring)
    if not may_see_code_again(kind, known, receipt, now, None):
        raise AlreadyReceived
    return receipt
