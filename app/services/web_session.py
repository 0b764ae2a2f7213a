"""Sessions: a row that only the cookie's secret can find and open (security.md 2.6).

The secret S is 32 random bytes and exists in the cookie alone. The row's id and its key are
both derived from S, so a dump of the table opens nothing. Every change goes to a row that
still exists, under its lock: a session that was ended cannot come back with a late answer.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from app.adapters.vault.boxes import Damaged, open_json, random_key, seal_json, subkey
from app.models.web_session import StoredSession

PADDING_BYTES = 1024
TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Limits:
    """How long a session lives: `idle` since the last touch, `absolute` since its start."""

    idle: timedelta
    absolute: timedelta
    one_per_owner: bool = False


LIMITS: Mapping[str, Limits] = {
    "staff": Limits(timedelta(minutes=20), timedelta(hours=8), one_per_owner=True),
    # the passphrase was right and the passkey is still asked for: as long as one question holds
    "half": Limits(timedelta(minutes=5), timedelta(minutes=5)),
    "reporter": Limits(timedelta(minutes=15), timedelta(hours=1)),
    "member": Limits(timedelta(minutes=30), timedelta(hours=12)),
    "voucher": Limits(timedelta(minutes=30), timedelta(hours=8)),
}


@dataclass(frozen=True)
class WebSession:
    """An opened session. `data` is whatever the door keeps in it (JSON values and bytes)."""

    kind: str
    owner_id: UUID | None
    started: datetime
    touched: datetime
    data: Mapping[str, Any] = field(repr=False)
    csrf: bytes = field(repr=False)
    secret: bytes = field(repr=False)

    def is_over(self, now: datetime) -> bool:
        """Past its idle or its absolute limit, or from a future the clock has left again."""
        limits = LIMITS[self.kind]
        if self.started - now > TOUCH_EVERY or self.touched - now > TOUCH_EVERY:
            return True
        return now - self.touched >= limits.idle or now - self.started >= limits.absolute

    def wants_touch(self, now: datetime) -> bool:
        return now - self.touched >= TOUCH_EVERY


def start_web_session(
    session: Session, kind: str, owner_id: UUID | None, data: Mapping[str, Any], *, now: datetime
) -> WebSession:
    """A new session under a new secret; for staff it ends the person's other sessions."""
    if LIMITS[kind].one_per_owner:
        if owner_id is None:
            raise ValueError("a session of staff belongs to somebody")
        end_all_for(session, owner_id)
    opened = WebSession(kind, owner_id, now, now, dict(data), random_key(), random_key())
    _insert(session, opened)
    return opened


def open_web_session(session: Session, secret: bytes) -> WebSession | None:
    """The session behind a cookie, or None. Limits are the caller's question (`is_over`)."""
    row = session.get(StoredSession, _row_id(secret))
    return None if row is None else _open(row, secret)


def touch_web_session(session: Session, opened: WebSession, *, now: datetime) -> WebSession | None:
    """Move the idle limit; None when the session was ended meanwhile."""
    return _change(session, opened.secret, lambda present: replace(present, touched=now))


def update_web_session(
    session: Session, opened: WebSession, changes: Mapping[str, Any]
) -> WebSession | None:
    """Merge `changes` into the data; None when the session was ended meanwhile."""
    return _change(
        session,
        opened.secret,
        lambda present: replace(present, data={**present.data, **changes}),
    )


def take_from_web_session(
    session: Session, opened: WebSession, name: str
) -> tuple[WebSession, Any] | None:
    """A part of the data, taken out under the lock: of two who come at once, one gets it."""
    present = _locked(session, opened.secret)
    if present is None:
        return None
    left = {key: value for key, value in present.data.items() if key != name}
    kept = _change(session, opened.secret, lambda now_there: replace(now_there, data=left))
    return None if kept is None else (kept, present.data.get(name))


