"""A unit of work of a page that may promise tasks: they are sent once it has committed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from app.services.outbox import send_promised
from app.web.current import database, queue


@contextmanager
def writing() -> Iterator[Session]:
    """`database().writing()`, then tells the queue what was promised in it.

    When the block raises, it is rolled back and nothing is sent.
    """
    with database().writing() as session:
        yield session
    send_promised(session, queue())
