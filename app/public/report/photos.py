"""Photos in the wizard: cleaned at once, parked sealed, their key in the form only."""

from __future__ import annotations

import base64
from dataclasses import replace
from uuid import UUID

from flask import request

from app.adapters.images import ImageRefused, clean_image
from app.domain.redaction.invisible import reveal_invisible
from app.domain.report import MAX_PHOTOS
from app.domain.report_parts import MAX_PHOTO_NAME_CHARS, Photo
from app.public.report.state import WizardState
from app.services.parked_photo import (
    ParkingTicket,
    PhotoGone,
    open_parked_photo,
    park_photo,
    unpark_photo,
)
from app.web.current import database, keyring, now
from app.web.error_texts import waiting
from app.web.rate_guard import spend
from app.web.texts import gettext as _


class PhotoRefused(Exception):
    """Why a file is not taken, in her language; `retry_after_seconds` where waiting helps."""

    def __init__(self, sentence: str, retry_after_seconds: int = 0) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.retry_after_seconds = retry_after_seconds


def take(state: WizardState) -> WizardState:
    """Parks the file of this request, if there is one. Raises `PhotoRefused`: never a loss."""
    upload = request.files.get("photo")
    if upload is None or not upload.filename:
        return state
    if len(state.draft.photos) >= MAX_PHOTOS:
        raise PhotoRefused(_("You can add five photos. Take one away first."))
    verdict = spend("upload")
    if not verdict.allowed:
        seconds = verdict.retry_after_seconds
        sentence = _("There are too many photos from here now. You can send without this one.")
        raise PhotoRefused(f"{sentence} {waiting(seconds)}", seconds)
    try:
        clean = clean_image(upload.stream.read())
    except ImageRefused as refusal:
        raise PhotoRefused(refusal_sentence(refusal.reason)) from refusal
    with database().writing() as session:
        ticket = park_photo(session, clean.jpeg, keyring=keyring(), now=now())
    photo = Photo(
        row_id=str(ticket.id),
        key=base64.b64encode(ticket.key).decode("ascii"),
        name=reveal_invisible(upload.filename)[:MAX_PHOTO_NAME_CHARS],
        width=clean.width,
        height=clean.height,
        size_bytes=len(clean.jpeg),
        original_sha256=clean.sha256_original,
    )
    return replace(state, draft=replace(state.draft, photos=(*state.draft.photos, photo)))


def remove(state: WizardState, row_id: str) -> WizardState:
    """Takes one photo away, from the form and from where it was parked."""
    kept = tuple(one for one in state.draft.photos if one.row_id != row_id)
    for photo in state.draft.photos:
        if photo.row_id == row_id:
            with database().writing() as session:
                unpark_photo(session, ticket_of(photo))
    return replace(state, draft=replace(state.draft, photos=kept))


def collect(state: WizardState) -> tuple[bytes, ...]:
    """The parked photos as JPEG, in order; raises `PhotoGone` when one is no longer there."""
    if not state.draft.photos:
        return ()
    with database().reading() as session:
        return tuple(open_parked_photo(session, ticket_of(one)) for one in state.draft.photos)


def without_gone(state: WizardState) -> WizardState:
    """The state with only those photos that are still parked."""
    kept = []
    with database().reading() as session:
        for photo in state.draft.photos:
            try:
                open_parked_photo(session, ticket_of(photo))
            except PhotoGone:
                continue
            kept.append(photo)
    return replace(state, draft=replace(state.draft, photos=tuple(kept)))


def ticket_of(photo: Photo) -> ParkingTicket:
    """Where it lies and its key."""
    return ParkingTicket(UUID(photo.row_id), base64.b64decode(photo.key))


def refusal_sentence(reason: str) -> str:
    """Why a file was refused, and that her text is safe."""
    return {
        "too_large_file": _("This file is larger than 10 MB. Choose a smaller one."),
        "too_many_pixels": _("This picture is too large. Make a screenshot of it and choose that."),
        "not_an_image": _("We can only take photos (JPEG, PNG or WebP). Make a screenshot of it."),
        "animated": _("Moving pictures do not work here. Make a screenshot of it."),
        "damaged": _("We could not open this photo. Make a screenshot of it and choose that."),
    }.get(reason, _("We could not work on this photo now. You can try again, or send without it."))
