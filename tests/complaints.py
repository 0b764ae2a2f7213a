"""Complaints for tests: a full draft, and complaints filed through the real services."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.code import Code, to_words
from app.domain.complaint import ComplaintDraft
from app.domain.complaint_facts import CaseFacts
from app.domain.complaint_parts import About, ComplaintConsents, Letter, OlderList
from app.domain.report_parts import Contact, Photo, WhenKnown
from app.public.complaint.filing import filing_of
from app.services.file_complaint import (
    ComplaintFiling,
    SentFile,
    file_complaint,
    prepare_complaint,
)
from app.services.own_complaint import OwnComplaint, find_by_receipt
from app.services.receipt import stretch
from tests.conftest import NOON
from tests.workbench import reference

COMPLAINT_STORY = "De baliemedewerker zei dat mensen zoals ik hier niet welkom zijn."

FULL_COMPLAINT = ComplaintDraft(
    letter=Letter(got="yes", dated=date(2026, 11, 2)),
    about=(
        About(kind="politie", code="rotterdam"),
        About(kind="gemeente", code="GM0599"),
        About(kind="overig", name="Een bureau zonder naam"),
    ),
    account="business",
    subjects=("aangifte-geweigerd", "bejegening-politie", "registratie"),
    discrimination="yes",
    grounds=("geslacht", "beroep"),
    when=WhenKnown(about="this_month", day=date(2026, 11, 5)),
    region="GM0599",
    story=COMPLAINT_STORY,
    language="ro",
    files=(Photo("row", "key", "brief.jpg", 1, 2, 3, "ab"),),
    wishes=("excuses", "uitleg"),
    way="desk_files",
    consents=ComplaintConsents(figures=True, own_words=True, pattern=True),
    contact=Contact("phone", "0687654321", ("weekday_morning",)),
    do_not_show_back=True,
    on_behalf=True,
    phone_case=True,
    from_report=True,
    older=OlderList("2019-12", "Twee keer gebeld"),
)

A_COMPLAINT = ComplaintDraft(
    about=(About(kind="politie", code="rotterdam"),),
    subjects=("aangifte-geweigerd",),
    when=WhenKnown(day=date(2026, 11, 5)),
    story=COMPLAINT_STORY,
    language="nl",
    way="desk_files",
    consents=ComplaintConsents(figures=True),
    contact=Contact("phone", "0687654321"),
)

A_PATTERN = replace(A_COMPLAINT, consents=ComplaintConsents(figures=True, pattern=True))
"""The same, and the desk may look whether it happened to others."""

SOME_FACTS = CaseFacts(
    institutions=(("politie", "rotterdam"),),
    theme="politie",
    subjects=("aangifte-geweigerd",),
    province="zuid-holland",
)
"""What a caseworker confirms of it at closing."""


@dataclass(frozen=True)
class FiledComplaint:
    """A stored complaint, its code and the key that the code opens."""

    id: UUID
    code: Code
    own: OwnComplaint

    @property
    def words(self) -> str:
        return " ".join(to_words(self.code, "nl"))


def complaint_filing(
    draft: ComplaintDraft = A_COMPLAINT, files: tuple[SentFile, ...] = (), *, today: date
) -> ComplaintFiling:
    """What the door makes of a finished draft; `files` instead of those the draft names."""
    bare = filing_of(replace(draft, files=()), (), today=today, burst=None, known=reference())
    return replace(bare, body=draft.body_json(), files=files)


def file_a_complaint(
    database: Database,
    keyring: Keyring,
    draft: ComplaintDraft = A_COMPLAINT,
    *,
    files: tuple[SentFile, ...] = (),
    now: datetime = NOON,
) -> FiledComplaint:
    """Files a draft with the services of the door; the complaints team must be pinned."""
    prepared = prepare_complaint(
        complaint_filing(draft, files, today=now.date()),
        raw_token=secrets.token_bytes(16),
        keyring=keyring,
        now=now,
    )
    with database.writing() as session:
        filed = file_complaint(session, prepared, now=now)
    with database.reading() as session:
        own = find_by_receipt(session, stretch(filed.code, keyring))
    assert own is not None
    return FiledComplaint(filed.case_id, filed.code, own)
