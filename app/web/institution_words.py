"""What a kind of institution is called on a page."""

from __future__ import annotations

from app.domain.institutions import InstitutionType
from app.web.current import locale


def kind_words(kind: InstitutionType) -> str:
    """In words that a narrow card can break: no slashes."""
    return kind.label(locale()).replace("/", ", ")
