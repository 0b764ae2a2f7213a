"""The last part: sending, the code shown once, and the check of two words.

The code is derived from the form's own token, so nothing needs to remember it between these pages
(security.md 2.3). Every acknowledgement comes after the commit.
"""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request

from app.adapters.vault.stretching import Busy
from app.domain.code import Code, to_digits, to_words
from app.domain.incidents import highest_severity
from app.domain.report import Problem, check, unknown_codes
from app.domain.report_parts import MAX_CODE_CHARS
from app.domain.shown_again import AlreadyReceived
from app.public.report import photos
from app.public.report.filing import filing_of
from app.public.report.forms import WordsForm
from app.public.report.pages import show_step
from app.public.report.state import WizardState
from app.public.report.steps import LAST, STEP_OF_FIELD, form_of
from app.services.file_report import (
    TEAM,
    DeskClosed,
    Filed,
    file_report,
    prepare_report,
    recall_code,
)
from app.services.parked_photo import PhotoGone, unpark_photo
from app.services.team_key import sealing_key
from app.web.compression import uncompressed
from app.web.csrf import form_token
from app.web.current import database, keyring, locale, now, reference, today
from app.web.rate_guard import burst_tag, spend
from app.web.texts import gettext as _
from app.web.unit_of_work import writing

Answer = str | tuple[str, int] | tuple[str, int, dict[str, str]]


def desk_can_read() -> bool:
    """Whether anybody holds the key that a report would be sealed to (security.md 2.5)."""
    with database().reading() as session:
        return sealing_key(session, keyring(), TEAM) is not None


def send(state: WizardState) -> Answer:
    """Files the report and shows the code; whatever is wrong is said beside what she wrote."""
    problems = check(state.draft, today())
    problems += unknown_codes(state.draft, reference().has)
    if problems:
        first = problems[0]
        return _review(state, _sentence(first), STEP_OF_FIELD.get(first.field, ""))
    spend("submit")  # counted; text is never refused, a flood is tagged instead
    try:
        filed = _file(state)
    except PhotoGone:
        return _review(
            photos.without_gone(state),
            _("A photo was here for more than a day and is gone. Add it again, or send without."),
            "photo",
        )
    except AlreadyReceived:
        return render_template("public/report/already.html")
    except DeskClosed:
        return render_template("public/report/closed.html"), 503
    except Busy:
        sentence = _("It is very busy now. Nothing is lost: wait a moment and send again.")
        return _review(state, sentence), 503, {"Retry-After": "10"}
    return show_code(filed.code, state_kinds=state)


def after_code(step: str) -> Answer:
    """The check of two words, then what happens now."""
    token = form_token()
    if token is None:  # a day later: the code page is closed, her code still works
        return render_template("public/report/already.html")
    form = WordsForm()
    try:
        with database().reading() as session:
            code = recall_code(session, token.raw16, keyring=keyring(), now=now())
    except AlreadyReceived:
        return render_template("public/report/already.html")
    needs = tuple(sorted(set(request.form.getlist("needs"))))[:8]
    region = request.form.get("region", "")[:MAX_CODE_CHARS]
    if step == "code" and request.form.get("go") == "words":
        if not has_last_words(form.words.data or "", code):
            form.refuse()
            return _code_page(code, form, needs, region)
    elif step == "code" and request.form.get("go", "").startswith("stay"):
        return _code_page(code, form, needs, region)
    return _done(needs, region)


def show_code(code: Code, *, state_kinds: WizardState) -> Answer:
    """The calmest page of all. It also carries which kinds of help to show afterwards."""
    data = reference()
    draft = state_kinds.draft
    needs = {data.incident(kind).category for kind in draft.kinds}
    if highest_severity(draft.kinds, data.incidents) >= 4:
        needs.add("ernst-4")
    return _code_page(code, WordsForm(formdata=None), tuple(sorted(needs)), draft.place.region)


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


def _file(state: WizardState) -> Filed:
    token = form_token()
    assert token is not None  # an expired form never comes here
    if not desk_can_read():
        raise DeskClosed
    pictures = photos.collect(state)
    moment = now()
    filing = filing_of(
        state.draft,
        pictures,
        reference=reference(),
        today=moment.date(),
        burst=burst_tag(),
    )
    expires_on = moment.date() + timedelta(days=reference().protocol.report_max_days)
    prepared = prepare_report(
        filing, raw_token=token.raw16, keyring=keyring(), expires_on=expires_on, now=moment
    )
    with writing() as session:
        filed = file_report(session, prepared, now=moment)
        for photo in state.draft.photos:
            unpark_photo(session, photos.ticket_of(photo))
    return filed


def _review(state: WizardState, sentence: str, wrong_step: str = "") -> str:
    """What she wrote, with the sentence on top and a button to the answer it is about."""
    form = form_of(LAST)(formdata=None)
    return show_step(LAST, state, form, problem=sentence, wrong_step=wrong_step)


def _code_page(code: Code, form: WordsForm, needs: tuple[str, ...], region: str) -> str:
    uncompressed()
    return render_template(
        "public/report/code.html",
        words=to_words(code, locale()),
        digits=to_digits(code),
        form=form,
        needs=needs,
        region=region,
    )


def _done(needs: tuple[str, ...], region: str) -> str:
    data = reference()
    unit = data.region(region).police_unit if region and data.has_region(region) else ""
    return render_template(
        "public/report/done.html", help_lines=data.help_for(*needs, police_unit=unit)
    )


def _sentence(problem: Problem) -> str:
    if problem.field == "kinds":
        return _("Choose at least one thing that happened.")
    if problem.code == "too_long":
        return _("One of your answers is too long. Look at it again and make it shorter.")
    if problem.field == "when":
        return _("We cannot read this day. Write it like 21-11-2026.")
    return _("One of your answers is not complete. Look at it again.")
