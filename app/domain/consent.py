"""What she allows: four separate, revocable consents, none of them on by default (product.md 3)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.strict_json import JsonObject, StrictObject

CONSENTS = ("warn", "police_anonymous", "figures", "police_help")


class NoSuchConsent(Exception):
    """A consent that we do not ask for."""


@dataclass(frozen=True)
class Consents:
    """Warn members · anonymous information to police · count in figures · help with the police.

    The names of the fields are the codes of the list `consent`.
    """

    warn: bool = False
    police_anonymous: bool = False
    figures: bool = False
    police_help: bool = False

    @property
    def given(self) -> tuple[str, ...]:
        """The codes she said yes to, in the order of the form."""
        return tuple(code for code in CONSENTS if getattr(self, code))

    @classmethod
    def of(cls, codes: tuple[str, ...] | list[str]) -> Consents:
        """Consents out of ticked boxes; raises `NoSuchConsent`."""
        for code in codes:
            if code not in CONSENTS:
                raise NoSuchConsent(code)
        return cls(**{code: code in codes for code in CONSENTS})

    def changed(self, code: str, given: bool) -> Consents:
        """The same with one of them changed; raises `NoSuchConsent`."""
        if code not in CONSENTS:
            raise NoSuchConsent(code)
        return replace(self, **{code: given})

    def ends_warning(self, before: Consents) -> bool:
        """Whether this change takes the alert away: she no longer wants to warn (decisions 17)."""
        return before.warn and not self.warn

    def to_json(self) -> JsonObject:
        return {code: bool(getattr(self, code)) for code in CONSENTS}

    @classmethod
    def from_json(cls, value: object) -> Consents:
        """Raises `Malformed`; anything but a plain true is no consent."""
        fields = StrictObject(value, "consents", frozenset(CONSENTS))
        return cls(**{code: fields.flag(code) for code in CONSENTS})
