"""Who publishes the figures, where one can ask about them, and what one may do with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Publisher:
    """`name` is by language. `website`, `type_iri` and `licence_iri` are absolute addresses;
    `email` may be empty. `is_draft` as long as the organisation has not confirmed all of it.
    """

    is_draft: bool
    name: Mapping[str, str]
    website: str
    email: str
    type_iri: str
    licence_iri: str
    licence: str
