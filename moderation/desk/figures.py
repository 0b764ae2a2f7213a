"""Figures at the desk: make what is due, read what the audit says, freeze it with two people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.adapters.release_keys import ReleaseKeys
from app.domain.statistics.parameters import PARAMETERS
from app.domain.statistics.quarters import is_release
from app.domain.statistics.rounding import ReleaseRefused
from app.domain.statistics.schedule import first_public_day
from app.services.draft_figures import DRAFTED, NotNext
from app.services.figure_ledger import AlreadyFrozen
from app.services.figure_series.base import CodeListsChanged
from app.web.csrf import form_expired, keeps_text
from app.web.current import database, keyring, now, reference, settings, today
from app.web.figure_series_words import series_release_words
from app.web.figure_words import release_words
from app.web.locale import format_date, shown_on
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from moderation.decisions.figures.approve import AuditBlocks, EmbargoRefused, approve_release
from moderation.decisions.figures.correct import CorrectionRefused, correct_release
from moderation.decisions.figures.draft import (
    Draft,
    FactsChanged,
    NoSuchDraft,
    draft_release,
    figures_desk,
    find_draft,
)
from moderation.desk.again import needs_fresh
from moderation.desk.blueprint import desk
from moderation.desk.figure_words import (
    draft_rows,
    due_rows,
    finding_words,
    ledger_row,
    tables_of,
)
from moderation.desk.person import person
from moderation.rules.four_eyes import ApprovalVoid, SamePerson
from moderation.rules.roles import Permission, may, roles_with

Answer = Response | tuple[str, int]
BUILDERS = tuple(sorted(roles_with(Permission.BUILD_FIGURES)))
READERS = tuple(sorted(roles_with(Permission.APPROVE_FIGURES)))
SECTION = "figures"
MOST_SHOWN = 40  # findings; more say nothing that these do not
PAGE_SECONDS = 15.0  # of the audit in a page; `flask release draft` takes its time

REFUSALS: dict[type[Exception], str] = {
    SamePerson: _l("You drafted this release yourself. A colleague has to approve it."),
    ApprovalVoid: _l("It was drafted again meanwhile. Look at the new draft first."),
    AuditBlocks: _l("The audit stops this draft. It cannot be published."),
    FactsChanged: _l("The complaints that are counted have changed. Draft it again."),
    CodeListsChanged: _l("The lists of codes changed during the year. They may on 1 January only."),
    AlreadyFrozen: _l("This release is frozen already."),
}
REFUSED = tuple(REFUSALS)


@desk.get("/figures")
@open_to(*READERS)
def figures() -> Answer:
    return _list()


@desk.post("/figures/<series>/<release>/draft")
@open_to(*BUILDERS)
@shown_on("desk.figures")
def draft_figures(series: str, release: str) -> Answer:
    """Draws and audits it now; nothing is public by that."""
    if series not in DRAFTED or not is_release(release):
        raise NoSuchDraft
    try:
        draft_release(
            database(), person(), series, release, keyring=keyring(), reference=reference(),
            keys=_keys(), today=today(), now=now(), audit_seconds=PAGE_SECONDS,
        )  # fmt: skip
    except NotNext as refusal:
        return _list(_not_next(refusal))
    except ReleaseRefused as refusal:
        sentence = _(
            "No numbers protect the table “%(table)s”. Nothing is drafted.", table=refusal.table
        )
        return _list(sentence)
    except REFUSED as refusal:
        return _list(str(REFUSALS[type(refusal)]))
    return redirect(url_for("desk.release_draft", series=series, release=release), 303)


@desk.get("/figures/<series>/<release>")
@open_to(*READERS)
def release_draft(series: str, release: str) -> Answer:
    return _draft(_found(series, release))


@desk.route("/figures/<series>/<release>/approve", methods=["GET", "POST"])
@open_to(*READERS)
@needs_fresh
def approve_figures(series: str, release: str) -> Answer:
    """The day from which it may be read, and the last look before it is frozen for ever."""
    draft = _found(series, release)
    earliest = first_public_day(release, today())
    if request.method == "GET":
        return _approve(draft, earliest.isoformat())
    typed = request.form.get("public_from", "").strip()
    try:
        public_from = date.fromisoformat(typed)
    except ValueError:
        return _approve(draft, typed, wrong_day=_("Write the day like %(day)s.", day=earliest))
    try:
        approve_release(
            database(), person(), series, release, mark=request.form.get("mark", ""),
            public_from=public_from, keyring=keyring(), reference=reference(), keys=_keys(),
            today=today(), now=now(),
        )  # fmt: skip
    except EmbargoRefused as refusal:
        between = {"first": format_date(refusal.earliest), "last": format_date(refusal.latest)}
        sentence = _("Choose a day from %(first)s until %(last)s.", **between)
        return _approve(draft, typed, wrong_day=sentence)
    except NotNext as refusal:
        return _list(_not_next(refusal))
    except ApprovalVoid as refusal:
        return _draft(_found(series, release), problem=str(REFUSALS[type(refusal)]))
    except REFUSED as refusal:
        return _approve(draft, typed, problem=str(REFUSALS[type(refusal)]))
    return redirect(url_for("desk.figures"), 303)


@desk.route("/figures/<series>/<release>/words", methods=["GET", "POST"])
@open_to(*BUILDERS)
@keeps_text("nl", "en")
def correct_figures(series: str, release: str) -> Answer:
    """Words beside figures that stay as they are."""
    with database().reading() as session:
        frozen = figures_desk(session, person(), today=today()).frozen
    known = [(one.publication.series, one.publication.id) for one in frozen]
    if (series, release) not in known:
        raise NoSuchDraft
    if request.method == "GET":
        return _words(series, release, {})
    if form_expired():
        return _words(
            series, release, {}, notice=_("This page was open too long. Send it once more.")
        )
    said = {lang: request.form.get(lang, "") for lang in ("nl", "en")}
    try:
        with database().writing() as session:
            correct_release(
                session,
                person(),
                series,
                release,
                said,
                keyring=keyring(),
                today=today(),
                now=now(),
            )
    except CorrectionRefused as refusal:
        return _words(series, release, refusal.problems)
    return redirect(url_for("desk.figures"), 303)


@desk.errorhandler(NoSuchDraft)
def _not_there(_error: Exception) -> ResponseReturnValue:
    return current_app.handle_http_exception(NotFound())


def _found(series: str, release: str) -> Draft:
    with database().reading() as session:
        return find_draft(session, person(), series, release)


def _list(problem: str = "") -> Answer:
    with database().reading() as session:
        found = figures_desk(session, person(), today=today())
    page = render_template(
        "desk/figures/list.html",
        desk_section=SECTION,
        due=due_rows(found),
        drafts=draft_rows(found),
        frozen=[ledger_row(one, today()) for one in reversed(found.frozen)],
        builds=may(person().role, Permission.BUILD_FIGURES),
        problem=problem,
    )
    return page, 409 if problem else 200


def _draft(draft: Draft, *, problem: str = "") -> Answer:
    page = render_template(
        "desk/figures/draft.html",
        desk_section=SECTION,
        draft=draft,
        name=series_release_words(draft.publication.series, draft.publication.id),
        drafted_on=format_date(draft.drafted_on),
        own=draft.drafted_by == person().staff_id,
        findings=[finding_words(one) for one in draft.findings[:MOST_SHOWN]],
        tables=tables_of(draft.publication),
        hidden=f"<{PARAMETERS.hide_below}",
        problem=problem,
    )
    return page, 409 if problem else 200


def _approve(draft: Draft, typed: str, *, problem: str = "", wrong_day: str = "") -> Answer:
    page = render_template(
        "desk/figures/approve.html",
        desk_section=SECTION,
        draft=draft,
        name=series_release_words(draft.publication.series, draft.publication.id),
        own=draft.drafted_by == person().staff_id,
        typed=typed,
        problem=problem,
        wrong_day=wrong_day,
    )
    return page, 422 if wrong_day else 409 if problem else 200


def _words(series: str, release: str, problems: Mapping[str, str], *, notice: str = "") -> Answer:
    sentences = {
        "required": _("Write at least one sentence."),
        "too_long": _("Keep this under 600 characters."),
        "numbers": _("Write no number here, except a year. The figures stay as they are."),
    }
    page = render_template(
        "desk/figures/words.html",
        desk_section=SECTION,
        series=series,
        release=release,
        name=series_release_words(series, release),
        typed={lang: request.form.get(lang, "") for lang in ("nl", "en")},
        problems={lang: sentences[code] for lang, code in problems.items()},
        notice_text=notice,
    )
    return page, 422 if problems else 200


def _not_next(refusal: NotNext) -> str:
    if refusal.release is None:
        return _("Nothing is due: every quarter that is over is frozen.")
    return _("First comes %(release)s. Releases are made in order.",
             release=release_words(refusal.release))  # fmt: skip


def _keys() -> ReleaseKeys:
    return ReleaseKeys(settings().release_keys_dir)
