"""The redaction assistant: what a moderator must look at before a word goes out.

It marks, she decides. Everything certain is exact and needs no language; guesses about names use
a dictionary. Source: libraries.md 5, privacy.md requirement 2.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

from app.domain.identifiers.kinds import Identifier
from app.domain.redaction.accounts import find_accounts
from app.domain.redaction.dates import find_dates, find_times
from app.domain.redaction.known import find_known, find_reporter
from app.domain.redaction.marks import BLOCKING_KINDS, Find, Mark, merge
from app.domain.redaction.names import find_names, find_unnamed_streets
from app.domain.redaction.numbers import find_citizen_numbers, find_phones
from app.domain.redaction.online import find_emails, find_handles, find_urls
from app.domain.redaction.places import find_postcodes, find_streets
from app.domain.redaction.plates import find_plates
from app.domain.redaction.view import plain_view

_BY_FORM: tuple[Callable[[str], list[Find]], ...] = (
    find_phones,
    find_citizen_numbers,
    find_accounts,
    find_plates,
    find_emails,
    find_urls,
    find_postcodes,
    find_streets,
    find_dates,
    find_times,
)


def find_marks(
    text: str,
    *,
    known: Sequence[Identifier | str] = (),
    about_reporter: Sequence[str] = (),
    dictionary: Container[str] = frozenset(),
) -> list[Mark]:
    """Return what may identify somebody, in order, never overlapping.

    `known` are the identifiers typed in the report, `about_reporter` the words that point back
    to her, `dictionary` small-letter words that are no names. Offsets are those of `text`.
    """
    view = plain_view(text)
    finds = [find for detector in _BY_FORM for find in detector(view.text)]
    finds.extend(find_handles(view.text, dictionary))
    finds.extend(find_names(view.text, dictionary))
    finds.extend(find_unnamed_streets(view.text, dictionary))
    marks = [view.mark(find) for find in finds]
    marks.extend(find_known(text, known))
    marks.extend(find_reporter(text, about_reporter))
    return merge(marks, text)


def blocking_marks(text: str) -> list[Mark]:
    """Return what forbids publication: full phone, e-mail, IBAN, BSN, plate, postcode, URL,
    street with its number.

    A postcode blocks with and without house number: seventeen front doors share one, and the
    finest place that an alert may name is the first four digits.
    """
    view = plain_view(text)
    finds = [find for detector in _BY_FORM for find in detector(view.text)]
    strong = [f for f in finds if f.strength == "strong" and f.kind in BLOCKING_KINDS]
    return merge((view.mark(find) for find in strong), text)
