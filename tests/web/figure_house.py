"""A house with published figures, and every address that its pages lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zlib import crc32

from app.adapters.database import Database
from app.domain.statistics.publication import COMPLAINTS, SERIES, Publication
from tests.figures import publish, some_publications
from tests.visitor import Visitor

BASE = "/figures"
MANY_FROM = 4  # slashes in an address
ONE_IN = 24
FILE = re.compile(r"\.[a-z]+$")


def with_figures(database: Database, *publications: Publication) -> None:
    """Publishes these, or two full years."""
    with database.writing() as session:
        publish(session, *(publications or some_publications()))


def pages_of(visit: Visitor, language: str = "nl", series: str = COMPLAINTS) -> Iterator[str]:
    """Follows the links between the pages of a series, each address once; visits as it goes.

    Every overview, release, dimension and table; of the thousands of pages of single codes and of
    two of them together one in so many, always the same.
    """
    below = "" if series == COMPLAINTS else f"/{series}"
    start, of_others = (
        f"/{language}{BASE}{below}",
        tuple(f"/{language}{BASE}/{one}" for one in SERIES),
    )
    seen, waiting = {start}, [start]
    while waiting:
        path = waiting.pop()
        page = visit.get(path)
        yield path
        for link in page.links:
            bare = re.sub(r"#.*", "", link)
            is_ours = bare.startswith(start) and (below or not bare.startswith(of_others))
            is_new = is_ours and bare not in seen and not FILE.search(bare)
            if is_new and is_taken(bare.replace(f"{BASE}{below}/", f"{BASE}/")):
                seen.add(bare)
                waiting.append(bare)


def is_taken(path: str) -> bool:
    """Whether a page is looked at: `/nl/figures/2025/theme/care` is one of many."""
    many = "?" in path or (path.count("/") > MANY_FROM and "/table/" not in path)
    return not many or crc32(path.encode()) % ONE_IN == 0
