"""Codes of complaints in the words of the desk: institutions, states, and what comes next."""

from __future__ import annotations

from datetime import date

from app.domain.complaint_parts import About
from app.domain.states import ComplaintState
from app.domain.training_request import OF_A_WORKER, OF_AN_INSTITUTION, is_training
from app.web.current import locale, now, reference
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from moderation.desk.words import label, visible
from moderation.rules.roles import Permission, roles_with

READERS = tuple(sorted(roles_with(Permission.READ_COMPLAINTS)))

S = ComplaintState
WAITS = {
    S.SUBMITTED: _l("read it and take it on"),
    S.IN_PROGRESS: _l("choose the next step"),
    S.WAITS_FOR_HER: _l("waits for her answer"),
    S.SENT: _l("waits for their answer"),
    S.WAITS_FOR_THEM: _l("waits for their answer"),
    S.EXTENDED: _l("waits for their answer"),
    S.ESCALATED: _l("waits for their answer"),
    S.CLOSED: _l("nothing"),
    S.WITHDRAWN: _l("nothing"),
}
"""What is next in a case that has no day."""

REQUESTS = {
    OF_A_WORKER: _l("Training for a sex worker"),
    OF_AN_INSTITUTION: _l("Training for an institution"),
}
"""What a request for a training is called in the place of a kind of institution."""


def state_label(state: ComplaintState) -> str:
    return label("complaint_status", state.value)


def kind_label(code: str) -> str:
    """What a kind of institution is called; one that has left its file is shown as it is."""
    if code in REQUESTS:
        return str(REQUESTS[code])
    types = reference().institution_types
    return types[code].label(locale()) if code in types else code


def institution_name(code: str, typed: str) -> str:
    """The name of a known institution, or what she typed; empty when she named none."""
    data = reference()
    return data.institution(code).name if data.has_institution(code) else visible(typed)


def about_words(about: About) -> str:
    """One institution: its kind, and which one if she said so."""
    kind, name = kind_label(about.kind), institution_name(about.code, about.name)
    if name.casefold().startswith(kind.casefold()):
        return name  # "Gemeente Rotterdam" says already what it is
    return f"{kind}: {name}" if name else kind


def next_words(state: ComplaintState, due_reason: str, kind: str = "") -> str:
    """What is next: why there is a day, or what the state waits for."""
    if due_reason:
        return label("due_reason", due_reason)
    if is_training(kind) and state is S.IN_PROGRESS:
        return _("answer it")
    return str(WAITS[state])


def kinds_of_board(live: frozenset[str]) -> list[tuple[str, str]]:
    """(code, label) of what live cases are about: kinds of institution, then requests."""
    known = (*reference().institution_types, *REQUESTS)
    return [(code, kind_label(code)) for code in known if code in live]


def days_left(day: date) -> int:
    return (day - now().date()).days
