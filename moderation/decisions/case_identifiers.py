"""The identifiers a reporter typed: in normal form where they have one, each with a stable key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.domain.identifiers.kinds import Identifier, NotAnIdentifier
from app.domain.identifiers.masking import mask
from app.domain.identifiers.matching import normalise
from app.domain.report import ReportDraft


@dataclass(frozen=True, repr=False)  # what she typed never reaches a log
class TypedIdentifier:
    """`key` names it in a form ("phone-0"); `problem` says why it has no normal form, or None."""

    key: str
    kind: str
    typed: str
    site: str
    identifier: Identifier | None
    problem: str | None

    @property
    def masked(self) -> str:
        """As a member would see it; empty without a normal form."""
        return "" if self.identifier is None else mask(self.identifier)


def identifiers_of(draft: ReportDraft) -> tuple[TypedIdentifier, ...]:
    """Everything exact that she typed about the client, in the order of the form."""
    return tuple(_read(*one) for one in _typed(draft))


def chosen(typed: Iterable[TypedIdentifier], keys: Iterable[str]) -> tuple[Identifier, ...]:
    """The normal forms of those that were picked; a key that is not there picks nothing."""
    wanted = set(keys)
    return tuple(
        one.identifier for one in typed if one.key in wanted and one.identifier is not None
    )


def normal_forms(typed: Iterable[TypedIdentifier]) -> tuple[Identifier, ...]:
    return tuple(one.identifier for one in typed if one.identifier is not None)


def _typed(draft: ReportDraft) -> Iterator[tuple[str, str, str, str]]:
    client = draft.client
    for kind, texts in (
        ("phone", client.phones),
        ("email", client.emails),
        ("plate", client.plates),
    ):
        for number, text in enumerate(texts):
            yield f"{kind}-{number}", kind, text, ""
    for number, profile in enumerate(client.profiles):
        yield f"profile-{number}", "profile", profile.name, profile.site


def _read(key: str, kind: str, text: str, site: str) -> TypedIdentifier:
    try:
        return TypedIdentifier(key, kind, text, site, normalise(kind, text), None)
    except NotAnIdentifier as refused:
        return TypedIdentifier(key, kind, text, site, None, refused.reason)
