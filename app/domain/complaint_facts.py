"""What is counted of a complaint when it is closed: codes of closed lists, nothing that she wrote.

One fact for each institution she complained about (statistics.md 3.2). The quarter is that of the
closing, never that of what happened; the place is a province, never a municipality.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, Protocol, Self

from app.domain.code_lists import CodeEntry
from app.domain.complaint import MAX_ABOUT, MAX_SUBJECTS, ComplaintDraft
from app.domain.complaint_parts import MAX_CODE_CHARS, About
from app.domain.institutions import SEARCHED_AS, Institution, find_institutions, is_called
from app.domain.months import months_after
from app.domain.places import Municipality, folded
from app.domain.report import Problem
from app.domain.statistics.publication import COMPLAINTS
from app.domain.statistics.quarters import quarter_of
from app.domain.strict_json import Malformed

UNKNOWN_PROVINCE = "unknown"
HANDLING_TIMES = ("two_weeks", "six_weeks", "three_months", "six_months", "year", "longer")


class Places(Protocol):
    """What the rules need to know to name the province of a place."""

    def codes(self, list_name: str) -> tuple[CodeEntry, ...]: ...
    @property
    def municipalities(self) -> tuple[Municipality, ...]: ...


class Known(Places, Protocol):
    """What the rules need to know of the code lists and institutions too."""

    def has(self, list_name: str, code: str) -> bool: ...
    def entry(self, list_name: str, code: str) -> CodeEntry: ...
    @property
    def institutions(self) -> Mapping[str, Institution]: ...


class FactsRefused(Exception):
    """`problems`: required, unknown, twice or other_kind, at a field of `CaseFacts`."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(*problems)
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Fact:
    """One counted grievance, in codes. `quarter` is "2026Q4"; `institution` is empty unless it is
    one of the known ones; `others` are the further subjects. `person` is random and the same for
    all facts of one closing, so that a person can be counted once (statistics.md 3.2)."""

    SERIES: ClassVar[str] = COMPLAINTS
    SEALED_AS: ClassVar[str] = "fact"

    quarter: str
    institution_type: str
    institution: str
    theme: str
    subject: str
    others: tuple[str, ...]
    province: str
    outcome: str
    handling_time: str
    person: str

    def to_json(self) -> list[Any]:
        """Without the quarter, which stands beside it; without names, so that it stays short."""
        return [
            self.institution_type, self.institution, self.theme, self.subject, list(self.others),
            self.province, self.outcome, self.handling_time, self.person,
        ]  # fmt: skip

    @classmethod
    def from_json(cls, quarter: str, value: object) -> Self:
        """Raises `Malformed`."""
        if not isinstance(value, list) or len(value) != 9 or not isinstance(value[4], list):
            raise Malformed("fact", "another shape")
        codes = [*value[:4], *value[5:], *value[4]]
        if not all(isinstance(code, str) and len(code) <= MAX_CODE_CHARS for code in codes):
            raise Malformed("fact", "not a code")
        if len(value[4]) >= MAX_SUBJECTS:
            raise Malformed("fact", "too many subjects")
        *institution, theme, subject, others, province, outcome, time, person = value
        kind, code = institution
        return cls(
            quarter, kind, code, theme, subject, tuple(others), province, outcome, time, person
        )


@dataclass(frozen=True)
class CaseFacts:
    """What the caseworker confirms at closing; made by `case_facts`, which checks it.

    `institutions`: (type, code or empty) each once; `subjects`: the main one first.
    """

    institutions: tuple[tuple[str, str], ...]
    theme: str
    subjects: tuple[str, ...]
    province: str

    def counted(
        self, outcome: str, *, arrived_on: date, closed_on: date, person: str
    ) -> tuple[Fact, ...]:
        """A fact for each institution."""
        return tuple(
            Fact(
                quarter=quarter_of(closed_on),
                institution_type=kind,
                institution=code,
                theme=self.theme,
                subject=self.subjects[0],
                others=self.subjects[1:],
                province=self.province,
                outcome=outcome,
                handling_time=handling_time(arrived_on, closed_on),
                person=person,
            )
            for kind, code in self.institutions
        )


