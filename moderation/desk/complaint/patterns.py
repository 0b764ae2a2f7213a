"""What several people told about the same institution: the list, one pattern, and telling them."""

from __future__ import annotations

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from app.web.current import database, keyring, now, reference
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.unit_of_work import writing
from moderation.decisions.case_rows import NoKey
from moderation.decisions.complaint.not_alone import TooFew, tell_not_alone, waits_to_hear
from moderation.decisions.complaint.patterns import cases_of, read_patterns
from moderation.desk.blueprint import desk
from moderation.desk.complaint.pattern_words import (
    case_words,
    messages_for,
    pattern_address,
    pattern_words,
)
from moderation.desk.complaint.words import READERS
from moderation.desk.person import person

Answer = Response | tuple[str, int]


@desk.get("/k/patterns")
@open_to(*READERS)
def patterns() -> Answer:
    has_key = True
    try:
        with database().reading() as session:
            found = read_patterns(session, person())
    except NoKey:
        found, has_key = (), False
    page = render_template(
        "desk/complaint/patterns.html",
        desk_section="board",
        patterns=[
            {
                "words": pattern_words(one.pattern),
                "cases": one.cases,
                "enough": one.cases >= _least(),
                "address": pattern_address(one.token),
            }
            for one in found
        ],
        least=_least(),
        has_key=has_key,
    )
    return page, 200


@desk.route("/k/patterns/<pattern>", methods=["GET", "POST"])
@open_to(*READERS)
def pattern(pattern: str) -> Answer:
    """The address holds the blind token: without the team's key it says nothing."""
    token = _token(pattern)
    with database().reading() as session:
        shared, cases = cases_of(session, person(), token)
    problem, status = "", 200
    if request.method == "POST" and request.form.get("sure") != "1":
        problem, status = _("Tick that you have looked."), 422
    elif request.method == "POST":
        try:
            with writing() as session:
                tell_not_alone(
                    session, person(), token, least=_least(),
                    messages=messages_for(shared, _least()), keyring=keyring(), now=now(),
                )  # fmt: skip
            return redirect(pattern_address(token), 303)
        except TooFew:
            problem, status = _("These are too few to tell anybody. Nothing was sent."), 409
    page = render_template(
        "desk/complaint/pattern.html",
        desk_section="board",
        words=pattern_words(shared),
        cases=[case_words(one) for one in cases],
        waiting=sum(waits_to_hear(one) for one in cases),
        told=sum(one.told for one in cases),
        enough=len(cases) >= _least(),
        least=_least(),
        messages=messages_for(shared, _least()),
        problem=problem,
    )
    return page, status


def _least() -> int:
    return reference().protocol.pattern_threshold


def _token(text: str) -> bytes:
    try:
        token = bytes.fromhex(text)
    except ValueError:
        abort(404)
    if token.hex() != text:
        abort(404)
    return token
