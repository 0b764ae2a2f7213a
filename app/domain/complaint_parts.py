"""The parts of a complaint: about whom, the letter she got, what she allows, an older list."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from app.domain.strict_json import JsonObject, StrictObject

MAX_CODE_CHARS = 60
MAX_NAME_CHARS = 120
MAX_REFERENCE_CHARS = 60
MAX_REMARKS_CHARS = 4000

COMPLAINT_CONSENTS = ("figures", "own_words", "pattern")


class NoSuchComplaintConsent(Exception):
    """A consent that we do not ask for."""


@dataclass(frozen=True)
class About:
    """One institution she complains about.

    `kind` is a code of the institution types; `code` one of the known institutions (a municipality,
    a police unit, a bank …), or empty with `name` as she typed it.
    """

    kind: str = ""
    code: str = ""
    name: str = field(default="", repr=False)

    def to_json(self) -> JsonObject:
        return {"kind": self.kind, "code": self.code, "name": self.name}

    @classmethod
    def from_json(cls, value: object) -> Self:
        fields = StrictObject(value, "about", frozenset(cls().to_json()))
        return cls(
            fields.text("kind", MAX_CODE_CHARS),
            fields.text("code", MAX_CODE_CHARS),
            fields.text("name", MAX_NAME_CHARS),
        )


@dataclass(frozen=True)
class Letter:
    """Did she get a letter with a decision (a code of `yes_no_unknown`), and the date on it."""

    got: str = ""
    dated: date | None = None

    @property
    def is_decision(self) -> bool:
        """Whether six hard weeks may be running (Awb 6:7)."""
        return self.got == "yes"

    def to_json(self) -> JsonObject:
        return {"got": self.got, "dated": self.dated.isoformat() if self.dated else None}

    @classmethod
    def from_json(cls, value: object) -> Self:
        fields = StrictObject(value, "letter", frozenset({"got", "dated"}))
        return cls(fields.text("got", MAX_CODE_CHARS), fields.day("dated"))


@dataclass(frozen=True, repr=False)
class OlderList:
    """That a complaint comes from a list the desk kept before: its own number and remarks there."""

    reference: str = ""
    remarks: str = ""

    def to_json(self) -> JsonObject:
        return {"reference": self.reference, "remarks": self.remarks}

    @classmethod
    def from_json(cls, value: object) -> Self:
        fields = StrictObject(value, "older", frozenset(cls().to_json()))
        return cls(
            fields.text("reference", MAX_REFERENCE_CHARS), fields.text("remarks", MAX_REMARKS_CHARS)
        )


@dataclass(frozen=True)
class ComplaintConsents:
    """Count in figures · her own words in a letter · find others it happened to.

    Each separate, revocable and off by default (product.md 3). Names are the codes of the list
    `complaint_consent`. A letter in her name needs more than a box: her power of attorney.
    `both_desks` is asked elsewhere: she told the other desk too, and wants both to know it.
    """

    figures: bool = False
    own_words: bool = False
    pattern: bool = False
    both_desks: bool = False

    @property
    def given(self) -> tuple[str, ...]:
        """The codes she said yes to, in the order of the form."""
        return tuple(code for code in COMPLAINT_CONSENTS if getattr(self, code))

    @classmethod
    def of(cls, codes: tuple[str, ...] | list[str]) -> Self:
        """Consents out of ticked boxes; raises `NoSuchComplaintConsent`."""
        for code in codes:
            if code not in COMPLAINT_CONSENTS:
                raise NoSuchComplaintConsent(code)
        return cls(**{code: code in codes for code in COMPLAINT_CONSENTS})

    def changed(self, code: str, given: bool) -> Self:
        """The same with one of them changed; raises `NoSuchComplaintConsent`."""
        if code not in COMPLAINT_CONSENTS:
            raise NoSuchComplaintConsent(code)
        return replace(self, **{code: given})

    def to_json(self) -> JsonObject:
        given = {code: bool(getattr(self, code)) for code in COMPLAINT_CONSENTS}
        return {**given, "both_desks": self.both_desks}

    @classmethod
    def from_json(cls, value: object) -> Self:
        """Raises `Malformed`; anything but a plain true is no consent."""
        names = (*COMPLAINT_CONSENTS, "both_desks")
        fields = StrictObject(value, "consents", frozenset(names))
        return cls(**{name: fields.flag(name) for name in names})
