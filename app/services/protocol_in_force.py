"""The protocol in force: the licensed file, made stricter by what two people of the desk decided.

Every page and every job reads it through here. What the desk decided is read again after some
seconds, and at once in the process in which it was decided.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.adapters.database import Database
from app.adapters.reference_data import ReferenceData
from app.domain.protocol_limits import narrowed
from app.models.protocol import ProtocolVersion

log = logging.getLogger(__name__)

LOOK_AGAIN_SECONDS = 20.0


@dataclass(frozen=True)
class DeskVersion:
    """What the desk decided last: `number` 0 and nothing in it before the first time."""

    number: int
    numbers: Mapping[str, int]


NONE_YET = DeskVersion(0, {})


def desk_version(session: Session) -> DeskVersion:
    """The newest version of the desk."""
    row = session.scalars(
        select(ProtocolVersion).order_by(ProtocolVersion.number.desc()).limit(1)
    ).first()
    return NONE_YET if row is None else DeskVersion(row.number, json.loads(row.numbers))


class InForce:
    """The reference data with the protocol in force; one in each process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._known = NONE_YET
        self._look_at = 0.0
        self._made: tuple[ReferenceData, DeskVersion, ReferenceData] | None = None

    def over(self, reference: ReferenceData, database: Database) -> ReferenceData:
        """`reference` as its files say, with the desk's numbers in its protocol."""
        self._look(database)
        known, made = self._known, self._made
        if not known.numbers:
            return reference
        if made is None or made[0] is not reference or made[1] is not known:
            data = replace(reference, protocol=narrowed(reference.protocol, known.numbers))
            made = self._made = (reference, known, data)
        return made[2]

    def forget(self) -> None:
        """Somebody decided something: look again at the next question."""
        self._look_at = 0.0

    def _look(self, database: Database) -> None:
        moment = self._clock()
        # one thread looks, the others go on with what was known a moment ago
        if moment < self._look_at or not self._lock.acquire(blocking=self._look_at == 0.0):
            return
        try:
            if moment < self._look_at:
                return
            with database.reading() as session:
                found = desk_version(session)
            if found != self._known:
                self._known = found
            self._look_at = moment + LOOK_AGAIN_SECONDS
        except SQLAlchemyError as error:
            # no database: no page can act on the protocol either, but help must stay readable
            log.warning("the protocol's versions could not be read", exc_info=error)
        finally:
            self._lock.release()
