"""A thousand reports with a marker in every field, and all that hangs on them.

Every report differs; the markers share beginnings, so that one search finds any of them.
"""

from __future__ import annotations

import io
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

from PIL import Image
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.code import Code
from app.domain.consent import Consents
from app.domain.report import ReportDraft
from app.domain.report_parts import Client, Contact, Photo, Place, Profile, WhenKnown
from app.public.report.filing import filing_of
from app.services.add_to_report import add_message, add_photo
from app.services.apply_for_membership import (
    Applying,
    apply_for_membership,
    prepare_application,
)
from app.services.file_report import file_report, prepare_report
from app.services.open_report import open_report
from app.services.receipt import stretch
from app.services.web_session import start_web_session
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.write_to_case import answer_reporter, write_note
from tests.desk_cases import Desk, a_text
from tests.members import make_member
from tests.workbench import reference

REPORTS = 1000
BATCH = 100
WRITTEN_ON = 50  # reports on which the desk and the reporter write
MOMENT = datetime(2026, 11, 23, 21, 47, 33, tzinfo=UTC)

WORDS = "Zq7 kanarië"
MAIL = "zq7kanarie"
PROFILE = "zq7_kanarie"
PLATE = "ZQ-712-K"
PHONE = "+49 1590 1276034"
KIND = "verkrachting"
REGION = "GM0014"
COORDINATE = "52.37.11-zq7"
MARKERS = (
    WORDS, MAIL, PROFILE, PLATE, "ZQ712K", PHONE, "+4915901276034", "015901276034", KIND, REGION,
    COORDINATE, "hield de deur dicht", "zq7foto", "••••",
)  # fmt: skip
"""Beginnings of every marker, as typed and as normalised; the last ones of alerts and photos."""


@dataclass(frozen=True)
class Kept:
    """What a reporter keeps of one report, and what must come out again."""

    number: int
    report_id: UUID
    code: Code
    photo: bytes


@dataclass(frozen=True)
class Corpus:
    reports: tuple[Kept, ...]
    other_codes: tuple[Code, ...]


def draft_of(number: int) -> ReportDraft:
    """A report with a marker in each of its fields."""
    mark = f"{WORDS} {number:04d}"
    return ReportDraft(
        kinds=(KIND,),
        when=WhenKnown("", date(2026, 11, 20)),
        place=Place(REGION, "hotel"),
        culprit_role="klant",
        client=Client(
            phones=(PHONE,),
            emails=(f"{MAIL}{number}@voorbeeld.nl",),
            profiles=(Profile(f"{PROFILE}{number}", f"site {mark}"),),
            plates=(PLATE,),
            nickname=f"bijnaam {mark}",
            number_country=mark,
            accent=f"accent {mark}",
        ),
        story=f"Hij zei {mark} en ging weg.",
        language="nl",
        photos=(Photo(f"row{number}", f"key{number}", f"zq7foto {mark}.jpg", 8, 8, 600),),
        consents=Consents(warn=True, figures=True),
        contact=Contact("email", f"{MAIL}.contact{number}@voorbeeld.nl", ("evening",)),
        points_to_me=f"Mijn kamer, {mark}",
    )


def photo_of(number: int) -> bytes:
    """A small JPEG with a place and a name in its metadata."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = f"{WORDS} photo {number}"  # ImageDescription
    exif[0x9286] = COORDINATE  # UserComment
    Image.new("RGB", (8, 8), (number % 256, 90, 90)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def file_corpus(desk: Desk) -> Corpus:
    """Files everything through the services, in batches."""
    kept: list[Kept] = []
    for start in range(0, REPORTS, BATCH):
        with desk.database.writing() as session:
            kept += [file_one(session, desk.keyring, start + at) for at in range(BATCH)]
    codes = [write_around(desk, kept)]
    noor = desk.person("Noor")
    for one in kept[:WRITTEN_ON]:
        _write_on(desk, one, noor)
    for one in kept[:5]:
        desk.propose(noor, one.report_id, replace(a_text(), identifiers=("phone-0",)))
    return Corpus(tuple(kept), tuple(codes))


def file_one(session: Session, keyring: Keyring, number: int) -> Kept:
    draft, photo = draft_of(number), photo_of(number)
    filing = filing_of(draft, (photo,), reference=reference(), today=MOMENT.date(), burst=None)
    prepared = prepare_report(
        filing,
        raw_token=secrets.token_bytes(16),
        keyring=keyring,
        expires_on=date(2028, 5, 1),
        now=MOMENT,
    )
    filed = file_report(session, prepared, now=MOMENT)
    return Kept(number, filed.case_id, filed.code, photo)


def write_around(desk: Desk, kept: list[Kept]) -> Code:
    """An application, a member, and a reporter's open session; the applicant's code."""
    keyring, protocol = desk.keyring, reference().protocol
    applying = Applying("advert", f"Mijn advertentie: {WORDS} {MAIL}@voorbeeld.nl", "nl")
    prepared = prepare_application(
        applying, raw_token=secrets.token_bytes(16), keyring=keyring, now=MOMENT
    )
    make_member(desk.database, keyring, regions=(REGION,), kinds=(KIND,))
    with desk.database.writing() as session:
        applied = apply_for_membership(session, prepared, keyring=keyring, now=MOMENT)
        data = {"seen": f"{WORDS} in a session", "key": kept[0].photo[:32]}
        start_web_session(session, "reporter", None, data, now=MOMENT)
    for one in kept[:WRITTEN_ON]:
        with desk.database.writing() as session:
            own = open_report(session, stretch(one.code, keyring))
            text = f"Nog iets: {WORDS} {PHONE}"
            add_message(session, own, text, protocol=protocol, now=MOMENT)
            add_photo(session, own, one.photo, f"zq7foto {WORDS}", protocol=protocol, now=MOMENT)
    return applied.code


def _write_on(desk: Desk, one: Kept, noor: DeskPerson) -> None:
    desk.claim(noor, one.report_id, MOMENT)
    with desk.database.writing() as session:
        write_note(
            session, noor, one.report_id, f"Notitie {WORDS}", keyring=desk.keyring, now=MOMENT
        )
        answer_reporter(
            session, noor, one.report_id, f"Dank je, {WORDS}", keyring=desk.keyring, now=MOMENT
        )
