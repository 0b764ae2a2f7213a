"""A form is stored once, however often it is sent (security.md 2.3, decisions 7).

What the database keeps of a form for a day: a keyed hash of its token, and the minute and hash of
its content, sealed to the receipt key. Reports and complaints share this rule.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged, mac, open_key, seal_key
from app.domain.shown_again import may_show_again, stamp_of
from app.services.receipt import Receipt
from app.services.sealed_case import Kind


class StoredForm(Protocol):
    """A row that was made of a form."""

    repeat_sealed: Any


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
