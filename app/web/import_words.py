"""An older list in words: its fields, what is wrong with a row, why a file is no list.

The desk's pages and the command line share them.
"""

from __future__ import annotations

from app.domain.complaint_import.profile import ProfileRefused
from app.domain.complaint_import.rows import RowProblem
from app.domain.complaint_import.table import WrongShape
from app.web.texts import gettext as _
from app.web.texts import lazy as _l

FIELDS = {
    "received": _l("day it came in"),
    "kind": _l("kind of institution"),
    "institution": _l("name of the institution"),
    "subject": _l("subject"),
    "more_subjects": _l("other subjects"),
    "place": _l("place"),
    "happened": _l("day it happened"),
    "story": _l("what happened, in words"),
    "outcome": _l("what came of it"),
    "closed": _l("day it was closed"),
    "reference": _l("our own number"),
    "remarks": _l("remarks of the desk"),
}
PROBLEMS = {
    "required": _l("this is empty, and it is needed."),
    "not_a_day": _l("this is no day. Write it as 21-11-2026."),
    "in_future": _l("this day is still to come."),
    "too_long_ago": _l("this day is before 1990."),
    "over": _l("this case is too old to keep."),
    "unknown_word": _l("we do not know this word."),
    "ambiguous_word": _l("this word can mean several things."),
    "too_long": _l("this text is too long."),
    "unreadable": _l("we cannot read a sign in this text."),
    "formula": _l("this is a formula or an error of the spreadsheet. Type the value itself."),
    "wrong_kind": _l("this institution is of another kind than the list says."),
    "several_institutions": _l("several institutions are called so. Say which kind it is."),
    "kind_needed": _l("we do not know this institution. Say which kind it is."),
    "too_many": _l("these are too many subjects. A case has three at most."),
    "closed_before": _l("this day is before the case came in."),
    "happened_after": _l("this day is after the case came in."),
    "outcome_missing": _l("this case is closed, so say what came of it."),
    "closed_missing": _l("something came of this case, so say on which day it was closed."),
}
OF_A_ROW = {
    "too_many_cells": _l("This row has more cells than there are headings."),
    "twice_in_file": _l(
        "This row stands twice in the list. Are they two cases? Give each its own number."
    ),
    "changed": _l(
        "This row was taken over before, and now says something else. Change the case itself."
    ),
}
SHAPES = {
    "empty": _l("There is nothing in this file."),
    "no_rows": _l("This file has headings, and no rows below them."),
    "one_column": _l("This file has one column only. Save the list as CSV or XLSX once more."),
    "heading_twice": _l("Two columns are called “%(about)s”. Give each its own heading."),
    "heading_missing": _l("Column %(about)s has no heading. The first row must hold the headings."),
    "heading_too_long": _l("The heading of column %(about)s is too long. Make it shorter."),
    "heading_formula": _l("The heading of column %(about)s is a formula. Type the heading itself."),
    "too_many_rows": _l("This list has more than %(about)s rows. Cut it into smaller ones."),
    "too_many_columns": _l("This list has more than %(about)s columns. Take some out."),
    "too_large": _l("This file is larger than %(about)s MB. Cut the list into smaller ones."),
    "too_large_inside": _l("This file unpacks to more than %(about)s MB. We do not open it."),
    "old_excel": _l(
        "This file is of an old Excel, or has a password. Save it as XLSX without a password."
    ),
    "open_document": _l("This is a file of LibreOffice. Save it as XLSX or CSV."),
    "not_a_list": _l("This file is no list that we can read. Save it as XLSX or CSV."),
    "several_sheets": _l(
        "Several sheets hold something: %(about)s. Save the one that you mean on its own."
    ),
    "no_sheet": _l("All sheets of this file are hidden. Show the one that you mean."),
    "bad_quotes": _l("A quotation mark is missing near line %(about)s. Save the list once more."),
    "damaged": _l("This file is damaged. Save the list once more."),
}
COLUMNS = {
    "no_received": _l("Say which column holds the day on which a case came in."),
    "no_subject": _l("Say which column holds the subject."),
    "no_institution": _l("Say which column holds the institution, or its kind."),
    "name_too_long": _l("This name is too long. Use at most 60 signs."),
}


def problem_words(problem: RowProblem) -> str:
    """One problem of a row, with its column."""
    if problem.code in OF_A_ROW:
        return str(OF_A_ROW[problem.code])
    column = problem.column or str(FIELDS[problem.of_field])
    return f"{column}: {PROBLEMS[problem.code]}"


def shape_words(wrong: WrongShape) -> str:
    """Why a file cannot be read as a list."""
    return str(SHAPES[wrong.code]) % {"about": wrong.about}


def columns_words(refused: ProfileRefused) -> str:
    """Why a list cannot be read with these columns."""
    if refused.code == "twice":
        return _(
            "Two columns are “%(field)s”. Choose one of them.", field=str(FIELDS[refused.field])
        )
    return str(COLUMNS[refused.code])
