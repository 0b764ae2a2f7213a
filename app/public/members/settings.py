"""Her settings: regions, kinds and language; pausing, renewing, leaving for good."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from flask import redirect, render_template, request, url_for
from wtforms import BooleanField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length

from app.domain.code_lists import UnknownCode
from app.domain.membership import Standing, lapses_on
from app.public.members.blueprint import members
from app.public.members.own_page import Answer, on_her_page
from app.public.wizard.forms import Boxes, raise_problem
from app.services import member_settings as service
from app.services.member_settings import OpenedMember
from app.services.sealed_member import LEAST, Choices
from app.web import session_cookie
from app.web.current import catalogues, database, keyring, locale, now, reference
from app.web.forms import HouseForm
from app.web.locale import format_date, native_name
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import lazy as _l

MOST_MATCHES = 12
RENEW_SOON = timedelta(days=60)


class ChoicesForm(HouseForm):
    """What she is told of. Nothing ticked means everything."""

    units = Boxes(_l("Police regions"), validate_choice=False)
    places = Boxes(_l("Municipalities"), validate_choice=False)
    place = StringField(_l("One more municipality"), [Length(max=80)])
    match = RadioField(_l("Which one do you mean?"), validate_choice=False)
    kinds = Boxes(_l("What happened"), validate_choice=False)
    least = RadioField(_l("How severe"), validate_choice=False)
    language = RadioField(_l("Language of notices"), validate_choice=False)
    quiet_from = StringField(_l("Quiet from"), [Length(max=10)])
    quiet_until = StringField(_l("Quiet until"), [Length(max=10)])
    urgent_passes = BooleanField(_l("Send very serious warnings also in quiet hours"))

    def __init__(self, member: OpenedMember, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        data, language = reference(), locale()
        own = [code for code in member.choices.regions if code.startswith("GM")]
        self.units.choices = [
            SelectChoice(one.code, data.region_label(one.code, language))
            for one in data.police_units
            if one.is_region
        ]
        self.places.choices = [SelectChoice(c, data.region_label(c, language)) for c in own]
        self.match.choices = []
        self.kinds.choices = [
            SelectChoice(one.code, one.label(language)) for one in data.codes("incident_category")
        ]
        self.language.choices = [
            SelectChoice(code, native_name(code)) for code in catalogues().languages
        ]
        self.least.choices = [
            SelectChoice("2", _("everything")),
            SelectChoice("3", _("serious and very serious")),
            SelectChoice("4", _("only very serious")),
        ]
        self.added = ""

    def show(self, member: OpenedMember) -> None:
        chosen = member.choices
        self.units.data = [code for code in chosen.regions if not code.startswith("GM")]
        self.places.data = [code for code in chosen.regions if code.startswith("GM")]
        self.kinds.data = list(chosen.kinds)
        self.language.data = chosen.language
        self.least.data = str(chosen.least)
        begin, end = chosen.quiet or ("", "")
        self.quiet_from.data, self.quiet_until.data = str(begin), str(end)
        self.urgent_passes.data = chosen.urgent_passes

    def validate_quiet_from(self, field: StringField) -> None:
        if (field.data or "").strip() and _hour(field.data) is None:
            raise_problem(_("Type a whole hour, from 0 to 23."))

    def validate_quiet_until(self, field: StringField) -> None:
        self.validate_quiet_from(field)
        begin, end = _hour(self.quiet_from.data), _hour(field.data)
        if (begin is None) != (end is None):
            raise_problem(_("Choose both hours, or none."))
        if begin is not None and begin == end:
            raise_problem(_("Choose two different hours. For all day: get no messages at all."))

    def validate_place(self, field: StringField) -> None:
        typed = (field.data or "").strip()
        if not typed:
            return
        meant = reference().municipality_meant(typed)
        codes = [one.code for one in meant]
        if len(meant) == 1 or self.match.data in codes:
            self.added = codes[0] if len(meant) == 1 else (self.match.data or "")
            return
        if not meant:
            raise_problem(_("We do not know this municipality. Choose a police region instead."))
        self.match.choices = [SelectChoice(one.code, one.name) for one in meant[:MOST_MATCHES]]
        raise_problem(_("There are more of that name. Choose one of them."))

    def chosen(self) -> Choices:
        regions = [*(self.units.data or ()), *(self.places.data or ()), self.added]
        return Choices(
            regions=tuple(dict.fromkeys(code for code in regions if code)),
            kinds=tuple(dict.fromkeys(self.kinds.data or ())),
            language=self.language.data or locale(),
            least=int(self.least.data) if self.least.data in ("2", "3", "4") else LEAST,
            quiet=self._quiet(),
            urgent_passes=bool(self.urgent_passes.data),
        )

    def _quiet(self) -> tuple[int, int] | None:
        begin, end = _hour(self.quiet_from.data), _hour(self.quiet_until.data)
        return None if begin is None or end is None else (begin, end)


def _hour(text: str | None) -> int | None:
    """The hour in "8", "08" or "22:00"; None for anything else."""
    found = re.fullmatch(r"([01]?[0-9]|2[0-3])([:.]00)?", (text or "").strip())
    return None if found is None else int(found.group(1))


class LeaveForm(HouseForm):
    """Leaving for good needs a second thought."""

    sure = BooleanField(_l("Yes, delete me. My code will open nothing any more."))


@members.get("/m/settings")
@open_to("member")
@on_her_page
def settings(member: OpenedMember) -> Answer:
    form = ChoicesForm(member, formdata=None)
    form.show(member)
    return _page(member, form, LeaveForm(formdata=None))


@members.post("/m/settings")
@open_to("member")
@on_her_page
def change(member: OpenedMember) -> Answer:
    """Whatever she pressed; one form each, so that nothing is sent along unseen."""
    wish = request.form.get("go", "")
    if wish == "save":
        return _save(member)
    if wish == "delete":
        return _delete(member)
    acts = {
        "pause": service.pause_member,
        "resume": service.resume_member,
        "renew": service.renew_member,
    }
    if wish in acts:
        with database().writing() as session:
            acts[wish](session, member.member_id, keyring=keyring(), now=now())
    return redirect(url_for("members.settings", d=wish if wish in acts else None), 303)


def _save(member: OpenedMember) -> Answer:
    form = ChoicesForm(member)
    if not form.validate():
        return _page(member, form, LeaveForm(formdata=None)), 422
    try:
        with database().writing() as session:
            service.change_choices(
                session,
                member.member_id,
                form.chosen(),
                keyring=keyring(),
                reference=reference(),
                now=now(),
            )
    except UnknownCode:  # only a form that is not ours sends one
        return redirect(url_for("members.settings"), 303)
    return redirect(url_for("members.settings", d="save"), 303)


def _delete(member: OpenedMember) -> Answer:
    leave = LeaveForm()
    if not leave.sure.data:
        form = ChoicesForm(member, formdata=None)
        form.show(member)
        leave.sure.errors = [_("Tick this box first. Nothing was deleted.")]
        return _page(member, form, leave), 422
    with database().writing() as session:
        service.delete_member(session, member.member_id, keyring=keyring())
        session_cookie.end(session)
    # everything kept: a worker that shows messages goes with her
    return session_cookie.away(url_for("members.home", d="x"), everything=True)


def _page(member: OpenedMember, form: ChoicesForm, leave: LeaveForm) -> str:
    today = now().date()
    return render_template(
        "public/members/settings.html",
        form=form,
        leave=leave,
        member=member,
        is_paused=member.standing is Standing.PAUSED,
        is_due=member.standing is Standing.DUE,
        lapses_on=format_date(lapses_on(member.renew_by, reference().keeping.lapsed_member)),
        may_renew=member.renew_by - today <= RENEW_SOON,
        done=request.args.get("d", ""),
    )
