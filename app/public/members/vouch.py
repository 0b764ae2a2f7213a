"""The page of an organisation that vouches: its code in, invitations for new members out."""

from __future__ import annotations

import base64
import binascii
import functools
import secrets
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField

from app.domain.code import CodeMistyped, CodeUnreadable, to_digits, to_words
from app.public.members.blueprint import members
from app.services.sign_in_member import CodeUnknown
from app.services.vouch import (
    NotVouching,
    QuotaUsed,
    ShownBefore,
    Vouching,
    open_organisation,
    sign_in_organisation,
    vouch,
)
from app.web import session_cookie
from app.web.compression import uncompressed
from app.web.current import database, keyring, locale, now
from app.web.forms import HouseForm, refuse_code
from app.web.locale import format_date, shown_on
from app.web.rate_guard import limit, spend
from app.web.roles import VOUCHER, open_to
from app.web.session_cookie import current_session
from app.web.texts import gettext as _
from app.web.texts import lazy as _l

Answer = str | Response | tuple[str, int]
ONCE_BYTES = 16


class OrganisationCodeForm(HouseForm):
    """One field for words and digits; it is judged as a whole."""

    code = StringField(_l("The code of your organisation"))


def on_its_page(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Gives a view the organisation of this session; one that vouches no more is signed out."""

    @functools.wraps(view)
    def opened(**values: Any) -> Answer:
        try:
            return view(_mine(), **values)
        except NotVouching:
            session_cookie.end()
            return redirect(url_for("members.vouching"), 303)

    return opened


@members.route("/m/v", methods=["GET", "POST"])
@open_to("anyone", sign_in_for=VOUCHER)
@limit("member_sign_in")
def vouching() -> Answer:
    """The box for its code; the way on for who is signed in."""
    if request.method == "POST":
        return _sign_in(OrganisationCodeForm())
    opened = current_session()
    if opened is not None and opened.kind == VOUCHER:
        return redirect(url_for("members.invitations"), 303)
    return render_template(
        "public/members/vouch_sign_in.html",
        form=OrganisationCodeForm(formdata=None),
        done=request.args.get("d", ""),
    )


@members.get("/m/v/i")
@open_to(VOUCHER)
@on_its_page
def invitations(mine: Vouching) -> Answer:
    return _page(mine)


@members.post("/m/v/i")
@open_to(VOUCHER)
@on_its_page
def new_invitation(mine: Vouching) -> Answer:
    """The code in answer to the POST itself: it is in no address, cookie or table."""
    once = _once(request.form.get("once", ""))
    if once is None:
        return redirect(url_for("members.invitations"), 303)
    spend("vouch", mine.organisation_id.hex)
    try:
        with database().writing() as session:
            made = vouch(session, mine.organisation_id, once, keyring=keyring(), now=now())
    except QuotaUsed:
        return _page(_mine()), 422
    except ShownBefore:
        return redirect(url_for("members.invitations"), 303)
    uncompressed()
    return render_template(
        "public/members/vouch_code.html",
        words=to_words(made.code, locale()),
        digits=to_digits(made.code),
        until=format_date(made.expires_on),
    )


@members.post("/m/v/out")
@open_to(VOUCHER)
@shown_on("members.invitations")
def end_vouching() -> Response:
    session_cookie.end()
    return session_cookie.away(url_for("members.vouching", d="o"))


def _mine() -> Vouching:
    opened = current_session()
    if opened is None or opened.owner_id is None:
        raise NotVouching
    with database().reading() as session:
        return open_organisation(session, opened.owner_id, today=now().date())


def _page(mine: Vouching) -> str:
    return render_template(
        "public/members/vouch.html",
        mine=mine,
        free_on=format_date(mine.free_on) if mine.free_on else "",
        once=base64.urlsafe_b64encode(secrets.token_bytes(ONCE_BYTES)).decode().rstrip("="),
    )


def _once(text: str) -> bytes | None:
    """The random bytes of a form of ours; None for anything else."""
    try:
        found = base64.b64decode(text + "==", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return found if len(found) == ONCE_BYTES else None


def _sign_in(form: OrganisationCodeForm) -> Answer:
    moment = now()
    try:
        with database().writing() as session:
            found: UUID = sign_in_organisation(session, form.code.data or "", keyring=keyring())
            session_cookie.start(session, VOUCHER, found, {}, moment)
    except CodeMistyped:
        return _refused(form, _("One word or digit is mistyped. Look at your note again."))
    except (CodeUnreadable, CodeUnknown):
        sentence = _("This code opens nothing here. Are these all seven words, or all 24 digits?")
        return _refused(form, sentence)
    return redirect(url_for("members.invitations"), 303)


def _refused(form: OrganisationCodeForm, sentence: str) -> Answer:
    refuse_code(form, sentence)
    return render_template("public/members/vouch_sign_in.html", form=form, done=""), 422
