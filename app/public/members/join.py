"""The three ways to become a member; none asks for a name or papers."""

from __future__ import annotations

from flask import render_template

from app.public.members.blueprint import members
from app.services.count_waits import usual_wait
from app.web.current import database, now
from app.web.roles import open_to


@members.get("/m/join")
@open_to("anyone")
def join() -> str:
    with database().reading() as session:
        usual = usual_wait(session, now=now())
    return render_template("public/members/join.html", usual=usual)
