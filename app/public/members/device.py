"""Messages on this device: the one page that registers the worker, and asks the browser for it."""

from __future__ import annotations

from flask import g, redirect, render_template, request, url_for
from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import Length

from app.adapters.vapid import for_browsers
from app.domain.push_address import LONGEST, NotAPushAddress
from app.public.members.blueprint import members
from app.public.members.own_page import Answer, only_while_open
from app.services import push_devices
from app.services.member_settings import OpenedMember
from app.services.sealed_member import MOST_DEVICES
from app.web.csrf import keeps_text
from app.web.current import catalogues, database, keyring, locale, settings
from app.web.forms import HouseForm
from app.web.headers import registers_worker
from app.web.locale import shown_on
from app.web.notice_words import FIRST, TEXTS
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import lazy as _l


class DeviceForm(HouseForm):
    """The address of this browser, filled in by the script; the rest stays in the browser."""

    address = HiddenField(validators=[Length(max=LONGEST)])
    words = RadioField(_l("What the message says"), validate_choice=False, default=FIRST)
    silent = BooleanField(_l("Without sound or buzzing"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.words.choices = [
            (code, catalogues().gettext(locale(), words)) for code, words in TEXTS.items()
        ]


def may_push() -> bool:
    """Whether this house sends messages to browsers at all."""
    return keyring().push_public is not None and settings().push_contact is not None


@members.get("/m/ways/device")
@open_to("member")
@only_while_open
def device(member: OpenedMember) -> Answer:
    return _page(member, DeviceForm(formdata=None))


@members.post("/m/ways/device")
@open_to("member")
@keeps_text()
@only_while_open
def add_device(member: OpenedMember) -> Answer:
    form = DeviceForm()
    if g.get("form_expired", False) or not form.validate() or not may_push():
        return _page(member, form, _("It did not work. Try again.")), 422
    try:
        with database().writing() as session:
            push_devices.add_device(
                session,
                member.member_id,
                form.address.data or "",
                keyring=keyring(),
                test_origins=settings().push_test_origins,
            )
    except NotAPushAddress:
        said = _(
            "Your browser gets its messages from somebody we do not know. "
            "Use Chrome, Firefox, Safari or Edge."
        )
        return _page(member, form, said), 422
    except push_devices.NoPlaceLeft:
        return _page(member, form, _("Turn it off for another device first.")), 422
    return redirect(url_for("members.device", d="on"), 303)


@members.post("/m/ways/device/off")
@open_to("member")
@shown_on("members.device")
@only_while_open
def drop_device(member: OpenedMember) -> Answer:
    """One of her browsers, or the news that one is gone."""
    wish = request.form.get("go", "")
    with database().writing() as session:
        if wish == "read":
            push_devices.notice_lost(session, member.member_id, keyring=keyring())
            return redirect(url_for("members.device"), 303)
        push_devices.remove_device(session, member.member_id, wish, keyring=keyring())
    return redirect(url_for("members.device", d="off"), 303)


def _page(member: OpenedMember, form: DeviceForm, problem: str = "") -> str:
    registers_worker()
    devices = push_devices.devices_of(member.choices)
    public = keyring().push_public
    return render_template(
        "public/members/device.html",
        form=form,
        devices=devices,
        is_full=len(devices) >= MOST_DEVICES,
        is_lost=push_devices.has_lost(member.choices),
        key=for_browsers(public) if may_push() and public is not None else "",
        problem=problem,
        done=request.args.get("d", ""),
    )
