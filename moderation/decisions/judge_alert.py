"""From what a moderator filled in to an alert that may go on, or the codes of what is wrong.

A machine only ever says no here (GDPR 22); yes is said by people.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.domain.identifiers.kinds import Identifier
from app.domain.incidents import highest_severity
from app.domain.strict_json import is_readable
from app.services.sealed_alert import AlertWords, BlindToken, ShownIdentifier
from moderation.decisions.alert_content import AlertContent, Review, identifiers_as_content
from moderation.decisions.redaction_marks import Known, marks_of, unanswered
from moderation.rules.outcomes import REASONS, Outcome
from moderation.rules.publication_bar import AlertDraft, InformChoice, problems

MOST_KINDS = 6
MONTH_TOO_OLD = "month_too_old"
MOST_APPEARANCE = 12
FIRST_ALERTABLE, LAST_ALERTABLE = 2, 4


@dataclass(frozen=True)
class WrittenAlert:
    """A filled-in form. Codes are of the lists in `data/`; `answered` are keys of marks.

    `identifiers` are keys of what she typed ("phone-0"); `month` the first day of a month.
    """

    text: str = field(repr=False)
    kinds: tuple[str, ...]
    severity: int
    severity_reason: str
    region: str
    month: date | None
    identifiers: tuple[str, ...]
    appearance: tuple[str, ...]
    car_type: str
    car_colour: str
    checklist: Mapping[str, str]
    inform: InformChoice | None
    answered: frozenset[str]


class NotReady(Exception):
    """What stands in the way: codes of the list `publication_problem`, and four of our own.

    Ours: severity_reason_missing, unknown_code, text_unreadable, no_identifier.
    """

    def __init__(self, codes: list[str]) -> None:
        super().__init__(", ".join(codes))
        self.codes = tuple(codes)


@dataclass(frozen=True)
class Material:
    """What the alert is made from: identifiers chosen in full, or kept as they stand."""

    identifiers: tuple[Identifier, ...]
    kept: tuple[tuple[ShownIdentifier, ...], tuple[BlindToken, ...]] | None
    known: Known
    consent_warn: bool
    standing_month: date | None = None  # of an alert that is out: its term is decided already


def judged(
    written: WrittenAlert,
    material: Material,
    *,
    keyring: Keyring,
    reference: ReferenceData,
    dictionary: Container[str],
    today: date,
) -> tuple[AlertContent, Review]:
    """Content and review of an alert that may be shown to a second person; raises NotReady."""
    text = written.text.replace("\r\n", "\n").strip()
    unknown = _unknown(written, reference)
    shown, tokens = material.kept or identifiers_as_content(material.identifiers, keyring)
    content = AlertContent(
        kinds=written.kinds,
        severity=written.severity,
        region=written.region,
        month=written.month or today.replace(day=1),
        words=AlertWords(
            text=text,
            appearance=written.appearance,
            car_type=written.car_type or None,
            car_colour=written.car_colour or None,
        ),
        shown=shown,
        tokens=tokens,
    )
    readable = is_readable(text)
    marks = marks_of(text, material.known, dictionary=dictionary) if readable else ()
    review = Review(
        dict(written.checklist),
        written.inform,
        written.severity_reason,
        # only of this text: an answer to words that have gone says nothing about new ones
        written.answered & {mark.key for mark in marks},
    )
    found = [] if readable else ["text_unreadable"]
    if not found:
        open_marks = unanswered(marks, review.answered)
        draft = _for_the_bar(
            content, review, consent_warn=material.consent_warn, reference=reference
        )
        found = problems(replace(draft, month=written.month), reference.protocol, today, open_marks)
    if material.standing_month is not None and material.standing_month == written.month:
        found = [one for one in found if one != MONTH_TOO_OLD]
    found += ["unknown_code"] if unknown else []
    found += _about_severity(written, reference)
    if not shown and not content.describes_person and "car" not in content.fields:
        found.append("no_identifier")  # nobody could recognise him by it
    if found:
        raise NotReady(list(dict.fromkeys(found)))
    return content, review


def still_good(
    content: AlertContent,
    review: Review,
    *,
    consent_warn: bool,
    known: Known,
    reference: ReferenceData,
    dictionary: Container[str],
    today: date,
) -> list[str]:
    """The bar once more, at the moment of approval; codes of what stands in the way.

    By the same marks as the writer's, from the reports as they are now: a report that joined
    meanwhile brings its own.
    """
    marks = marks_of(content.words.text, known, dictionary=dictionary)
    draft = _for_the_bar(content, review, consent_warn=consent_warn, reference=reference)
    return problems(draft, reference.protocol, today, unanswered(marks, review.answered))


def _for_the_bar(
    content: AlertContent, review: Review, *, consent_warn: bool, reference: ReferenceData
) -> AlertDraft:
    known = reference.incidents
    return AlertDraft(
        kinds=tuple(known[one] for one in content.kinds if one in known),
        severity=content.severity,
        text=content.words.text,
        region=content.region,
        month=content.month,
        fields=content.fields,
        consent_warn=consent_warn,
        inform=review.inform,
        checklist=review.checklist,
    )


def _unknown(written: WrittenAlert, reference: ReferenceData) -> bool:
    """A code that no list holds was not chosen on our page."""
    chosen = [("incident", one) for one in written.kinds]
    chosen += [("appearance", one) for one in written.appearance]
    chosen += [("car_type", written.car_type)] if written.car_type else []
    chosen += [("car_colour", written.car_colour)] if written.car_colour else []
    if written.inform is not None and written.inform.choice:
        chosen.append(("inform_choice", written.inform.choice))
    return (
        any(not reference.has(list_name, code) for list_name, code in chosen)
        or (bool(written.region) and not reference.has_region(written.region))
        or len(written.kinds) > MOST_KINDS
        or len(written.appearance) > MOST_APPEARANCE
        or not set(written.checklist) <= set(reference.protocol.criteria)
    )


def _about_severity(written: WrittenAlert, reference: ReferenceData) -> list[str]:
    """Another severity than the taxonomy's wants a reason from the list."""
    if not FIRST_ALERTABLE <= written.severity <= LAST_ALERTABLE:
        return ["severity_too_low"]
    known = [one for one in written.kinds if one in reference.incidents]
    usual = highest_severity(known, reference.incidents)
    if usual == written.severity:
        return []
    allowed = REASONS[Outcome.CHANGE_SEVERITY]
    return [] if written.severity_reason in allowed else ["severity_reason_missing"]
