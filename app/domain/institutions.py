"""Institutions one can complain about, the kinds they come in, and the ombudsman after them.

Municipalities and police units are institutions by their own files; here they look like the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from app.domain.code_lists import in_language
from app.domain.places import MAX_SEARCH_CHARS, Municipality, PoliceUnit, folded

MUNICIPALITY = "gemeente"
POLICE = "politie"
MILITARY_POLICE = "kmar"

SEARCHED_AS: Mapping[str, str] = {"gemeente-toezicht": MUNICIPALITY}
"""A kind without institutions of its own → the kind whose institutions answer for it: a complaint
about a municipal inspector goes to the municipality."""

PublicBody = Literal["yes", "no", "partly", "unknown"]
OmbudsmanKind = Literal["municipal", "committee", "regional", "national"]
_BETWEEN_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class InstitutionType:
    """A kind of institution ("bank", "huisarts").

    `routes` are what a complaint usually follows, best first; `always_routes` are open beside
    them whatever happened. `theme` is what its subjects usually fall under.
    """

    code: str
    labels: Mapping[str, str]
    public_body: PublicBody
    routes: tuple[str, ...]
    theme: str
    always_routes: tuple[str, ...]
    confirmed: bool

    def label(self, lang: str) -> str:
        """What the kind is called; raises `LanguageMissing`."""
        return in_language(self.labels, lang)


@dataclass(frozen=True)
class Institution:
    """One institution. `name` is its own (Dutch) name in every language.

    `code` is unique over everything: "GM0599" for a municipality, the code of its file for a
    police unit. `area` is a code of the list "institution_area". `website` is without "https://".
    `iban_code` stands in account numbers of a bank. `confirmed`: that it exists under this name.
    """

    code: str
    type: str
    name: str
    area: str
    website: str = ""
    website_confirmed: bool = False
    search_names: tuple[str, ...] = ()
    iban_code: str = ""
    confirmed: bool = False

    @cached_property
    def search_keys(self) -> tuple[str, tuple[str, ...], frozenset[str], tuple[str, ...]]:
        """Folded: the name, the name from each later word on, other names, those from each word."""
        others = [starts for name in self.search_names if (starts := _starts(name))]
        own = _starts(self.name) or ("",)
        return (
            own[0],
            own[1:],
            frozenset(starts[0] for starts in others),
            tuple(start for starts in others for start in starts),
        )


@dataclass(frozen=True)
class Ombudsman:
    """`municipality` is the one it serves for certain, `perhaps_in` a province in which it serves
    municipalities that our source does not name."""

    code: str
    kind: OmbudsmanKind
    name: str
    municipality: str
    perhaps_in: str
    website: str
    confirmed: bool


@dataclass(frozen=True)
class ServingOmbudsman:
    """Who takes a complaint that the institution itself did not solve.

    `certain` is false when the source is not sure, or does not know every local ombudsman; then
    `perhaps` holds the others it could be. A wrong one sends the complaint on (Awb 9:18).
    """

    ombudsman: Ombudsman
    certain: bool
    perhaps: tuple[Ombudsman, ...] = ()


def find_institutions(text: str, among: Iterable[Institution], kind: str = "") -> list[Institution]:
    """Those of whose name, or another name of theirs, some word begins with `text`.

    An equal name comes first, then names that begin so, then later words, then other names; each
    in alphabetical order. With a `kind` only of that type, or of the type that answers for it.
    """
    wanted = folded(text[:MAX_SEARCH_CHARS])
    kind = SEARCHED_AS.get(kind, kind)
    if not wanted:
        return []
    found: list[tuple[int, str, Institution]] = []
    for institution in among:
        if kind and institution.type != kind:
            continue
        own, own_later, others, others_all = institution.search_keys
        if wanted == own or wanted in others:
            rank = 0
        elif own.startswith(wanted):
            rank = 1
        elif any(start.startswith(wanted) for start in own_later):
            rank = 2
        elif any(start.startswith(wanted) for start in others_all):
            rank = 3
        else:
            continue
        found.append((rank, own, institution))
    return [institution for _, _, institution in sorted(found, key=lambda f: f[:2])]


def of_municipality(place: Municipality) -> Institution:
    """The municipality as an institution, found by its bare name too."""
    return Institution(
        code=place.code,
        type=MUNICIPALITY,
        name=f"Gemeente {place.name}",
        area="local",
        search_names=(place.name, *place.search_names),
        confirmed=place.confirmed,
    )


def of_police_unit(unit: PoliceUnit, places: Iterable[Municipality]) -> Institution:
    """The unit as an institution, found by every municipality and town it covers."""
    covered = [place for place in places if place.police_unit == unit.code]
    names = [name for place in covered for name in (place.name, *place.search_names)]
    return Institution(
        code=unit.code,
        type=MILITARY_POLICE if unit.code == MILITARY_POLICE else POLICE,
        name=unit.name,
        area="regional" if unit.is_region else "national",
        search_names=tuple(dict.fromkeys([unit.code, *names])),
        confirmed=unit.confirmed,
    )


def serving(municipality: Municipality | None, among: Iterable[Ombudsman]) -> ServingOmbudsman:
    """The ombudsman of a municipality, or the national one for every other public body.

    Only a confirmed local ombudsman is certain for a municipality: that nobody local is known does
    not mean that there is none. Raises `StopIteration` without a national one (the loader refuses
    such a file).
    """
    known = tuple(among)
    national = next(o for o in known if o.kind == "national")
    if municipality is None:
        return ServingOmbudsman(national, national.confirmed)
    own = next((o for o in known if o.municipality == municipality.code), None)
    if own is not None:
        return ServingOmbudsman(own, own.confirmed, () if own.confirmed else (national,))
    perhaps = tuple(o for o in known if o.perhaps_in == municipality.province)
    return ServingOmbudsman(national, certain=False, perhaps=perhaps)


def _starts(name: str) -> tuple[str, ...]:
    """The folded name, then the folded rest of it from each later word on."""
    words = [word for word in map(folded, _BETWEEN_WORDS.split(name)) if word]
    return tuple("".join(words[i:]) for i in range(len(words)))
