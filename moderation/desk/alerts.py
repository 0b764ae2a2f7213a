"""All warnings with their states; those that wait for a second reader on top."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for

from app.domain.states import AlertState
from app.web.current import database
from app.web.locale import format_date, format_month
from app.web.roles import open_to
from moderation.decisions.alert_answers import unseen_answers
from moderation.decisions.informing import due_reviews
from moderation.decisions.read_alerts import AlertRow, read_alerts
from moderation.decisions.subject_request.rows import count_open
from moderation.desk.blueprint import desk
from moderation.desk.done import said
from moderation.desk.person import person
from moderation.desk.queue import READERS
from moderation.desk.words import label, labels, region_label, severity_label


@desk.get("/alerts")
@open_to(*READERS)
def alerts() -> str:
    state = request.args.get("state", "")
    wanted = AlertState(state) if state in AlertState.__members__.values() else None
    with database().reading() as session:
        found = read_alerts(session, person(), wanted, page=request.args.get("page", 1, type=int))
        asked_open = count_open(session)
        due = due_reviews(session)
        answered = unseen_answers(session)

    def address(page: int) -> str:
        return url_for("desk.alerts", page=page, state=state if wanted else None)

    return render_template(
        "desk/alerts.html",
        desk_section="alerts",
        rows=[_line(row) for row in found.rows],
        found=found,
        counts={one.value: found.counts[one] for one in found.counts},
        wanted=wanted,
        states=[(one.value, label("alert_state", one.value)) for one in AlertState],
        before=address(found.page - 1) if found.page > 1 else "",
        said=said(),
        asked_open=asked_open,
        due_total=due.total,
        due=[
            (
                url_for("desk.inform", alert_id=one.alert_id),
                ", ".join(labels("incident", one.kinds)),
                format_date(one.review_on) if one.review_on else "",
            )
            for one in due.rows
        ],
        answered=[
            (
                url_for("desk.open_alert", alert_id=one.alert_id),
                ", ".join(labels("incident", one.kinds)),
                [f"{label('alert_answer', code)}: {number}" for code, number in one.counts.items()],
            )
            for one in answered
        ],
        after=address(found.page + 1) if found.page < found.pages else "",
    )


def _line(row: AlertRow) -> Mapping[str, Any]:
    return {
        "alert_id": row.alert_id,
        "level": row.severity,
        "severity": severity_label(row.severity),
        "kinds": ", ".join(labels("incident", row.kinds[:3])),
        "place": region_label(row.region),
        "month": format_month(row.month),
        "state": label("alert_state", row.state.value),
        "by": row.proposed_by,
        "published": format_date(row.published_on) if row.published_on else "",
        "sources": row.source_count,
        "hits": row.hits,
        "is_correction": row.is_correction,
        "waits": row.state is AlertState.PROPOSED and not row.mine,
    }
