"""The trainings that are announced: a list, a form to add or change one, and cancelling it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.domain.training import problems_of
from app.services.trainings import AnnouncedTraining
from app.web.csrf import form_expired, keeps_text
from app.web.current import database, keyring, now, reference, today
from app.web.locale import shown_on
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.training_words import AUDIENCE_LABELS, training_words
from moderation.decisions.trainings import (
    NoSuchTraining,
    add_training,
    cancel_training,
    change_training,
    find_training,
    list_trainings,
)
from moderation.desk.blueprint import desk
from moderation.desk.person import person
from moderation.desk.training_form import NO_DAY, TYPED, TrainingForm, without_its_days
from moderation.rules.roles import Permission, roles_with

Answer = Response | tuple[str, int]
KEEPERS = tuple(sorted(roles_with(Permission.MANAGE_TRAININGS)))
SECTION = "trainings"


@desk.get("/trainings")
@open_to(*KEEPERS)
def trainings() -> Answer:
    with database().reading() as session:
        found = list_trainings(session, person(), today=today())
    page = render_template(
        "desk/trainings.html",
        desk_section=SECTION,
        coming=_rows(found.coming),
        past=_rows(found.past),
    )
    return page, 200


@desk.route("/trainings/new", methods=["GET", "POST"])
@open_to(*KEEPERS)
@keeps_text(*TYPED)
def new_training() -> Answer:
    return _edit(None, TrainingForm())


@desk.route("/trainings/<uuid:training_id>", methods=["GET", "POST"])
@open_to(*KEEPERS)
@keeps_text(*TYPED)
def training(training_id: UUID) -> Answer:
    with database().reading() as session:
        known = find_training(session, person(), training_id)
    form = TrainingForm()
    if not form.is_submitted():
        form.fill(known.training)
    return _edit(known, form)


@desk.post("/trainings/<uuid:training_id>/cancel")
@open_to(*KEEPERS)
@shown_on("desk.trainings")
def call_off(training_id: UUID) -> Response:
    return _switch(training_id, cancelled=True)


@desk.post("/trainings/<uuid:training_id>/restore")
@open_to(*KEEPERS)
@shown_on("desk.trainings")
def call_on(training_id: UUID) -> Response:
    return _switch(training_id, cancelled=False)


@desk.errorhandler(NoSuchTraining)
def _not_there(_error: Exception) -> ResponseReturnValue:
    return current_app.handle_http_exception(NotFound())


def _edit(known: AnnouncedTraining | None, form: TrainingForm) -> Answer:
    """The form; what is wrong stands at its field, and everything typed is still there."""
    if not form.is_submitted():
        return _page(known, form), 200
    if form_expired():
        sentence = _("This page was open too long. Nothing was kept. Keep it once more.")
        return _page(known, form, notice=sentence), 200
    wanted = form.read()
    judged = without_its_days(wanted) if NO_DAY in (wanted.first_on, wanted.last_on) else wanted
    form.refuse(problems_of(judged, today(), reference().has))
    if form.is_wrong:
        return _page(known, form), 422
    known_codes, moment = reference().has, now()
    with database().writing() as session:
        if known is None:
            add_training(session, person(), wanted, has=known_codes, keyring=keyring(), now=moment)
        else:
            change_training(
                session, person(), known.training_id, wanted, has=known_codes, keyring=keyring(),
                now=moment,
            )  # fmt: skip
    return redirect(url_for("desk.trainings"), 303)


def _page(known: AnnouncedTraining | None, form: TrainingForm, *, notice: str = "") -> str:
    return render_template(
        "desk/training.html",
        desk_section=SECTION,
        known=known,
        form=form,
        notice_text=notice,
        today=today().isoformat(),
    )


def _rows(found: Sequence[AnnouncedTraining]) -> list[dict[str, Any]]:
    return [
        {
            "id": one.training_id,
            "audience": str(AUDIENCE_LABELS[one.training.audience]),
            "words": training_words(one.training),
            "cancelled": one.cancelled,
        }
        for one in found
    ]


def _switch(training_id: UUID, *, cancelled: bool) -> Response:
    with database().writing() as session:
        cancel_training(
            session, person(), training_id, cancelled=cancelled, keyring=keyring(), now=now()
        )
    return redirect(url_for("desk.trainings"), 303)
