"""Reads the closed lists of `taxonomy.csv` and `codes.csv`, and the desk's answer templates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from app.adapters.reference_rows import BadReferenceData, Row, read_rows
from app.domain.code_lists import AnswerTemplate, CodeEntry
from app.domain.incidents import CRIMINAL_VALUES, Incident, as_severity

COLUMNS = (
    "list", "code", "parent", "label_nl", "label_en", "text_nl", "text_en",
    "facts", "note", "source", "certainty",
)  # fmt: skip
TEMPLATE_DESKS = frozenset({"alerts", "complaints", "trainings"})
TEMPLATE_COLUMNS = (
    "code", "desk", "label_nl", "label_en", "text_nl", "text_en", "source", "certainty",
)  # fmt: skip

# a list whose rows have a parent → the list that holds the parent
PARENT_LISTS = {
    "subject": "theme",
    "incident": "incident_category",
    "appearance": "appearance_part",
    "outcome": "outcome_group",
}
# the facts a list may carry; every other list carries none
FACTS: Mapping[str, frozenset[str]] = {
    "incident": frozenset({"severity", "criminal", "law_hint", "blackmail"}),
    "subject": frozenset({"institution_types"}),
    "complaint_status": frozenset({"order"}),
    "culprit_role": frozenset({"offer"}),
    "criterion": frozenset({"expected"}),
    "contact_way": frozenset({"value"}),
    "appearance_part": frozenset({"choose"}),
    "discrimination_ground": frozenset({"legal_ground"}),
    "her_timing": frozenset({"beside_term"}),
    "outcome": frozenset({"answer"}),
}
SHAPE_OF_CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
MAX_CODE_CHARS = 60  # a reason column holds no more

Lists = dict[str, dict[str, CodeEntry]]


def read_lists(*files: Path) -> Lists:
    """All lists by name, each by code in the order of the file; a code stands once."""
    lists: Lists = {}
    for file in files:
        for row in read_rows(file, COLUMNS):
            entry = _entry(row)
            entries = lists.setdefault(entry.list_name, {})
            if entry.code in entries:
                raise row.bad(f"{entry.code} stands twice")
            entries[entry.code] = entry
    _check_parents(lists)
    return lists


def read_incidents(lists: Lists) -> dict[str, Incident]:
    """The kinds of incident with severity and whether they can be a crime."""
    found: dict[str, Incident] = {}
    for code, entry in lists.get("incident", {}).items():
        severity, criminal = entry.facts.get("severity", ""), entry.facts.get("criminal", "")
        if severity not in lists.get("severity", {}):
            raise BadReferenceData(f"incident {code}", f"severity {severity!r}")
        matching = [value for value in CRIMINAL_VALUES if value == criminal]
        if not matching:
            raise BadReferenceData(f"incident {code}", f"criminal {criminal!r}")
        blackmail = entry.facts.get("blackmail", "no")
        if blackmail not in ("yes", "no"):
            raise BadReferenceData(f"incident {code}", f"blackmail {blackmail!r}")
        found[code] = Incident(
            code, entry.parent, as_severity(int(severity)), matching[0], blackmail == "yes"
        )
    return found


def read_answer_templates(file: Path) -> tuple[AnswerTemplate, ...]:
    """The templates in the order of the file."""
    found: dict[str, AnswerTemplate] = {}
    for row in read_rows(file, TEMPLATE_COLUMNS):
        code = _code(row)
        if code in found:
            raise row.bad(f"{code} stands twice")
        row.needed("source")
        desk = row.needed("desk")
        if desk not in TEMPLATE_DESKS:
            raise row.bad(f"desk {desk!r}")
        found[code] = AnswerTemplate(
            code, desk, row.both_languages("label"), row.both_languages("text")
        )
    return tuple(found.values())


def _entry(row: Row) -> CodeEntry:
    list_name = row.needed("list")
    row.needed("source")
    return CodeEntry(
        list_name=list_name,
        code=_code(row),
        parent=row.optional("parent"),
        labels=row.both_languages("label"),
        texts=row.both_languages("text", may_be_empty=True),
        facts=row.facts(FACTS.get(list_name, frozenset())),
        confirmed=row.is_confirmed(),
    )


def _code(row: Row) -> str:
    code = row.needed("code")
    if not SHAPE_OF_CODE.fullmatch(code) or len(code) > MAX_CODE_CHARS:
        raise row.bad(f"code {code!r}")
    return code


def _check_parents(lists: Lists) -> None:
    for list_name, entries in lists.items():
        parents = lists.get(PARENT_LISTS.get(list_name, ""), {})
        has_parents = list_name in PARENT_LISTS
        for entry in entries.values():
            if has_parents != bool(entry.parent) or (has_parents and entry.parent not in parents):
                raise BadReferenceData(f"{list_name} {entry.code}", f"parent {entry.parent!r}")
