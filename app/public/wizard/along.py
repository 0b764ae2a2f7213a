"""From a story that was sent to the other desk's form, with what she chooses to take along.

The words come out of the vault, opened by the form that was just sent (for ten minutes) or by her
code; until she has chosen, only the key to them travels, sealed, in a form of its own. That form
has a token of its own: with the first one's token both stories would get one and the same code.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol

from flask import render_template, request
from sqlalchemy.orm import Session
from wtforms import BooleanField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from app.adapters.form_token import read_form_token
from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged, open_json, seal_json, subkey
from app.domain.shown_again import AlreadyReceived
from app.domain.strict_json import Malformed
from app.domain.told import Told
from app.public.wizard.first_case import first_from_json, first_to_json
from app.public.wizard.forms import Boxes
from app.public.wizard.read_back import said_when
from app.public.wizard.state import D, StateUnreadable, WizardState
from app.public.wizard.way import Answer, Wizard
from app.services.both_desks import Own, let_desk_know, told_before
from app.services.open_report import CodeUnknown
from app.services.own_report import ReportGone
from app.web.csrf import begin_another_form, csrf_token, form_key, form_token
from app.web.current import database, keyring, locale, now, reference
from app.web.forms import HouseForm
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from app.web.unit_of_work import writing

OPEN_MINUTES = 15  # as long as her own page stays open by itself
TEMPLATE = "public/wizard/along.html"
NOTHING_TO_TAKE = (AlreadyReceived, CodeUnknown, ReportGone, StateUnreadable, Damaged, Malformed)


class RecallOwn(Protocol):
    """The service that opens the story of a form that was sent a moment ago."""

    def __call__(
        self, session: Session, raw_token: bytes, *, keyring: Keyring, now: datetime
    ) -> Own: ...


class AlongForm(HouseForm):
    """What goes along, and whether the desks may know; nothing is ticked for her."""

    parts = Boxes(_l("What do you want to take along?"))
    both = BooleanField(_l("Both desks may know that I told both"))

    def __init__(self, told: Told, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        words = _words(told)
        self.parts.choices = [SelectChoice(part, words[part]) for part in told.parts if words[part]]


@dataclass(frozen=True)
class TakingAlong(Generic[D]):
    """The way to one desk: `to` is its kind of case, `endpoint` takes the POSTs.

    `begin(told, both)` is a draft that holds what she took along.
    """

    to: str
    endpoint: str
    recall: RecallOwn
    begin: Callable[[Told, bool], D]

    def answer(self, wizard: Wizard[D]) -> Answer:
        """The page on which she chooses; then the first page of the form, with what she chose."""
        token = form_token()
        if token is None:
            return self.over()
        sealed = request.form.get("first", "")
        try:
            with database().reading() as session:
                if sealed:
                    own = self._open(sealed, token.raw16)
                else:
                    own = self.recall(session, token.raw16, keyring=keyring(), now=now())
                told = told_before(session, own)
        except NOTHING_TO_TAKE:
            return self.over()
        if not sealed:
            begin_another_form()
            return render_template(TEMPLATE, **self.values(own, told))
        form = AlongForm(told)
        if request.form.get("go") == "stay":
            return render_template(TEMPLATE, **self.values(own, told, form))
        both = bool(form.both.data)
        draft = self.begin(told.only(form.parts.data or ()), both)
        state = WizardState(draft, first=own if both else None)
        return wizard.go_to(wizard.steps_of(draft).first, state)

    def values(self, own: Own, told: Told, form: AlongForm | None = None) -> dict[str, Any]:
        """What the page needs; it must carry a form token, not that of a session."""
        raw = read_form_token(csrf_token(), form_key(), now()).raw16
        return {
            "to": self.to,
            "endpoint": self.endpoint,
            "first": self._seal(own, raw),
            "form": form or AlongForm(told, formdata=None),
        }

    def over(self) -> str:
        """Too late or gone: with her code the same is still possible."""
        return render_template("public/wizard/along_over.html", to=self.to)

    def _seal(self, own: Own, raw: bytes) -> str:
        until = int((now() + timedelta(minutes=OPEN_MINUTES)).timestamp())
        value = {"own": first_to_json(own), "until": until}
        sealed = seal_json(_key(), value, self.to, raw.hex(), step=256)
        return base64.urlsafe_b64encode(sealed).decode("ascii")

    def _open(self, text: str, raw: bytes) -> Own:
        """Raises `StateUnreadable`."""
        try:
            sealed = base64.urlsafe_b64decode(text.encode("ascii"))
            value = open_json(_key(), sealed, self.to, raw.hex())
            if now().timestamp() > value["until"]:
                raise StateUnreadable
            return first_from_json(value["own"])
        except (Damaged, Malformed, binascii.Error, ValueError, KeyError, TypeError) as error:
            raise StateUnreadable from error


def let_first_desk_know(first: Own | None) -> None:
    """After the second story is stored, if she asked for it; a story taken back tells nobody.

    A unit of work of its own: what is written in one leaves one mark in the database's own files.
    """
    if first is None:
        return
    with suppress(ReportGone, Damaged, Malformed), writing() as session:
        let_desk_know(session, first)


def _words(told: Told) -> dict[str, str]:
    """Each part as she may recognise it; her story is not shown here."""
    data, language = reference(), locale()
    spoken = told.language if data.has("language", told.language) else ""
    return {
        "when": _("When it was: %(when)s", when=", ".join(said_when(told.when))),
        "where": _("Where it was: %(place)s", place=data.region_label(told.region, language))
        if told.region
        else "",
        "story": _("My story, as I wrote it"),
        "language": ""
        if spoken in ("", language)
        else _("My language: %(language)s", language=data.label("language", spoken, language)),
    }


def _key() -> bytes:
    return subkey(form_key(), "taking along")
