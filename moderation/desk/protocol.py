"""The protocol at the desk: what holds, and changing its numbers by two people (ADR 0024)."""

from __future__ import annotations

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField

from app.domain.protocol import Protocol
from app.domain.protocol_limits import LIMITS, OutOfBounds, range_of, value_of
from app.services.raise_alarm import raise_alarm
from app.web.csrf import keeps_text
from app.web.current import database, house, keyring, now, reference
from app.web.forms import HouseForm
from app.web.locale import format_date, shown_on
from app.web.protocol_words import NUMBER_WORDS, amount
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import ngettext
from moderation.decisions.protocol import (
    NoProposal,
    NothingChanged,
    NotInOrder,
    ProposalWaits,
    ProtocolDesk,
    confirm_change,
    drop_proposal,
    propose_change,
    read_protocol,
)
from moderation.decisions.shorter_terms import WouldDeleteTooMuch, WouldGo
from moderation.desk.again import needs_fresh
from moderation.desk.blueprint import desk
from moderation.desk.person import person
from moderation.rules.four_eyes import ApprovalVoid, SamePerson
from moderation.rules.roles import Permission, may, roles_with

Answer = Response | tuple[str, int]
PUBLIC_PAGE = "information.protocol"  # not at the door of the desk alone
PROPOSERS = tuple(sorted(roles_with(Permission.PROPOSE_PROTOCOL)))
CONFIRMERS = tuple(sorted(roles_with(Permission.CONFIRM_PROTOCOL)))
CODES = tuple(one.code for one in LIMITS)
SECTION = "team"
TOO_MUCH = "protocol_would_delete"
MOST_DIGITS = 6


class NumbersForm(HouseForm):
    """One field a number; what is typed stays as it was typed."""


for _code in CODES:
    setattr(NumbersForm, _code, StringField(NUMBER_WORDS[_code]))


@desk.get("/protocol")
@open_to(*PROPOSERS)
def protocol() -> Answer:
    found = _found()
    page = render_template(
        "desk/protocol.html",
        desk_section=SECTION,
        protocol=reference().protocol,
        public=url_for(PUBLIC_PAGE) if PUBLIC_PAGE in current_app.view_functions else "",
        rows=_rows(found),
        proposal=found.proposal,
        proposed=_differences(found),
        own=found.proposal is not None and found.proposal.proposed_by == person().staff_id,
        confirms=may(person().role, Permission.CONFIRM_PROTOCOL),
        versions=[
            (one.number, format_date(one.confirmed_on), one.proposed_by, one.confirmed_by)
            for one in found.versions
        ],
    )
    return page, 200


@desk.route("/protocol/change", methods=["GET", "POST"])
@open_to(*PROPOSERS)
@keeps_text(*CODES)
def change_protocol() -> Answer:
    form, found = NumbersForm(), _found()
    if request.method == "GET":
        for code in CODES:
            form[code].data = str(found.numbers[code])
    elif form.validate_on_submit():
        numbers = _numbers(form)
        if not form.problems() and _propose(form, numbers):
            return redirect(url_for("desk.protocol"), 303)
    page = render_template(
        "desk/protocol_change.html",
        desk_section=SECTION,
        form=form,
        fields=[(form[code], _hint(code, found)) for code in CODES],
        waits=found.proposal is not None,
    )
    return page, 422 if form.problems() else 200


@desk.post("/protocol/drop")
@open_to(*PROPOSERS)
@shown_on("desk.protocol")
def drop_protocol() -> Answer:
    try:
        with database().writing() as session:
            drop_proposal(session, person(), keyring=keyring(), now=now())
    except NoProposal:
        pass  # dropped or confirmed meanwhile: the page says how it stands
    return redirect(url_for("desk.protocol"), 303)


