"""The two pages that come before a way to reach her: why, and then how; for either desk."""

from __future__ import annotations

from typing import Any

from flask import render_template

from app.domain.report_parts import Contact
from app.web.texts import gettext as _
from moderation.desk.case import reasons
from moderation.desk.words import label, labels, visible
from moderation.rules.outcomes import ANSWER_REQUEST, Outcome


def why_page(
    section: str, *, missing: bool, back: str, organisation: bool = False
) -> tuple[str, int]:
    """Asks why, before anything opens; `missing` when nothing was chosen."""
    kept = _("Your name and the reason are written in the log before anything opens.")
    promised = _("She said when and how contact is safe: keep to it.")
    page = render_template(
        "desk/decide.html",
        desk_section=section,
        title=_("See name and address") if organisation else _("See how she can be reached"),
        consequence=kept if organisation else f"{kept} {promised}",
        button_label=_("Write it down and show me"),
        danger=True,
        reasons=[
            (code, name, "")
            for code, name in reasons(Outcome.REVEAL_CONTACT)
            if (code == ANSWER_REQUEST) is organisation
        ],
        missing=missing,
        back=back,
    )
    return page, 422 if missing else 200


def how_page(section: str, found: Contact, *, back: str, back_label: str) -> tuple[str, int]:
    """How she can be reached, and when that is safe."""
    page = render_template(
        "desk/contact.html",
        desk_section=section,
        rows=_of_an_organisation(found) if found.name else _of_her(found),
        organisation=bool(found.name),
        back=back,
        back_label=back_label,
    )
    return page, 200


def _of_her(found: Contact) -> list[dict[str, Any]]:
    return [
        {"label": _("Way"), "answer": label("contact_way", found.way)},
        {"label": _("Address or number"), "answer": visible(found.value)},
        {"label": _("When it is safe"), "answer": labels("safe_time", found.safe_times)},
    ]


def _of_an_organisation(found: Contact) -> list[dict[str, Any]]:
    rows = [
        (_("Name"), found.name),
        (_("E-mail address"), found.value),
        (_("Telephone"), found.phone),
    ]
    return [{"label": name, "answer": visible(said)} for name, said in rows if said]
