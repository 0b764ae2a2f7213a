"""What she told, as rows of label and answer in the words of the desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.domain.consent import CONSENTS
from app.web.locale import format_date
from app.web.texts import gettext as _
from moderation.decisions.case_identifiers import TypedIdentifier
from moderation.decisions.open_case import CaseView
from moderation.decisions.read_body import Wishes
from moderation.desk.words import (
    IDENTIFIER_PROBLEMS,
    label,
    labels,
    language_label,
    region_label,
    visible,
)

Row = dict[str, Any]


def fact_rows(view: CaseView) -> list[Row]:
    """Every answer she gave, in the order of the form; what she left open is left out."""
    return [{"label": name, "answer": answer} for name, answer in _facts(view) if answer]


def wish_rows(wishes: Wishes) -> list[Row]:
    """What she allows now."""
    return [
        {"label": label("consent", code), "given": bool(getattr(wishes.consents, code))}
        for code in CONSENTS
    ]


def _facts(view: CaseView) -> Iterator[tuple[str, str | list[str]]]:
    draft = view.draft
    client = draft.client
    yield _("What happened"), labels("incident", draft.kinds)
    yield _("When"), _when(view)
    yield (
        _("Where"),
        [
            one
            for one in (
                region_label(draft.place.region) if draft.place.region else "",
                label("place_kind", draft.place.kind) if draft.place.kind else "",
            )
            if one
        ],
    )
    yield _("Who did it"), label("culprit_role", draft.culprit_role) if draft.culprit_role else ""
    active = draft.still_active
    yield _("Does it still go on"), label("still_active", active) if active else ""
    for kind in ("phone", "email", "profile", "plate"):
        yield (
            label("identifier_kind", kind),
            [_identifier(one) for one in view.identifiers if one.kind == kind],
        )
    yield _("Nickname"), visible(client.nickname)
    yield _("Country of the number"), visible(client.number_country)
    yield _("Way of speaking"), visible(client.accent)
    yield _("Looks"), labels("appearance", client.appearance)
    yield (
        _("Car"),
        [
            *([label("car_type", client.car_type)] if client.car_type else []),
            *([label("car_colour", client.car_colour)] if client.car_colour else []),
        ],
    )
    yield _("Could point to her"), visible(draft.points_to_me)
    yield _("Told for somebody else"), _("yes") if draft.on_behalf else ""
    both = draft.from_complaint or view.wishes.both_desks
    yield (
        _("Also told the complaints desk"),
        _("yes, and she wants both to know it") if both else "",
    )
    yield _("Language"), language_label(draft.language) if draft.language else ""


def _when(view: CaseView) -> list[str]:
    when = view.draft.when
    return [
        *([format_date(when.day)] if when.day is not None else []),
        *([label("when_about", when.about)] if when.about else []),
    ]


def _identifier(one: TypedIdentifier) -> str:
    """As she typed it: plain text, never a link; and why it cannot be looked up, if so."""
    text = visible(one.typed)
    if one.site:
        text = f"{text} ({visible(one.site)})"
    if one.problem is None:
        return text
    why = str(IDENTIFIER_PROBLEMS.get(one.problem, "")) or _("cannot be looked up")
    return f"{text} · {why}"
