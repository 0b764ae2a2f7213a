"""T1: a stolen database, queue or spool holds no word of a thousand reports, and all still open."""

from __future__ import annotations

import io
import os
import re
import tempfile
import traceback
import zlib
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest
import redis
from flask import Flask
from PIL import Image

from app.adapters.database import Database
from app.adapters.keyring import Keyring, secrets_of
from app.domain.code import CODE_BYTES, Code, parse, to_digits, to_words
from app.models.report import Attachment, ParkedPhoto, Report, ReportKeys
from app.services.open_report import open_report
from app.services.receipt import stretch
from app.services.sealed_report import open_body, open_contact, open_for_team, open_photo
from tests.desk_cases import Desk
from tests.keys import TeamKeys
from tests.security.corpus import (
    COORDINATE,
    MARKERS,
    MOMENT,
    REPORTS,
    WORDS,
    Corpus,
    draft_of,
    file_corpus,
)
from tests.security.stolen_bytes import (
    all_of_redis,
    dump_of,
    everything_in,
    files_below,
    found_in,
    lines_of,
    ways_to_write,
)
from tests.servers import Postgres
from tests.visitor import Visitor
from tests.web.test_report_wizard import code_on, press, walk_to_review

ADDRESS, BROWSER = "198.51.100.77", "Kanarie/7.0 (zq7 browser)"
CONTROL = "Controle kanarië"
OF_A_REPORT = (
    "report", "report_keys", "message", "attachment", "parked_photo", "outbox", "decision",
    "application", "member", "reporter_request",
)  # fmt: skip
TIME_OF_DAY = re.compile(rb"\d{1,2}:\d\d(:\d\d)?|\bT\d{6}\b")


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_thousand_reports_leave_no_word_and_every_one_still_opens(
    database: Database, keyring: Keyring, alerts_team: TeamKeys, stolen: Postgres | None
) -> None:
    corpus = file_corpus(Desk(database, keyring, alerts_team))
    assert len(corpus.reports) == REPORTS
    haystacks = everything_in(database, stolen)
    assert not found_in(haystacks, MARKERS)
    assert not codes_in(haystacks, [*(one.code for one in corpus.reports), *corpus.other_codes])
    assert not secrets_in(haystacks, keyring, alerts_team)
    for table in OF_A_REPORT:
        for line in lines_of(haystacks["dump"], table):
            assert not TIME_OF_DAY.search(line), table
    assert not moments_in(haystacks)
    assert_looks_random(database)
    plant(database, b"\x00" + f"{WORDS} 1234".encode("utf-16-le"))
    assert found_in(everything_in(database, stolen), MARKERS)  # the search could see it
    assert_every_one_opens(database, keyring, alerts_team, corpus)


def codes_in(haystacks: dict[str, bytes], codes: list[Code]) -> list[str]:
    """Codes as words (any two of them beside each other), digits, numbers or bytes."""
    pairs = set()
    digits = set()
    for code in codes:
        for language in ("nl", "en"):
            words = to_words(code, language)
            pairs |= {f"{one} {two}".encode() for one, two in pairwise(words)}
        digits |= {to_digits(code).replace(" ", "").encode(), str(code.number).encode()}
    found = []
    for place, content in haystacks.items():
        seen = {
            b" ".join(match)
            for match in re.findall(rb"\b([a-z]{4,8})[^a-z]{1,6}([a-z]{4,8})\b", content)
        }
        # some pairs of common words may stand in the schema; three in a row never do
        found += [f"{place}: words" for pair in pairs & seen if len(pairs & seen) > 5]
        bare = re.sub(rb"(?<=\d)[ -](?=\d)", b"", content)
        found += [f"{place}: digits" for run in re.findall(rb"\d{20,}", bare) if run in digits]
        found += [
            f"{place}: bytes"
            for code in codes[:100]
            if code.number.to_bytes(CODE_BYTES, "big") in content
        ]
    return found


