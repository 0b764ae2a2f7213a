"""Reads the protocol from its TOML file; refuses unknown, missing and wrongly typed fields."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, cast

from app.adapters.reference_rows import BadReferenceData
from app.domain.protocol import BadProtocol, Protocol

TOP = ("version", "status", "controller", "licence_number", "valid_from", "valid_until")
TABLES: dict[str, tuple[str, ...]] = {
    "quota": ("per_day", "per_30_days"),
    "retention_days": ("draft", "not_published", "report_after_closing", "report_max"),
    "alert_retention_days": ("2", "3", "4"),
    "stub": ("lives_with_alert",),
    "release": ("veto_hours", "extra_random_hours"),
    "complaints": ("pattern_threshold",),
}


def load_protocol(file: Path) -> Protocol:
    """The protocol in `file`; raises `BadReferenceData` naming the field that is wrong."""
    try:
        with file.open("rb") as handle:
            data = tomllib.load(handle)
    except tomllib.TOMLDecodeError as wrong:
        raise BadReferenceData(file.name, str(wrong)) from wrong
    try:
        return _protocol(data)
    except BadProtocol as wrong:
        raise BadReferenceData(file.name, wrong.field) from wrong


def _protocol(data: dict[str, Any]) -> Protocol:
    _exactly("protocol", data, (*TOP, "allowed_fields", "criteria", *TABLES))
    for name, fields in TABLES.items():
        if not isinstance(data[name], dict):
            raise BadProtocol(name)
        _exactly(name, data[name], fields)
    if data["status"] not in ("development", "in_force"):
        raise BadProtocol("status")
    days = data["retention_days"]
    return Protocol(
        version=_text(data, "version"),
        status=cast("Literal['development', 'in_force']", data["status"]),
        controller=_text(data, "controller"),
        licence_number=_text(data, "licence_number"),
        valid_from=_day(data, "valid_from"),
        valid_until=_day(data, "valid_until"),
        allowed_fields=frozenset(_texts(data, "allowed_fields")),
        criteria=_texts(data, "criteria"),
        quota_per_day=_number(data["quota"], "per_day"),
        quota_per_30_days=_number(data["quota"], "per_30_days"),
        draft_days=_number(days, "draft"),
        not_published_days=_number(days, "not_published"),
        report_after_closing_days=_number(days, "report_after_closing"),
        report_max_days=_number(days, "report_max"),
        alert_days={
            severity: _number(data["alert_retention_days"], str(severity)) for severity in (2, 3, 4)
        },
        stub_lives_with_alert=data["stub"]["lives_with_alert"] is True,
        veto_hours=_number(data["release"], "veto_hours"),
        extra_random_hours=_number(data["release"], "extra_random_hours"),
        pattern_threshold=_number(data["complaints"], "pattern_threshold"),
    )


def _exactly(place: str, table: dict[str, Any], fields: tuple[str, ...]) -> None:
    different = sorted(set(table).symmetric_difference(fields))
    if different:
        raise BadProtocol(f"{place}: {different[0]}")


def _text(table: dict[str, Any], name: str) -> str:
    value = table[name]
    if not isinstance(value, str) or not value:
        raise BadProtocol(name)
    return value


def _texts(table: dict[str, Any], name: str) -> tuple[str, ...]:
    value = table[name]
    if not isinstance(value, list) or not all(isinstance(text, str) and text for text in value):
        raise BadProtocol(name)
    return tuple(value)


def _number(table: dict[str, Any], name: str) -> int:
    value = table[name]
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadProtocol(name)
    return value


def _day(table: dict[str, Any], name: str) -> date:
    value = table[name]
    if not isinstance(value, date) or isinstance(value, datetime):
        raise BadProtocol(name)
    return value
