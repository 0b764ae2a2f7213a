"""Where an alert came from: report ids sealed to the team, so that a thief cannot connect them.

A correction of a published alert is a row of its own while two people agree on it. Its source is
the alert it corrects, and its count of reports is 0: that is how one tells it apart.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.vault.boxes import Damaged, key_pair_from_seed
from app.domain.states import AlertState
from app.models.alert import Alert, AlertToken
from app.services import audit
from app.services.answer_alert import drop_answers
from app.services.sealed_alert import open_source, seal_source
from app.services.tell_changes import RETRACTED, promise_change
from moderation.decisions.case_rows import Actor, set_alert_state
from moderation.decisions.desk_person import DeskPerson

WITHDREW = "reporter-withdrew"


class SourceUnreadable(Exception):
    """This person has no key for where the alert came from, or it does not open."""


def read_source(person: DeskPerson, alert: Alert) -> tuple[UUID, ...]:
    """The reports behind an alert (for a correction: the alert it corrects)."""
    held = person.key(alert.source_epoch)
    if held is None:
        raise SourceUnreadable
    try:
        return open_source(held.secret, alert.id, alert.source_epoch, alert.source_sealed)
    except Damaged as error:
        raise SourceUnreadable from error


def write_source(person: DeskPerson, alert: Alert, reports: Sequence[UUID]) -> None:
    """Seals to the newest key this person holds: ours, whatever the database says."""
    held = person.newest_key
    if held is None:
        raise SourceUnreadable
    public = key_pair_from_seed(held.secret).public
    alert.source_sealed = seal_source(public, alert.id, held.epoch, reports)
    alert.source_epoch = held.epoch


def is_correction(alert: Alert) -> bool:
    return alert.source_count == 0


def corrected_id(person: DeskPerson, correction: Alert) -> UUID:
    """Which alert this is a correction of; raises SourceUnreadable."""
    source = read_source(person, correction)
    if len(source) != 1:
        raise SourceUnreadable
    return source[0]


def drop_sources(
    session: Session,
    person: DeskPerson,
    alert: Alert,
    gone: Collection[UUID],
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Takes reports out; without any left the alert is taken away (decisions 17).

    Raises SourceUnreadable. The caller holds the alert's lock and knows that it is not over.
    """
    before = read_source(person, alert)
    left = [one for one in before if one not in gone]
    if left:
        write_source(person, alert, left)
        alert.source_count = len(left)
        # which of them told of it twice is known no more: better one too few than one too many
        alert.independent = max(1, alert.independent - (len(before) - len(left)))
        alert.shown_reports = min(alert.shown_reports, alert.independent)
    else:
        take_away(session, alert, by=None, actor="reporter", reason=WITHDREW, now=now)
    session.flush()
    audit.append(
        session,
        keyring=keyring,
        actor="system",
        action="alert_source_dropped",
        object_id=alert.id,
        data={"left": len(left)},
        now=now,
    )


def take_away(
    session: Session,
    alert: Alert,
    *,
    by: UUID | None,
    actor: Actor = "staff",
    reason: str,
    now: datetime,
) -> None:
    """Retracts: from this unit of work on no check finds it and no list shows it."""
    set_alert_state(
        session, alert, AlertState.RETRACTED, by=by, actor=actor, reason=reason, now=now
    )
    empty_alert(alert)
    session.flush()
    session.execute(delete(AlertToken).where(AlertToken.alert_id == alert.id))
    drop_answers(session, [alert.id])
    promise_change(session, alert, RETRACTED, now=now)


def empty_alert(alert: Alert) -> None:
    """No word of it stays, only that it was there."""
    alert.text = None
    alert.identifiers = None
    alert.tokens_sealed = None
    alert.text_mac = None
    alert.review = None
    alert.release_after = None
