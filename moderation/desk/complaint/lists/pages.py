"""Taking an older list over: the file, its columns, its words, what would happen, what happened.

The pages answer POST, as a search does: what a list holds stands in no address. Nothing is stored
before the last button, and a page that is sent again does nothing twice.
"""

from __future__ import annotations

from dataclasses import replace

from flask import Response as FlaskResponse
from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.adapters.list_files import read_list
from app.domain.complaint_import.profile import (
    MAX_NAME_CHARS,
    Profile,
    ProfileRefused,
    guessed,
)
from app.domain.complaint_import.refused import refused_file
from app.domain.complaint_import.table import ListTable, WrongShape
from app.domain.places import folded
from app.services.file_report import DeskClosed
from app.services.import_complaints import Compared, ImportedMeanwhile, prepare_import
from app.services.import_profiles import (
    MOST_PROFILES,
    TooManyProfiles,
    find_profile,
    named,
)
from app.web.csrf import form_expired, keeps_text
from app.web.current import database, keyring, now, reference
from app.web.import_words import columns_words, problem_words, shape_words
from app.web.locale import shown_on
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.unit_of_work import writing
from moderation.decisions.complaint.older_list import forget_reading, keep_reading, take_list_over
from moderation.desk.blueprint import desk
from moderation.desk.complaint.lists import cards
from moderation.desk.complaint.lists.held import (
    HeldList,
    ListGone,
    brought_back,
    carried,
    compared,
    hold,
    plan_of,
    table_of_held,
)
from moderation.desk.complaint.lists.shown import (
    show_columns,
    show_gone,
    show_preview,
    show_start,
    show_words,
)
from moderation.desk.complaint.words import READERS
from moderation.desk.person import person
from moderation.desk.words import visible

Answer = Response | tuple[str, int]
REFUSED_NAME = "not-taken-over.csv"


@desk.route("/k/list", methods=["GET", "POST"])
@open_to(*READERS)
@keeps_text()
def older_list() -> Answer:
    """Choosing the file; the page after it asks about its columns."""
    if request.method == "GET":
        return show_start()
    if form_expired():
        return show_start(_("This page was open too long. Choose the list once more."))
    sent = request.files.get("list")
    if sent is None or not sent.filename:
        return show_start(_("Choose a file first."))
    content = sent.read()
    try:
        table = read_list(content)
    except WrongShape as wrong:
        return show_start(shape_words(wrong))
    return show_columns(hold(content, _kept_or_guessed(table)), table)


@desk.post("/k/list/columns")
@open_to(*READERS)
@shown_on("desk.older_list")
@keeps_text()
def list_columns() -> Answer:
    """Which column is what; then the words that we do not know, if there are any."""
    try:
        held = brought_back(request.form.get("held", ""))
        table = table_of_held(held)
    except ListGone:
        return show_gone()
    if request.form.get("go") == "back":
        return show_columns(held, table)
    columns = {
        heading: chosen
        for at, heading in enumerate(table.headings)
        if (chosen := request.form.get(f"col-{at}", "")) in dict(cards.field_choices())
    }
    held = replace(held, profile=replace(held.profile, columns=columns))
    try:
        plan = plan_of(held, table)
    except ProfileRefused as refused:
        return show_columns(held, table, refused)
    return show_words(held, table) if cards.words_asked(plan) else show_preview(held, table)


@desk.post("/k/list/words")
@open_to(*READERS)
@shown_on("desk.older_list")
@keeps_text()
def list_words() -> Answer:
    """What the old words mean; a word that is left open refuses its rows."""
    try:
        held = brought_back(request.form.get("held", ""))
        table = table_of_held(held)
        plan = plan_of(held, table)
    except (ListGone, ProfileRefused):
        return show_gone()
    meant: dict[str, dict[str, str]] = {}
    problems: dict[str, str] = {}
    for name, of_field, word, _number in cards.words_asked(plan):
        typed = request.form.get(name, "").strip()
        code = cards.word_meant(of_field, typed) if typed else ""
        if code is None:
            problems[name] = _("We do not know this place. Choose one of the list, or leave it.")
        elif code:
            meant.setdefault(of_field, {})[folded(word)] = code
    if problems:
        return show_words(held, table, request.form.to_dict(), problems)
    return show_preview(replace(held, profile=held.profile.with_words(meant)), table)


