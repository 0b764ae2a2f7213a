"""The trainings that are announced, for sex workers and for institutions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, url_for

from app.domain.training import AUDIENCES, WORKERS
from app.public.information.blueprint import information
from app.services.trainings import AnnouncedTraining, coming_trainings
from app.web.current import database, now, seconds_left_today, today
from app.web.headers import cacheable
from app.web.page_store import same_for_everyone
from app.web.roles import open_to
from app.web.training_words import TrainingWords, training_words

MOST_KEPT_SECONDS = 300  # a training that is cancelled must not stay announced for long


@dataclass(frozen=True)
class ListedTraining:
    """One of a list: `anchor` is its id on the page, `ask` where one asks for a place."""

    anchor: str
    words: TrainingWords
    cancelled: bool
    ask: str


@information.get("/training")
@open_to("anyone")
@same_for_everyone
def trainings() -> str:
    """Two lists; what is over leaves by itself, so nobody keeps the page past midnight."""
    with database().reading() as session:
        coming = coming_trainings(session, today())
    cacheable(min(MOST_KEPT_SECONDS, seconds_left_today(now())))
    lists = {audience: _listed(coming, audience) for audience in AUDIENCES}
    return render_template("public/trainings.html", lists=lists)


def _listed(coming: Sequence[AnnouncedTraining], audience: str) -> list[ListedTraining]:
    door = "training.worker" if audience == WORKERS else "training.institution"
    return [
        ListedTraining(
            anchor=f"t-{one.training_id}",
            words=training_words(one.training),
            cancelled=one.cancelled,
            ask=url_for(door, t=str(one.training_id)),
        )
        for one in coming
        if one.training.audience == audience
    ]
