"""What she told of her complaint, as rows of label and answer in the words of the desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.domain.complaint import ComplaintDraft
from app.domain.complaint_parts import COMPLAINT_CONSENTS
from app.domain.objection import objection_clock as clock_of_objection
from app.domain.route_choice import OBJECTION
from app.domain.training_request import TrainingRequest
from app.web.current import now, reference
from app.web.locale import format_date
from app.web.step_words import ClockWords, clock_words
from app.web.texts import gettext as _
from moderation.decisions.complaint.open import ComplaintView
from moderation.desk.complaint.words import about_words, kind_label
from moderation.desk.words import label, labels, region_label, visible

Row = dict[str, Any]
LONG_STORY = 1200


def fact_rows(view: ComplaintView) -> list[Row]:
    """Every answer she gave, in the order of the form; what she left open is left out."""
    asked = view.draft.training
    facts = _facts(view) if asked is None else _training_facts(view.draft, asked)
    return [{"label": name, "answer": answer} for name, answer in facts if answer]


def consent_rows(view: ComplaintView) -> list[Row]:
    """What she allows now, each with what it means."""
    return [
        {
            "label": label("complaint_consent", code),
            "given": bool(getattr(view.consents, code)),
            "about": "",
        }
        for code in COMPLAINT_CONSENTS
    ]


def objection_clock(view: ComplaintView) -> ClockWords | None:
    """Her six hard weeks when she got a decision and no objection has been sent; else None."""
    if any(one.record.route == OBJECTION and one.record.sent_on for one in view.steps):
        return None
    today = now().date()
    return clock_words(clock_of_objection(view.draft, today, reference()), today)


def six_weeks_may_run(view: ComplaintView) -> bool:
    """Whether it must be said on top that her time may be running: until an objection was sent."""
    sent = any(one.record.route == OBJECTION and one.record.sent_on for one in view.steps)
    return view.urgent and not sent


def is_veiled(view: ComplaintView) -> bool:
    """Whether the story opens only when asked for: a long one, or one told about abuse of power."""
    return len(view.draft.story) > LONG_STORY or "machtsmisbruik" in view.draft.subjects


def _facts(view: ComplaintView) -> Iterator[tuple[str, str | list[str]]]:
    draft = view.draft
    yield _("About"), [about_words(one) for one in draft.about]
    yield _("Subject"), labels("subject", draft.subjects)
    way = label("complaint_wish_way", draft.way) if draft.way else ""  # its text speaks to her
    yield _("What she wants the desk to do"), way
    yield _("What she wishes"), labels("wish", draft.wishes)
    yield _("Letter with a decision"), _letter(draft)
    yield _("When"), _when(draft)
    yield _("Where"), region_label(draft.region) if draft.region else ""
    yield _("Account"), label("account_kind", draft.account) if draft.account else ""
    yield _("Treated differently"), _discrimination(draft)
    yield _("Language"), label("language", draft.language) if draft.language else ""
    yield _("Told for somebody else"), _("yes") if draft.on_behalf else ""
    yield _("Told by telephone"), _("yes, the desk filled it in") if draft.phone_case else ""
    both = draft.from_report or view.consents.both_desks
    yield _("Also told the warnings desk"), _("yes, and she wants both to know it") if both else ""
    yield _("From an older list"), _older(draft)


def _training_facts(
    draft: ComplaintDraft, asked: TrainingRequest
) -> Iterator[tuple[str, str | list[str]]]:
    yield _("Which training"), visible(asked.title) or _("another training")
    yield _("Organisation"), visible(asked.organisation)
    kind = asked.institution_kind
    yield _("Kind of organisation"), kind_label(kind) if kind else ""
    yield _("For how many people"), str(asked.people or "")
    yield _("When it suits them"), visible(asked.when)
    yield _("Where"), region_label(draft.region) if draft.region else ""
    yield _("Language"), label("language", draft.language) if draft.language else ""


def _letter(draft: ComplaintDraft) -> str:
    if not draft.letter.got:
        return ""
    answer = label("yes_no_unknown", draft.letter.got)
    if draft.letter.dated is None:
        return answer
    return _("%(answer)s, dated %(day)s", answer=answer, day=format_date(draft.letter.dated))


def _when(draft: ComplaintDraft) -> list[str]:
    when = draft.when
    return [
        *([format_date(when.day)] if when.day is not None else []),
        *([label("when_about", when.about)] if when.about else []),
    ]


def _older(draft: ComplaintDraft) -> str:
    if draft.older is None:
        return ""
    number = visible(draft.older.reference)
    return _("yes, number %(number)s", number=number) if number else _("yes")


def _discrimination(draft: ComplaintDraft) -> list[str]:
    if not draft.discrimination:
        return []
    grounds = labels("discrimination_ground", draft.grounds)
    return [label("discrimination", draft.discrimination), *grounds]
