"""One warning: what it says, and what she answers to it."""

from __future__ import annotations

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from app.public.members.alerts import card_for
from app.public.members.blueprint import members
from app.public.members.own_page import Answer, only_while_open
from app.services.answer_alert import ANSWERS, ME_TOO, answer_alert, own_answer
from app.services.list_alerts import ListedAlert
from app.services.member_settings import OpenedMember
from app.services.read_alert import read_alert
from app.web.current import database, keyring, locale, now, reference
from app.web.locale import shown_on
from app.web.rate_guard import spend
from app.web.roles import open_to
from app.web.unit_of_work import writing


@members.get("/m/a/<uuid:alert_id>")
@open_to("member")
@only_while_open
def alert(member: OpenedMember, *, alert_id: UUID) -> Answer:
    with database().reading() as session:
        found = _hers(session, member, alert_id)
        said = own_answer(session, member.member_id, alert_id, keyring=keyring())
    data, language = reference(), locale()
    return render_template(
        "public/members/alert.html",
        alert_id=alert_id,
        card=card_for(found),
        published_on=found.facts.published_on,
        said=data.label("alert_answer", said, language) if said else "",
        about=data.text("alert_answer", said, language) if said else "",
        answers=[(one, data.label("alert_answer", one, language)) for one in ANSWERS],
        happened=said == ME_TOO,
    )


@members.post("/m/a/<uuid:alert_id>")
@open_to("member")
@shown_on("members.alert")
@only_while_open
def answer(member: OpenedMember, *, alert_id: UUID) -> Answer:
    """Counted, never written down with her (services.answer_alert)."""
    wanted = request.form.get("answer", "")
    if wanted not in ("", *ANSWERS):
        abort(400)
    spend("answer", str(member.member_id))
    with writing() as session:
        _hers(session, member, alert_id)
        answer_alert(session, member.member_id, alert_id, wanted, keyring=keyring(), now=now())
    return redirect(url_for("members.alert", alert_id=alert_id), 303)


def _hers(session: Session, member: OpenedMember, alert_id: UUID) -> ListedAlert:
    found = read_alert(
        session, member, alert_id, keyring=keyring(), reference=reference(), now=now()
    )
    if found is None:
        abort(404)
    return found
