"""The feed that a member's own reader fetches: no session, no content, nothing to be kept."""

from __future__ import annotations

from datetime import date

from flask import Response, abort, render_template

from app.public.members.blueprint import members
from app.services.feed import read_feed
from app.services.mail_channel import SUBJECT, TEXT
from app.web.current import catalogues, database, keyring, now, reference
from app.web.roles import open_to

ATOM = "application/atom+xml"


@members.get("/m/f/<secret>")
@open_to("anyone")
def feed(secret: str) -> Response:
    """A wrong address and a member who may not read are the same 404."""
    moment = now()
    with database().reading() as session:
        found = read_feed(
            session, secret, protocol=reference().protocol, keyring=keyring(), now=moment
        )
    if found is None:
        abort(404)
    days = [(one.opaque_id, _stamp(one.on_day)) for one in found.entries]
    newest = days[0][1] if days else _stamp(moment.date())
    body = render_template(
        "public/members/feed.xml", feed=found, days=days, newest=newest,
        title=catalogues().gettext(found.language, SUBJECT),
        sentence=catalogues().gettext(found.language, TEXT),
    )  # fmt: skip
    return Response(body, content_type=f"{ATOM}; charset=utf-8")


def _stamp(day: date) -> str:
    """A day as Atom wants it: no time of day stands in it."""
    return f"{day}T00:00:00Z"