def moments_in(haystacks: dict[str, bytes]) -> list[str]:
    """The moment of filing, as text or as a number of seconds or minutes."""
    seconds = int(MOMENT.timestamp())
    found = found_in(haystacks, (f"{MOMENT:%H:%M:%S}", f"{MOMENT:%Y-%m-%dT%H:%M}"))
    # ten digits stand now and then in the hexadecimal of sealed bytes: looked for by themselves
    alone = re.compile(rb"(?<![0-9A-Fa-f])%d" % seconds)
    encoded = set(ways_to_write(str(seconds)).values()) - {b"%d" % seconds}
    for place, content in haystacks.items():
        if alone.search(content) or any(way in content for way in encoded):
            found.append(f"{place}: {seconds}")
        for number in (seconds, seconds // 60, seconds * 1000):
            for order in ("big", "little"):
                if number.to_bytes(8, order) in content:
                    found.append(f"{place}: {number}")
    return found


def secrets_in(haystacks: dict[str, bytes], keyring: Keyring, team: TeamKeys) -> list[str]:
    """Secrets of the server and of the team, as bytes or in hexadecimal."""
    held = {name: getattr(keyring, name) for name in secrets_of("all")}
    held |= {"team secret": team.secret, "k_match": team.k_match}
    return [
        f"{place}: {name}"
        for name, secret in held.items()
        for place, content in haystacks.items()
        if secret in content or secret.hex().encode() in content
    ]


def assert_looks_random(database: Database) -> None:
    """Sealed bytes cannot be packed smaller; padding that shows through could."""
    with database.reading() as session:
        bodies = b"".join(row.body or b"" for row in session.query(Report).limit(200))
        streams = b"".join(row.stream for row in session.query(Attachment).limit(200))
    for sealed in (bodies, streams):
        assert len(zlib.compress(sealed, 9)) > 0.99 * len(sealed)


def assert_every_one_opens(
    database: Database, keyring: Keyring, team: TeamKeys, corpus: Corpus
) -> None:
    with database.reading() as session:
        for kept in corpus.reports:
            typed = " ".join(to_words(kept.code, "nl"))
            own = open_report(session, stretch(parse(typed), keyring))
            keys = session.get_one(ReportKeys, kept.report_id)
            opened = open_for_team(keys, team_secret=team.secret, epoch=team.epoch)
            report = session.get_one(Report, kept.report_id)
            photo = session.get_one(Attachment, (kept.report_id, 1))
            draft = draft_of(kept.number)
            assert own.report_id == kept.report_id
            assert own.dek == opened.dek
            assert report.body is not None
            assert report.contact is not None
            assert open_body(own.dek, report.id, report.body)["story"] == draft.story
            assert open_photo(own.dek, report.id, 1, photo.stream) == kept.photo
            assert draft.contact is not None
            contact = open_contact(opened.dek, report.id, report.contact)
            assert contact["value"] == draft.contact.value


@pytest.mark.timeout(120)
def test_the_same_search_finds_what_is_planted(database: Database, stolen: Postgres | None) -> None:
    ways = ways_to_write(CONTROL)
    plant(database, *ways.values())
    found = found_in(everything_in(database, stolen), [CONTROL])
    assert {line.partition(": ")[2].partition(" of ")[0] for line in found} >= set(ways)
    assert found_in({"dump": dump_of(database, stolen)}, [CONTROL])


def plant(database: Database, *needles: bytes) -> None:
    """Rows with these bytes in the middle of a longer value."""
    with database.writing() as session:
        for needle in needles:
            content = b"\x07\x08\x09" + needle + b"\x0a"
            session.add(ParkedPhoto(id=uuid4(), stream=content, expiry_sealed=b"-"))


@pytest.mark.timeout(120)
def test_what_came_through_the_door_lies_nowhere_else_either(
    queueing_house: Flask,
    stolen: Postgres | None,
    redis_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spool = tmp_path / "spool"
    spool.mkdir()
    written = watched_spool(spool, monkeypatch)
    with tempfile.TemporaryFile():
        pass
    assert len(written) == 1  # the watch works
    codes = [report_through_the_door(queueing_house, number) for number in range(3)]
    monkeypatch.undo()
    assert len(written) == 1  # not even a file without a name, which a listing would not show
    with redis.Redis.from_url(redis_url) as client:
        in_redis = b"\n".join(all_of_redis(client))
        assert b"rq:job:" in in_redis  # it is the queue that we look into
    house = queueing_house.extensions["house"]
    haystacks = {
        **everything_in(house.database, stolen),
        **files_below(spool, house.settings.var_dir),
        "redis": in_redis,
    }
    assert not found_in(haystacks, (*MARKERS[:-1], ADDRESS, BROWSER))
    assert not codes_in(haystacks, codes)


def watched_spool(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Temporary files go to this folder; the list grows with each that is made."""
    made: list[str] = []
    real_open = os.open

    def noted(path: str, flags: int, *rest: int, **more: int) -> int:
        # the test's own client builds a large form in such a file: that is her side, not ours
        hers = any(frame.name == "stream_encode_multipart" for frame in traceback.extract_stack())
        writes = flags & (os.O_CREAT | os.O_WRONLY | os.O_RDWR)
        if writes and not hers and str(path).startswith(str(folder)):
            made.append(str(path))
        return real_open(path, flags, *rest, **more)

    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setattr(os, "open", noted)
    return made


def report_through_the_door(app: Flask, number: int) -> Code:
    """The wizard with a large photo that names its place; the code of the last page."""
    visit = Visitor(app, address=ADDRESS)
    visit.client.environ_base["HTTP_USER_AGENT"] = BROWSER
    draft = draft_of(number)
    walk_to_review(
        visit,
        kinds={"kinds": list(draft.kinds)},
        known={
            "phones-0": draft.client.phones[0],
            "emails-0": draft.client.emails[0],
            "profiles-0-name": draft.client.profiles[0].name,
            "plates-0": draft.client.plates[0],
        },
        looks={"accent": draft.client.accent, "nickname": draft.client.nickname},
        story={"story": draft.story, "points_to_me": draft.points_to_me},
        photo={"photo": (io.BytesIO(large_photo()), f"zq7foto {WORDS}.jpg")},
    )
    return parse(code_on(press(visit, "send"), visit))


def large_photo() -> bytes:
    """More than every buffer that spills to the disk (500 KiB), with a place in it."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = f"{WORDS} {COORDINATE}"
    noise = Image.frombytes("RGB", (720, 720), os.urandom(720 * 720 * 3))
    noise.save(out, "JPEG", quality=95, exif=exif)
    assert len(out.getvalue()) > 512 * 1024
    return out.getvalue()
