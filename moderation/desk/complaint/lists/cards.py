"""What the pages of an older list show: columns, unknown words, and cases as they will be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.complaint_import.plan import ImportPlan
from app.domain.complaint_import.profile import (
    FIELDS,
    LEFT_EMPTY,
    MAX_WORD_CHARS,
    MAY_STAY_EMPTY,
    Profile,
)
from app.domain.complaint_import.rows import ImportedComplaint
from app.domain.complaint_import.table import ListTable, text_of
from app.domain.places import folded
from app.domain.states import ComplaintState
from app.services.import_complaints import Compared
from app.web.current import locale, reference
from app.web.import_words import FIELDS as FIELD_WORDS
from app.web.import_words import OF_A_ROW, PROBLEMS
from app.web.locale import format_date
from app.web.texts import gettext as _
from moderation.desk.complaint.words import about_words, state_label
from moderation.desk.words import label, region_label, visible

MOST_ASKED = 40
SHOWN_ROWS = 10
SAMPLES = 2
SAMPLE_CHARS = 60


def column_cards(table: ListTable, profile: Profile) -> list[Mapping[str, Any]]:
    """Each column with a few of its cells, and what it is so far."""
    cards: list[Mapping[str, Any]] = []
    for at, heading in enumerate(table.headings):
        cells = (text_of(row.cells[at]) for row in table.rows)
        samples = list(dict.fromkeys(cell for cell in cells if cell))[:SAMPLES]
        cards.append(
            {
                "id": f"col-{at}",
                "heading": visible(heading),
                "samples": " · ".join(visible(_short(one)) for one in samples),
                "chosen": profile.field_of(heading),
            }
        )
    return cards


def field_choices() -> list[tuple[str, str]]:
    return [(code, str(FIELD_WORDS[code])) for code in FIELDS]


def words_asked(plan: ImportPlan) -> list[tuple[str, str, str, int]]:
    """(id of the input, field, word, in how many rows), the commonest first; not too many, and
    nothing so long that it is no word."""
    asked = []
    for of_field in FIELDS:
        found = plan.words.get(of_field, {}).items()
        words = [pair for pair in found if len(folded(pair[0])) <= MAX_WORD_CHARS][:MOST_ASKED]
        asked += [
            (f"word-{of_field}-{at}", of_field, word, number)
            for at, (word, number) in enumerate(words)
        ]
    return asked


def word_groups(
    plan: ImportPlan, given: Mapping[str, str], problems: Mapping[str, str]
) -> list[Mapping[str, Any]]:
    """The unknown words by field, each with what may be chosen."""
    groups: list[Mapping[str, Any]] = []
    for of_field in FIELDS:
        asked = [one for one in words_asked(plan) if one[1] == of_field]
        if asked:
            groups.append(
                {
                    "title": str(FIELD_WORDS[of_field]),
                    "typed": of_field == "place",
                    "choices": word_choices(of_field),
                    "more": len(plan.words[of_field]) - len(asked),
                    "words": [
                        {
                            "id": name,
                            "word": visible(_short(word)),
                            "number": number,
                            "chosen": given.get(name, ""),
                            "problem": problems.get(name, ""),
                        }
                        for name, _field, word, number in asked
                    ],
                }
            )
    return groups


def word_choices(of_field: str) -> list[tuple[str, str]]:
    """Codes with their labels; first, where the field may stay empty, that it does."""
    data = reference()
    codes: Sequence[tuple[str, str]]
    if of_field == "place":
        codes = [(code, data.region_label(code, locale())) for code in data.regions]
    elif of_field == "kind":
        codes = [(one.code, one.label(locale())) for one in data.institution_types.values()]
    else:
        name = "outcome" if of_field == "outcome" else "subject"
        codes = [(one.code, one.label(locale())) for one in data.codes(name)]
    empty = _("leave it empty") if of_field != "outcome" else _("nothing yet: the case is open")
    return [*([(LEFT_EMPTY, empty)] if of_field in MAY_STAY_EMPTY else []), *codes]


def word_meant(of_field: str, typed: str) -> str | None:
    """The code of an answer: chosen, or a place as somebody types it; None when it is none."""
    vocabulary = reference().vocabulary
    if typed == LEFT_EMPTY and of_field in MAY_STAY_EMPTY:
        return typed
    if of_field != "place":
        return typed if vocabulary.has(of_field, typed) else None
    found = vocabulary.codes("place", typed)
    return next(iter(found)) if len(found) == 1 else None


def preview_rows(found: Compared) -> list[list[str]]:
    return [_preview_row(one.row) for one in found.new[:SHOWN_ROWS]]


def reason_rows(found: Compared) -> list[list[object]]:
    """In words, with how many rows have it first."""
    words = {code: str(OF_A_ROW.get(code) or PROBLEMS[code]) for code in found.reasons}
    return [
        [f"{words[code][:1].upper()}{words[code][1:]}", number]
        for code, number in found.reasons.items()
    ]


def left_out(table: ListTable, profile: Profile) -> list[str]:
    """Headings of the columns that are not taken over."""
    return [visible(heading) for heading in table.headings if not profile.field_of(heading)]


def _preview_row(one: ImportedComplaint) -> list[str]:
    draft = one.draft
    state = ComplaintState.SUBMITTED if one.closed is None else ComplaintState.CLOSED
    ended = [] if one.closed is None else [format_date(one.closed), label("outcome", one.outcome)]
    return [
        visible(draft.older.reference if draft.older else "") or _("row %(line)s", line=one.line),
        format_date(one.received),
        about_words(draft.about[0]),
        ", ".join(label("subject", code) for code in draft.subjects),
        region_label(draft.region) if draft.region else "",
        " · ".join([state_label(state), *ended]),
    ]


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= SAMPLE_CHARS else f"{flat[:SAMPLE_CHARS]}…"
