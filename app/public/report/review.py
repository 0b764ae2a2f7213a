"""Read it back: every answer in her words, each with a way to change it."""

from __future__ import annotations

from app.domain.consent import CONSENTS
from app.domain.report import ReportDraft
from app.domain.report_parts import Client
from app.public.wizard.read_back import (
    Row,
    said_contact,
    said_label,
    said_labels,
    said_text,
    said_when,
    said_whom,
)
from app.web.current import locale, reference
from app.web.texts import gettext as _


def rows_of(draft: ReportDraft) -> list[Row]:
    """All answers in the order of the questions."""
    return [
        Row(_("For whom"), said_whom(on_behalf=draft.on_behalf), "change:start"),
        Row(_("What happened"), said_labels("incident", draft.kinds), "change:kinds"),
        Row(_("When"), said_when(draft.when), "change:when"),
        Row(_("Where"), _where(draft), "change:where"),
        Row(_("Who did it"), said_label("culprit_role", draft.culprit_role), "change:who"),
        Row(_("What you know of him"), _known(draft.client), "change:known"),
        Row(_("How he looked"), _looks(draft.client), "change:looks"),
        Row(_("Your story"), said_text(draft.story), "change:story"),
        Row(_("What could point to you"), said_text(draft.points_to_me), "change:story"),
        Row(
            _("Does it still go on"), said_label("still_active", draft.still_active), "change:story"
        ),
        Row(_("Photos"), [photo.name for photo in draft.photos], "change:photo"),
        Row(_("What we may do"), _consents(draft), "change:wishes"),
        Row(_("How we reach you"), said_contact(draft.contact), "change:wishes"),
    ]


def _where(draft: ReportDraft) -> list[str]:
    region = draft.place.region
    place = [reference().region_label(region, locale())] if region else []
    return place + said_label("place_kind", draft.place.kind)


def _known(client: Client) -> list[str]:
    profiles = [f"{one.name} ({one.site})" if one.site else one.name for one in client.profiles]
    return [*client.phones, *client.emails, *profiles, *client.plates, *said_text(client.nickname)]


def _looks(client: Client) -> list[str]:
    return [
        *said_labels("appearance", client.appearance),
        *said_text(client.accent),
        *said_text(client.number_country),
        *said_label("car_type", client.car_type),
        *said_label("car_colour", client.car_colour),
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
