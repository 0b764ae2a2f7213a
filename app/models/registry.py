"""All tables in one place, for migrations' comparison and for tests; nobody else needs it."""

from __future__ import annotations

from sqlalchemy import MetaData

from app.models import (
    alert,
    alert_answer,
    audit,
    complaint,
    complaint_import,
    decision,
    deletion,
    facts,
    figures,
    member,
    outbox,
    police,
    protocol,
    report,
    saved_view,
    staff,
    subject_request,
    sweep_run,
    telling,
    training,
    web_session,
)
from app.models.base import Base

ROOMS = (
    alert, alert_answer, audit, complaint, complaint_import, decision, deletion, facts, figures,
    member, outbox, police, protocol, report, saved_view, staff, subject_request, sweep_run,
    telling, training, web_session,
)  # fmt: skip


def all_tables() -> MetaData:
    """The metadata with every table registered."""
    return Base.metadata
