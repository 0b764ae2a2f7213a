"""Read it back: every answer in her words, each with a way to change it."""

from __future__ import annotations

from app.domain.complaint import ComplaintDraft
from app.domain.complaint_subjects import fits
from app.public.complaint.about_forms import has_accounts, said_as
from app.public.wizard.read_back import (
    Row,
    said_contact,
    said_label,
    said_labels,
    said_text,
    said_when,
    said_whom,
)
from app.web.current import locale, reference
from app.web.locale import format_date
from app.web.texts import gettext as _


def rows_of(draft: ComplaintDraft) -> list[Row]:
    """All answers in the order of the questions; of a request for a training its own few."""
    if draft.training is not None:
        return [
            Row(
                _("Which training"),
                [draft.training.title or _("Another training, or another day")],
                "",
            ),
            Row(_("What you are looking for"), said_text(draft.story), ""),
            Row(_("In which language"), said_label("language", draft.language), ""),
            Row(_("Where"), _where(draft), ""),
        ]
    return [
        Row(_("For whom"), _whom(draft), "change:start"),
        Row(_("Letter with a decision"), _letter(draft), "change:letter"),
        Row(_("Whom it is about"), _about(draft), "change:about"),
        Row(_("What it is about"), said_labels("subject", draft.subjects), "change:subject"),
        Row(_("Treated worse"), _unequal(draft), "change:unequal"),
        Row(_("When"), said_when(draft.when), "change:when"),
        Row(_("Where"), _where(draft), "change:when"),
        Row(_("Your story"), said_text(draft.story), "change:story"),
        Row(_("Files"), [one.name for one in draft.files], "change:files"),
        Row(_("What you want from them"), said_labels("wish", draft.wishes), "change:wishes"),
        Row(
            _("What the desk shall do"),
            said_label("complaint_wish_way", draft.way),
            "change:wishes",
        ),
        Row(_("What we may do"), _consents(draft), "change:allow"),
        Row(_("How we reach you"), said_contact(draft.contact), "change:allow"),
    ]


def short_rows_of(draft: ComplaintDraft) -> list[Row]:
    """The few answers of "this happened to me too"."""
    return [
        Row(_("Whom it is about"), _about(draft), "change:too"),
        Row(_("What it is about"), said_labels("subject", draft.subjects), "change:subject"),
        Row(_("When"), said_when(draft.when), "change:briefly"),
        Row(_("Your story"), said_text(draft.story), "change:briefly"),
        Row(_("What we may do"), _consents(draft), "change:together"),
    ]


def unusual_subject(draft: ComplaintDraft) -> str:
    """Her main subject when it fits none of the institutions: a remark, never a refusal."""
    data = reference()
    if not draft.subject or not data.has("subject", draft.subject):
        return ""
    subject = data.entry("subject", draft.subject)
    kinds = [data.institution_types[one.kind] for one in draft.about if one.kind]
    if not kinds or any(fits(subject, kind) or subject.parent == kind.theme for kind in kinds):
        return ""
    return subject.label(locale())


def _whom(draft: ComplaintDraft) -> list[str]:
    if draft.phone_case:
        return [_("By telephone: somebody of the desk filled it in")]
    return said_whom(on_behalf=draft.on_behalf)


def _letter(draft: ComplaintDraft) -> list[str]:
    dated = draft.letter.dated
    day = [_("Dated %(day)s", day=format_date(dated))] if dated else []
    return said_label("yes_no_unknown", draft.letter.got) + day


def _about(draft: ComplaintDraft) -> list[str]:
    kinds = [reference().institution_types.get(one.kind) for one in draft.about]
    asked = any(has_accounts(kind) for kind in kinds)
    account = said_label("account_kind", draft.account) if asked else []
    return [said_as(one) for one in draft.about] + account


def _unequal(draft: ComplaintDraft) -> list[str]:
    grounds = said_labels("discrimination_ground", draft.grounds)
    return said_label("discrimination", draft.discrimination) + grounds


def _where(draft: ComplaintDraft) -> list[str]:
    return [reference().region_label(draft.region, locale())] if draft.region else []


def _consents(draft: ComplaintDraft) -> list[str]:
    said = said_labels("complaint_consent", draft.consents.given)
    if draft.do_not_show_back:
        said.append(_("Do not show my text back to me"))
    return said or [_("Only reading by the desk")]
