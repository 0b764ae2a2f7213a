"""One row of a list → a complaint of the desk, or everything that is wrong with it.

Nothing is guessed: a word that we do not know refuses its row and names its column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.domain.complaint import FIRST_DAY, MAX_STORY_CHARS, MAX_SUBJECTS, ComplaintDraft
from app.domain.complaint_import.days import NotADay, read_day
from app.domain.complaint_import.profile import LEFT_EMPTY, MAY_STAY_EMPTY, Profile
from app.domain.complaint_import.table import Cell, Formula, ListRow, text_of
from app.domain.complaint_import.words import Vocabulary
from app.domain.complaint_parts import (
    MAX_NAME_CHARS,
    MAX_REFERENCE_CHARS,
    MAX_REMARKS_CHARS,
    About,
    OlderList,
)
from app.domain.places import folded
from app.domain.report_parts import WhenKnown
from app.domain.retention import complaint_expires_on
from app.domain.strict_json import is_readable

BETWEEN_SUBJECTS = ("\n", "|", ";")
UNKNOWN_WORD = "unknown_word"

MOST_CHARS: Mapping[str, int] = {
    "story": MAX_STORY_CHARS,
    "institution": MAX_NAME_CHARS,
    "reference": MAX_REFERENCE_CHARS,
    "remarks": MAX_REMARKS_CHARS,
}


@dataclass(frozen=True)
class RowProblem:
    """What is wrong, and in which column (its heading, or empty for the whole row).

    Codes: required, not_a_day, in_future, too_long_ago, over, unknown_word, ambiguous_word,
    too_long, unreadable, formula, wrong_kind, several_institutions, kind_needed, too_many,
    closed_before, happened_after, outcome_missing, closed_missing, too_many_cells,
    twice_in_file, changed.
    """

    column: str
    code: str
    of_field: str = ""
    word: str = field(default="", repr=False)


@dataclass(frozen=True, repr=False)
class ImportedComplaint:
    """A row that can be stored; `outcome` is a code, empty while the case is open."""

    line: int
    draft: ComplaintDraft
    received: date
    closed: date | None
    outcome: str


def identity_of(one: ImportedComplaint) -> tuple[str, ...]:
    """Which row this is: the desk's own number on its day, else what it tells.

    How it ended is not part of it, so that a row which was closed meanwhile is not a second case.
    """
    draft, older = one.draft, one.draft.older or OlderList()
    if older.reference:
        return ("number", one.received.isoformat(), older.reference)
    about = [part for first in draft.about for part in (first.kind, first.code, first.name)]
    happened = draft.when.day.isoformat() if draft.when.day else ""
    return (
        "row", one.received.isoformat(), *about, *draft.subjects, "/", draft.region, happened,
        draft.story, older.remarks,
    )  # fmt: skip


class RowReader:
    """Reads the rows of one table by one profile."""

    def __init__(
        self, headings: Sequence[str], profile: Profile, vocabulary: Vocabulary, today: date
    ) -> None:
        self._profile = profile
        self._vocabulary = vocabulary
        self._today = today
        self._width = len(headings)
        self._looked_up: dict[tuple[str, str], tuple[str, str]] = {}
        self._headings = headings
        fields = [profile.field_of(heading) for heading in headings]
        self._at = {one: at for at, one in enumerate(fields) if one and one != "remarks"}
        self._remarks = [at for at, one in enumerate(fields) if one == "remarks"]

    def read(self, row: ListRow) -> ImportedComplaint | tuple[RowProblem, ...]:
        """The complaint, or every problem of the row in the order of the page."""
        if len(row.cells) > self._width:
            return (RowProblem("", "too_many_cells"),)
        problems: list[RowProblem] = []

        def wrong(of_field: str, code: str, word: str = "") -> None:
            at = self._at.get(of_field)
            column = "" if at is None else self._headings[at]
            problems.append(RowProblem(column, code, of_field, word))

        def cell(of_field: str) -> Cell:
            at = self._at.get(of_field)
            found: Cell = "" if at is None else row.cells[at]
            if isinstance(found, Formula):
                wrong(of_field, "formula")
                return ""
            return found

        received = self._day("received", cell, wrong)
        if received is None and not problems:
            wrong("received", "required")
        happened = self._day("happened", cell, wrong)
        closed = self._day("closed", cell, wrong)
        kind = self._code("kind", text_of(cell("kind")), wrong)
        about = self._about(kind, self._text("institution", cell, wrong), wrong)
        subjects = self._subjects(cell, wrong)
        region = self._code("place", text_of(cell("place")), wrong)
        outcome = self._code("outcome", text_of(cell("outcome")), wrong)
        draft = ComplaintDraft(
            about=(about,),
            subjects=subjects,
            when=WhenKnown(day=happened),
            region=region,
            story=self._text("story", cell, wrong),
            older=OlderList(
                reference=self._text("reference", cell, wrong),
                remarks=self._all_remarks(row, problems),
            ),
        )
        if not problems and received is not None:
            self._order(received, happened, closed, outcome, wrong)
        if problems or received is None:
            return tuple(dict.fromkeys(problems))
        return ImportedComplaint(row.line, draft, received, closed, outcome)

    def _day(
        self, of_field: str, cell: Callable[[str], Cell], wrong: Callable[..., None]
    ) -> date | None:
        found = cell(of_field)
        if found == "":
            return None
        try:
            day = read_day(found, self._today)
        except NotADay:
            wrong(of_field, "not_a_day")
            return None
        if day > self._today:
            wrong(of_field, "in_future")
        elif day < FIRST_DAY:
            wrong(of_field, "too_long_ago")
        return day

    def _text(self, of_field: str, cell: Callable[[str], Cell], wrong: Callable[..., None]) -> str:
        text = text_of(cell(of_field))
        if not is_readable(text):
            wrong(of_field, "unreadable")
        elif len(text) > MOST_CHARS[of_field]:
            wrong(of_field, "too_long")
        else:
            return text
        return ""

    def _code(self, of_field: str, word: str, wrong: Callable[..., None]) -> str:
        """The code of one word; empty for an empty cell, and where the word is refused."""
        key = (of_field, word)
        if key not in self._looked_up:  # a list says the same few words over and over
            self._looked_up[key] = self._looked_up_now(of_field, word)
        code, problem = self._looked_up[key]
        if problem:
            wrong(of_field, problem, word)
        return code

    def _looked_up_now(self, of_field: str, word: str) -> tuple[str, str]:
        """The code, or what is wrong with the word."""
        told = self._profile.words.get(of_field, {}).get(folded(word), "")
        if not folded(word) or (told == LEFT_EMPTY and of_field in MAY_STAY_EMPTY):
            return "", ""
        if told and self._vocabulary.has(of_field, told):
            return told, ""
        found = self._vocabulary.codes(of_field, word)
        if len(found) == 1:
            return next(iter(found)), ""
        return "", "ambiguous_word" if found else UNKNOWN_WORD

    def _subjects(self, cell: Callable[[str], Cell], wrong: Callable[..., None]) -> tuple[str, ...]:
        main = text_of(cell("subject"))
        if not folded(main):
            wrong("subject", "required")
        rest = text_of(cell("more_subjects"))
        for sign in BETWEEN_SUBJECTS:
            rest = rest.replace(sign, BETWEEN_SUBJECTS[0])
        codes = [self._code("subject", main, wrong)]
        codes += [self._code("more_subjects", one.strip(), wrong) for one in rest.split("\n")]
        found = tuple(dict.fromkeys(code for code in codes if code))
        if len(found) > MAX_SUBJECTS:
            wrong("more_subjects", "too_many")
        return found

    def _about(self, kind: str, name: str, wrong: Callable[..., None]) -> About:
        """The institution: known by its name, or as it stands when its kind is told."""
        known = self._vocabulary.institutions_called(name, kind)
        if len(known) == 1:
            return About(kind or known[0].type, known[0].code)
        if len(known) > 1:
            wrong("institution", "several_institutions", name)
        elif not kind:
            wrong("kind" if not folded(name) else "institution", "kind_needed", name)
        elif self._vocabulary.institutions_called(name):
            wrong("institution", "wrong_kind", name)
        return About(kind, "", name)

    def _all_remarks(self, row: ListRow, problems: list[RowProblem]) -> str:
        lines: list[str] = []
        for at in self._remarks:
            found = row.cells[at]
            if isinstance(found, Formula):
                problems.append(RowProblem(self._headings[at], "formula", "remarks"))
            elif text := text_of(found):
                lines.append(f"{self._headings[at]}: {text}")
        text = "\n".join(lines)
        if text and not is_readable(text):
            problems.append(RowProblem(self._headings[self._remarks[0]], "unreadable", "remarks"))
        elif len(text) > MAX_REMARKS_CHARS:
            problems.append(RowProblem(self._headings[self._remarks[0]], "too_long", "remarks"))
        else:
            return text
        return ""

    def _order(
        self,
        received: date,
        happened: date | None,
        closed: date | None,
        outcome: str,
        wrong: Callable[..., None],
    ) -> None:
        if happened is not None and happened > received:
            wrong("happened", "happened_after")
        if closed is not None and closed < received:
            wrong("closed", "closed_before")
        if closed is not None and not outcome:
            wrong("outcome", "outcome_missing")
        if outcome and closed is None:
            wrong("closed", "closed_missing")
        if complaint_expires_on(received, closed) <= self._today:
            wrong("received", "over")
