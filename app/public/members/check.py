"""The check: one box; what she asks is in no address, no log and no table."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from flask import Response, redirect, render_template, url_for
from werkzeug.exceptions import TooManyRequests
from wtforms import StringField

from app.domain.identifiers.kinds import MAX_LENGTH
from app.domain.quota import QuotaVerdict
from app.public.members import equal_size
from app.public.members.blueprint import members
from app.public.members.own_page import Answer, member_id, only_while_open
from app.services.check_client import CheckAnswer, FoundWarning, check_client
from app.services.count_check import MembershipClosed, count_check, tell_of_a_sweep
from app.services.member_settings import OpenedMember
from app.services.prepare_check import PreparedCheck, prepare_check
from app.services.sealed_alert import AlertWords, ShownIdentifier
from app.web.alert_card import AlertCard, card_of
from app.web.current import database, keyring, locale, now, reference
from app.web.forms import HouseForm
from app.web.rate_guard import spend
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import lazy as _l

MOST_KINDS = 3  # of one warning: the answer has one size, whatever was found


class CheckForm(HouseForm):
    """Whatever she knows, in any spelling."""

    text = StringField(_l("Phone number, e-mail address, number plate or profile name"))


@members.get("/m/k")
@open_to("member")
@only_while_open
def check(_member: OpenedMember) -> Answer:
    return render_template(
        "public/members/check.html", form=CheckForm(formdata=None), outcome="", left=None
    )


@members.post("/m/k")
@open_to("member")
def ask() -> Answer:
    """Counted first, then looked up: the same work, size and moment for every answer."""
    started = time.monotonic()
    _within_the_sites_own_limit()
    form = CheckForm()
    asked = prepare_check(form.text.data or "", keyring=keyring())
    protocol, moment = reference().protocol, now()
    try:
        with database().writing() as session:
            verdict = count_check(
                session, member_id(), asked, keyring=keyring(), protocol=protocol, now=moment
            )
    except MembershipClosed:
        return redirect(url_for("members.settings"), 303)
    if not verdict.allowed:
        return _spent(verdict, moment)
    with database().reading() as session:
        answer = check_client(session, asked, keyring=keyring(), protocol=protocol, now=moment)
    response = equal_size.equal_sized(_page(form, asked, answer, verdict.left))
    equal_size.hold(started)
    return response


def _within_the_sites_own_limit() -> None:
    """Raises TooManyRequests; then the desk hears of it, since no single member could do that."""
    try:
        spend("check")
    except TooManyRequests:
        with database().writing() as session:
            tell_of_a_sweep(session, now=now())
        raise


def _page(form: CheckForm, asked: PreparedCheck, answer: CheckAnswer, left: int) -> str:
    if answer.outcome == "unreadable":
        form.text.data = (form.text.data or "")[:MAX_LENGTH]
        form.text.errors = [_("We cannot read this. Type the whole number, address or name.")]
    else:
        form.text.data = ""  # what she asked does not stay on the screen
    return render_template(
        "public/members/check.html",
        form=form,
        outcome=answer.outcome,
        asked=[_in_words(one) for one in asked.shown],
        exact=[_card(one) for one in answer.warnings if one.exact],
        similar=[_card(one) for one in answer.warnings if not one.exact],
        has_more=answer.has_more,
        left=left,
    )


def _spent(verdict: QuotaVerdict, moment: datetime) -> Response:
    """No more today, whatever she asks; she reads when it opens again."""
    assert verdict.free_on is not None
    opens = datetime.combine(verdict.free_on, datetime.min.time(), UTC)
    response = Response(
        render_template("public/members/spent.html", free_on=verdict.free_on),
        429,
        content_type="text/html; charset=utf-8",
    )
    response.headers["Retry-After"] = str(max(1, int((opens - moment).total_seconds())))
    return response


def _card(found: FoundWarning) -> AlertCard:
    """Facts only: a check never shows the desk's words (privacy.md 3)."""
    facts = found.facts
    return card_of(
        kinds=facts.kinds,
        severity=facts.severity,
        region=facts.region,
        month=facts.month,
        words=AlertWords(text=""),
        identifiers=found.identifiers,
        most_kinds=MOST_KINDS,
        reports=facts.reports,
    )


def _in_words(one: ShownIdentifier) -> tuple[str, str]:
    return reference().label("identifier_kind", one.kind, locale()), one.masked
