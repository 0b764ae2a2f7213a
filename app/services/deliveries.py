"""Messages to members outside this site: made with the notice, sent in small claims, once each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from app.adapters.insert import insert_missing
from app.adapters.keyring import Keyring
from app.domain.membership import Standing, standing
from app.domain.quiet_hours import quiet_until
from app.domain.states import AlertState
from app.models.alert import Alert
from app.models.member import Member
from app.models.telling import Delivery
from app.services.channels import Fate, Parcel
from app.services.raise_alarm import raise_alarm
from app.services.sealed_member import Choices, choices_of, keep_choices

MAIL = "mail"
DEVICES = ("push", "push2", "push3")
"""One channel for each browser she may have: each is sent to once, and lost by itself."""
CHANNELS = (MAIL, *DEVICES)
QUICK_TRIES = 5  # one a round; from then on one an hour
MOST_TRIES = 30
ALARM = "delivery_failed"


@dataclass(frozen=True)
class Recipient:
    """A member with her choices opened, and whether her membership stands today."""

    member_id: UUID
    choices: Choices
    open: bool


@dataclass
class Claim:
    """What one round sends, and what it only looks after."""

    parcels: list[Parcel] = field(default_factory=list)
    void: list[UUID] = field(default_factory=list)
    asleep: dict[UUID, datetime] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.parcels or self.void or self.asleep)


def recipient(keyring: Keyring, member: Member, now: datetime) -> Recipient:
    choices = choices_of(member, keyring)
    present = standing(member.state, member.renew_by, now.date())
    return Recipient(member.id, choices, present is Standing.OPEN)


def address_of(choices: Choices, channel: str) -> str:
    """Where this channel reaches her; empty when she did not choose it."""
    if channel == MAIL:
        return choices.mail
    return choices.devices[DEVICES.index(channel)] if channel in DEVICES else ""


def with_address(choices: Choices, channel: str, address: str) -> Choices:
    """Her choices with this address, or none, for a channel."""
    if channel == MAIL:
        return replace(choices, mail=address)
    at = DEVICES.index(channel)
    devices = tuple(address if place == at else one for place, one in enumerate(choices.devices))
    return replace(choices, devices=devices)


def _without(choices: Choices, channel: str) -> Choices:
    lost = tuple(dict.fromkeys((*choices.lost, channel)))
    return replace(with_address(choices, channel, ""), lost=lost)


def add_deliveries(
    session: Session,
    alert: Alert,
    about: UUID,
    told: Iterable[Recipient],
    *,
    urgent: bool,
    now: datetime,
) -> None:
    """A row for each channel she chose, once; in the transaction that also writes her notice."""
    rows = [
        {
            "id": uuid4(),
            "member_id": one.member_id,
            "alert_id": alert.id,
            "about": about,
            "channel": channel,
            "urgent": urgent,
            "not_before": _quiet(one.choices, now, urgent=urgent),
            "attempts": 0,
            "sent": False,
            "on_day": now.date(),
        }
        for one in told
        for channel in CHANNELS
        if one.open and address_of(one.choices, channel)
    ]
    insert_missing(session, Delivery, rows)


def due_deliveries(
    session: Session, channel: str, *, keyring: Keyring, now: datetime, most: int
) -> Claim:
    """The next ones, fewest failures first. On PostgreSQL their rows stay locked for this session.

    What nobody needs any more is `void`: an alert that is no longer out, a member who left.
    """
    rows = session.execute(
        select(Delivery, Member, Alert.state)
        .join(Member, Member.id == Delivery.member_id)
        .join(Alert, Alert.id == Delivery.alert_id)
        .where(
            Delivery.channel == channel,
            Delivery.sent.is_(False),
            or_(Delivery.not_before.is_(None), Delivery.not_before <= now),
        )
        .order_by(Delivery.attempts, Delivery.urgent.desc(), Delivery.id)
        .limit(most)
        .with_for_update(of=Delivery, skip_locked=True)
    ).all()
    claim = Claim()
    for row, member, state in rows:
        who = recipient(keyring, member, now)
        address = address_of(who.choices, channel)
        over = row.about == row.alert_id and state is not AlertState.PUBLISHED
        quiet = _quiet(who.choices, now, urgent=row.urgent)
        if not who.open or not address or over:
            claim.void.append(row.id)
        elif quiet is not None:
            claim.asleep[row.id] = quiet
        else:
            claim.parcels.append(
                Parcel(row.id, who.member_id, address, who.choices.language, row.urgent)
            )
    return claim


def settle(
    session: Session,
    channel: str,
    claim: Claim,
    fates: Collection[tuple[Parcel, Fate]],
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Writes down what became of a claim."""
    sent = [parcel.delivery_id for parcel, fate in fates if fate is Fate.SENT]
    gone = [parcel for parcel, fate in fates if fate is Fate.GONE]
    _change(session, sent, sent=True, not_before=None)
    for delivery_id, until in claim.asleep.items():
        _change(session, [delivery_id], not_before=until)
    for parcel in gone:
        _remove_address(session, parcel, channel, keyring)
    over = [*claim.void, *(one.delivery_id for one in gone)]
    if over:
        session.execute(delete(Delivery).where(Delivery.id.in_(over)))
    for parcel, fate in fates:
        if fate is Fate.LATER:
            _try_later(session, parcel.delivery_id, now)


def _try_later(session: Session, delivery_id: UUID, now: datetime) -> None:
    row = session.get(Delivery, delivery_id)
    if row is None:
        return
    row.attempts += 1
    if row.attempts >= MOST_TRIES:
        session.delete(row)
        raise_alarm(session, ALARM, now=now)
    elif row.attempts >= QUICK_TRIES:
        row.not_before = _whole_hour(now + timedelta(hours=1))
    session.flush()


def _remove_address(session: Session, parcel: Parcel, channel: str, keyring: Keyring) -> None:
    """Her choices lose it, unless she gave another one meanwhile."""
    row = session.get(Member, parcel.member_id, with_for_update=True, populate_existing=True)
    if row is None:
        return
    choices = choices_of(row, keyring)
    if address_of(choices, channel) == parcel.address:
        keep_choices(row, _without(choices, channel), keyring)
        session.flush()


def _quiet(choices: Choices, now: datetime, *, urgent: bool) -> datetime | None:
    if urgent and choices.urgent_passes:
        return None
    return quiet_until(now, choices.quiet)


def _whole_hour(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _change(session: Session, ids: Collection[UUID], **values: object) -> None:
    if ids:
        session.execute(
            update(Delivery)
            .where(Delivery.id.in_(ids))
            .values(**values)
            .execution_options(synchronize_session="fetch")
        )
