"""Trainings for tests: two that are announced, and a request for one by either who may ask."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.domain.complaint import ComplaintDraft
from app.domain.report_parts import Contact
from app.domain.training import INSTITUTIONS, WORKERS, Training
from app.domain.training_request import INSTITUTION, WORKER, TrainingRequest
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.trainings import add_training
from tests.conftest import NOON
from tests.workbench import reference

TODAY = NOON.date()
SOON = TODAY + timedelta(days=20)

A_TRAINING = Training(
    audience=WORKERS,
    title_nl="Grenzen stellen",
    text_nl="Een middag over nee zeggen en hulp vragen.",
    title_en="Setting limits",
    first_on=SOON,
    last_on=SOON,
    begins="13:00",
    ends="16:30",
    place="Buurthuis De Brug",
    municipality="GM0599",
    language="nl",
    seats=12,
)
FOR_INSTITUTIONS = Training(
    audience=INSTITUTIONS,
    title_nl="In gesprek met sekswerkers",
    text_nl="Twee dagen voor wie aan een balie werkt.",
    first_on=SOON + timedelta(days=5),
    last_on=SOON + timedelta(days=6),
    online=True,
    language="nl",
)
ASKED_BY_A_WORKER = ComplaintDraft(
    training=TrainingRequest(who=WORKER, title="Grenzen stellen (13-12-2026)", training="x"),
    region="GM0599",
    story="Graag op een dinsdag, mosterdzaad.",
    language="ro",
)
ASKED_BY_AN_INSTITUTION = ComplaintDraft(
    training=TrainingRequest(
        who=INSTITUTION,
        organisation="Politie Zwaluwdam",
        institution_kind="politie",
        people=12,
        when="in het voorjaar",
    ),
    story="Onze mensen willen weten hoe je iemand te woord staat.",
    language="nl",
    contact=Contact("email", "piet@zwaluwdam.example", name="Piet Zwaluw", phone="0612345678"),
)


def announce(
    database: Database, keyring: Keyring, person: DeskPerson, training: Training = A_TRAINING
) -> UUID:
    """As the desk announces it."""
    with database.writing() as session:
        return add_training(
            session, person, training, has=reference().has, keyring=keyring, now=NOON
        )