def renew_web_session(
    session: Session, opened: WebSession, changes: Mapping[str, Any], *, now: datetime
) -> WebSession | None:
    """The same session under a new secret and form key, for every rise in privilege.

    The old secret is dead at once. The absolute limit keeps counting from the first start.
    """
    present = _locked(session, opened.secret)
    if present is None or not end_web_session(session, opened.secret):
        return None
    risen = replace(
        present,
        data={**present.data, **changes},
        touched=now,
        csrf=random_key(),
        secret=random_key(),
    )
    _insert(session, risen)
    return risen


def end_web_session(session: Session, secret: bytes) -> bool:
    """Delete the row; False when there was none."""
    return _count(session, delete(StoredSession).where(StoredSession.id == _row_id(secret))) == 1


def end_all_for(session: Session, owner_id: UUID) -> int:
    """End every session of a person (suspension, new keys, sign-out everywhere)."""
    return _count(session, delete(StoredSession).where(StoredSession.owner_id == owner_id))


def purge_web_sessions(session: Session, *, today: date) -> int:
    """Throw away rows whose last possible day has passed; returns how many."""
    return _count(session, delete(StoredSession).where(StoredSession.purge_on <= today))


def _insert(session: Session, opened: WebSession) -> None:
    last_day = (opened.started + LIMITS[opened.kind].absolute).date()
    session.add(
        StoredSession(
            id=_row_id(opened.secret),
            kind=opened.kind,
            owner_id=opened.owner_id,
            sealed=_seal(opened),
            purge_on=last_day + timedelta(days=1),
        )
    )
    session.flush()  # so that ending it later in the same unit of work finds the row


def _locked(session: Session, secret: bytes) -> WebSession | None:
    row = session.scalars(
        select(StoredSession)
        .where(StoredSession.id == _row_id(secret))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    return None if row is None else _open(row, secret)


def _change(session: Session, secret: bytes, change: Any) -> WebSession | None:
    present = _locked(session, secret)
    if present is None:
        return None
    changed: WebSession = change(present)
    statement = (
        update(StoredSession)
        .where(StoredSession.id == _row_id(secret))
        .values(sealed=_seal(changed))
    )
    return changed if _count(session, statement) == 1 else None


def _count(session: Session, statement: Any) -> int:
    result = session.execute(statement.execution_options(synchronize_session="fetch"))
    return cast("CursorResult[Any]", result).rowcount


def _row_id(secret: bytes) -> bytes:
    return subkey(secret, "sess/id")[:16]


def _context(secret: bytes) -> tuple[str, str]:
    return ("session", _row_id(secret).hex())


def _seal(opened: WebSession) -> bytes:
    content = {
        "kind": opened.kind,
        "owner": None if opened.owner_id is None else str(opened.owner_id),
        "started": opened.started.isoformat(),
        "touched": opened.touched.isoformat(),
        "csrf": opened.csrf.hex(),
        "data": _to_json(opened.data),
    }
    key = subkey(opened.secret, "sess/seal")
    return seal_json(key, content, *_context(opened.secret), step=PADDING_BYTES)


def _open(row: StoredSession, secret: bytes) -> WebSession | None:
    try:
        content = open_json(subkey(secret, "sess/seal"), row.sealed, *_context(secret))
    except Damaged:
        return None  # an altered row is nobody's session
    owner = None if content["owner"] is None else UUID(content["owner"])
    if (content["kind"], owner) != (row.kind, row.owner_id):
        return None  # the clear columns decide what can be ended at once: they must agree
    return WebSession(
        kind=content["kind"],
        owner_id=owner,
        started=datetime.fromisoformat(content["started"]),
        touched=datetime.fromisoformat(content["touched"]),
        data=_from_json(content["data"]),
        csrf=bytes.fromhex(content["csrf"]),
        secret=secret,
    )


def _to_json(value: Any) -> Any:
    """JSON has no bytes: they travel as {"$bytes": base64}, a name that data may not use."""
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode("ascii")}
    if isinstance(value, Mapping):
        if "$bytes" in value:
            raise ValueError("$bytes is reserved")
        return {str(name): _to_json(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_to_json(part) for part in value]
    return value


def _from_json(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"$bytes"}:
            return base64.b64decode(value["$bytes"])
        return {name: _from_json(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_from_json(part) for part in value]
    return value
