"""Somebody on the phone: how it goes, and the mark that opens the public form for her."""

from __future__ import annotations

from flask import current_app, render_template, url_for

from app.adapters.phone_mark import VALID_MINUTES
from app.web.compression import uncompressed
from app.web.current import keyring, locale, now
from app.web.roles import open_to
from app.web.unit_of_work import writing
from moderation.decisions.begin_phone_case import begin_phone_case
from moderation.desk.blueprint import desk
from moderation.desk.complaint.words import READERS
from moderation.desk.person import person

PUBLIC_PAGE = "complaint.phone"


@desk.get("/k/phone")
@open_to(*READERS)
def phone() -> str:
    return _page("")


@desk.post("/k/phone")
@open_to(*READERS)
def phone_mark() -> str:
    """The mark in answer to the POST itself: it is in no address, cookie or table."""
    with writing() as session:
        mark = begin_phone_case(session, person(), keyring=keyring(), now=now())
    uncompressed()
    return _page(mark)


def _page(mark: str) -> str:
    here = PUBLIC_PAGE in current_app.view_functions
    return render_template(
        "desk/complaint/phone.html",
        desk_section="board",
        mark=mark,
        minutes=VALID_MINUTES,
        public_page=url_for(PUBLIC_PAGE) if here else "",  # the public side may be another process
        path=f"/{locale()}/k/phone",
    )
