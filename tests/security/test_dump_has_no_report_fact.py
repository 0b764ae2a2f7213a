"""T1: what is counted of a report cannot be read in a stolen database, nor joined with the report.

The state of a report, the day and the coded reason of its end stand in the clear: nothing may say
what it was about, where, or what she wanted.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.consent import Consents
from app.models.facts import CountedFact
from app.models.report import Report
from app.services.read_facts import read_report_facts
from moderation.decisions.end_report import reject_report
from tests.desk_cases import DRAFT, Desk
from tests.keys import TeamKeys
from tests.security.stolen_bytes import binary_values, everything_in, found_in, lines_of
from tests.security.test_dump_has_no_plaintext import TIME_OF_DAY
from tests.servers import Postgres
from tests.workbench import NOON, reference

ENDED = 8
COUNTED = replace(
    DRAFT, kinds=("bedreiging", "chantage"), consents=Consents(figures=True, police_help=True)
)
OF_HER = ("bedreiging", "chantage", "noord-holland", "GM0363")
OF_A_FACT = (*OF_HER, "help", "rejected", "too-long-ago", "three_days", "2026-")


def test_what_is_counted_of_a_report_cannot_be_read_in_a_dump(
    database: Database, keyring: Keyring, alerts_team: TeamKeys, stolen: Postgres | None
) -> None:
    desk = Desk(database, keyring, alerts_team)
    noor = desk.person("Noor")
    reports = [desk.report(COUNTED if number % 2 else DRAFT) for number in range(ENDED)]
    for report in reports:
        desk.claim(noor, report)
        with database.writing() as session:
            reject_report(
                session, noor, report, "too-long-ago",
                keyring=keyring, reference=reference(), now=NOON,
            )  # fmt: skip
    haystacks = everything_in(database, stolen)
    assert not found_in(haystacks, OF_HER)
    lines = lines_of(haystacks["dump"], "counted_fact")
    whole = b"\n".join(lines)
    assert len(lines) >= ENDED // 2
    assert not found_in({"dump": whole, "values": b"\n".join(binary_values(whole))}, OF_A_FACT)
    assert not TIME_OF_DAY.search(whole)
    with database.reading() as session:
        facts = session.execute(
            select(CountedFact.id, CountedFact.series, CountedFact.quarter, CountedFact.sealed)
        ).all()
        links = session.scalars(select(Report.fact_link)).all()
        assert len(read_report_facts(session, keyring, ["2026Q4"])) == ENDED // 2
    assert {(series, quarter) for _id, series, quarter, _sealed in facts} == {
        ("warnings", "2026Q4")
    }
    assert not {fact_id for fact_id, *_rest in facts} & set(reports)
    assert len({len(sealed) for *_rest, sealed in facts}) == 1
    # who is counted cannot be told from who is not
    assert len({len(link or b"") for link in links}) == 1
