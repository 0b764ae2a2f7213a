"""Which alerts a member may see: published, within their term, near her, under a valid protocol."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, literal, or_

from app.adapters.reference_data import ReferenceData
from app.domain.places import UNKNOWN_REGION
from app.domain.states import AlertState
from app.models.alert import Alert


@dataclass(frozen=True)
class AlertFacts:
    """The coded facts of an alert; labels are the page's. `month` is its first day.

    `reports`: how many different people reported, as far as it is told yet.
    """

    alert_id: UUID
    kinds: tuple[str, ...]
    severity: int
    region: str
    month: date
    published_on: date
    reports: int = 1


def facts_of(alert: Alert) -> AlertFacts:
    assert alert.published_on is not None
    return AlertFacts(
        alert_id=alert.id,
        kinds=tuple(alert.kinds.split(",")),
        severity=alert.severity,
        region=alert.region,
        month=alert.month,
        published_on=alert.published_on,
        reports=alert.shown_reports,
    )


def visible_on(alert: Any, today: date) -> ColumnElement[bool]:
    """A condition on `Alert` or an alias of it. On its `expires_on` an alert is gone."""
    return and_(
        alert.state == AlertState.PUBLISHED,
        alert.published_on.is_not(None),
        alert.expires_on > today,
    )


def in_regions(regions: Collection[str], reference: ReferenceData) -> ColumnElement[bool] | None:
    """A condition for alerts near these places; None for the whole country.

    A municipality lies in its police unit and a unit holds its municipalities: either matches
    the other. An alert without a known place may be anywhere, so everybody sees it.
    """
    if not regions:
        return None
    near = {UNKNOWN_REGION}
    for code in regions:
        if not reference.has_region(code):
            continue
        region = reference.region(code)
        near |= {region.code, region.police_unit}
        if region.kind == "police_unit":
            near |= {one.code for one in reference.municipalities if one.police_unit == code}
    return Alert.region.in_(sorted(near))


def of_categories(
    categories: Collection[str], reference: ReferenceData
) -> ColumnElement[bool] | None:
    """A condition for alerts with a kind of one of these categories; None for all."""
    if not categories:
        return None
    kinds = [one.code for one in reference.incidents.values() if one.category in categories]
    listed = literal(",") + Alert.kinds + literal(",")
    return or_(*(listed.contains(f",{kind},", autoescape=True) for kind in sorted(kinds)))
