"""One address, five pages: what he asks, the code, his words, his own code, what happens now.

Until control of the number or address is proven every answer is the same for everybody: nothing is
looked up before (decisions 18). It answers its POSTs itself, as the wizards do (decisions 6).
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from typing import Any

from flask import render_template, request
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app.adapters.form_token import read_form_token
from app.adapters.vault.stretching import Busy
from app.domain.identifiers.kinds import Identifier
from app.domain.identifiers.masking import mask
from app.domain.shown_again import AlreadyReceived
from app.domain.subject_request import SubjectRequest, suspends
from app.public.listed.blueprint import listed
from app.public.listed.forms import BEGIN_NEW, CodeForm, WhereForm, WordsForm
from app.public.listed.proof import (
    Proof,
    ProofLost,
    given,
    new_proof,
    open_proof,
    seal_proof,
)
from app.public.wizard.code_page import Carried, CodePage, desk_can_read
from app.services.file_report import DeskClosed
from app.services.file_subject_request import (
    TEAM,
    file_subject_request,
    prepare_subject_request,
    recall_subject_code,
)
from app.web.csrf import anonymous_form, csrf_token, form_expired, form_key, form_token, keeps_text
from app.web.current import keyring, locale, mail, now, sms
from app.web.forms import HouseForm
from app.web.rate_guard import spend
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.unit_of_work import writing

Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]
CODE_PAGE = CodePage("public/listed", "listed.ask", recall_subject_code)


@listed.route("/y", methods=["GET", "POST"])
@open_to("anyone")
@anonymous_form
@keeps_text("value", "words")
def ask() -> Answer:
    """The page of the step that the form names; nothing that was typed is lost on the way."""
    step = request.form.get("step", "")
    if step in ("code", "done"):
        return CODE_PAGE.after(step)
    if request.method == "GET" or not request.form:
        return _page("where", WhereForm(formdata=None)) if desk_can_read(TEAM) else _closed()
    if form_expired():
        return _page("where", _kept(), problem=_("This page was open too long. Begin again."))
    return {"proof": _proof, "words": _words}.get(step, _where)()


def _where() -> Answer:
    form = WhereForm()
    if request.form.get("go") == "stay":
        return _page("where", form)
    if not form.validate() or form.identifier is None:
        return _page("where", form), 422
    asked = form.identifier
    try:
        spend("proof_ask", f"{asked.kind}/{asked.value}")
    except TooManyRequests:
        sentence = _("There were too many codes for this number or address today. Try tomorrow.")
        return _page("where", form, problem=sentence), 429
    proof = new_proof(asked, form.right.data, now())
    try:
        _send(asked, proof.code)
    except (OSError, smtplib.SMTPException):
        sentence = _("The code could not be sent now. Nothing is lost: wait a moment, send again.")
        return _page("where", form, problem=sentence), 503, {"Retry-After": "60"}
    return _page("proof", CodeForm(formdata=None), proof)


def _proof() -> Answer:
    form = CodeForm()
    try:
        proof = _opened()
    except ProofLost:
        return _page("where", _kept(), problem=str(BEGIN_NEW))
    if proof.is_given:
        return _page("words", WordsForm(formdata=None), proof)
    if request.form.get("go") == "stay":
        return _page("proof", form, proof)
    if request.form.get("go") == "again":
        return _page("where", WhereForm(formdata=None))
    try:
        spend("proof_try", _raw().hex())
    except TooManyRequests:
        return _page("where", _kept(), problem=_("Too many wrong codes. Ask a new one later.")), 429
    proven = given(proof, form.proof.data or "", now())
    if proven is None:
        form.proof.data = ""
        form.proof.errors = [_("This is not the code that we sent. Look at the newest message.")]
        return _page("proof", form, proof), 422
    return _page("words", WordsForm(formdata=None), proven)


def _words() -> Answer:
    form = WordsForm()
    try:
        proof = _opened()
        if not proof.is_given:
            raise ProofLost
    except ProofLost:
        return _page("where", _kept(), problem=str(BEGIN_NEW), kept=form.words.data or "")
    if request.form.get("go") == "stay":
        return _page("words", form, proof)
    if not form.validate():
        return _page("words", form, proof), 422
    one = proof.identifier
    asked = SubjectRequest(
        proof.right, form.ground.data, one.kind, mask(one), (form.words.data or "").strip(),
        locale(),
    )  # fmt: skip
    return _file(asked, one, lambda sentence: _page("words", form, proof, problem=sentence))


def _file(asked: SubjectRequest, one: Identifier, again: Callable[[str], str]) -> Answer:
    moment = now()
    try:
        if not desk_can_read(TEAM):
            raise DeskClosed
        prepared = prepare_subject_request(
            asked, one, raw_token=_raw(), keyring=keyring(), now=moment
        )
        with writing() as session:
            filed = file_subject_request(session, prepared, now=moment)
    except AlreadyReceived:
        return CODE_PAGE.already()
    except DeskClosed:
        return again(_("We cannot take this safely now. Nothing was sent. Try again later.")), 503
    except Busy:
        sentence = _("It is very busy now. Nothing is lost: wait a moment and send again.")
        return again(sentence), 503, {"Retry-After": "10"}
    return CODE_PAGE.first(filed.code, Carried())


def _send(one: Identifier, code: str) -> None:
    """The code and nothing else: whoever sees the message learns nothing of what it is about."""
    text = _("Your code: %(code)s", code=code)
    if one.kind == "phone":
        sms().send(one.value, text)
    else:
        mail().send(one.value, _("Your code"), text)


def _opened() -> Proof:
    return open_proof(request.form.get("state", ""), form_key(), _raw(), now())


def _raw() -> bytes:
    token = form_token()
    assert token is not None  # an expired form never comes here
    return token.raw16


def _kept() -> WhereForm:
    """What he typed on the first page, where that is what came; else an empty page."""
    return WhereForm() if "value" in request.form else WhereForm(formdata=None)


def _page(
    step: str, form: HouseForm, proof: Proof | None = None, *, problem: str = "", kept: str = ""
) -> str:
    values: dict[str, Any] = {}
    if proof is not None:
        raw = read_form_token(csrf_token(), form_key(), now()).raw16
        values = {
            "state": seal_proof(proof, form_key(), raw),
            "shown": mask(proof.identifier),
            "kind": proof.identifier.kind,
            "rests": suspends(proof.right),
        }
    return render_template(
        f"public/listed/{step}.html", form=form, step=step, problem=problem, kept=kept, **values
    )


def _closed() -> Answer:
    return render_template("public/listed/closed.html"), 503
