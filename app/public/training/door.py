"""Asking for a training: one page for a sex worker, one for an institution.

Each answers its POST itself: her code is in no address, and what was typed is on the page again
until it is stored (decisions 6).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from app.adapters.vault.stretching import Busy
from app.domain.complaint import ComplaintDraft
from app.domain.shown_again import AlreadyReceived
from app.domain.training import INSTITUTIONS, WORKERS
from app.public.training.forms import AskForm, InstitutionForm, WorkerForm
from app.public.training.sending import NotComplete, file_request
from app.public.wizard.code_page import Carried, CodePage, desk_can_read
from app.services.file_complaint import TEAM, recall_complaint_code
from app.services.file_report import DeskClosed
from app.services.store_once import Filed
from app.services.trainings import AnnouncedTraining, coming_trainings
from app.web.csrf import anonymous_form, form_expired, keeps_text
from app.web.current import database, today
from app.web.roles import open_to
from app.web.texts import gettext as _

blueprint = Blueprint("training", __name__, url_prefix="/<lang>")

Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]
Said = Callable[[Filed, str, ComplaintDraft], str]

CODE_PAGE = CodePage("public/training", "training.worker", recall_complaint_code)


@blueprint.route("/training/worker", methods=["GET", "POST"])
@open_to("anyone")
@anonymous_form
@keeps_text("wishes", "place", "value")
def worker() -> Answer:
    """Without a name; at the end a code, as of every case of hers."""
    step = request.form.get("step", "")
    if step in ("code", "done"):
        return CODE_PAGE.after(step)
    form = WorkerForm(ComplaintDraft(), **_typed())
    return _ask(form, "worker", WORKERS, _code, already=CODE_PAGE.already)


@blueprint.route("/training/institution", methods=["GET", "POST"])
@open_to("anyone")
@anonymous_form
@keeps_text("wishes", "organisation", "name", "mail", "phone", "people", "when")
def institution() -> Answer:
    """With name and mail, which lie sealed; the answer comes by mail, so there is no code."""
    form = InstitutionForm(ComplaintDraft(), **_typed())
    return _ask(form, "institution", INSTITUTIONS, _number, already=_sent_before)


def _ask(
    form: AskForm, name: str, audience: str, said: Said, *, already: Callable[[], str]
) -> Answer:
    """The page, or what came of sending it; nothing that was typed is lost on the way."""
    form.offer(_choices(audience), request.args.get("t", ""))
    if request.method == "GET":
        return _page(form, name) if desk_can_read(TEAM) else _closed()
    if form_expired():
        sentence = _("This page was open too long. Nothing was sent. Please send it once more.")
        return _page(form, name, notice=sentence)
    if request.form.get("go") == "stay":
        return _page(form, name)
    if not form.validate():
        return _page(form, name), 422
    draft = form.change(ComplaintDraft())
    try:
        filed, number = file_request(draft)
    except NotComplete:
        sentence = _("One of your answers is not complete. Look at it again.")
        return _page(form, name, problem=sentence), 422
    except AlreadyReceived:
        return already()
    except DeskClosed:
        return _page(form, name, problem=_cannot_read()), 503
    except Busy:
        sentence = _("It is very busy now. Nothing is lost: wait a moment and send again.")
        return _page(form, name, problem=sentence), 503, {"Retry-After": "10"}
    return said(filed, number, draft)


def _choices(audience: str) -> Sequence[AnnouncedTraining]:
    with database().reading() as session:
        coming = coming_trainings(session, today())
    return [one for one in coming if one.training.audience == audience and not one.cancelled]


def _page(form: AskForm, name: str, *, notice: str = "", problem: str = "") -> str:
    return render_template(
        f"public/training/{name}.html", form=form, notice_text=notice, problem=problem
    )


def _typed() -> dict[str, None]:
    """An address that names a training must not be read as a form."""
    return {"formdata": None} if request.method == "GET" else {}


def _code(filed: Filed, _number: str, draft: ComplaintDraft) -> str:
    return CODE_PAGE.first(filed.code, Carried((), draft.region))


def _number(_filed: Filed, number: str, _draft: ComplaintDraft) -> str:
    return render_template("public/training/sent.html", number=number)


def _sent_before() -> str:
    return render_template("public/training/sent.html", number="")


def _closed() -> Answer:
    return render_template("public/training/closed.html"), 503


def _cannot_read() -> str:
    return _("The desk cannot read requests safely at this moment. Please try it again later.")
