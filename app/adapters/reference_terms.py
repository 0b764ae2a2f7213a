"""Reads the terms of the complaint routes, every version of them, and checks that they fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.adapters.reference_lists import Lists
from app.adapters.reference_rows import BadReferenceData, Row, read_rows
from app.domain.complaint_routes import step_key
from app.domain.terms.term import Duration, Term, Unit

COLUMNS = (
    "route", "step", "whose", "alternative", "condition", "amount", "unit", "start_event",
    "statutory", "hardness", "extension_amount", "extension_unit", "extension_condition",
    "valid_from", "reference_date", "source", "certainty",
)  # fmt: skip
HERS, THEIRS = "hers", "theirs"
WHOSE = frozenset({HERS, THEIRS})
YES_NO = frozenset({"yes", "no"})
UNITS = frozenset(unit.value for unit in Unit)
HARDNESS_OF_THEIRS = "none"  # how hard a term is, is about being late with a complaint


@dataclass(frozen=True)
class StepTerms:
    """Every version of the terms of one step."""

    hers: tuple[Term, ...] = ()
    theirs: tuple[Term, ...] = ()

    @property
    def has_ordinary_hers(self) -> bool:
        """Whether she has a term that does not need a special case."""
        return any(not term.condition for term in self.hers)


def read_terms(file: Path, lists: Lists) -> dict[str, StepTerms]:
    """The terms by key of their step ("awb-klacht:1")."""
    found: dict[str, dict[str, list[Term]]] = defaultdict(lambda: {HERS: [], THEIRS: []})
    for row in read_rows(file, COLUMNS):
        whose = row.one_of("whose", WHOSE)
        key = step_key(row.needed("route"), row.number("step"))
        term = _term(row, key, whose, lists)
        if any(_same_version(term, other) for other in found[key][whose]):
            raise row.bad(f"{term.code} from {term.valid_from} stands twice")
        found[key][whose].append(term)
    for key, terms in found.items():
        for whose in (HERS, THEIRS):
            _check_versions(f"{file.name} {key} {whose}", terms[whose])
            _check_alternatives(f"{file.name} {key} {whose}", terms[whose])
    return {
        key: StepTerms(tuple(terms[HERS]), tuple(terms[THEIRS])) for key, terms in found.items()
    }


def _term(row: Row, key: str, whose: str, lists: Lists) -> Term:
    alternative, condition = row.number("alternative"), row.optional("condition")
    hardness = row.one_of("hardness", _codes(lists, "term_hardness"))
    if whose == THEIRS and (alternative != 1 or hardness != HARDNESS_OF_THEIRS):
        raise row.bad("a term of theirs has no alternative and no hardness")
    if condition:
        row.one_of("condition", _codes(lists, "term_condition"))
    parts = [key, whose, str(alternative), *([condition] if condition else [])]
    extension, extension_condition = _extension(row, lists)
    return Term(
        code=":".join(parts),
        duration=Duration(row.number("amount"), Unit(row.one_of("unit", UNITS))),
        start_event=row.one_of("start_event", _codes(lists, "start_event")),
        statutory=row.one_of("statutory", YES_NO) == "yes",
        hardness=hardness,
        condition=condition,
        alternative=alternative,
        extension=extension,
        extension_condition=extension_condition,
        valid_from=row.day("valid_from") if row.optional("valid_from") else date.min,
        reference_date=row.day("reference_date"),
        source=row.needed("source"),
        confirmed=row.is_confirmed(),
    )


def _extension(row: Row, lists: Lists) -> tuple[Duration | None, str]:
    names = ("extension_amount", "extension_unit", "extension_condition")
    if not any(map(row.optional, names)):
        return None, ""
    duration = Duration(row.number(names[0]), Unit(row.one_of(names[1], UNITS)))
    return duration, row.one_of(names[2], _codes(lists, names[2]))


def _check_versions(place: str, terms: Sequence[Term]) -> None:
    """The first version of a term has no date: whenever it happened, there is a version for it."""
    first = {term.code for term in terms if term.valid_from == date.min}
    without = sorted({term.code for term in terms} - first)
    if without:
        raise BadReferenceData(place, f"{without[0]} has no first version")


def _check_alternatives(place: str, terms: Sequence[Term]) -> None:
    numbers: dict[str, set[int]] = defaultdict(set)
    for term in terms:
        numbers[term.condition].add(term.alternative)
    if numbers and "" not in numbers:
        raise BadReferenceData(place, "special cases only")
    for found in numbers.values():
        if found != set(range(1, len(found) + 1)):
            raise BadReferenceData(place, f"alternatives {sorted(found)}")


def _same_version(one: Term, other: Term) -> bool:
    return (one.code, one.valid_from) == (other.code, other.valid_from)


def _codes(lists: Mapping[str, Mapping[str, object]], name: str) -> frozenset[str]:
    return frozenset(lists.get(name, {}))
