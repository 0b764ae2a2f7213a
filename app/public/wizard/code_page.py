"""The last part: the code shown once, the check of two words, what happens now.

The code is derived from the form's own token, so nothing needs to remember it between these pages
(security.md 2.3). Every acknowledgement comes after the commit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from flask import render_template, request
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.code import Code, to_digits, to_words
from app.domain.help_line import HelpLine
from app.domain.report_parts import MAX_CODE_CHARS
from app.domain.shown_again import AlreadyReceived
from app.public.wizard.forms import WordsForm
from app.services.team_key import sealing_key
from app.web.compression import uncompressed
from app.web.csrf import form_token
from app.web.current import database, keyring, locale, now, reference

MOST_NEEDS = 8


class Recall(Protocol):
    """The service that gives the code of a form again for ten minutes."""

    def __call__(
        self, session: Session, raw_token: bytes, *, keyring: Keyring, now: datetime
    ) -> Code: ...


@dataclass(frozen=True)
class Carried:
    """What the page with the code keeps for the page after it, in its own form.

    `needs` are kinds of help, `region` where she needs it, `about` a kind of institution; `how` is
    "phone" when the desk filled it in for her, "too" after the short way. It only changes words.
    """

    needs: tuple[str, ...] = ()
    region: str = ""
    about: str = ""
    how: str = ""

    def help_lines(self) -> tuple[HelpLine, ...]:
        """Help that fits, nearest first."""
        data, region = reference(), self.region
        unit = data.region(region).police_unit if region and data.has_region(region) else ""
        return data.help_for(*self.needs, police_unit=unit)


@dataclass(frozen=True)
class CodePage:
    """The end of one wizard: `folder` holds its templates code, done and already."""

    folder: str
    endpoint: str
    recall: Recall
    facts: Callable[[Carried], dict[str, Any]] = lambda _carried: {}

    def first(self, code: Code, carried: Carried) -> str:
        """The calmest page of all."""
        return self._page(code, WordsForm(formdata=None), carried)

    def after(self, step: str) -> str:
        """The check of two words, then what happens now."""
        token = form_token()
        if token is None:  # a day later: the code page is closed, her code still works
            return self.already()
        form = WordsForm()
        try:
            with database().reading() as session:
                code = self.recall(session, token.raw16, keyring=keyring(), now=now())
        except AlreadyReceived:
            return self.already()
        carried = Carried(
            tuple(sorted(set(request.form.getlist("needs"))))[:MOST_NEEDS],
            request.form.get("region", "")[:MAX_CODE_CHARS],
            request.form.get("about", "")[:MAX_CODE_CHARS],
            request.form.get("how", "")[:MAX_CODE_CHARS],
        )
        wish = request.form.get("go", "")
        if step == "code" and wish == "words":
            if not has_last_words(form.words.data or "", code):
                form.refuse()
                return self._page(code, form, carried)
        elif step == "code" and wish.startswith("stay"):
            return self._page(code, form, carried)
        return render_template(
            f"{self.folder}/done.html",
            help_lines=carried.help_lines(),
            carried=carried,
            **self.facts(carried),
        )

    def already(self) -> str:
        """It was sent before, and the code is shown no more."""
        return render_template(f"{self.folder}/already.html")

    def _page(self, code: Code, form: WordsForm, carried: Carried) -> str:
        uncompressed()
        return render_template(
            f"{self.folder}/code.html",
            endpoint=self.endpoint,
            words=to_words(code, locale()),
            digits=to_digits(code),
            form=form,
            carried=carried,
        )


def has_last_words(typed: str, code: Code) -> bool:
    """The last two words in either language, by their first four letters; or the last digits."""
    folded = typed.casefold().replace(",", " ").replace(".", " ").split()
    digits = "".join(folded)
    if digits.isdecimal():
        return len(digits) >= 4 and to_digits(code).replace(" ", "").endswith(digits)
    starts = [word[:4] for word in folded]
    return any(
        starts == [word[:4] for word in to_words(code, language)[-2:]] for language in ("nl", "en")
    )


def desk_can_read(team: str) -> bool:
    """Whether anybody holds the key that a case would be sealed to (security.md 2.5)."""
    with database().reading() as session:
        return sealing_key(session, keyring(), team) is not None
