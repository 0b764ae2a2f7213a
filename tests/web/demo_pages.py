"""Small pages that use everything the shared floor offers, to test the floor by itself."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template_string, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import (
    Forbidden,
    RequestEntityTooLarge,
    ServiceUnavailable,
    UnsupportedMediaType,
)
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from app.web import csrf, session_cookie
from app.web.compression import uncompressed
from app.web.current import database, now
from app.web.forms import HouseForm
from app.web.headers import cacheable, sandboxed
from app.web.rate_guard import burst_tag, limit, spend
from app.web.roles import open_to
from app.web.texts import lazy as _l

PERSON = UUID("11111111-1111-4111-8111-111111111111")
ROLES = ("moderator", "lead", "caseworker", "analyst", "administrator", "auditor")
SECRET_MESSAGE = "value-in-the-error-0612345678"

FRAME = """{% extends "base.html" %}{% block title %}Page{% endblock %}
{% block main %}<h1>Page</h1>"""
END = "{% endblock %}"
FORM = (
    FRAME
    + """<form method="post">{{ form.csrf_token }}{{ form.story.label }}{{ form.story }}
<button>{{ _('Send it again') }}</button></form>
{% for id, sentence in form.problems() %}<p>{{ id }}: {{ sentence }}</p>{% endfor %}
{% if note %}<p id="note">{{ note }}</p>{% endif %}"""
    + END
)

blueprint = Blueprint("demo", __name__, url_prefix="/<lang>/t")


class StoryForm(HouseForm):
    story = StringField(
        _l("Your text"), validators=[DataRequired(), Length(max=40)], render_kw={"class": "w"}
    )


@blueprint.get("/")
@open_to("anyone")
def start() -> str:
    return render_template_string(
        FRAME + "<p>{{ '<b>' }} {{ label }}</p>" + END, label=_l("Your text")
    )


@blueprint.get("/info")
@open_to("anyone")
def info() -> str:
    cacheable(3600)
    return render_template_string(FRAME + "<p>{{ 'word ' * 300 }}</p>" + END)


@blueprint.get("/info-with-form")
@open_to("anyone")
def info_with_form() -> str:
    cacheable(3600)
    return render_template_string(FORM, form=StoryForm(), note="")


@blueprint.get("/words")
@open_to("anyone")
def words() -> str:
    return render_template_string(FRAME + "<p>{{ 'word ' * 300 }}</p>" + END)


@blueprint.get("/code")
@open_to("anyone")
def code() -> str:
    uncompressed()
    return render_template_string(FRAME + "<p>{{ 'word ' * 300 }}</p>" + END)


@blueprint.get("/file")
@open_to("anyone")
def file() -> Response:
    sandboxed()
    return Response(b"<script>alert(1)</script>", content_type="application/octet-stream")


@blueprint.route("/f", methods=["GET", "POST"])
@open_to("anyone")
@csrf.anonymous_form
@csrf.keeps_text("story")
def wizard() -> str:
    form = StoryForm()
    note = ""
    if form.validate_on_submit():
        token = csrf.form_token()
        note = "done " + (token.raw16.hex() if token else "")
    elif csrf.form_expired():
        note = "expired"
    return render_template_string(FORM, form=form, note=note)


@blueprint.route("/plain", methods=["GET", "POST"])
@open_to("anyone")
def plain_form() -> str:
    form = StoryForm()
    note = "done" if form.validate_on_submit() else ""
    return render_template_string(FORM, form=form, note=note)


@blueprint.route("/in/<kind>", methods=["GET", "POST"])
@open_to("anyone")
def sign_in(kind: str) -> Response | str:
    if request.method == "POST":
        owner = None if kind == "reporter" else PERSON
        data = {
            "roles": list(ROLES),
            "second_factor": "half" not in request.form,
            "key": b"\0\xff",
            # what the desk's own pages read of a person, here one without keys
            "name": "Iris",
            "team": "alerts",
            "keys": [],
        }
        with database().writing() as session:
            session_cookie.start(session, kind, owner, data, now())
        return Response(status=204)
    return render_template_string(FORM, form=StoryForm(), note="")


@blueprint.get("/in-member")
@open_to("anyone", sign_in_for="member")
def member_door() -> str:
    return render_template_string(FRAME + END)


@blueprint.get("/in-staff")
@open_to("anyone", sign_in_for="staff")
def staff_door() -> str:
    return render_template_string(FRAME + END)


@blueprint.route("/second", methods=["GET", "POST"])
@open_to("enrolling", sign_in_for="enrolling")
def second_factor() -> Response | str:
    if request.method == "POST":
        with database().writing() as session:
            session_cookie.renew(session, {"second_factor": True}, now())
        return Response(status=204)
    return render_template_string(FORM, form=StoryForm(), note="")


@blueprint.post("/out")
@open_to("reporter", "member", "voucher", "staff")
def sign_out() -> Response:
    session_cookie.end()
    return redirect("/", 303)


@blueprint.route("/mine", methods=["GET", "POST"])
@open_to("reporter", "member", "voucher", "staff")
@csrf.keeps_text("story")
def mine() -> str:
    if request.method == "POST":
        with database().writing() as session:
            session_cookie.update_data(session, {"said": request.form.get("story", "")})
    opened = session_cookie.current_session()
    assert opened is not None
    note = f"{opened.kind} {opened.data.get('said', '-')} {opened.data['key'].hex()}"
    return render_template_string(FORM, form=StoryForm(), note=note)


@blueprint.route("/member", methods=["GET", "POST"])
@open_to("member")
@csrf.keeps_text("story")
def member_page() -> str:
    return render_template_string(FRAME + END)


@blueprint.get("/lead")
@open_to("lead")
def lead_page() -> str:
    return render_template_string(FRAME + END)


@blueprint.get("/auditor")
@open_to("auditor")
def auditor_page() -> str:
    return render_template_string(FRAME + END)


@blueprint.get("/forgotten")
def forgotten() -> str:
    return "nobody said who may see this"


@blueprint.route("/limited", methods=["GET", "POST"])
@open_to("anyone")
@csrf.anonymous_form
@csrf.keeps_text("story")
@limit("receipt")
def limited() -> str:
    return "counted"


@blueprint.post("/spend/<bucket>")
@open_to("anyone")
@csrf.anonymous_form
def spend_one(bucket: str) -> str:
    return "ok" if spend(bucket, request.form.get("account")).allowed else "over"


@blueprint.post("/burst")
@open_to("anyone")
@csrf.anonymous_form
def burst() -> str:
    return burst_tag() or "-"


@blueprint.route("/fail/<kind>", methods=["GET", "POST"])
@open_to("anyone")
@csrf.anonymous_form
@csrf.keeps_text("story")
def fail(kind: str) -> str:
    failures: dict[str, Exception] = {
        "403": Forbidden(),
        "413": RequestEntityTooLarge(),
        "415": UnsupportedMediaType(),
        "500": RuntimeError(SECRET_MESSAGE),
        "503": ServiceUnavailable(retry_after=120),
        "database": OperationalError(SECRET_MESSAGE, {"value": SECRET_MESSAGE}, Exception("gone")),
    }
    raise failures[kind]
