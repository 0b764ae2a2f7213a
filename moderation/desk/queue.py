"""The queue: what waits, who has it, and taking the next one with one key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.domain.states import ReportState
from app.web.current import database, keyring, now, reference
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.unit_of_work import writing
from moderation.decisions.claim_next import claim_next
from moderation.decisions.claim_report import claim_report
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.end_report import reject_burst
from moderation.decisions.exposure import severe_this_week
from moderation.decisions.read_queue import Queue, QueueFilter, QueueRow, read_queue
from moderation.decisions.settle_reports import settle_reports
from moderation.desk.blueprint import desk
from moderation.desk.done import said
from moderation.desk.person import person
from moderation.desk.words import STEPS, label, region_label, severity_label, waiting
from moderation.rules.exposure import gives_other_work_first
from moderation.rules.roles import Permission, roles_with

READERS = tuple(sorted(roles_with(Permission.READ_REPORTS)))
MOST_CHARACTERS = 60


@desk.get("/")
@open_to(*READERS)
def queue() -> str:
    somebody, wanted = person(), _filter()
    with database().reading() as session:
        found = read_queue(
            session,
            somebody,
            wanted,
            page=request.args.get("page", 1, type=int),
            covers=covers,
            now=now(),
        )
        severe = severe_this_week(session, somebody.staff_id, today=now().date())
    return render_template(
        "desk/queue.html",
        desk_section="queue",
        queue=found,
        rows=[_line(row) for row in found.rows],
        wanted=wanted,
        filtered=wanted != QueueFilter(),
        oldest="" if found.oldest_on is None else waiting(found.oldest_on),
        floods=_floods(found, wanted),
        choices=_choices(),
        before=_page(wanted, found.page - 1) if found.page > 1 else "",
        after=_page(wanted, found.page + 1) if found.page < found.pages else "",
        has_key=somebody.newest_key is not None,
        said=said(),
        severe=severe,
        much=gives_other_work_first(severe),
    )


@desk.post("/next")
@open_to(*READERS)
def take_next() -> Response:
    """The first that nobody works on and that opens; back to the queue when there is none."""
    with writing() as session:
        settle_reports(session, person(), keyring=keyring(), reference=reference(), now=now())
        taken = claim_next(session, person(), keyring=keyring(), now=now())
    if taken is None:
        return redirect(url_for("desk.queue", d="none"), 303)
    return redirect(url_for("desk.case", report_id=taken.report_id), 303)


@desk.post("/flood")
@open_to(*READERS)
def end_flood() -> Response:
    """Puts all of a flood aside that nobody has decided about."""
    burst = request.form.get("burst", "")[:MOST_CHARACTERS]
    if burst:
        with writing() as session:
            reject_burst(
                session,
                person(),
                burst,
                keyring=keyring(),
                reference=reference(),
                now=now(),
            )
        return redirect(url_for("desk.queue", d="aside"), 303)
    return redirect(url_for("desk.queue"), 303)


def take(somebody: DeskPerson, report_id: UUID) -> None:
    """Claims one report; before it, what only a key holder can put right is put right."""
    with writing() as session:
        settle_reports(session, somebody, keyring=keyring(), reference=reference(), now=now())
        claim_report(session, somebody, report_id, keyring=keyring(), now=now())


def covers(region: str, place: str) -> bool:
    """Whether a place lies in a region; a place nobody knows lies nowhere."""
    data = reference()
    return data.has_region(place) and region in data.regions_of(place)


def _filter() -> QueueFilter:
    """What the address asks for; anything else is as if it were not there."""
    args = request.args
    state, severity = args.get("state", ""), args.get("severity", "")
    kind, region = args.get("kind", ""), args.get("region", "")
    return QueueFilter(
        state=ReportState(state) if state in ReportState.__members__.values() else None,
        kind=kind if reference().has("incident", kind) else "",
        severity=int(severity) if severity in ("1", "2", "3", "4") else None,
        region=region if reference().has_region(region) else "",
        mine=args.get("mine") == "1",
        urgent=args.get("urgent") == "1",
        burst=args.get("burst", "")[:MOST_CHARACTERS],
    )


def _line(row: QueueRow) -> Mapping[str, Any]:
    """One row for the component, and where its button goes."""
    summary = row.summary
    kinds = [] if summary is None else [label("incident", one) for one in summary.kinds[:3]]
    extra = [] if summary is None or not summary.photos else [_("with photos")]
    if summary is not None and summary.at_once:
        extra.append(_("may go out at once"))
    if summary is not None and summary.burst:
        extra.append(_("part of a flood"))
    word = str(STEPS[row.step])
    action, button = _button(row)
    return {
        "level": 0 if summary is None else summary.severity,
        "word": severity_label(0 if summary is None else summary.severity),
        "urgent": row.urgent,
        "waiting": waiting(row.arrived_on),
        "kind": ", ".join(kinds) or _("does not open with your key"),
        "region": "" if summary is None else region_label(summary.region),
        "claimed_by": _("you") if row.held_by_me else row.held_by,
        "step": " · ".join([word, *extra]),
        "action": action,
        "button": button,
    }


def _button(row: QueueRow) -> tuple[str, str]:
    if row.step == "second_look" and row.alert_id is not None:
        return url_for("desk.open_alert", alert_id=row.alert_id), _("Look at it")
    if row.held_by and not row.held_by_me:
        return url_for("desk.look_at_case", report_id=row.report_id), _("Look at it")
    action = url_for("desk.open_case", report_id=row.report_id)
    return action, _("Open") if row.held_by_me else _("Claim")


def _floods(found: Queue, wanted: QueueFilter) -> list[tuple[str, int, str]]:
    """Bursts among the rows of this page: mark, how many, and where to see only those."""
    counted = Counter(
        row.summary.burst for row in found.rows if row.summary is not None and row.summary.burst
    )
    if wanted.burst:
        return [(wanted.burst, found.total, "")]
    return [
        (burst, count, url_for("desk.queue", burst=burst))
        for burst, count in counted.most_common()
        if burst is not None
    ]


def _page(wanted: QueueFilter, page: int) -> str:
    """Another page of the same choice; what was not chosen is not in the address."""
    return url_for(
        "desk.queue",
        page=page,
        state=wanted.state.value if wanted.state else None,
        kind=wanted.kind or None,
        severity=wanted.severity,
        region=wanted.region or None,
        mine="1" if wanted.mine else None,
        urgent="1" if wanted.urgent else None,
        burst=wanted.burst or None,
    )


def _choices() -> Mapping[str, list[tuple[str, str]]]:
    """What the filters offer, in the words of the page."""
    data = reference()
    states = [one for one in ReportState if one is not ReportState.WITHDRAWN]
    return {
        "state": [(one.value, label("report_state", one.value)) for one in states],
        "kind": [(one.code, label("incident", one.code)) for one in data.codes("incident")],
        "severity": [(one.code, label("severity", one.code)) for one in data.codes("severity")],
        "region": [
            (one.code, region_label(one.code)) for one in data.police_units if one.is_region
        ],
    }
