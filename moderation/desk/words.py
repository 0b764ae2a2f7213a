"""Codes of cases and alerts in the words of the desk: labels, waiting times, what is next."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from app.domain.redaction.invisible import reveal_invisible
from app.web.current import locale, now, reference
from app.web.locale import format_date
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from app.web.texts import ngettext
from moderation.decisions.open_case import ShownMove

STEPS = {
    "read": _l("read it"),
    "read_answer": _l("read her answer"),
    "decide": _l("decide"),
    "wait_for_reporter": _l("waits for the reporter"),
    "second_look": _l("second look at the warning"),
    "vetoed": _l("the reporter stopped the warning"),
    "returned": _l("write the warning again"),
    "wait_for_release": _l("waits for its release"),
    "nothing": _l("nothing"),
}
MARK_KINDS = {
    "reporter": _l("may point to the reporter"),
    "identifier": _l("identifier from the report"),
    "email": _l("e-mail address"),
    "iban": _l("bank account"),
    "phone": _l("phone number"),
    "bsn": _l("citizen service number"),
    "plate": _l("number plate"),
    "postcode": _l("postcode"),
    "url": _l("web address"),
    "street": _l("street"),
    "handle": _l("user name"),
    "date": _l("date"),
    "time": _l("time of day"),
    "name": _l("perhaps a name"),
}
IDENTIFIER_PROBLEMS = {
    "emergency": _l("an emergency number"),
    "short_number": _l("a short service number"),
    "several": _l("more than one in one field"),
}
OWN_PROBLEMS = {
    "extension_not_new": _l(
        "The same event is no new incident. Choose the same person, or do not let it stay longer."
    ),
    "extension_not_longer": _l("It already stays as long as that, or longer."),
    "severity_reason_missing": _l("The severity is not the usual one. Choose why."),
    "unknown_code": _l("One of the choices is not on our lists. Choose again."),
    "text_unreadable": _l("We cannot read a sign in the text. Type it again."),
    "no_identifier": _l("Nobody could recognise him by this. Choose at least one thing."),
}
ACTORS = {
    "reporter": _l("the reporter"), "system": _l("by itself"), "subject": _l("the listed person"),
}  # fmt: skip
REASON_LISTS = (
    "ask_reason", "reject_reason", "close_reason", "merge_reason", "return_reason",
    "reopen_reason", "retract_reason", "correct_reason", "extend_reason", "alert_change",
    "suspend_reason", "resume_reason",
)  # fmt: skip


def label(list_name: str, code: str) -> str:
    """What a code is called; one that has left its list is shown as it is."""
    data = reference()
    return data.label(list_name, code, locale()) if data.has(list_name, code) else code


def labels(list_name: str, codes: tuple[str, ...]) -> list[str]:
    return [label(list_name, code) for code in codes]


def region_label(code: str) -> str:
    if not code:
        return _("place unknown")
    data = reference()
    return data.region_label(code, locale()) if data.has("region", code) else code


def severity_label(level: int) -> str:
    return label("severity", str(level)) if level else _("not known")


def waiting(since: date) -> str:
    """How long something waits, in days."""
    days = (now().date() - since).days
    return _("today") if days <= 0 else ngettext("%(num)s day", "%(num)s days", days)


def problem_sentences(codes: tuple[str, ...]) -> list[str]:
    """What stands in the way of an alert, as sentences."""
    return [
        str(OWN_PROBLEMS[code]) if code in OWN_PROBLEMS else label("publication_problem", code)
        for code in codes
    ]


def reason_label(code: str | None) -> str:
    """A coded reason in words, whichever decision it belongs to."""
    if not code:
        return ""
    data = reference()
    return next((label(one, code) for one in REASON_LISTS if data.has(one, code)), code)


def move_rows(moves: tuple[ShownMove, ...], states: str) -> list[tuple[str, str, str, str]]:
    """The history as cells: day, who, what it became, why. `states` names the list of states."""
    return [
        (
            format_date(one.on_day),
            one.by or str(ACTORS.get(one.actor, one.actor)),
            label(states, one.to_state),
            reason_label(one.reason),
        )
        for one in moves
    ]


def language_label(tag: str) -> str:
    """What a language is called; of a tag with a country that no list holds, the language alone."""
    tag = tag.lower()
    known = reference().has("language", tag)
    return label("language", tag if known else tag.partition("-")[0])


def visible(text: str) -> str:
    """Somebody's text with what cannot be seen made visible (security.md 3.15)."""
    return reveal_invisible(text)


def short(one: UUID) -> str:
    """Enough of an id to tell two rows of a list apart."""
    return str(one)[:8]
