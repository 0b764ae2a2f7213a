"""Forms of who has a code but no session: the code, her words, and one answer for every code that
is not meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import redirect, render_template, request, url_for

from app.domain.code import CodeMistyped, CodeUnreadable
from app.public.members.own_page import Answer
from app.services.appeal_suspension import NotBarred
from app.services.file_report import DeskClosed
from app.services.sign_in_member import CodeUnknown
from app.web.csrf import form_expired
from app.web.forms import HouseForm, refuse_code
from app.web.texts import gettext as _

Form = TypeVar("Form", bound=HouseForm)


def take_words(
    kind: type[Form], template: str, send: Callable[[Form], None], *, nobody: str, done: str
) -> Answer:
    """The page, and what is sent from it.

    `nobody` is said of a code that opens nothing here; `done` is the letter that the door of
    members explains afterwards.
    """

    def page(form: Form, *, notice: str = "") -> str:
        return render_template(template, form=form, notice_text=notice)

    if request.method == "GET":
        return page(kind(formdata=None))
    form = kind()
    if form_expired():
        return page(form, notice=_("This page was open too long. Nothing was sent."))
    if request.form.get("go") == "stay":
        return page(form)
    if not form.validate():
        return page(form), 422
    try:
        send(form)
    except CodeMistyped:
        refuse_code(form, _("One word or digit is mistyped. Look at your note again."))
        return page(form), 422
    except (CodeUnreadable, CodeUnknown, NotBarred):
        refuse_code(form, nobody)
        return page(form), 422
    except DeskClosed:
        return render_template("public/members/closed.html"), 503
    return redirect(url_for("members.home", d=done), 303)
