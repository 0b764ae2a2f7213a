"""What error pages say: what is the matter, and what she can do now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from app.web.texts import ngettext

SECONDS_SHOWN_IN_HOURS = 90 * 60


@dataclass(frozen=True)
class ErrorText:
    """`title` says what is the matter, `sentence` what to do."""

    title: str
    sentence: str


TOO_OLD = ErrorText(
    _l("This page was open too long"),
    _l("A form works for one day. Open the page again and fill it in once more."),
)
ELSEWHERE = ErrorText(
    _l("This was not sent from our own page"),
    _l("To protect you we did nothing with it. Open the page here and send it again."),
)
SIGNED_OUT = ErrorText(
    _l("We closed your page"),
    _l("Nothing happened here for a while. That is safer for you. Sign in again to go on."),
)
TEXTS: Mapping[int, ErrorText] = {
    400: ErrorText(
        _l("We could not read this"),
        _l("Something is missing or broken. Go back and try again."),
    ),
    403: ErrorText(
        _l("You cannot open this page"),
        _l("It belongs to another role than yours. Nothing was changed."),
    ),
    404: ErrorText(
        _l("We cannot find this page"),
        _l("It may be gone, or there is a mistake in the address."),
    ),
    405: ErrorText(
        _l("This page cannot be opened like this"),
        _l("Begin at the start page and go on from there."),
    ),
    413: ErrorText(
        _l("This is too large to send"),
        _l("Go back, choose a smaller photo or make your text shorter, and send it again."),
    ),
    415: ErrorText(
        _l("We cannot read this kind of file"),
        _l("Go back and choose a photo (JPEG or PNG)."),
    ),
    429: ErrorText(
        _l("That was too often in a short time"),
        _l("This protects everybody's messages here."),
    ),
    500: ErrorText(
        _l("Something went wrong on our side"),
        _l("It is not because of you. Please try again in a few minutes."),
    ),
    503: ErrorText(
        _l("We are away for a moment"),
        _l("We are working on it."),
    ),
}


def waiting(seconds: int) -> str:
    """When to come back, in words."""
    if seconds <= 60:
        return _("Try again in a minute.")
    if seconds < SECONDS_SHOWN_IN_HOURS:
        minutes = ceil(seconds / 60)
        return ngettext("Try again in %(n)s minute.", "Try again in %(n)s minutes.", minutes)
    hours = ceil(seconds / 3600)
    return ngettext("Try again in %(n)s hour.", "Try again in %(n)s hours.", hours)
