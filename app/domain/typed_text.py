"""Reading what people type from paper or from memory: case, accents, scripts, stray marks."""

from __future__ import annotations

import re
import unicodedata

# Letters of another script that look like these and come in by a keyboard or a correction
LOOK_ALIKES = str.maketrans("аеорсухіјѕԁһʼıον", "aeopcyxijsdh'iov")


def letters_and_digits(text: str) -> list[str]:
    """Runs of a-z and runs of 0-9, in order; everything else separates.

    Digits of every script count. Characters that show nothing (zero width, soft hyphen, direction
    marks) are as if they were not there.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(_plain(character) for character in folded.translate(LOOK_ALIKES))
    return re.findall(r"[a-z]+|[0-9]+", plain)


def _plain(character: str) -> str:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return ""
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)
