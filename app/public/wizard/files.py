"""Photos and PDFs in a wizard: checked at once, parked sealed, their key in the form only."""

from __future__ import annotations

import base64
import hashlib
from uuid import UUID

from flask import request

from app.adapters.images import MOST_BYTES, ImageRefused, clean_image
from app.domain.redaction.invisible import reveal_invisible
from app.domain.report import MAX_PHOTOS
from app.domain.report_parts import MAX_PHOTO_NAME_CHARS, Photo
from app.services.parked_file import (
    FileGone,
    ParkingTicket,
    open_parked_file,
    park_file,
    unpark_file,
)
from app.web.current import database, keyring, now
from app.web.error_texts import waiting
from app.web.rate_guard import spend
from app.web.texts import gettext as _

PDF_BEGINS = b"%PDF-"


class FileRefused(Exception):
    """Why a file is not taken, in her language; `retry_after_seconds` where waiting helps."""

    def __init__(self, sentence: str, retry_after_seconds: int = 0) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.retry_after_seconds = retry_after_seconds


def take(kept: tuple[Photo, ...], *, pdf: bool = False, asked: bool = False) -> tuple[Photo, ...]:
    """`kept` and the file of this request, parked, if there is one; `asked`: there must be one.

    Only the institutions team takes a PDF (security.md 2.11). Raises `FileRefused`: never a loss.
    """
    upload = request.files.get("photo")
    if upload is None or not upload.filename:
        if asked:
            raise FileRefused(_("Choose a file first."))
        return kept
    if len(kept) >= MAX_PHOTOS:
        raise FileRefused(
            _("You can add five files. Take one away first.")
            if pdf
            else _("You can add five photos. Take one away first.")
        )
    verdict = spend("upload")
    if not verdict.allowed:
        seconds = verdict.retry_after_seconds
        sentence = _("There are too many photos from here now. You can send without this one.")
        raise FileRefused(f"{sentence} {waiting(seconds)}", seconds)
    name = reveal_invisible(upload.filename)[:MAX_PHOTO_NAME_CHARS]
    sent = upload.stream.read()
    if pdf and sent.startswith(PDF_BEGINS):
        return (*kept, _as_it_is(name, sent))
    return (*kept, _cleaned(name, sent, pdf=pdf))


def remove(kept: tuple[Photo, ...], row_id: str) -> tuple[Photo, ...]:
    """Takes one file away, from the form and from where it was parked."""
    for one in kept:
        if one.row_id == row_id:
            with database().writing() as session:
                unpark_file(session, ticket_of(one))
    return tuple(one for one in kept if one.row_id != row_id)


def collect(kept: tuple[Photo, ...]) -> tuple[bytes, ...]:
    """What is parked, in order; raises `FileGone` when one is no longer there."""
    if not kept:
        return ()
    with database().reading() as session:
        return tuple(open_parked_file(session, ticket_of(one)) for one in kept)


def without_gone(kept: tuple[Photo, ...]) -> tuple[Photo, ...]:
    """Only those that are still parked."""
    there = []
    with database().reading() as session:
        for one in kept:
            try:
                open_parked_file(session, ticket_of(one))
            except FileGone:
                continue
            there.append(one)
    return tuple(there)


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


def _cleaned(name: str, sent: bytes, *, pdf: bool) -> Photo:
    try:
        clean = clean_image(sent)
    except ImageRefused as refusal:
        if pdf and refusal.reason == "not_an_image":
            sentence = _("We can only take photos (JPEG, PNG or WebP) and PDF files.")
            raise FileRefused(sentence) from refusal
        raise FileRefused(refusal_sentence(refusal.reason)) from refusal
    return _parked(name, clean.jpeg, clean.sha256_original, (clean.width, clean.height))


def _as_it_is(name: str, sent: bytes) -> Photo:
    if len(sent) > MOST_BYTES:
        raise FileRefused(refusal_sentence("too_large_file"))
    return _parked(name, sent, hashlib.sha256(sent).hexdigest(), (0, 0))


def _parked(name: str, content: bytes, sha256: str, size: tuple[int, int]) -> Photo:
    with database().writing() as session:
        ticket = park_file(session, content, keyring=keyring(), now=now())
    return Photo(
        row_id=str(ticket.id),
        key=base64.b64encode(ticket.key).decode("ascii"),
        name=name,
        width=size[0],
        height=size[1],
        size_bytes=len(content),
        original_sha256=sha256,
    )
