"""Whose page it is: every page of a member opens her row first, so that a pause works at once."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import redirect, url_for
from werkzeug.wrappers import Response

from app.domain.membership import Standing
from app.services.member_settings import NoMember, OpenedMember, open_member
from app.web import session_cookie
from app.web.current import database, keyring, now
from app.web.session_cookie import current_session

Answer = str | Response | tuple[str, int]


def member_id() -> UUID:
    """Who holds this session; raises `NoMember` for a session without an owner."""
    opened = current_session()
    if opened is None or opened.owner_id is None:
        raise NoMember
    return opened.owner_id


def opened_member() -> OpenedMember:
    """Her row as it is now; raises `NoMember`."""
    with database().reading() as session:
        return open_member(session, member_id(), keyring=keyring(), now=now())


def gone() -> Response:
    """She was deleted or suspended meanwhile: the session ends, the box says nothing about it."""
    session_cookie.end()
    return redirect(url_for("members.home"), 303)


def on_her_page(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Gives a view the member of this session, whatever her standing."""

    @functools.wraps(view)
    def opened(**values: Any) -> Answer:
        try:
            return view(opened_member(), **values)
        except NoMember:
            return gone()

    return opened


def only_while_open(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """As on_her_page; who paused or has to renew is sent to her settings, where she can."""

    @functools.wraps(view)
    def inside(member: OpenedMember, **values: Any) -> Answer:
        if member.standing is not Standing.OPEN:
            return redirect(url_for("members.settings"), 303)
        return view(member, **values)

    return on_her_page(inside)
