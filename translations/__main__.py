"""`make translations`: lists texts without Dutch, and Dutch without text."""

from __future__ import annotations

import sys

from app.adapters.catalogues import DEFAULT_LANGUAGE
from translations import findings
from translations.extraction import texts_of_house, translations_of


def main() -> int:
    """Prints every finding; 1 when there is one."""
    texts, known = texts_of_house(), translations_of(DEFAULT_LANGUAGE)
    allowed = findings.same_on_purpose(DEFAULT_LANGUAGE)
    lists = {
        "without a translation": findings.missing(texts, known),
        "translated, but nowhere used": findings.obsolete(texts, known),
        "marked fuzzy, so not shown": findings.unsure(known),
        "with other placeholders": findings.other_placeholders(texts, known),
        "the same as the English": findings.still_english(texts, known, allowed),
    }
    found = {title: list(lines) for title, lines in lists.items()}
    for title, lines in found.items():
        if lines:
            print(f"{title}:")
            print("\n".join(f"  {line}" for line in lines))
    count = sum(map(len, found.values()))
    print(f"{len(texts)} texts, {count} to look at")
    return int(count > 0)


if __name__ == "__main__":
    sys.exit(main())
