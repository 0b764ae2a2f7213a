"""Her messages, some at a time: her page stays within 14 KB and keeps one size."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request, url_for
from markupsafe import escape
from werkzeug.wrappers import Response

from app.public.follow.blueprint import follow
from app.public.follow.own_page import on_her_report, show
from app.services.follow_report import FollowedMessage, follow_report
from app.services.own_report import OwnKey
from app.web.current import database, now
from app.web.roles import open_to

ROOM_BYTES = 2400  # beside all else of her page, within its smallest size
FRAME_BYTES = 150  # of one message without its words

Part = tuple[FollowedMessage, ...]


def parts_of(messages: Sequence[FollowedMessage]) -> list[Part]:
    """The newest that fit together, then older ones; a long message stands whole and alone."""
    parts: list[list[FollowedMessage]] = []
    left = 0
    for one in reversed(messages):
        size = FRAME_BYTES + len(escape(one.text or "").encode())
        if not parts or size > left:
            parts.append([])
            left = ROOM_BYTES
        parts[-1].append(one)
        left -= size
    return [tuple(reversed(part)) for part in parts]


@follow.get("/c/b")
@open_to("reporter")
@on_her_report
def older(own: OwnKey) -> Response:
    """What does not stand on her page any more; `p` counts from 1, the newest of the older."""
    with database().reading() as session:
        parts = parts_of(follow_report(session, own, now=now()).messages)
    page = max(1, request.args.get("p", 1, type=int))
    return show(
        "older",
        messages=parts[page] if page < len(parts) else (),
        page=page,
        newer=url_for("follow.older", p=page - 1) if page > 1 else url_for("follow.status"),
        older=url_for("follow.older", p=page + 1) if page + 1 < len(parts) else "",
    )
