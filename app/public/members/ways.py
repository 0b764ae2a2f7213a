"""How she is told outside this site: mail to an address she confirms, and a feed of her own."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from wtforms import StringField
from wtforms.validators import Length

from app.public.members.blueprint import members
from app.public.members.device import may_push
from app.public.members.own_page import Answer, only_while_open
from app.services import confirm_mail, feed
from app.services.member_settings import OpenedMember
from app.services.push_devices import devices_of
from app.web.csrf import keeps_text
from app.web.current import database, keyring, mail, now
from app.web.forms import HouseForm
from app.web.locale import shown_on
from app.web.rate_guard import limit, spend
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import lazy as _l


class AddressForm(HouseForm):
    """One plain mail address."""

    address = StringField(_l("Your e-mail address"), [Length(max=400)])


class CodeForm(HouseForm):
    """The code that was mailed to her."""

    code = StringField(_l("The code from the mail"), [Length(max=40)])


@members.get("/m/ways")
@open_to("member")
@only_while_open
def ways(member: OpenedMember) -> Answer:
    return _page(member)


@members.post("/m/ways/mail")
@open_to("member")
@shown_on("members.ways")
@keeps_text("address")
@limit("mail_code")
@only_while_open
def ways_mail(member: OpenedMember) -> Answer:
    """A code goes to the address; it is used only once she typed that code."""
    form = AddressForm()
    if not form.validate():
        return _page(member, address=form), 422
    if not mail().works:
        form.address.errors = [_("Mail does not work now. Look here when it suits you.")]
        return _page(member, address=form), 422
    try:
        address = confirm_mail.plain_address(form.address.data or "")
    except confirm_mail.NotAnAddress:
        form.address.errors = [_("Type one e-mail address, such as name@example.org.")]
        return _page(member, address=form), 422
    if not spend("mail_code_member", str(member.member_id)).allowed:
        form.address.errors = [_("You asked for a code too often today. Try again tomorrow.")]
        return _page(member, address=form), 422
    with database().writing() as session:
        confirm_mail.ask_code(session, member.member_id, address, keyring=keyring(), now=now())
    return redirect(url_for("members.ways", d="asked"), 303)


@members.post("/m/ways/code")
@open_to("member")
@shown_on("members.ways")
@only_while_open
def ways_code(member: OpenedMember) -> Answer:
    form = CodeForm()
    if not form.validate():
        return _page(member, code=form), 422
    with database().writing() as session:
        left = confirm_mail.take_code(
            session, member.member_id, form.code.data or "", keyring=keyring(), now=now()
        )
    if left is None:
        return redirect(url_for("members.ways", d="mail"), 303)
    if not left:
        return redirect(url_for("members.ways", d="over"), 303)
    form.code.errors = [_("That is not the code. Look at the newest mail and try again.")]
    return _page(member, code=form), 422


@members.post("/m/ways/stop")
@open_to("member")
@shown_on("members.ways")
@only_while_open
def ways_stop(member: OpenedMember) -> Answer:
    with database().writing() as session:
        confirm_mail.stop_mail(session, member.member_id, keyring=keyring())
    return redirect(url_for("members.ways", d="stop"), 303)


@members.post("/m/ways/feed")
@open_to("member")
@shown_on("members.ways")
@only_while_open
def ways_feed(member: OpenedMember) -> Answer:
    """A fresh address, in this answer only; or none any more."""
    if request.form.get("go") == "remove":
        with database().writing() as session:
            feed.remove_feed(session, member.member_id)
        return redirect(url_for("members.ways", d="nofeed"), 303)
    with database().writing() as session:
        secret = feed.renew_feed(session, member.member_id, keyring=keyring())
    return _page(member, secret=secret)


def _page(
    member: OpenedMember,
    *,
    address: AddressForm | None = None,
    code: CodeForm | None = None,
    secret: str = "",
) -> str:
    with database().reading() as session:
        has_feed = feed.has_feed(session, member.member_id)
    pending = member.choices.pending
    return render_template(
        "public/members/ways.html",
        mail=member.choices.mail,
        mail_works=mail().works,
        pending=pending.address if pending and pending.until > now().timestamp() else "",
        lost=member.choices.lost,
        address=address or AddressForm(formdata=None),
        code=code or CodeForm(formdata=None),
        may_push=may_push(),
        devices=len(devices_of(member.choices)),
        has_feed=has_feed,
        feed_address=url_for("members.feed", secret=secret, _external=True) if secret else "",
        done=request.args.get("d", ""),
    )
