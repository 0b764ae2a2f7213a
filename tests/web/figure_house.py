"""A house with published figures, and every address that its pages lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zlib import crc32

from app.adapters.database import Database
from app.domain.statistics.publication import Publication
from tests.figures import publish, some_publications
from tests.visitor import Visitor

BASE = "/figures"
MANY_FROM = 4  # slashes in an address
ONE_IN = 24


def with_figures(database: Database, *publications: Publication) -> None:
    """Publishes these, or two full years."""
    with database.writing() as session:
        publish(session, *(publications or some_publications()))


def pages_of(visit: Visitor, language: str = "nl") -> Iterator[str]:
    """Follows the links between the pages of the figures, each address once; visits as it goes.

    Every overview, release, dimension and table; of the thousands of pages of single codes and of
    two of them together one in so many, always the same.
    """
    start = f"/{language}{BASE}"
    seen, waiting = {start}, [start]
    while waiting:
        path = waiting.pop()
        page = visit.get(path)
        yield path
        for link in page.links:
            bare = re.sub(r"#.*", "", link)
            if bare.startswith(start) and bare not in seen and is_taken(bare):
                seen.add(bare)
                waiting.append(bare)


def is_taken(path: str) -> bool:
    """Whether a page is looked at: `/nl/figures/2025/theme/care` is one of many."""
    many = "?" in path or (path.count("/") > MANY_FROM and "/table/" not in path)
    return not many or crc32(path.encode()) % ONE_IN == 0
