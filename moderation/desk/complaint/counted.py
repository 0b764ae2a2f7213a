"""The facts that are counted of a case, as fields that the caseworker looks at and changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import request

from app.domain.complaint import MAX_SUBJECTS
from app.domain.complaint_facts import (
    CaseFacts,
    FactsRefused,
    case_facts,
    handling_time,
    known_code,
    province_of,
)
from app.domain.complaint_parts import About
from app.domain.report import Problem
from app.domain.statistics.quarters import quarter_of
from app.web.current import locale, now, reference
from app.web.figure_words import release_words
from app.web.texts import lazy as _l
from moderation.decisions.complaint.open import ComplaintView
from moderation.desk.complaint.words import kind_label
from moderation.desk.words import label, visible

NOT_ON_THE_LIST = "not_on_the_list"
NOT_THERE = _l("Choose one from the list.")
REFUSALS: Mapping[str, Mapping[str, str]] = {
    "institution_type": {"required": _l("Choose what kind of institution it is.")},
    "institution": {
        NOT_ON_THE_LIST: _l(
            "Our list has no such name for this kind. Leave it empty, or change it."
        ),
        "other_kind": _l("Our list has no such name for this kind. Leave it empty, or change it."),
    },
    "subject": {
        "required": _l("Choose what it was mostly about."),
        "twice": _l("You have chosen this subject twice."),
    },
    "province": {"required": _l("Choose a province, or that it is not known.")},
}
Pair = tuple[str, str]


@dataclass(frozen=True)
class CountedFields:
    """What stands in the fields: kind and name of each institution, three subjects, a province."""

    institutions: tuple[Pair, ...]
    subjects: tuple[str, ...]
    province: str
    problems: Mapping[str, str] = field(default_factory=dict)

    def facts(self) -> CaseFacts:
        """What they say; raises `FactsRefused`."""
        known = reference()
        named, missing = [], []
        for at, (kind, name) in enumerate(self.institutions):
            code = known_code(About(kind=kind, name=name), known)
            named.append((kind, code))
            if name and not code and known.has("institution_type", kind):
                missing.append(Problem(f"institution-{at}", NOT_ON_THE_LIST))
        places = [at for at, code in enumerate(self.subjects) if code or at == 0]
        chosen = [self.subjects[at] for at in places]
        try:
            facts = case_facts(named, chosen, self.province, known=known)
        except FactsRefused as refused:
            said = [_at_its_field(one, places) for one in refused.problems]
            raise FactsRefused([*missing, *said]) from None
        if missing:
            raise FactsRefused(missing)
        return facts


def fields_of(view: ComplaintView) -> CountedFields:
    """As they stand at first: what she told, as far as our lists have it."""
    known = reference()
    return CountedFields(
        tuple((one.kind, _name(known_code(one, known))) for one in view.draft.about),
        _filled(view.draft.subjects),
        province_of(view.draft, known),
    )


def fields_sent(view: ComplaintView) -> CountedFields:
    """As they came back; how many institutions there are, is hers to say."""
    typed = request.form.get
    return CountedFields(
        tuple(
            (typed(f"institution_type-{at}", ""), typed(f"institution-{at}", "").strip())
            for at in range(len(view.draft.about))
        ),
        tuple(typed(f"subject-{at}", "") for at in range(MAX_SUBJECTS)),
        typed("province", ""),
    )


def sentences(problems: Iterable[Problem]) -> dict[str, str]:
    """Id of a field → what is wrong with it."""
    return {
        one.field: str(REFUSALS[one.field.split("-")[0]].get(one.code, NOT_THERE))
        for one in problems
    }


def counted_words(view: ComplaintView, fields: CountedFields) -> Mapping[str, Any]:
    """For the page: the fields with their choices, and what follows from the days."""
    today = now().date()
    return {
        "institutions": [
            {"at": at, "kind": kind, "name": name, "told": _told(about)}
            for at, ((kind, name), about) in enumerate(
                zip(fields.institutions, view.draft.about, strict=True)
            )
        ],
        "kinds": [(code, kind_label(code)) for code in reference().institution_types],
        "subjects": fields.subjects,
        "themes": [
            (theme.label(locale()), [(one.code, one.label(locale())) for one in below])
            for theme in reference().codes("theme")
            if (below := reference().children("subject", theme.code))
        ],
        "province": fields.province,
        "provinces": [(one.code, one.label(locale())) for one in reference().codes("province")],
        "quarter": release_words(quarter_of(today)),
        "time": _in_a_sentence(label("handling_time", handling_time(view.arrived_on, today))),
    }


def _at_its_field(problem: Problem, places: Sequence[int]) -> Problem:
    """Fields that were left empty are no subjects: the third field may hold the second subject."""
    name, at = problem.field.split("-") if "-" in problem.field else (problem.field, "0")
    return replace(problem, field=f"subject-{places[int(at)]}") if name == "subject" else problem


def _in_a_sentence(text: str) -> str:
    return text[:1].lower() + text[1:]


def _told(about: About) -> str:
    """What she typed, where it is no name of our list."""
    return "" if known_code(about, reference()) else visible(about.name)


def _name(code: str) -> str:
    return reference().institutions[code].name if code else ""


def _filled(subjects: tuple[str, ...]) -> tuple[str, ...]:
    return (*subjects, *[""] * (MAX_SUBJECTS - len(subjects)))
