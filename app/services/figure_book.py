"""The code book of this house's figures, and its facts as the engine counts them.

Categories come from the code lists in `data/` and never from what occurs (decisions 22).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.adapters.reference_data import ReferenceData
from app.domain.complaint_facts import Fact as SealedFact
from app.domain.statistics.code_book import CodeBook, code_book
from app.domain.statistics.facts import Fact
from app.domain.statistics.parameters import PARAMETERS, Parameters
from app.domain.statistics.quarters import ended_on


def figure_book(
    reference: ReferenceData,
    parameters: Parameters = PARAMETERS,
    *,
    named: frozenset[str] | None = None,
) -> CodeBook:
    """Themes, kinds, provinces, groups of outcomes and classes of time, as they are today.

    `named`: other institutions than the approved ones, for a rehearsal.
    """
    return code_book(
        theme_of={entry.code: entry.parent for entry in reference.codes("subject")},
        type_of={code: one.type for code, one in reference.institutions.items()},
        province_of=province_of_municipalities(reference),
        types=reference.institution_types,
        provinces=[entry.code for entry in reference.codes("province")],
        outcomes=[entry.code for entry in reference.codes("outcome_group")],
        handling_times=[entry.code for entry in reference.codes("handling_time")],
        named=reference.named_institutions if named is None else named,
        types_min=parameters.types_min,
    )


def province_of_municipalities(reference: ReferenceData) -> dict[str, str]:
    """Municipality → code of its province."""
    codes = {entry.label("nl"): entry.code for entry in reference.codes("province")}
    return {one.code: codes[one.province] for one in reference.municipalities}


def counted_facts(facts: Iterable[SealedFact], reference: ReferenceData) -> Iterator[Fact]:
    """As the engine counts them: outcomes in groups; the last day of the quarter for the day.

    An institution that was complained about as another kind than its own (a municipality for its
    inspectors) counts under that kind without a name: a named row has one kind.
    """
    for one in facts:
        known = reference.institutions.get(one.institution)
        named = known is not None and known.type == one.institution_type
        yield Fact(
            closed_on=ended_on(one.quarter),
            institution_type=one.institution_type,
            institution=one.institution if named else "",
            theme=one.theme,
            subject=one.subject,
            province=one.province,
            outcome=reference.entry("outcome", one.outcome).parent if one.outcome else "",
            person=one.person,
            handling_time=one.handling_time,
        )
