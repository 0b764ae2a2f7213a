"""What the API of the figures answers to: one list, which judges requests and makes the document.

Words here are for programmers and stand in the OpenAPI document, in English only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.figure_api.schemas import ref
from app.domain.statistics.publication import SERIES
from app.domain.statistics.quarters import RELEASE as RELEASE_ID

PREFIX = "api/figures/v1"
"""Where it stands: what is once answered there keeps its shape for good."""
MOST_CHARS = 80
MOST_VALUES = 50
JSON = "application/json"


@dataclass(frozen=True)
class Parameter:
    """A part of the path, or one that may be repeated behind the question mark.

    `allowed` is a closed list, empty where the release decides; `pattern` is a regular expression.
    """

    name: str
    words: str
    allowed: tuple[str, ...] = ()
    pattern: str = ""

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of one value."""
        found: dict[str, Any] = {"type": "string", "maxLength": MOST_CHARS}
        if self.allowed:
            found["enum"] = list(self.allowed)
        if self.pattern:
            found["pattern"] = self.pattern
        return found


@dataclass(frozen=True)
class Operation:
    """One address, always by GET. `path` is under `PREFIX`, with its parts in braces.

    `answer` is a JSON Schema; what is refused is answered as `Problem`.
    """

    name: str
    path: str
    words: str
    answer: Mapping[str, Any]
    parts: tuple[Parameter, ...] = ()
    query: tuple[Parameter, ...] = ()


SERIES_PART = Parameter("series", "What is counted.", allowed=SERIES)
RELEASE_PART = Parameter("release", "A year, or a quarter of it.", pattern=f"^{RELEASE_ID}$")
TABLE_PART = Parameter("table", "The name of a table of the release.", pattern="^[a-z_]+$")
OF_A_RELEASE = (SERIES_PART, RELEASE_PART)

RELEASES = Operation(
    "releases", "/", "Every release that is public, in the order in which they were frozen.",
    ref("Releases"),
    query=(Parameter("series", "Only of these series.", allowed=SERIES),),
)  # fmt: skip
LEDGER = Operation(
    "ledger", "/ledger",
    "The chain of hashes over all releases. A number that is missing is not public yet.",
    ref("Ledger"),
)  # fmt: skip
DOCUMENT = Operation(
    "document", "/openapi.json", "This document.", {"type": "object", "required": ["openapi"]}
)
RELEASE = Operation(
    "release", "/{series}/{release}", "A release: its tables, parameters and corrections.",
    ref("Release"), OF_A_RELEASE,
)  # fmt: skip
CODEBOOK = Operation(
    "codebook", "/{series}/{release}/codebook",
    "What its codes are called, which code falls under which, and its parameters.",
    ref("Codebook"), OF_A_RELEASE,
)  # fmt: skip
TEXT = Operation(
    "text", "/{series}/{release}/text",
    "The canonical text of a release, byte for byte as the ledger hashed it. Numbers below "
    "`hide_below` are in it, rounded as all others: tell them as fewer than that.",
    {"type": "object", "required": ["series", "release", "tables"]}, OF_A_RELEASE,
)  # fmt: skip


def table_operation(dimensions: Mapping[str, str]) -> Operation:
    """A table, with filters over its own columns; `dimensions` are all there can be, in words."""
    return Operation(
        "table",
        "/{series}/{release}/tables/{table}",
        "The rows of a table. Ask by its own columns, each as often as you like: rows of any of "
        "these codes. An empty value is the row of all codes together.",
        ref("Table"),
        (*OF_A_RELEASE, TABLE_PART),
        tuple(Parameter(name, f"Codes of {words}.") for name, words in dimensions.items()),
    )


def all_operations(dimensions: Mapping[str, str]) -> Sequence[Operation]:
    """Every address of the API."""
    return (RELEASES, LEDGER, DOCUMENT, RELEASE, CODEBOOK, TEXT, table_operation(dimensions))
