"""The yearly evaluation for the data protection authority: on the page, and as a file."""

from __future__ import annotations

import csv
import io

from flask import render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.domain.inert import inert
from app.web.current import database, keyring, now, reference, today
from app.web.locale import format_number, shown_on
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from moderation.decisions.evaluation import (
    Evaluation,
    NoSuchYear,
    note_export,
    read_evaluation,
    years_until,
)
from moderation.desk.blueprint import desk
from moderation.desk.person import person
from moderation.desk.words import label
from moderation.rules.evaluation import LINES, Count
from moderation.rules.roles import Permission, roles_with

READERS = tuple(sorted(roles_with(Permission.READ_EVALUATION)))
WORDS = {
    "reports_received": _l("Reports that came in"),
    "reports_asked": _l("Reports about which the desk asked something"),
    "reports_published": _l("Reports that led to a warning"),
    "reports_merged": _l("Reports that joined a warning"),
    "reports_rejected": _l("Reports that were rejected"),
    "reports_closed": _l("Reports that were closed"),
    "reports_withdrawn": _l("Reports that the reporter withdrew"),
    "alerts_published": _l("Warnings that came out"),
    "alerts_corrected": _l("Warnings that were corrected"),
    "alerts_extended": _l("Warnings that stay longer"),
    "alerts_vetoed": _l("Warnings that the reporter stopped"),
    "alerts_suspended": _l("Warnings that were suspended"),
    "alerts_resumed": _l("Warnings that came back after a suspension"),
    "alerts_expired": _l("Warnings whose term was over"),
    "alerts_retracted": _l("Warnings that were taken away"),
    "subjects_received": _l("Requests of listed persons"),
    "subjects_longer": _l("Requests whose answer took longer"),
    "subjects_answered": _l("Requests that were answered"),
    "members_admitted": _l("Applicants who became a member"),
    "members_refused": _l("Applicants who were refused"),
}
REASON_LISTS = {one.code: one.reasons for one in LINES}


@desk.get("/evaluation")
@open_to(*READERS)
def evaluation() -> str:
    years = years_until(today())
    asked = request.args.get("year", type=int)
    found = _read(years[0] if asked is None else asked)
    return render_template(
        "desk/evaluation.html",
        desk_section="team",
        found=found,
        years=years,
        rows=_rows(found),
        days=_days(found),
    )


@desk.post("/evaluation/<int:year>")
@open_to(*READERS)
@shown_on("desk.evaluation")
def take_evaluation(year: int) -> Response:
    """The file of a year; logged before it leaves."""
    found = _read(year)
    with database().writing() as session:
        note_export(session, person(), year, keyring=keyring(), now=now())
    response = Response(_file(found), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="evaluation-{year}.csv"'
    return response


def _read(year: int) -> Evaluation:
    try:
        with database().reading() as session:
            return read_evaluation(session, person(), year, today=today())
    except NoSuchYear:
        raise NotFound from None


def _rows(found: Evaluation) -> list[tuple[str, str, int]]:
    """(what, reason or nothing, how many)."""
    return [(str(WORDS[one.code]), _reason(one), one.count) for one in found.counts]


def _reason(one: Count) -> str:
    return label(REASON_LISTS[one.code], one.reason) if one.reason else ""


def _days(found: Evaluation) -> str:
    return "" if found.days_to_publish is None else format_number(found.days_to_publish)


def _file(found: Evaluation) -> bytes:
    """Counts of a year under the protocol of today; UTF-8 with a mark, so that Excel reads it."""
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\r\n")
    protocol = reference().protocol
    head = (_("Year"), _("Protocol"), _("What"), _("Reason"), _("How many of them"))
    write.writerow([inert(one) for one in head])
    for what, reason, count in [*_rows(found), (_("Median days to publication"), "", _days(found))]:
        cells = (str(found.year), protocol.version, what, reason, str(count))
        write.writerow([inert(one) for one in cells])
    return text.getvalue().encode("utf-8-sig")
