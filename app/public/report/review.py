"""Read it back: every answer in her words, each with a way to change it."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.consent import CONSENTS
from app.domain.report import ReportDraft
from app.domain.report_parts import Client
from app.web.current import locale, reference
from app.web.locale import format_date
from app.web.texts import gettext as _


@dataclass(frozen=True)
class Row:
    """A line of the page: `name` and `value` are of the button that changes it."""

    label: str
    answer: list[str]
    value: str
    name: str = "go"


def rows_of(draft: ReportDraft) -> list[Row]:
    """All answers in the order of the questions."""
    return [
        Row(_("For whom"), [_whom(draft)], "change:start"),
        Row(_("What happened"), _labels("incident", draft.kinds), "change:kinds"),
        Row(_("When"), _when(draft), "change:when"),
        Row(_("Where"), _where(draft), "change:where"),
        Row(_("Who did it"), _label("culprit_role", draft.culprit_role), "change:who"),
        Row(_("What you know of him"), _known(draft.client), "change:known"),
        Row(_("How he looked"), _looks(draft.client), "change:looks"),
        Row(_("Your story"), _texts(draft.story), "change:story"),
        Row(_("What could point to you"), _texts(draft.points_to_me), "change:story"),
        Row(_("Does it still go on"), _label("still_active", draft.still_active), "change:story"),
        Row(_("Photos"), [photo.name for photo in draft.photos], "change:photo"),
        Row(_("What we may do"), _consents(draft), "change:wishes"),
        Row(_("How we reach you"), _contact(draft), "change:wishes"),
    ]


def _whom(draft: ReportDraft) -> str:
    return _("For somebody else, who gets the code") if draft.on_behalf else _("For myself")


def _when(draft: ReportDraft) -> list[str]:
    day = [format_date(draft.when.day)] if draft.when.day else []
    return day + _label("when_about", draft.when.about)


def _where(draft: ReportDraft) -> list[str]:
    region = draft.place.region
    place = [reference().region_label(region, locale())] if region else []
    return place + _label("place_kind", draft.place.kind)


def _known(client: Client) -> list[str]:
    profiles = [f"{one.name} ({one.site})" if one.site else one.name for one in client.profiles]
    return [*client.phones, *client.emails, *profiles, *client.plates, *_texts(client.nickname)]


def _looks(client: Client) -> list[str]:
    return [
        *_labels("appearance", client.appearance),
        *_texts(client.accent),
        *_texts(client.number_country),
        *_label("car_type", client.car_type),
        *_label("car_colour", client.car_colour),
    ]


def _consents(draft: ReportDraft) -> list[str]:
    data = reference()
    said = [
        data.label("consent", code, locale()) for code in CONSENTS if code in draft.consents.given
    ]
    if draft.publish_at_once:
        said.append(_("Warn at once when the desk approves it"))
    if draft.do_not_show_back:
        said.append(_("Do not show my text back to me"))
    return said or [_("Only reading by the desk")]


def _contact(draft: ReportDraft) -> list[str]:
    if draft.contact is None:
        return [_("No, I do not want to talk")]
    return [
        *_label("contact_way", draft.contact.way),
        *_texts(draft.contact.value),
        *_labels("safe_time", draft.contact.safe_times),
    ]


def _labels(list_name: str, codes: tuple[str, ...]) -> list[str]:
    return [text for code in codes for text in _label(list_name, code)]


def _label(list_name: str, code: str) -> list[str]:
    return [reference().label(list_name, code, locale())] if code else []


def _texts(text: str) -> list[str]:
    return [text] if text.strip() else []