def case_facts(
    institutions: Iterable[tuple[str, str]],
    subjects: Sequence[str],
    province: str,
    *,
    known: Known,
) -> CaseFacts:
    """The facts when every code is one of its list; raises `FactsRefused` with all that is wrong.

    An institution that stands twice under one code is counted once: it is one grievance.
    """
    named = list(institutions)
    problems = []
    for at, (kind, code) in enumerate(named):
        problems += _institution(at, kind, code, known)
    if not named:
        problems.append(Problem("institution_type-0", "required"))
    problems += _subjects(subjects, known)
    if not province:
        problems.append(Problem("province", "required"))
    elif not known.has("province", province):
        problems.append(Problem("province", "unknown"))
    if problems or len(named) > MAX_ABOUT:
        raise FactsRefused(problems)
    once: dict[str, tuple[str, str]] = {}
    for at, (kind, code) in enumerate(named):
        once.setdefault(code or f"#{at}", (kind, code))
    return CaseFacts(
        institutions=tuple(once.values()),
        theme=known.entry("subject", subjects[0]).parent,
        subjects=tuple(subjects),
        province=province,
    )


def handling_time(arrived_on: date, closed_on: date) -> str:
    """How long it took, as one of six fixed classes; a day on the edge is in the shorter one."""
    ends = (
        arrived_on + timedelta(weeks=2),
        arrived_on + timedelta(weeks=6),
        *(months_after(arrived_on, months) for months in (3, 6, 12)),
    )
    place = sum(closed_on > end for end in ends)
    return HANDLING_TIMES[place]


def province_of(draft: ComplaintDraft, known: Known) -> str:
    """A code of `province` to begin with: where it happened, or where the first institution is
    that is of one province. "unknown" otherwise."""
    for place in (draft.region, *(one.code for one in draft.about)):
        province = province_of_place(place, known)
        if province != UNKNOWN_PROVINCE:
            return province
    return UNKNOWN_PROVINCE


def province_of_place(place: str, known: Places) -> str:
    """The province of a municipality or a police region; "unknown" where that covers two."""
    names = {one.province for one in known.municipalities if place in (one.code, one.police_unit)}
    return _province_code(names.pop(), known) if len(names) == 1 else UNKNOWN_PROVINCE


def known_code(about: About, known: Known) -> str:
    """The code of an institution: as she chose it, or the only one that bears what she typed."""
    if about.code in known.institutions:
        return about.code
    among = known.institutions.values()
    meant = [
        one for one in find_institutions(about.name, among, about.kind)
        if is_called(one, about.name)
    ]  # fmt: skip
    own = [one for one in meant if folded(one.name) == folded(about.name)]
    for found in (own, meant):  # two towns of one name stay a question, their full names do not
        if len(found) == 1:
            return found[0].code
    return ""


def _institution(at: int, kind: str, code: str, known: Known) -> list[Problem]:
    if not kind:
        return [Problem(f"institution_type-{at}", "required")]
    if not known.has("institution_type", kind):
        return [Problem(f"institution_type-{at}", "unknown")]
    if not code:
        return []
    if code not in known.institutions:
        return [Problem(f"institution-{at}", "unknown")]
    if known.institutions[code].type != SEARCHED_AS.get(kind, kind):
        return [Problem(f"institution-{at}", "other_kind")]
    return []


def _subjects(subjects: Sequence[str], known: Known) -> list[Problem]:
    if not subjects or not subjects[0]:
        return [Problem("subject-0", "required")]
    if len(subjects) > MAX_SUBJECTS:
        return [Problem("subject-0", "too_many")]
    problems = []
    for at, code in enumerate(subjects):
        if not known.has("subject", code):
            problems.append(Problem(f"subject-{at}", "unknown"))
        elif code in subjects[:at]:
            problems.append(Problem(f"subject-{at}", "twice"))
    return problems


def _province_code(name: str, known: Places) -> str:
    return next(
        (one.code for one in known.codes("province") if one.label("nl") == name), UNKNOWN_PROVINCE
    )
