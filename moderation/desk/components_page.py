"""Every component on one page, to look at while building; it does not exist in production."""

from __future__ import annotations

from flask import abort, render_template

from app.web.current import reference, settings, today
from app.web.roles import open_to
from app.web.step_words import step_words
from moderation.desk.blueprint import desk


@desk.get("/components")
@open_to("anyone")
def components() -> str:
    if settings().is_production:
        abort(404)
    return render_template(
        "desk/components.html",
        desk_section="",
        help_lines=reference().help_lines,
        sources=list(reference().sources.values()),
        step=step_words(reference().route("awb-bezwaar").step(1), today()),
    )
