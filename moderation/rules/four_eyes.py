"""Two people where one is not enough (decisions 13, security.md 3.13)."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping

from app.domain.incidents import SECOND_PERSON_SEVERITY


class SamePerson(Exception):
    """Who proposed it cannot approve it."""


class ApprovalVoid(Exception):
    """What is about to go out is not what was approved."""


def needs_second(severity: int, describes_person: bool) -> bool:
    """Severity 3–4, or any description of a person."""
    return severity >= SECOND_PERSON_SEVERITY or describes_person


def may_publish(person: object, proposed_by: object | None, *, second_needed: bool) -> bool:
    """Whether `person` may let out what `proposed_by` wrote; nobody proposed means nobody may."""
    if person is None or proposed_by is None:
        return False
    return not second_needed or person != proposed_by


def content_hash(content: Mapping[str, object]) -> bytes:
    """32 bytes over everything a member will see; the same facts in any order give the same.

    `content` holds JSON values only. It stands under a MAC or in a sealed field where it is kept:
    a bare hash of a short text could be guessed.
    """
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).digest()


def require_second(person: object, proposed_by: object | None, *, second_needed: bool) -> None:
    """Raises `SamePerson` unless `may_publish`."""
    if not may_publish(person, proposed_by, second_needed=second_needed):
        raise SamePerson


def require_unchanged(approved: bytes, content: Mapping[str, object]) -> None:
    """Raises `ApprovalVoid` when anything changed after the approval."""
    if not hmac.compare_digest(approved, content_hash(content)):
        raise ApprovalVoid
