"""Information to the police about one case: the text, the second look, her answer, handed over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.adapters.dictionary import load_dictionary
from app.domain.police_information import AlreadyHandedOver, NoConsent, NotAgreed, TextChanged
from app.web.csrf import form_expired, keeps_text
from app.web.current import database, keyring, locale, now, reference, today
from app.web.locale import format_date, shown_on
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.unit_of_work import writing
from moderation.decisions.open_case import OPENED
from moderation.decisions.police_information import (
    MarksOpen,
    PoliceView,
    UnitUnknown,
    WhenWrong,
    approve_information,
    hand_over_information,
    must_go,
    police_marks,
    propose_information,
    read_information,
)
from moderation.decisions.redaction_marks import pieces_of
from moderation.decisions.write_to_case import MOST_CHARACTERS, TextRefused
from moderation.desk.again import needs_fresh
from moderation.desk.alert_form import MOST_TEXT, as_day
from moderation.desk.blueprint import desk
from moderation.desk.case import must_be_here
from moderation.desk.person import person
from moderation.desk.queue import READERS
from moderation.desk.refused import refuse
from moderation.desk.show import logged
from moderation.desk.words import MARK_KINDS, visible
from moderation.rules.four_eyes import SamePerson
from moderation.rules.roles import Permission, may

Answer = Response | tuple[str, int]


@desk.get("/case/<uuid:report_id>/police")
@open_to(*READERS)
def police(report_id: UUID) -> Answer:
    return _page(report_id)


@desk.post("/case/<uuid:report_id>/police")
@open_to(*READERS)
@keeps_text("text")
def write_police(report_id: UUID) -> Answer:
    """Shows what the assistant points at, or proposes the text."""
    must_be_here(report_id)
    text = request.form.get("text", "")[:MOST_TEXT]
    if form_expired():
        sentence = _("This page was open too long. Nothing was sent. Send it once more.")
        return _page(report_id, text=text, problem=sentence, status=409)
    if request.form.get("go") != "propose":
        return _page(report_id, text=text, checked=True)
    try:
        with writing() as session:
            propose_information(
                session, person(), report_id, text,
                " ".join(request.form.getlist("marks")[:MOST_TEXT]).split(),
                keyring=keyring(), dictionary=load_dictionary(), now=now(),
            )  # fmt: skip
    except TextRefused as refused:
        return _page(report_id, text=text, problem=_refused(refused), status=422)
    except MarksOpen:
        sentence = _("Look at everything that the assistant points at.")
        return _page(report_id, text=text, checked=True, problem=sentence, status=422)
    except NoConsent:
        return _no_consent()
    except AlreadyHandedOver:
        return _changed()
    return redirect(url_for("desk.police", report_id=report_id), 303)


@desk.post("/case/<uuid:report_id>/police/approve")
@open_to(*READERS)
@shown_on("desk.police")
@needs_fresh
def approve_police(report_id: UUID) -> Answer:
    """A colleague of the writer; what is approved is what the page showed."""
    try:
        with writing() as session:
            approve_information(
                session, person(), report_id, request.form.get("seen", ""), keyring=keyring(),
                now=now(),
            )  # fmt: skip
    except SamePerson:
        return refuse(
            _("Somebody else must do this"),
            _("You wrote this text. A colleague has to read it before she is asked."),
            403,
        )
    except NoConsent:
        return _no_consent()
    except (TextChanged, NotAgreed):
        return _changed()
    return redirect(url_for("desk.police", report_id=report_id), 303)


@desk.post("/case/<uuid:report_id>/police/handed-over")
@open_to(*READERS)
@shown_on("desk.police")
@needs_fresh
def hand_over_police(report_id: UUID) -> Answer:
    """Written down after the desk has told them, with the text that she agreed to."""
    try:
        with writing() as session:
            hand_over_information(
                session, person(), report_id, request.form.get("seen", ""),
                unit=request.form.get("unit", ""), on=as_day(request.form.get("on", "")),
                keyring=keyring(), reference=reference(), now=now(),
            )  # fmt: skip
    except UnitUnknown:
        problem = ("unit", _("Choose which unit of the police it was."))
        return _page(report_id, handing=problem, status=422)
    except WhenWrong:
        problem = ("on", _("Fill in a day of the last month."))
        return _page(report_id, handing=problem, status=422)
    except NoConsent:
        return _no_consent()
    except (TextChanged, NotAgreed, AlreadyHandedOver):
        return _changed()
    return redirect(url_for("desk.police", report_id=report_id), 303)


def _page(
    report_id: UUID, *, text: str = "", checked: bool = False, problem: str = "",
    handing: tuple[str, str] = ("", ""), status: int = 200,
) -> tuple[str, int]:  # fmt: skip
    line = logged(OPENED, report_id)
    with database().reading() as session:
        view = read_information(session, person(), report_id, line)
        marks = (
            police_marks(session, person(), report_id, text, load_dictionary()) if checked else ()
        )
    page = render_template(
        "desk/police.html",
        desk_section="queue",
        report_id=report_id,
        view=view,
        shown=visible(view.text),
        text=text,
        checked=checked,
        pieces=pieces_of(text, marks) if checked else (),
        bad_marks=any(must_go(one) for one in marks),
        tick=" ".join(one.key for one in marks if not must_go(one)),
        mark_kinds=MARK_KINDS,
        visible=visible,
        problem=problem,
        handing=handing,
        units=units(),
        unit_name=dict(units()).get(view.unit, view.unit),
        given_on=format_date(view.given_on) if view.given_on else "",
        today=today().isoformat(),
        may_approve=_may_approve(view),
        leads=may(person().role, Permission.CONFIRM_EXPORT),
    )
    return page, status


def _may_approve(view: PoliceView) -> bool:
    return view.stage == "proposed" and not view.mine and view.allowed


def units() -> list[tuple[str, Any]]:
    """Every unit of the police, as (code, label)."""
    return [
        (one.code, one.label_nl if locale() == "nl" else one.label_en)
        for one in reference().police_units
    ]


def _refused(refused: TextRefused) -> str:
    if refused.problem == "too_long":
        return _("This is too long. Use at most %(most)s signs.", most=MOST_CHARACTERS)
    if refused.problem == "unreadable":
        return _("We cannot read a sign in your text. Type it again.")
    return _("Write something first.")


def _no_consent() -> Answer:
    return refuse(
        _("She does not allow this"),
        _("Nothing goes to the police as long as she does not allow anonymous information."),
    )


def _changed() -> Answer:
    return refuse(
        _("This has changed meanwhile"),
        _("The text is another one, or she answered or took her yes back. Look again."),
    )
