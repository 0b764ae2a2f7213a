"""An address where somebody finds help, with how sure we are of its number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.domain.code_lists import in_language
from app.domain.opening_hours import OpeningHours

LineState = Literal["open", "closed", "holiday", ""]
FITS_ALL = "all"
ANONYMITY = frozenset({"yes", "no", "partly", "unknown"})


@dataclass(frozen=True)
class HelpLine:
    """One help address; `phone_confirmed` decides whether a number is shown as certain.

    `fits` holds what it helps with: incident categories, themes, culprit roles and a few words of
    its own ("all", "severity-4", "police-report", "complaint" …). `police_unit` is the region it
    serves, empty for the whole country. `open_hours` is None when no source gives hours; what
    `hours` says in words may be vaguer ("office hours"). `anonymous` is one of ANONYMITY.
    """

    slug: str
    names: Mapping[str, str]
    phone: str
    phone_confirmed: bool
    website: str
    purposes: Mapping[str, str]
    regions: Mapping[str, str]
    police_unit: str
    hours: Mapping[str, str]
    open_hours: OpeningHours | None
    prices: Mapping[str, str]
    anonymous: str
    urgent: bool
    fits: frozenset[str]
    confirmed: bool

    @property
    def name_nl(self) -> str:
        return self.names["nl"]

    @property
    def name_en(self) -> str:
        return self.names["en"]

    @property
    def purpose_nl(self) -> str:
        return self.purposes["nl"]

    @property
    def purpose_en(self) -> str:
        return self.purposes["en"]

    @property
    def phone_digits(self) -> str:
        """The number for a `tel:` link: digits only."""
        return "".join(c for c in self.phone if c.isdigit())

    @property
    def url(self) -> str:
        """The address of the site, or empty."""
        return f"https://{self.website}" if self.website else ""

    def name(self, lang: str) -> str:
        return in_language(self.names, lang)

    def purpose(self, lang: str) -> str:
        return in_language(self.purposes, lang)

    def region(self, lang: str) -> str:
        """The area it serves, empty for the whole country."""
        return in_language(self.regions, lang)

    def reachable(self, lang: str) -> str:
        """When it answers, in words; empty when we do not know."""
        return in_language(self.hours, lang)

    def costs(self, lang: str) -> str:
        return in_language(self.prices, lang)

    def state(self, now: datetime, *, holiday: bool) -> LineState:
        """Whether it answers at `now`; on a holiday only who is always open is said to be."""
        if self.open_hours is None:
            return ""
        if not self.open_hours.is_open(now):
            return "closed"
        return "holiday" if holiday and not self.open_hours.always else "open"

    def suits(self, *needs: str, police_unit: str = "") -> bool:
        """Whether it helps with any of `needs` and serves `police_unit` or the whole country."""
        if self.police_unit and self.police_unit != police_unit:
            return False
        return FITS_ALL in self.fits or not self.fits.isdisjoint(needs)
