"""An alert in the reader's own language: every fact is a code, so nobody has to translate it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.services.sealed_alert import AlertWords, ShownIdentifier
from app.web.current import locale, reference
from app.web.locale import format_month
from app.web.texts import ngettext


@dataclass(frozen=True)
class AlertCard:
    """What `components/alert_card.html` shows; all in words, `identifiers` as (kind, masked).

    `reports` is empty where one person reported.
    """

    level: int
    severity: str
    kinds: tuple[str, ...]
    region: str
    month: str
    text: str
    looks: tuple[str, ...]
    car: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]
    reports: str = ""


def card_of(
    *,
    kinds: Iterable[str],
    severity: int,
    region: str,
    month: date,
    words: AlertWords,
    identifiers: Iterable[ShownIdentifier],
    most_kinds: int | None = None,
    reports: int = 1,
) -> AlertCard:
    """Labels for the codes; one that has left its list is shown as it is.

    `most_kinds`: so many at most, the most severe ones, and how many there are beside them.
    """
    return AlertCard(
        level=severity,
        severity=_label("severity", str(severity)),
        kinds=_kinds(tuple(kinds), most_kinds),
        region=reference().region_label(region, locale()) if _is_place(region) else region,
        month=format_month(month),
        text=words.text,
        looks=tuple(_label("appearance", code) for code in words.appearance),
        car=tuple(
            _label(list_name, code)
            for list_name, code in (("car_type", words.car_type), ("car_colour", words.car_colour))
            if code
        ),
        identifiers=tuple((_label("identifier_kind", one.kind), one.masked) for one in identifiers),
        reports=_reports(reports),
    )


def _reports(number: int) -> str:
    """From two on: of one there is nothing to say."""
    if number < 2:
        return ""
    return ngettext("%(num)s independent report", "%(num)s independent reports", number)


def _kinds(codes: tuple[str, ...], most: int | None) -> tuple[str, ...]:
    if most is None or len(codes) <= most:
        return tuple(_label("incident", code) for code in codes)
    known = reference().incidents
    worst_first = sorted(codes, key=lambda code: -known[code].severity if code in known else 0)
    shown = tuple(_label("incident", code) for code in worst_first[:most])
    more = len(codes) - most
    return (*shown, ngettext("%(num)s more thing", "%(num)s more things", more))


def _label(list_name: str, code: str) -> str:
    data = reference()
    return data.label(list_name, code, locale()) if data.has(list_name, code) else code


def _is_place(region: str) -> bool:
    return reference().has("region", region)