@desk.post("/k/list/store")
@open_to(*READERS)
@shown_on("desk.older_list")
@keeps_text("name")
def list_store() -> Answer:
    """Every row that can be, in one unit of work; then what came of it."""
    name = " ".join(request.form.get("name", "").split())
    try:
        held = brought_back(request.form.get("held", ""))
        table = table_of_held(held)
        plan = plan_of(held, table)
    except (ListGone, ProfileRefused):
        return show_gone()
    if form_expired():
        sentence = _("This page was open too long. Nothing was taken over. Do it once more.")
        return show_preview(held, table, sentence, name=name)
    if len(name) > MAX_NAME_CHARS:
        sentence = columns_words(ProfileRefused("name_too_long"))
        return show_preview(held, table, sentence, at="name", name=name)
    found = compared(table, plan)
    try:
        stored = _store(held, found, name)
    except DeskClosed:
        sentence = _("The team's key is not pinned, so nothing can be sealed. Ask the operator.")
        return show_preview(held, table, sentence, name=name)
    except ImportedMeanwhile:
        sentence = _(
            "Somebody took one of these rows over just now. Nothing was stored. Try again."
        )
        return show_preview(held, table, sentence, name=name)
    except TooManyProfiles:
        sentence = _(
            "There are %(most)s ways to read a list already. Forget one first, or leave the name "
            "empty.",
            most=MOST_PROFILES,
        )
        return show_preview(held, table, sentence, at="name", name=name)
    page = render_template(
        "desk/complaint/list_done.html",
        desk_section="board",
        stored=stored,
        known=found.known,
        refused=len(found.refused),
        reasons=cards.reason_rows(found),
        kept=name,
        visible=visible,
        held=carried(held),
    )
    return page, 200


@desk.post("/k/list/refused")
@open_to(*READERS)
@shown_on("desk.older_list")
@keeps_text()
def list_refused() -> Answer | FlaskResponse:
    """The refused rows with why, as a file to correct."""
    try:
        held = brought_back(request.form.get("held", ""))
        table = table_of_held(held)
        found = compared(table, plan_of(held, table))
    except (ListGone, ProfileRefused):
        return show_gone()
    content = refused_file(
        table.headings, found.refused, title=_("Why not taken over"), words=problem_words
    )
    response = FlaskResponse(content, mimetype="text/csv")
    response.headers["Content-Disposition"] = f"attachment; filename={REFUSED_NAME}"
    return response


@desk.post("/k/list/forget")
@open_to(*READERS)
@shown_on("desk.older_list")
def list_forget() -> Answer:
    """A kept way to read a list goes; what was taken over by it stays."""
    with writing() as session:
        forget_reading(session, person(), request.form.get("name", ""), keyring=keyring())
    return redirect(url_for("desk.older_list"), 303)


def _store(held: HeldList, found: Compared, name: str) -> int:
    """How many. The list stays parked for its day: who sends the page again reads what stands."""
    institution = reference().institution
    prepared = tuple(
        prepare_import(
            found.new,
            keyring=keyring(),
            name_of=lambda code: institution(code).name,
            today=now().date(),
        )
    )
    with writing() as session:
        stored = take_list_over(session, person(), prepared, found, keyring=keyring(), now=now())
        if name:
            keep_reading(session, person(), named(held.profile, name), keyring=keyring(), now=now())
    return stored


def _kept_or_guessed(table: ListTable) -> Profile:
    """The way that was chosen, as far as this list has its columns; else what headings say."""
    name = request.form.get("profile", "")
    with database().reading() as session:
        kept = find_profile(session, name, keyring=keyring()) if name else None
    return kept or guessed(table.headings)
