"""Which story she told first, in the sealed memory of the second form: only when she wants it."""

from __future__ import annotations

import base64
import binascii
from uuid import UUID

from app.domain.strict_json import JsonObject, Malformed, StrictObject
from app.services.both_desks import Own
from app.services.own_complaint import OwnComplaint
from app.services.own_report import OwnKey

KEY_BYTES = 32
MAX_CHARS = 64


def first_to_json(own: Own) -> JsonObject:
    """Plain JSON; it holds the key to her words, so it only ever travels sealed."""
    if isinstance(own, OwnKey):
        return {"kind": "report", "id": str(own.report_id), "key": _text(own.dek)}
    return {"kind": "complaint", "id": str(own.complaint_id), "key": _text(own.dek)}


def first_from_json(value: object) -> Own:
    """Raises `Malformed`."""
    fields = StrictObject(value, "first", frozenset({"kind", "id", "key"}))
    kind = fields.text("kind", MAX_CHARS)
    try:
        case_id = UUID(fields.text("id", MAX_CHARS))
        key = base64.b64decode(fields.text("key", MAX_CHARS), validate=True)
    except (ValueError, binascii.Error) as error:
        raise Malformed("first", "unreadable") from error
    if len(key) != KEY_BYTES or kind not in ("report", "complaint"):
        raise Malformed("first", "unreadable")
    return OwnKey(case_id, key) if kind == "report" else OwnComplaint(case_id, key)


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode("ascii")
