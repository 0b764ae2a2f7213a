"""What a letter is drafted from: the case, in the words a Dutch recipient reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domain.attorney_sheet import SheetFacts, sheet_of
from app.domain.code_lists import UnknownCode
from app.domain.complaint_papers import Attorney
from app.domain.complaint_parts import About
from app.domain.letter import Letter
from app.domain.letter_drafting import LetterFacts, Voice, draft_letter
from app.web.attorney_text import attorney_text
from app.web.current import reference
from moderation.decisions.complaint.open import ComplaintView, ShownStep
from moderation.desk.complaint.step_cards import step_of
from moderation.desk.complaint.words import institution_name

DUTCH = "nl"


def drafted(view: ComplaintView, shown: ShownStep, voice: Voice, *, by: str, today: date) -> Letter:
    """A fresh draft for a step; `by` signs where the desk writes."""
    words, data = reference().letters, reference()
    said = words.common.texts
    draft, step, about = view.draft, step_of(shown), view.draft.about[shown.record.about]
    attorney = attorney_for(view, shown)
    name = attorney.name if attorney else ""
    discriminated = draft.discrimination == "yes"
    first = shown.record.about == 0  # her answers are about the first institution
    facts = LetterFacts(
        step=shown.number,
        voice=voice,
        case_number=view.case_number,
        today=today,
        sender=(
            tuple(said["sender_desk"].splitlines())
            if voice == "desk"
            else (name or "[naam]", *said["sender_hers"].splitlines())
        ),
        place=said["place"],
        signed_by=(by, desk_name() + (", gemachtigde" if name else ""))
        if voice == "desk"
        else (name or "[naam]",),
        institution=_institution(about),
        ombudsman=_ombudsman(about),
        with_whom=step.with_whom[DUTCH],
        legal_basis=step.legal_basis,
        subjects=_labels("subject", draft.subjects),
        grounds=_labels("discrimination_ground", draft.grounds) if discriminated else (),
        wishes=draft.wishes,
        event_day=draft.when.day if first else None,
        decision_day=draft.letter.dated if first and draft.letter.is_decision else None,
        where=data.region_label(draft.region, DUTCH) if draft.region else "",
        name=name,
        own_words=draft.story if view.consents.own_words else "",
        has_attorney=attorney is not None,
    )
    letter = draft_letter(words.of(step.key), words.common, facts)
    return with_sheet(letter, view, shown, attached=attorney is not None)


def with_sheet(letter: Letter, view: ComplaintView, shown: ShownStep, *, attached: bool) -> Letter:
    """The letter with the power of attorney as it holds now, or an empty sheet to sign by hand."""
    about = view.draft.about[shown.record.about]
    facts = SheetFacts(
        desk=desk_name(),
        towards=_institution(about),
        reference=view.case_number,
        about=letter.subject,
        words=attorney_text(DUTCH),
    )
    return replace(letter, sheet=sheet_of(attorney_for(view, shown), facts, attached=attached))


def attorney_for(view: ComplaintView, shown: ShownStep) -> Attorney | None:
    """Her power of attorney where it holds: not before a judge (app/web/attorney_text.py)."""
    return None if is_for_court(shown) else view.attorney


def is_for_court(shown: ShownStep) -> bool:
    """Whether the letter of a step goes to a judge; then she signs it herself."""
    return reference().letters.of(step_of(shown).key).court


def desk_name() -> str:
    """The first line of who writes (data/letters.toml)."""
    return reference().letters.common.texts["sender_desk"].splitlines()[0]


def _institution(about: About) -> str:
    types = reference().institution_types
    kind = types[about.kind].label(DUTCH) if about.kind in types else ""
    return institution_name(about.code, about.name) or f"[naam van de instantie: {kind.lower()}]"


def _ombudsman(about: About) -> str:
    """The name, when the data is certain; a wrong one would be a letter to the wrong address."""
    try:
        found = reference().ombudsman_of(about.code)
    except UnknownCode:
        return ""
    return found.ombudsman.name if found is not None and found.certain else ""


def _labels(of: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    data = reference()
    return tuple(data.label(of, code, DUTCH) for code in codes if data.has(of, code))
