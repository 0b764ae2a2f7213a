"""The protocol in force, in plain words for everybody (privacy.md 3.1)."""

from __future__ import annotations

from flask import render_template

from app.domain.membership import PROOF_DAYS
from app.domain.protocol_limits import LIMITS, value_of
from app.domain.retention import COMPLAINT_AFTER_CLOSING_DAYS, COMPLAINT_MAX_DAYS
from app.domain.subject_request import KEPT_AFTER_ANSWER_DAYS
from app.public.information.blueprint import information
from app.web.current import locale, now, reference, seconds_left_today
from app.web.headers import cacheable
from app.web.page_store import same_for_everyone
from app.web.protocol_words import NUMBER_WORDS, amount
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import ngettext

MOST_KEPT_SECONDS = 300  # a change of the desk, or the end of the licence, must be seen soon
KEPT_CODES = tuple(one.code for one in LIMITS if one.unit == "days")
OTHER_CODES = tuple(one.code for one in LIMITS if one.unit != "days")


@information.get("/info/protocol")
@open_to("anyone")
@same_for_everyone
def protocol() -> str:
    """What holds now; kept no longer than until midnight, when its validity may end."""
    data = reference()
    cacheable(min(MOST_KEPT_SECONDS, seconds_left_today(now())))
    return render_template(
        "public/protocol.html",
        protocol=data.protocol,
        valid=data.protocol.valid_on(now().date()),
        fields=[
            one.label(locale())
            for one in data.codes("alert_field")
            if one.code in data.protocol.allowed_fields
        ],
        criteria=[data.label("criterion", one, locale()) for one in data.protocol.criteria],
        kept=[*_rows(KEPT_CODES), *_beside()],
        others=_rows(OTHER_CODES),
    )


def _rows(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    current = reference().protocol
    return [(str(NUMBER_WORDS[code]), amount(code, value_of(current, code))) for code in codes]


def _beside() -> list[tuple[str, str]]:
    """What the protocol does not say, for who wants to know how long we keep anything."""
    terms = (
        (_("A complaint is kept after the desk closed it"), COMPLAINT_AFTER_CLOSING_DAYS),
        (_("A complaint is kept at most, also when it was not closed"), COMPLAINT_MAX_DAYS),
        (_("Who of the desk did what, without what you told"), reference().keeping.audit),
        (
            _("A decision about a report or warning, with who took it"),
            reference().keeping.decision,
        ),
        (_("What somebody showed to become a member, read or not"), PROOF_DAYS),
        (_("A member who does not renew, after her year"), reference().keeping.lapsed_member),
        (_("How often a member checked, never what"), reference().keeping.check_quota),
        (_("A request of a person in a warning, after the answer"), KEPT_AFTER_ANSWER_DAYS),
    )
    return [(what, ngettext("%(num)s day", "%(num)s days", days)) for what, days in terms]
