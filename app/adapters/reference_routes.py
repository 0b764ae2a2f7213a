"""Reads the complaint routes with their terms, and checks that every step leads somewhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from app.adapters.reference_lists import Lists
from app.adapters.reference_rows import BadReferenceData, Row, read_rows
from app.adapters.reference_terms import StepTerms, read_terms
from app.domain.complaint_routes import Route, RouteStep, step_key

COLUMNS = (
    "route", "step", "title_nl", "title_en", "with_whom_nl", "with_whom_en", "legal_basis",
    "her_timing", "costs", "binding", "anonymity", "names_to", "copies_to", "next", "note_nl",
    "note_en", "source", "certainty", "reference_date", "reference_date_certainty",
)  # fmt: skip
ROUTES = "complaint_route"


def read_routes(file: Path, terms_file: Path, lists: Lists) -> dict[str, Route]:
    """Routes by code, in the order of the file; each code of "complaint_route" has one."""
    terms = read_terms(terms_file, lists)
    steps: dict[str, list[RouteStep]] = {}
    for row in read_rows(file, COLUMNS):
        code, number = row.one_of("route", frozenset(lists.get(ROUTES, {}))), row.number("step")
        before = steps.setdefault(code, [])
        if number != len(before) + 1:
            raise row.bad(f"step {number} after {len(before)}")
        before.append(
            _step(row, code, number, terms.pop(step_key(code, number), StepTerms()), lists)
        )
    if terms:
        raise BadReferenceData(terms_file.name, f"no such step: {', '.join(sorted(terms))}")
    without = sorted(set(lists.get(ROUTES, {})) - set(steps))
    if without:
        raise BadReferenceData(file.name, f"no steps: {', '.join(without)}")
    _check_next(file, steps, lists)
    return {code: Route(code, tuple(found)) for code, found in steps.items()}


def _step(row: Row, code: str, number: int, terms: StepTerms, lists: Lists) -> RouteStep:
    names_to = _several(row, "names_to", "name_receiver", lists)
    if not names_to:
        raise row.bad("names_to is empty")
    return RouteStep(
        route=code,
        number=number,
        titles=row.both_languages("title"),
        with_whom=row.both_languages("with_whom"),
        legal_basis=row.needed("legal_basis"),
        her_timing=_her_timing(row, terms, lists),
        costs=row.one_of("costs", frozenset(lists.get("route_costs", {}))),
        binding=row.one_of("binding", frozenset(lists.get("route_binding", {}))),
        anonymity=row.one_of("anonymity", frozenset(lists.get("route_anonymity", {}))),
        names_to=names_to,
        copies_to=_several(row, "copies_to", "copy_receiver", lists),
        next=row.optional("next"),
        notes=row.both_languages("note", may_be_empty=True),
        source=row.needed("source"),
        confirmed=row.is_confirmed(),
        reference_date=row.day("reference_date"),
        reference_date_confirmed=row.is_confirmed("reference_date_certainty"),
        her_terms=terms.hers,
        their_terms=terms.theirs,
    )


def _her_timing(row: Row, terms: StepTerms, lists: Lists) -> str:
    """Exactly one of a term and a sentence, but for a sentence that belongs beside a term."""
    code = row.optional("her_timing")
    if not code:
        if not terms.has_ordinary_hers:
            raise row.bad("neither her_timing nor a term of hers")
        return code
    row.one_of("her_timing", frozenset(lists.get("her_timing", {})))
    beside_term = lists["her_timing"][code].facts.get("beside_term") == "yes"
    if beside_term != terms.has_ordinary_hers:
        raise row.bad(f"her_timing {code!r} and her terms")
    return code


def _several(row: Row, name: str, list_name: str, lists: Lists) -> tuple[str, ...]:
    codes = row.several(name)
    unknown = sorted(set(codes) - set(lists.get(list_name, {})))
    if unknown or len(set(codes)) != len(codes):
        raise row.bad(f"{name} {row.optional(name)!r}")
    return codes


def _check_next(file: Path, steps: Mapping[str, list[RouteStep]], lists: Lists) -> None:
    """Every `next` is a later step, or a place of the list "route_next"."""
    known = {step.key: step for found in steps.values() for step in found}
    for step in known.values():
        if not step.next_is_a_step:
            if step.next and step.next not in lists.get("route_next", {}):
                raise BadReferenceData(f"{file.name} {step.key}", f"next {step.next!r}")
            continue
        following = known.get(step.next)
        back = following and following.route == step.route and following.number <= step.number
        if following is None or back:
            raise BadReferenceData(f"{file.name} {step.key}", f"next {step.next!r}")
