"""Writing to the desk from behind a code: the same for a report and a complaint."""

from __future__ import annotations

from flask import Response
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from app.adapters.rate_limit import Verdict
from app.domain.report import MAX_STORY_CHARS
from app.public.wizard.forms import one_kind_of_line_end
from app.web.error_texts import waiting
from app.web.forms import HouseForm
from app.web.texts import gettext as _
from app.web.texts import lazy as _l


class MessageForm(HouseForm):
    """Her words to the desk, in any language."""

    text = TextAreaField(
        _l("Write to the desk"),
        [
            DataRequired(message=_l("Write something first.")),
            Length(max=MAX_STORY_CHARS, message=_l("This is too long. Use at most 8,000 signs.")),
        ],
        filters=[one_kind_of_line_end],
    )


def too_often(verdict: Verdict) -> str:
    """That she must wait, and how long."""
    sentence = _("This was very often in a short time.")
    return f"{sentence} {waiting(verdict.retry_after_seconds)}"


def with_wait(response: Response, verdict: Verdict) -> Response:
    """The answer with the same wait for a machine."""
    response.headers["Retry-After"] = str(verdict.retry_after_seconds)
    return response