@desk.route("/protocol/confirm", methods=["GET", "POST"])
@open_to(*CONFIRMERS)
@needs_fresh
def confirm_protocol() -> Answer:
    found, problem = _found(), ""
    if found.proposal is None:
        return redirect(url_for("desk.protocol"), 303)
    form = HouseForm()
    if form.validate_on_submit():
        try:
            with database().writing() as session:
                confirm_change(
                    session,
                    person(),
                    request.form.get("mark", ""),
                    file=_file(),
                    keyring=keyring(),
                    now=now(),
                )
            house().in_force.forget()
            return redirect(url_for("desk.protocol"), 303)
        except SamePerson:
            problem = _("You proposed this. Another lead has to confirm it.")
        except (ApprovalVoid, NoProposal):
            problem = _("The proposal is not the one you read. Look at it again.")
        except (OutOfBounds, NotInOrder, NothingChanged):
            problem = _(
                "This proposal no longer fits the protocol. Take it away and make a new one."
            )
        except WouldDeleteTooMuch as refusal:
            problem = _refused(refusal.would_go)
        found = _found()
    page = render_template(
        "desk/protocol_confirm.html",
        desk_section=SECTION,
        form=form,
        proposal=found.proposal,
        proposed=_differences(found),
        own=found.proposal is not None and found.proposal.proposed_by == person().staff_id,
        problem=problem,
    )
    return page, 409 if problem else 200


def _file() -> Protocol:
    return house().reference.protocol


def _found() -> ProtocolDesk:
    with database().reading() as session:
        return read_protocol(session, person(), _file())


def _rows(found: ProtocolDesk) -> list[tuple[str, str, str]]:
    """(what, as licensed, in force)."""
    return [
        (
            str(NUMBER_WORDS[code]),
            amount(code, value_of(_file(), code)),
            amount(code, found.numbers[code]),
        )
        for code in CODES
    ]


def _differences(found: ProtocolDesk) -> list[tuple[str, str, str]]:
    """(what, now, then) of the numbers that would change."""
    if found.proposal is None:
        return []
    then = found.proposal.numbers
    return [
        (str(NUMBER_WORDS[code]), amount(code, found.numbers[code]), amount(code, then[code]))
        for code in CODES
        if code in then and then[code] != found.numbers[code]
    ]


def _hint(code: str, found: ProtocolDesk) -> str:
    least, most = range_of(_file(), code)
    return _(
        "Now %(now)s. Possible: %(least)s to %(most)s.",
        now=amount(code, found.numbers[code]),
        least=least,
        most=most,
    )


def _numbers(form: NumbersForm) -> dict[str, int]:
    """What was typed; a field that is no whole number has its sentence then."""
    numbers = {}
    for code in CODES:
        typed = (form[code].data or "").strip()
        if typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS:
            numbers[code] = int(typed)
        else:
            form[code].errors = [_("Write a whole number, with digits only.")]
    return numbers


def _propose(form: NumbersForm, numbers: dict[str, int]) -> bool:
    first = form[CODES[0]]
    try:
        with database().writing() as session:
            propose_change(session, person(), numbers, file=_file(), keyring=keyring(), now=now())
        return True
    except OutOfBounds as refusal:
        form[refusal.code].errors = [
            _(
                "The licensed protocol allows %(least)s to %(most)s here.",
                least=refusal.least,
                most=refusal.most,
            )
        ]
    except NotInOrder as refusal:
        form[refusal.code].errors = [
            _("This cannot be more than: %(other)s.", other=NUMBER_WORDS[refusal.beyond])
        ]
    except NothingChanged:
        first.errors = [_("Nothing is different from what holds now.")]
    except ProposalWaits:
        first.errors = [_("There is a proposal already. It is confirmed or taken away first.")]
    except WouldDeleteTooMuch as refusal:
        first.errors = [_refused(refusal.would_go)]
    return False


def _refused(would_go: WouldGo) -> str:
    """Says how many of what would go; whoever minds the house hears of it too."""
    with database().writing() as session:
        raise_alarm(session, TOO_MUCH, now=now())
    return " ".join(
        (
            _("This would delete too much at once."),
            ngettext(
                "%(num)s report out of %(all)s would go at once.",
                "%(num)s reports out of %(all)s would go at once.",
                would_go.reports,
                all=would_go.of_reports,
            ),
            ngettext(
                "%(num)s warning out of %(all)s would go at once.",
                "%(num)s warnings out of %(all)s would go at once.",
                would_go.alerts,
                all=would_go.of_alerts,
            ),
            _("Take a longer term, or shorten it in steps."),
        )
    )
