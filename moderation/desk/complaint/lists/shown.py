"""The pages of an older list, each as an answer: `problem` is a sentence at a field (`at`)."""

from __future__ import annotations

from flask import render_template, request
from werkzeug.wrappers import Response

from app.domain.complaint_import.profile import ProfileRefused
from app.domain.complaint_import.table import ListTable
from app.services.import_profiles import read_profiles
from app.web.current import database, keyring
from app.web.import_words import columns_words
from app.web.texts import gettext as _
from moderation.desk.complaint.lists import cards
from moderation.desk.complaint.lists.held import HeldList, carried, compared, plan_of
from moderation.desk.words import visible

Answer = Response | tuple[str, int]
UNPROCESSABLE = 422


def show_start(problem: str = "") -> Answer:
    with database().reading() as session:
        kept = [one.name for one in read_profiles(session, keyring=keyring())]
    page = render_template(
        "desk/complaint/list.html",
        desk_section="board",
        profiles=kept,
        chosen=request.form.get("profile", ""),
        problem=problem,
        visible=visible,
    )
    return page, UNPROCESSABLE if problem else 200


def show_gone() -> Answer:
    return show_start(_("The list is no longer here: it is kept for a day. Choose the file again."))


def show_columns(held: HeldList, table: ListTable, refused: ProfileRefused | None = None) -> Answer:
    found = cards.column_cards(table, held.profile)
    at = ""
    if refused is not None:
        # a column that is missing is no column's fault
        at = next((one["id"] for one in found if refused.heading == one["heading"]), "columns")
    page = render_template(
        "desk/complaint/list_columns.html",
        desk_section="board",
        columns=found,
        choices=cards.field_choices(),
        rows=len(table.rows),
        problem=columns_words(refused) if refused else "",
        at=at,
        held=carried(held),
    )
    return page, UNPROCESSABLE if refused else 200


def show_words(
    held: HeldList,
    table: ListTable,
    given: dict[str, str] | None = None,
    problems: dict[str, str] | None = None,
) -> Answer:
    page = render_template(
        "desk/complaint/list_words.html",
        desk_section="board",
        groups=cards.word_groups(plan_of(held, table), given or {}, problems or {}),
        problems=list((problems or {}).items()),
        held=carried(held),
    )
    return page, UNPROCESSABLE if problems else 200


def show_preview(
    held: HeldList, table: ListTable, problem: str = "", *, at: str = "take", name: str = ""
) -> Answer:
    found = compared(table, plan_of(held, table))
    page = render_template(
        "desk/complaint/list_preview.html",
        desk_section="board",
        new=len(found.new),
        known=found.known,
        refused=len(found.refused),
        rows=cards.preview_rows(found),
        reasons=cards.reason_rows(found),
        left_out=cards.left_out(table, held.profile),
        name=name or held.profile.name,
        problem=problem,
        at=at,
        held=carried(held),
    )
    return page, UNPROCESSABLE if problem else 200
