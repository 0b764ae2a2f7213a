"""Words beside figures that were published: never other numbers (statistics.md 3.6)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.domain.code_lists import LANGUAGES
from app.domain.statistics.publication import COMPLAINTS
from app.models.figures import FigureCorrection, FigureRelease
from app.services import audit
from moderation.decisions.case_rows import require_active
from moderation.decisions.desk_person import DeskPerson
from moderation.rules.roles import Permission, require

MOST_CHARS = 600
FEWEST_CHARS = 10
_RELEASES = re.compile(r"\b(?:19|20)[0-9]{2}(?:Q[1-4])?\b")


class CorrectionRefused(Exception):
    """`problems`: language → required, too_long or numbers."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(problems)
        self.problems = problems


def correct_release(
    session: Session, person: DeskPerson, release: str, words: Mapping[str, str], *,
    keyring: Keyring, today: date, now: datetime,
) -> None:  # fmt: skip
    """Sets words beside a frozen release, in every language. Only years may be numbers in them.

    Raises NotPermitted, NotActive, CorrectionRefused, LookupError for a release that is not there.
    """
    require(person.role, Permission.BUILD_FIGURES)
    require_active(session, person)
    said = {lang: words.get(lang, "").strip() for lang in LANGUAGES}
    problems = {lang: found for lang, text in said.items() if (found := _problem(text))}
    if problems:
        raise CorrectionRefused(problems)
    there = select(FigureRelease.number).where(
        FigureRelease.series == COMPLAINTS, FigureRelease.release == release
    )
    if session.scalar(there) is None:
        raise LookupError(release)
    session.add(
        FigureCorrection(
            id=uuid4(),
            series=COMPLAINTS,
            release=release,
            words=json.dumps(said, ensure_ascii=False),
            written_by=person.staff_id,
            written_on=today,
        )
    )
    session.flush()
    audit.append(
        session, keyring=keyring, actor=person.staff_id, action="figures_corrected",
        data={"release": release}, now=now,
    )  # fmt: skip


def _problem(text: str) -> str:
    if len(text) < FEWEST_CHARS:
        return "required"
    if len(text) > MOST_CHARS:
        return "too_long"
    if any(sign.isnumeric() for sign in _RELEASES.sub("", text)):
        return "numbers"  # an exact number beside a rounded one would undo the rounding
    return ""
