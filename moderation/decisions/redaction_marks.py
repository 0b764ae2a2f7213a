"""The redaction assistant on one text: what must go, what somebody must look at, what was answered.

A mark keeps its key while the words around it change, so that an answer given once holds until
the marked words themselves change (look.md: "each mark is answered once").
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass

from app.domain.redaction.assistant import blocking_marks, find_marks
from app.domain.redaction.marks import Mark
from app.domain.report import ReportDraft
from moderation.decisions.case_identifiers import identifiers_of

KEY_CHARACTERS = 12


@dataclass(frozen=True, repr=False)
class TextMark:
    """`must_go`: no answer lets it stay in an alert (privacy.md, requirement 2)."""

    key: str
    start: int
    end: int
    kind: str
    strength: str
    text: str
    must_go: bool


@dataclass(frozen=True, repr=False)
class Piece:
    """A stretch of a text, inside a mark or between marks."""

    text: str
    mark: TextMark | None


@dataclass(frozen=True, repr=False)
class Known:
    """What of this report may not be in an alert: identifiers, and words about herself."""

    identifiers: tuple[str, ...]
    about_reporter: tuple[str, ...]


def known_of(draft: ReportDraft) -> Known:
    """Everything she typed as an identifier, and each line of what could point to her."""
    identifiers = [one.typed for one in identifiers_of(draft)]
    identifiers += [one.identifier.value for one in identifiers_of(draft) if one.identifier]
    if draft.client.nickname.strip():
        identifiers.append(draft.client.nickname)
    return Known(
        tuple(dict.fromkeys(identifiers)),
        tuple(line for line in draft.points_to_me.splitlines() if line.strip()),
    )


def marks_of(text: str, known: Known, *, dictionary: Container[str]) -> tuple[TextMark, ...]:
    """All marks of a text, in order; those that forbid an alert carry `must_go`."""
    forbidden = blocking_marks(text)
    found = find_marks(
        text,
        known=known.identifiers,
        about_reporter=known.about_reporter,
        dictionary=dictionary,
    )
    return tuple(
        TextMark(
            key=_key(mark),
            start=mark.start,
            end=mark.end,
            kind=mark.kind,
            strength=mark.strength,
            text=mark.text,
            must_go=_must_go(mark, forbidden),
        )
        for mark in found
    )


def unanswered(marks: Iterable[TextMark], answered: Collection[str]) -> tuple[TextMark, ...]:
    """Marks that stand in the way: those that must go, and any that nobody has looked at.

    A weak one too: a word that may be a name is what no form gives away.
    """
    return tuple(mark for mark in marks if mark.must_go or mark.key not in answered)


def pieces_of(text: str, marks: Iterable[TextMark]) -> tuple[Piece, ...]:
    """The whole text in order, cut where marks begin and end."""
    pieces: list[Piece] = []
    at = 0
    for mark in marks:
        if mark.start > at:
            pieces.append(Piece(text[at : mark.start], None))
        pieces.append(Piece(text[mark.start : mark.end], mark))
        at = mark.end
    if at < len(text):
        pieces.append(Piece(text[at:], None))
    return tuple(pieces)


def _must_go(mark: Mark, forbidden: list[Mark]) -> bool:
    if mark.kind == "identifier" and mark.strength == "strong":
        return True
    return any(one.start < mark.end and mark.start < one.end for one in forbidden)


def _key(mark: Mark) -> str:
    digest = hashlib.sha256(f"{mark.kind}\n{mark.text}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:KEY_CHARACTERS]
