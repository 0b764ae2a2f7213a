"""One alert, for a member in whose regions it is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from app.adapters.keyring import Keyring
from app.adapters.reference_data import ReferenceData
from app.models.alert import Alert
from app.models.telling import Notice
from app.services.list_alerts import ListedAlert, listed
from app.services.member_settings import OpenedMember
from app.services.visible_alerts import in_regions, visible_on


def read_alert(
    session: Session,
    member: OpenedMember,
    alert_id: UUID,
    *,
    keyring: Keyring,
    reference: ReferenceData,
    now: datetime,
) -> ListedAlert | None:
    """None for what is not out, not hers, or not there: the page cannot tell them apart.

    Hers is what lies in her regions, and what she was told of before she chose others.
    """
    today = now.date()
    if not reference.protocol.valid_on(today):
        return None
    near = in_regions(member.choices.regions, reference)
    query = select(Alert).where(Alert.id == alert_id, visible_on(Alert, today))
    told = exists().where(Notice.alert_id == alert_id, Notice.member_id == member.member_id)
    alert = session.scalar(query if near is None else query.where(or_(near, told)))
    if alert is None:
        return None
    return listed(alert, keyring)
