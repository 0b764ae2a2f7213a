"""Her new code, shown once, and the check of two words (decisions 6).

The code is derived from the form's own token. A sealed note in the page says until when it may be
shown: nothing needs to remember it, and a page found open after ten minutes tells nothing.
"""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime

from flask import render_template, request

from app.adapters.vault.boxes import Damaged, open_sealed, seal, subkey
from app.domain.code import Code, to_digits, to_words
from app.domain.shown_again import SHOWN_AGAIN_FOR
from app.public.wizard.code_page import has_last_words
from app.public.wizard.forms import WordsForm
from app.services.member_code import code_of_form
from app.web.compression import uncompressed
from app.web.csrf import form_key, form_token
from app.web.current import keyring, locale, now

SECONDS_BYTES = 8


def show_code(code: Code, *, way: str) -> str:
    """The page with the code; `way` is how she came in: advert, outreach or invitation."""
    token = form_token()
    assert token is not None  # only after a form that was good
    return _page(code, _note(token.raw16, now()), way, WordsForm(formdata=None))


def after_code() -> str:
    """What she pressed on the page with the code."""
    token = form_token()
    note, way = request.form.get("shown", ""), request.form.get("way", "")
    if token is None or not _is_fresh(note, token.raw16, now()):
        return render_template("public/members/already.html")
    form = WordsForm()
    code = code_of_form(token.raw16, keyring())
    wish = request.form.get("go", "")
    if wish == "stay":
        return _page(code, note, way, form)
    if wish == "words" and not has_last_words(form.words.data or "", code):
        form.refuse()
        return _page(code, note, way, form)
    return render_template("public/members/joined.html", way=way)


def _page(code: Code, note: str, way: str, form: WordsForm) -> str:
    uncompressed()
    return render_template(
        "public/members/code.html",
        words=to_words(code, locale()),
        digits=to_digits(code),
        note=note,
        way=way,
        form=form,
        action=request.endpoint,
    )


def _note(raw_token: bytes, moment: datetime) -> str:
    seconds = int(moment.timestamp()).to_bytes(SECONDS_BYTES, "big")
    sealed = seal(subkey(form_key(), "member/shown"), seconds, "shown", raw_token.hex())
    return base64.urlsafe_b64encode(sealed).decode("ascii")


def _is_fresh(note: str, raw_token: bytes, moment: datetime) -> bool:
    try:
        sealed = base64.urlsafe_b64decode(note.encode("ascii"))
        seconds = open_sealed(subkey(form_key(), "member/shown"), sealed, "shown", raw_token.hex())
    except (Damaged, binascii.Error, UnicodeError, ValueError):
        return False
    shown = datetime.fromtimestamp(int.from_bytes(seconds, "big"), UTC)
    return moment - shown <= SHOWN_AGAIN_FOR
