"""The alerts of her regions, with a filter; and one of them in full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from flask import redirect, render_template, request, url_for
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from app.domain.identifiers.kinds import KINDS
from app.public.members.blueprint import members
from app.public.members.own_page import Answer, only_while_open
from app.services.list_alerts import (
    ALL_KINDS,
    AlertFilter,
    ListedAlert,
    list_alerts,
)
from app.services.member_settings import OpenedMember
from app.services.sealed_alert import AlertWords
from app.services.see_notices import see_notices
from app.services.tell_changes import Changed, see_changes, unread_changes
from app.web.alert_card import AlertCard, card_of
from app.web.current import database, keyring, locale, now, reference
from app.web.forms import HouseForm
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import lazy as _l

PERIODS: Mapping[str, str] = {
    "0": _l("any time"),
    "7": _l("the last week"),
    "30": _l("the last month"),
    "90": _l("the last three months"),
    "365": _l("the last year"),
}
MOST_PAGES = 1000
MOST_KINDS = 3  # of one warning in the list; its own page shows all


@dataclass(frozen=True)
class ToldChange:
    """A change in words; `href` leads to the warning where it can still be read."""

    id: UUID
    word: str
    about: str
    parts: tuple[str, ...]
    day: date
    href: str


class FilterForm(HouseForm):
    """Sent in the address: it says nothing about anybody."""

    class Meta(HouseForm.Meta):
        csrf = False

    kind = SelectField(_l("What happened"), validate_choice=False)
    region = SelectField(_l("Where"), validate_choice=False)
    days = SelectField(_l("Published in"), validate_choice=False)

    def offer(self, member: OpenedMember) -> None:
        """Her own choices first; a filter can only make them narrower."""
        data, language = reference(), locale()
        has_own = bool(member.choices.kinds)
        self.kind.choices = [
            SelectChoice("", _("the kinds I chose") if has_own else _("everything")),
            *([SelectChoice(ALL_KINDS, _("everything"))] if has_own else []),
            *(
                SelectChoice(one.code, one.label(language))
                for one in data.codes("incident_category")
            ),
        ]
        regions = member.choices.regions or tuple(
            one.code for one in data.police_units if one.is_region
        )
        self.region.choices = [
            SelectChoice("", _("my regions") if member.choices.regions else _("the whole country")),
            *(
                SelectChoice(code, data.region_label(code, language))
                for code in regions
                if data.has_region(code)
            ),
        ]
        self.days.choices = [SelectChoice(code, str(label)) for code, label in PERIODS.items()]

    def wanted(self, page: int) -> AlertFilter:
        """What does not exist is as if it were not asked for."""
        return AlertFilter(
            category=_offered(self.kind),
            region=_offered(self.region),
            days=int(_offered(self.days) or "0"),
            page=page,
        )

    def in_words(self) -> list[str]:
        """What she chose beside the first of each list; after `wanted`."""
        return [
            str(label)
            for field in (self.kind, self.region, self.days)
            for number, (value, label, *_more) in enumerate(field.iter_choices())
            if number and value == field.data
        ]


@members.get("/m/a")
@open_to("member")
@only_while_open
def alerts(member: OpenedMember) -> Answer:
    form = FilterForm(formdata=request.args)
    form.offer(member)
    page = min(max(request.args.get("page", 1, type=int), 1), MOST_PAGES)
    wanted = form.wanted(page)
    with database().reading() as session:
        found = list_alerts(
            session, member, wanted, keyring=keyring(), reference=reference(), now=now()
        )
        changes = unread_changes(session, member.member_id, today=now().date())
    return render_template(
        "public/members/alerts.html",
        found=found,
        changes=[_told(one) for one in changes],
        narrowed=form.in_words(),
        fewer=_address(wanted, 1, "members.narrow"),
        cards=[(one.facts.alert_id, card_for(one, MOST_KINDS), one.is_new) for one in found.alerts],
        before=_address(wanted, page - 1) if page > 1 else "",
        after=_address(wanted, page + 1) if found.has_more else "",
    )


@members.post("/m/a/read")
@open_to("member")
@only_while_open
def changes_read(member: OpenedMember) -> Answer:
    """She has read what changed: a press, since looking at a page changes nothing."""
    read = request.form.getlist("n", type=UUID)
    with database().writing() as session:
        see_changes(session, member.member_id, read)
    return redirect(url_for("members.alerts"), 303)


@members.post("/m/a")
@open_to("member")
@only_while_open
def seen(member: OpenedMember) -> Answer:
    """She has seen what is new; opening a page alone writes nothing (decisions 12)."""
    with database().writing() as session:
        see_notices(session, member.member_id)
    return redirect(url_for("members.alerts"), 303)


@members.get("/m/a/f")
@open_to("member")
@only_while_open
def narrow(member: OpenedMember) -> Answer:
    form = FilterForm(formdata=request.args)
    form.offer(member)
    form.wanted(1)
    return render_template("public/members/narrow.html", form=form)


def _told(one: Changed) -> ToldChange:
    data, language = reference(), locale()
    return ToldChange(
        id=one.change_id,
        word=data.label("alert_change", one.change, language),
        about=data.text("alert_change", one.change, language),
        parts=tuple(data.label("alert_part", part, language) for part in one.parts),
        day=one.on_day,
        href=url_for("members.alert", alert_id=one.alert_id) if one.alert_id else "",
    )


def card_for(found: ListedAlert, most_kinds: int | None = None) -> AlertCard:
    facts = found.facts
    return card_of(
        kinds=facts.kinds,
        severity=facts.severity,
        region=facts.region,
        month=facts.month,
        words=found.words or AlertWords(text=""),
        identifiers=sorted(found.identifiers, key=lambda one: KINDS.index(one.kind)),
        most_kinds=most_kinds,
        reports=facts.reports,
    )


def _address(wanted: AlertFilter, page: int, endpoint: str = "members.alerts") -> str:
    given = {
        "kind": wanted.category,
        "region": wanted.region,
        "days": wanted.days or "",
        "page": page if page > 1 else "",
    }
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{url_for(endpoint)}?{query}" if query else url_for(endpoint)


def _offered(field: SelectField) -> str:
    offered = {choice.value for choice in field.choices or ()}  # type: ignore[union-attr]
    if field.data not in offered:
        field.data = next(iter(field.choices)).value  # type: ignore[arg-type,union-attr]
    return field.data or ""
