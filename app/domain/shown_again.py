"""When a form that is sent a second time gets its code once more (decisions 7).

Ten minutes and the same content: a lost answer costs nobody her code, and somebody who presses
Back on her phone later learns nothing. The stamp travels sealed; this is only what it says.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hmac import compare_digest

SHOWN_AGAIN_FOR = timedelta(minutes=10)
MINUTE_BYTES = 8


class AlreadyReceived(Exception):
    """This form was taken before; its code is not shown again."""


def stamp_of(content_hash: bytes, now: datetime) -> bytes:
    """The minute (8 bytes) and the hash of what was sent (32 bytes)."""
    return (int(now.timestamp()) // 60).to_bytes(MINUTE_BYTES, "big") + content_hash


def may_show_again(stamp: bytes, content_hash: bytes | None, now: datetime) -> bool:
    """Whether the code may be shown; without a hash only the ten minutes count."""
    sent = datetime.fromtimestamp(int.from_bytes(stamp[:MINUTE_BYTES], "big") * 60, UTC)
    same = content_hash is None or compare_digest(stamp[MINUTE_BYTES:], content_hash)
    return same and now - sent <= SHOWN_AGAIN_FOR
