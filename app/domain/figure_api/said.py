"""What the API says in words: in English, for who writes a program."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.figure_api.contract import MOST_CHARS, MOST_VALUES

REFUSED: Mapping[str, str] = {
    "unknown_parameter": "There is no parameter of this name here.",
    "unknown_value": "This parameter does not know that value.",
    "too_long": f"A value has at most {MOST_CHARS} characters.",
    "too_many": f"A parameter is given at most {MOST_VALUES} times.",
}
"""By the reason of `Refused`."""
NOT_THERE: Mapping[str, str] = {
    "series": "There is no series of that name.",
    "release": "There is no public release of that name.",
    "table": "This release has no table of that name.",
}
HOW_TO_CHECK = (
    "SHA-256 over four lines, each but the last ended by a line feed: previous, frozen_on, "
    "public_from, text."
)
