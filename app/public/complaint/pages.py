"""How a step is shown: its template, the sealed state, and what has to be said on top."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import render_template

from app.domain.code_lists import CodeEntry
from app.domain.complaint import MAX_ABOUT, ComplaintDraft
from app.domain.complaint_parts import About
from app.domain.complaint_subjects import fitting
from app.public.complaint.about_forms import said_as
from app.public.complaint.naming import FILES, namings_of
from app.public.complaint.objection import objection_of
from app.public.complaint.review import rows_of, short_rows_of, unusual_subject
from app.public.complaint.steps import CANNOT_SKIP, STEPS, steps_of
from app.public.complaint.telling import Telling
from app.public.wizard.forms import StepForm
from app.public.wizard.pages import Frame
from app.public.wizard.read_back import row_to_mend
from app.public.wizard.state import WizardState
from app.web.current import locale, reference
from app.web.institution_words import kind_words
from app.web.texts import gettext as _

FRAME = Frame("complaint.go_on", "complaint", steps_of, Telling(), CANNOT_SKIP)
EXPLAINED_ON = frozenset({"kind", STEPS.last})  # between them the last day alone is enough
PLACE_KINDS = frozenset({"politie", "kmar"})  # found through the place where it happened


def show_step(
    step: str,
    state: WizardState[Telling],
    form: StepForm[Telling],
    *,
    notice: str = "",
    problem: str = "",
    wrong_step: str = "",
) -> str:
    """A page of the wizard; `problem` is said as an error, `notice` as information.

    `wrong_step` is where the problem can be mended, when that is another page.
    """
    telling = state.draft
    later = step not in ("start", "letter", "too")
    values: dict[str, Any] = {
        **FRAME.values(step, state, form),
        "draft": telling.draft,
        "too": telling.too,
        "notice_text": notice,
        "problem": problem,
        "objection": objection_of(telling.draft) if later else None,
        "objection_whole": step in EXPLAINED_ON,
        **OF_STEP.get(step, _nothing)(telling),
    }
    if step == STEPS.last:
        values["wrong"] = row_to_mend(values["rows"], wrong_step)
    return render_template(f"public/complaint/{step}.html", **values)


def _nothing(_telling: Telling) -> dict[str, Any]:
    return {}


def _of_kind(telling: Telling) -> dict[str, Any]:
    kinds = reference().institution_types.values()
    groups = [
        (theme.label(locale()), [kind.code for kind in kinds if kind.theme == theme.code])
        for theme in reference().codes("theme")
    ]
    return {"groups": [group for group in groups if group[1]], "another": telling.at > 0}


def _of_which(telling: Telling) -> dict[str, Any]:
    # an old form whose answers cannot be read any more has no kind
    kind = reference().institution_types.get(telling.one.kind)
    return {
        "kind_label": kind_words(kind) if kind else _("Whom is it about?"),
        "by_place": telling.one.kind in PLACE_KINDS,
        "account_texts": _texts("account_kind"),
    }


def _of_about(telling: Telling) -> dict[str, Any]:
    return {
        "names": [(said_as(one), _is_unknown(one)) for one in telling.draft.about],
        "may_add": len(telling.draft.about) < MAX_ABOUT,
    }


def _is_unknown(one: About) -> bool:
    """A name that is not on our list of such institutions, where we have one: perhaps a typo."""
    listed = any(other.type == one.kind for other in reference().institutions.values())
    return bool(one.name) and not one.code and listed


def _of_subject(telling: Telling) -> dict[str, Any]:
    data = reference()
    kinds = [data.institution_types[one.kind] for one in telling.draft.about if one.kind]
    first = fitting(data.codes("subject"), kinds)
    shown = {one.code for one in first}
    others = [
        (theme.label(locale()), [one for one in _codes(theme) if one not in shown])
        for theme in data.codes("theme")
    ]
    return {
        "first": [one.code for one in first],
        "others": [(label, codes) for label, codes in others if codes],
    }


def _of_unequal(_telling: Telling) -> dict[str, Any]:
    return {"ground_texts": _texts("discrimination_ground")}


def _of_wishes(telling: Telling) -> dict[str, Any]:
    return {
        "wish_texts": _texts("wish"),
        "way_texts": _texts("complaint_wish_way"),
        "filing_ways": FILES,
        "namings": namings_of(telling.draft),
    }


def _of_allow(_telling: Telling) -> dict[str, Any]:
    return {"consent_texts": _texts("complaint_consent")}


def _of_review(telling: Telling) -> dict[str, Any]:
    draft: ComplaintDraft = telling.draft
    return {
        "rows": short_rows_of(draft) if telling.too else rows_of(draft),
        "unusual": unusual_subject(draft),
        "namings": namings_of(draft) if draft.way in FILES else [],
    }


def _of_too(telling: Telling) -> dict[str, Any]:
    return {**_of_which(telling), "name": said_as(telling.one)}


OF_STEP: Mapping[str, Callable[[Telling], dict[str, Any]]] = {
    "kind": _of_kind,
    "which": _of_which,
    "too": _of_too,
    "about": _of_about,
    "subject": _of_subject,
    "unequal": _of_unequal,
    "wishes": _of_wishes,
    "allow": _of_allow,
    "together": _of_allow,
    "review": _of_review,
}


def _texts(list_name: str) -> dict[str, str]:
    return {entry.code: entry.text(locale()) for entry in reference().codes(list_name)}


def _codes(theme: CodeEntry) -> list[str]:
    return [one.code for one in reference().children("subject", theme.code)]
