"""A reporter's photo: only ever our own JPEG, never a page, each look a line in the log."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from app.web.current import database
from app.web.headers import sandboxed
from app.web.roles import open_to
from moderation.decisions.show_parts import PHOTO_SHOWN, show_photo
from moderation.desk.blueprint import desk
from moderation.desk.person import person
from moderation.desk.queue import READERS
from moderation.desk.show import logged


@desk.get("/case/<uuid:report_id>/photo/<int:number>")
@open_to(*READERS)
def photo(report_id: UUID, number: int) -> Response:
    line = logged(PHOTO_SHOWN, report_id, {"number": number})
    with database().reading() as session:
        jpeg = show_photo(session, person(), report_id, number, line)
    sandboxed()
    response = Response(jpeg, mimetype="image/jpeg")
    response.headers["Content-Disposition"] = "inline; filename=photo.jpg"
    return response
