"""Loading the demo: once, in one unit of work, through the use cases that real people go through.

The notebook with its codes is written before the unit commits: who finds the demo in the database
finds its codes too.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.commands.demo.alerts import publish_alerts
from app.commands.demo.card import card
from app.commands.demo.complaints import file_demo_complaints
from app.commands.demo.figures import publish_demo_figures
from app.commands.demo.members import invite_a_member
from app.commands.demo.notebook import (
    FILE_NAME,
    Notebook,
    WrittenCode,
    read_notebook,
    write_notebook,
)
from app.commands.demo.other_figures import publish_other_figures
from app.commands.demo.people import (
    BETWEEN_STEPS,
    DemoPerson,
    enrol_person,
    hand_key_on,
    pin_first_key,
    sign_in_person,
)
from app.commands.demo.reports import file_demo_report, read_reports
from app.commands.demo.trainings import announce_demo_trainings
from app.settings import PROJECT, Settings
from app.web.house import House
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.staff_rows import staff_list
from moderation.rules.roles import Permission, may
from moderation.rules.teams import INSTITUTIONS, holds_key

FOLDER = PROJECT / "data" / "demo"
BEGAN = timedelta(days=30)
LANGUAGE = "nl"
CHECKS = (
    ("06 12345678", "a warning in Amsterdam"),
    ("0685980147", "a warning in Groningen"),
    ("06 85980999", "no warning known"),
)


@dataclass(frozen=True)
class Desk:
    """The demo's people with what they hold: their papers, and themselves with opened keys."""

    papers: tuple[DemoPerson, ...]
    people: tuple[DeskPerson, ...]


def load_demo(house: House) -> bool:
    """Load the demo into an empty house; False, and nothing done, when somebody is there."""
    with house.database.writing() as session:
        if staff_list(session):
            return False
        notebook = _play(session, house, house.clock())
        write_notebook(notebook_file(house.settings), notebook)
    return True


def notebook_file(settings: Settings) -> Path:
    """Where the demo's codes are kept."""
    return settings.var_dir / FILE_NAME


def demo_card(settings: Settings, address: str, now: datetime) -> str:
    """What to tell a stranger; says so when the notebook is gone."""
    notebook = read_notebook(notebook_file(settings))
    if notebook is None:
        return (
            f"\n  {address}/\n  No codes of a demo here: it is still being made, or this database "
            "was filled by somebody else.\n"
        )
    return card(notebook, address, now)


def _play(session: Session, house: House, now: datetime) -> Notebook:
    story = tomllib.loads((FOLDER / "demo.toml").read_text())
    desk = _open_the_desk(session, story["person"], keyring=house.keyring, now=now - BEGAN)
    stories = {
        one.key: (
            one,
            file_demo_report(session, one, reference=house.reference, keyring=house.keyring),
        )
        for one in read_reports(story["report"], FOLDER, now=now)
    }
    approver, writer = desk.people[:2]
    publish_alerts(
        session,
        story["alert"],
        stories,
        writer,
        approver,
        keyring=house.keyring,
        reference=house.reference,
    )
    member, invitation, organisation = invite_a_member(
        session, desk.people[0], story["member"]["organisation"], keyring=house.keyring, now=now
    )
    complaints = file_demo_complaints(
        session,
        story["complaint"],
        {one.name: one for one in desk.people},
        reference=house.reference,
        keyring=house.keyring,
        now=now,
    )
    announce_demo_trainings(
        session,
        story["training"],
        next(one for one in desk.people if one.team == INSTITUTIONS),
        reference=house.reference,
        keyring=house.keyring,
        now=now,
    )
    two = sorted(
        (one for one in desk.people if may(one.role, Permission.APPROVE_FIGURES)),
        key=lambda one: not may(one.role, Permission.BUILD_FIGURES),
    )
    today = now.date()
    publish_other_figures(session, two, reference=house.reference, today=today)
    publish_demo_figures(
        session, two, reference=house.reference, keyring=house.keyring, today=today
    )
    return Notebook(
        people=desk.papers,
        reports=tuple(WrittenCode.of(one.about, one.code) for _, one in stories.values()),
        complaints=tuple(WrittenCode.of(one.about, one.code) for one in complaints),
        member=member,
        invitation=invitation,
        organisation=organisation,
        checks=CHECKS,
    )


def _open_the_desk(
    session: Session, rows: list[Mapping[str, Any]], *, keyring: Keyring, now: datetime
) -> Desk:
    """The first person of each team makes its key, has it pinned, and hands it to the others."""
    enrolled = []
    first_of: dict[str, DeskPerson] = {}
    for row in rows:
        paper, person = enrol_person(
            session, row["name"], row["role"], LANGUAGE, keyring=keyring, now=now
        )
        enrolled.append((paper, person))
        if not holds_key(row["role"]):
            continue
        if first_of.setdefault(person.team, person) is person:
            pin_first_key(session, person, keyring=keyring, now=now)
    for _, person in enrolled:
        first = first_of.get(person.team, person)
        if first is not person:
            hand_key_on(session, first, person, keyring=keyring, now=now)
    papers = tuple(paper for paper, _ in enrolled)
    later = now + BETWEEN_STEPS
    people = tuple(sign_in_person(session, one, keyring=keyring, now=later) for one in papers)
    return Desk(papers, people)
