"""The board of the complaints desk: what has a day, whose it is, and finding a case again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.domain.complaint_parts import About
from app.domain.complaint_summary import ComplaintSummary
from app.domain.states import ComplaintState
from app.domain.training_request import is_training
from app.web.csrf import form_expired, keeps_text
from app.web.current import database, now, reference
from app.web.locale import format_date
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from app.web.unit_of_work import writing
from moderation.decisions.complaint.board import Board, BoardFilter, BoardRow, read_board
from moderation.decisions.complaint.owner import colleagues
from moderation.decisions.complaint.saved_views import (
    MOST_VIEWS,
    KeptView,
    TooManyViews,
    drop_view,
    keep_view,
    read_views,
)
from moderation.decisions.complaint.today import DayAhead, days_ahead
from moderation.desk.blueprint import desk
from moderation.desk.complaint.words import (
    READERS,
    about_words,
    days_left,
    kind_label,
    kinds_of_board,
    next_words,
    state_label,
)
from moderation.desk.person import person
from moderation.desk.words import label, region_label, visible

MOST_CHARACTERS = 80
DUES = {"late": _l("too late"), "soon": _l("within 14 days"), "none": _l("without a day")}
OWNERS = {"mine": _l("with me"), "nobody": _l("with nobody")}

Colleagues = list[tuple[UUID, str]]
Answer = Response | tuple[str, int]


@desk.get("/k")
@open_to(*READERS)
def board() -> Answer:
    return _show(_filter(request.args), page=request.args.get("page", 1, type=int))


@desk.post("/k")
@open_to(*READERS)
@keeps_text("find")
def search() -> Answer:
    """A search word may hold a name, so that it stands in no address; the page is the answer."""
    wanted = _filter(request.form, find=request.form.get("find", "")[:MOST_CHARACTERS].strip())
    if form_expired():
        sentence = _("This page was open too long. Nothing was searched. Search once more.")
        return _show(BoardFilter(find=wanted.find), page=1, problem=sentence, status=422)
    return _show(wanted, page=request.form.get("page", 1, type=int))


@desk.post("/k/views")
@open_to(*READERS)
def keep() -> Answer:
    """Keeps the choice that is on the page; a search word is never kept."""
    wanted = _filter(request.form)
    try:
        with writing() as session:
            keep_view(session, person(), wanted)
    except TooManyViews:
        sentence = _("You have kept %(most)s choices. Forget one first.", most=MOST_VIEWS)
        return _show(wanted, page=1, problem=sentence, status=422)
    return redirect(_address(wanted), 303)


@desk.post("/k/views/<int:number>/forget")
@open_to(*READERS)
def forget(number: int) -> Response:
    with writing() as session:
        dropped = drop_view(session, person(), number)
    if not dropped:
        abort(404)
    return redirect(url_for("desk.board"), 303)


def _show(wanted: BoardFilter, *, page: int, problem: str = "", status: int = 200) -> Answer:
    somebody, today = person(), now().date()
    with database().reading() as session:
        found = read_board(session, somebody, wanted, page=page, today=today, describe=_described)
        ahead = days_ahead(session, somebody, today=today)
        kept = read_views(session, somebody)
        team = colleagues(session, somebody)
    plain = BoardFilter(wanted.state, wanted.kind, wanted.owner, wanted.due)
    body = render_template(
        "desk/complaint/board.html",
        desk_section="board",
        board=found,
        rows=[board_line(row) for row in found.rows],
        ahead=[_day(one) for one in ahead.days],
        more_ahead=ahead.more,
        views=[_view(one, plain, team) for one in kept],
        may_keep=plain != BoardFilter() and all(one.wanted != plain for one in kept),
        wanted=wanted,
        values=_values(plain),
        filtered=plain != BoardFilter(),
        choices=_choices(found, team),
        before=_address(wanted, found.page - 1) if found.page > 1 else "",
        after=_address(wanted, found.page + 1) if found.page < found.pages else "",
        closed=request.args.get("done") == "closed",
        has_key=somebody.newest_key is not None,
        problem=problem,
    )
    return body, status


def _filter(values: MultiDict[str, str], find: str = "") -> BoardFilter:
    """What the address or form asks for; anything else is as if it were not there."""
    state, kind = values.get("state", ""), values.get("kind", "")
    owner, due = values.get("owner", ""), values.get("due", "")
    return BoardFilter(
        state=ComplaintState(state) if state in ComplaintState.__members__.values() else None,
        kind=kind if kind in reference().institution_types or is_training(kind) else "",
        owner=owner if owner in OWNERS or _is_id(owner) else "",
        due=due if due in DUES else "",
        find=find,
    )


def board_line(row: BoardRow) -> Mapping[str, Any]:
    """One case for the component, and where its button goes."""
    summary = row.summary
    about = subject = ""
    if summary is not None:
        about, subject = _about(row.kind, summary), _subject(row.kind, summary)
    day = row.due_on
    left = None if day is None else days_left(day)
    extra = [_("by telephone")] if summary is not None and summary.phone_case else []
    if summary is not None and summary.others:
        extra.append(_("and %(num)s more", num=summary.others))
    if summary is not None and summary.burst:
        extra.append(_("part of a flood"))
    return {
        "number": row.case_number,
        "day": "" if day is None else format_date(day),
        "left": left,
        "urgent": row.urgent,
        "about": about or _("does not open with your key"),
        "subject": " · ".join([*([subject] if subject else []), *extra]),
        "state": state_label(row.state),
        "next": next_words(row.state, row.due_reason, row.kind),
        "owner": _("you") if row.mine else row.owner,
        "action": url_for("desk.open_complaint", complaint_id=row.complaint_id),
    }


def _about(kind: str, summary: ComplaintSummary) -> str:
    return about_words(About(kind, summary.institution, summary.institution_name))


def _subject(kind: str, summary: ComplaintSummary) -> str:
    if is_training(kind):
        return visible(summary.training) or _("another training")
    return label("subject", summary.subject)


def _described(kind: str, summary: ComplaintSummary) -> str:
    """What a search looks through beside the codes: the words of the line."""
    words = [_about(kind, summary), _subject(kind, summary)]
    if summary.region:
        words.append(region_label(summary.region))
    return " ".join(words)


def _day(one: DayAhead) -> Mapping[str, Any]:
    return {
        "number": one.case_number,
        "reason": label("due_reason", one.reason),
        "day": format_date(one.due_on),
        "left": days_left(one.due_on),
        "mine": one.mine,
        "action": url_for("desk.open_complaint", complaint_id=one.complaint_id),
    }


def _view(one: KeptView, now_shown: BoardFilter, team: Colleagues) -> Mapping[str, Any]:
    return {
        "name": view_name(one.wanted, team),
        "address": _address(one.wanted),
        "here": one.wanted == now_shown,
        "forget": url_for("desk.forget", number=one.number),
    }


def view_name(wanted: BoardFilter, team: Colleagues) -> str:
    """What a choice is called: its parts in words."""
    names = {str(staff_id): name for staff_id, name in team}
    parts = [
        state_label(wanted.state) if wanted.state else "",
        kind_label(wanted.kind) if wanted.kind else "",
        str(OWNERS.get(wanted.owner, "")) or names.get(wanted.owner, _("somebody who left"))
        if wanted.owner
        else "",
        str(DUES[wanted.due]) if wanted.due in DUES else "",
    ]
    return " · ".join(part for part in parts if part)


def _values(wanted: BoardFilter) -> dict[str, str]:
    """A choice as the codes of a form or an address, without what was not chosen."""
    values = {
        "state": wanted.state.value if wanted.state else "",
        "kind": wanted.kind,
        "owner": wanted.owner,
        "due": wanted.due,
    }
    return {name: value for name, value in values.items() if value}


def _address(wanted: BoardFilter, page: int | None = None) -> str:
    return url_for("desk.board", page=page, **_values(wanted))  # type: ignore[arg-type]


def _choices(found: Board, team: Colleagues) -> Mapping[str, list[tuple[str, str]]]:
    """What the filters offer: of the kinds only those that live cases have."""
    me = str(person().staff_id)
    states = [one for one in ComplaintState if one is not ComplaintState.WITHDRAWN]
    return {
        "state": [(one.value, state_label(one)) for one in states],
        "kind": kinds_of_board(found.kinds),
        "owner": [
            *((code, str(word)) for code, word in OWNERS.items()),
            *((str(staff_id), name) for staff_id, name in team if str(staff_id) != me),
        ],
        "due": [(code, str(word)) for code, word in DUES.items()],
    }


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
