"""Freezing a release: a second person approves what the first one made, and it never changes."""

from __future__ import annotations

import hmac
import json
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.adapters.release_keys import ReleaseKeys
from app.domain.statistics.publication import Frozen, Publication
from app.domain.statistics.schedule import first_public_day
from app.models.figures import FigureDraft
from app.services import audit
from app.services.draft_figures import DRAFTED, gather
from app.services.figure_ledger import append_to_ledger
from app.services.published_figures import frozen_names
from moderation.decisions.case_rows import require_active
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.figures.draft import FactsChanged, NoSuchDraft, mark_of
from moderation.rules.four_eyes import ApprovalVoid, require_second
from moderation.rules.roles import Permission, require

LONGEST_EMBARGO = timedelta(days=366)


class AuditBlocks(Exception):
    """Something could be concluded from it: it is not published."""


class EmbargoRefused(Exception):
    """`earliest` and `latest`: the days that are possible."""

    def __init__(self, earliest: date, latest: date) -> None:
        super().__init__(earliest, latest)
        self.earliest, self.latest = earliest, latest


def approve_release(
    database: Database, person: DeskPerson, series: str, release: str, *, mark: str,
    public_from: date,
    keyring: Keyring, reference: ReferenceData, keys: ReleaseKeys, today: date, now: datetime,
) -> Frozen:  # fmt: skip
    """Freezes the draft that she read (`mark`); then its key and facts are gone for good.

    Raises NotPermitted, NotActive, NoSuchDraft, SamePerson, ApprovalVoid, AuditBlocks,
    FactsChanged, NotNext, EmbargoRefused, CodeListsChanged, AlreadyFrozen.
    """
    require(person.role, Permission.APPROVE_FIGURES)
    earliest = first_public_day(release, today)
    if not earliest <= public_from <= earliest + LONGEST_EMBARGO:
        raise EmbargoRefused(earliest, earliest + LONGEST_EMBARGO)
    with database.writing() as session:
        require_active(session, person)
        draft = _locked(session, series, release)
        require_second(person.staff_id, draft.drafted_by, second_needed=True)
        if not hmac.compare_digest(mark_of(draft), mark):
            raise ApprovalVoid
        if _blocks(draft):
            raise AuditBlocks
        material = gather(session, keyring, reference, series, release, today=today)
        if material.mark != draft.facts_mark:
            raise FactsChanged
        frozen = append_to_ledger(
            session,
            _publication(draft),
            audit=draft.audit,
            drafted_by=draft.drafted_by,
            approved_by=person.staff_id,
            frozen_on=today,
            public_from=public_from,
        )
        DRAFTED[series].forget(session, keyring, release, material.source)
        session.delete(draft)
        session.flush()
        audit.append(
            session, keyring=keyring, actor=person.staff_id, action="figures_approved",
            data={
                "series": series, "release": release, "number": frozen.number,
                "sha256": frozen.sha256,
            },
            now=now,
        )  # fmt: skip
    destroy_old_keys(database, keys)
    return frozen


def destroy_old_keys(database: Database, keys: ReleaseKeys) -> int:
    """Keys of releases that are frozen, also those that a crash left; how many there were."""
    present = keys.present()
    if not present:
        return 0
    with database.reading() as session:
        frozen = frozen_names(session)
    old = [one for one in present if one in frozen]
    for series, release in old:
        keys.destroy(series, release)
    return len(old)


def _locked(session: Session, series: str, release: str) -> FigureDraft:
    row = session.get(FigureDraft, (series, release), with_for_update=True)
    if row is None:
        raise NoSuchDraft
    return row


def _blocks(draft: FigureDraft) -> bool:
    return int(json.loads(draft.audit)["findings_in_all"]) > 0


def _publication(draft: FigureDraft) -> Publication:
    return Publication.from_json(json.loads(draft.content))
