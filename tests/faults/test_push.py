"""Messages to browsers over real TLS: empty, signed, once, and only while the browser is there."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from app.adapters.database import Database
from app.adapters.keyring import Keyring
from app.adapters.web_push import WebPush
from app.jobs.run_task import Outcome, run_task
from app.jobs.telling import TELL_MEMBERS, deliver
from app.models.member import Member
from app.services.channels import Fate, Parcel
from app.services.deliveries import DEVICES
from app.services.push_channel import PushChannel
from app.services.push_devices import add_device, remove_device
from app.services.sealed_member import Choices, open_choices
from app.services.workshop import Workshop
from tests.push_server import Message, PushServer, a_push_server
from tests.rows import a_member, a_staff_member, an_alert
from tests.workbench import NOON, a_workshop, promised

CONTACT = "mailto:push@example.org"


@dataclass
class House:
    database: Database
    keyring: Keyring
    server: PushServer

    def workshop(self) -> Workshop:
        assert self.keyring.vapid_key is not None
        push = WebPush(
            self.keyring.vapid_key, CONTACT, (self.server.origin,), tls=self.server.trust
        )
        return a_workshop(
            self.database, [TELL_MEMBERS], keyring=self.keyring,
            channels=[PushChannel(push, name, lambda: NOON) for name in DEVICES],
        )  # fmt: skip

    def member(self, *paths: str) -> UUID:
        with self.database.writing() as session:
            member = a_member(session, self.keyring)
            for path in paths:
                add_device(
                    session, member, self.server.address(path),
                    keyring=self.keyring, test_origins=(self.server.origin,),
                )  # fmt: skip
        return member

    def tell(self, **values: Any) -> None:
        with self.database.writing() as session:
            two = {"needs_second": True, "published_by": a_staff_member(session)}
            alert = an_alert(session, **(two | values))
        done = run_task(self.workshop(), promised(self.database, "tell_members", alert))
        assert done is Outcome.DONE

    def choices(self, member: UUID) -> Choices:
        assert self.keyring.k_field is not None
        with self.database.reading() as session:
            profile = session.get_one(Member, member).profile
        return open_choices(self.keyring.k_field, "member", member, profile)


@pytest.fixture
def house(database: Database, keyring: Keyring, tmp_path: Path) -> Iterator[House]:
    with a_push_server(tmp_path) as server:
        yield House(database, keyring, server)


def token_of(message: Message) -> tuple[str, str]:
    """The two parts of `vapid t=…,k=…`."""
    scheme, _, rest = message.headers["Authorization"].partition(" ")
    assert scheme == "vapid"
    parts = dict(one.strip().split("=", 1) for one in rest.split(","))
    return parts["t"], parts["k"]


def test_a_message_is_empty_and_its_token_is_ours_for_that_service_only(house: House) -> None:
    house.member("/send/one")
    house.tell()
    assert (deliver(house.workshop()), deliver(house.workshop())) == (1, 0)
    [message] = house.server.messages
    assert message.path == "/send/one"
    assert message.body == b""
    assert set(message.headers) == {
        "Host", "Authorization", "TTL", "Urgency", "Topic", "Content-Length",
    }  # fmt: skip
    assert message.headers["Content-Length"] == "0"
    assert message.headers["Host"] == f"localhost:{house.server.port}"
    token, key = token_of(message)
    point = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
    assert point == house.keyring.push_public
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    claims = jwt.decode(
        token, public, algorithms=["ES256"], audience=house.server.origin,
        options={"verify_exp": False, "require": ["aud", "exp", "sub"]},
    )  # fmt: skip
    assert claims == {
        "aud": house.server.origin,
        "sub": CONTACT,
        "exp": int((NOON + timedelta(hours=6)).timestamp()),
    }
    with pytest.raises(jwt.InvalidAudienceError):
        jwt.decode(
            token, public, algorithms=["ES256"], audience="https://fcm.googleapis.com",
            options={"verify_exp": False},
        )  # fmt: skip


@pytest.mark.parametrize(("severity", "urgency", "topic"), [(3, "normal", "a"), (4, "high", "b")])
def test_what_is_urgent_comes_fast_and_is_never_replaced_by_what_is_not(
    house: House, severity: int, urgency: str, topic: str
) -> None:
    house.member("/send/one")
    house.tell(severity=severity)
    assert deliver(house.workshop()) == 1
    [message] = house.server.messages
    assert (message.headers["Urgency"], message.headers["Topic"]) == (urgency, topic)
    assert message.headers["TTL"] == "86400"


def test_each_of_her_browsers_gets_it_once_and_a_dead_one_goes_by_itself(house: House) -> None:
    member = house.member("/send/one", "/send/two", "/send/three")
    house.server.answers["/send/two"] = 410
    house.tell()
    assert deliver(house.workshop()) == 2
    assert sorted(one.path for one in house.server.messages) == [
        "/send/one", "/send/three", "/send/two",
    ]  # fmt: skip
    found = house.choices(member)
    assert found.devices == (
        house.server.address("/send/one"), "", house.server.address("/send/three"),
    )  # fmt: skip
    assert found.lost == ("push2",)
    house.server.messages.clear()
    house.tell()
    assert deliver(house.workshop()) == 2
    assert "/send/two" not in {one.path for one in house.server.messages}


def test_what_is_taken_away_before_it_was_sent_is_not_sent(house: House) -> None:
    member = house.member("/send/one")
    house.tell()
    with house.database.writing() as session:
        remove_device(session, member, "push", keyring=house.keyring)
    assert deliver(house.workshop()) == 0
    assert house.server.messages == []


@pytest.mark.parametrize(
    ("status", "fate"),
    [(200, Fate.SENT), (201, Fate.SENT), (202, Fate.SENT), (404, Fate.GONE), (410, Fate.GONE),
     (301, Fate.LATER), (400, Fate.LATER), (401, Fate.LATER), (403, Fate.LATER), (413, Fate.LATER),
     (429, Fate.LATER), (500, Fate.LATER), (503, Fate.LATER)],
)  # fmt: skip
def test_what_an_answer_means(tmp_path: Path, keyring: Keyring, status: int, fate: Fate) -> None:
    assert keyring.vapid_key is not None
    with a_push_server(tmp_path) as server:
        server.answers["/x"] = status
        push = WebPush(keyring.vapid_key, CONTACT, (server.origin,), tls=server.trust)
        channel = PushChannel(push, "push", lambda: NOON)
        parcel = Parcel(uuid4(), uuid4(), server.address("/x"), "nl", urgent=False)
        assert channel.send(parcel) is fate


def test_a_service_that_is_away_stops_the_round_and_loses_nothing(house: House) -> None:
    member = house.member("/send/one")
    house.tell()
    before = house.choices(member).devices
    assert house.keyring.vapid_key is not None
    push = WebPush(
        house.keyring.vapid_key, CONTACT, (house.server.origin,),
        dial=_refuse,
    )  # fmt: skip
    workshop = a_workshop(
        house.database, [], keyring=house.keyring,
        channels=[PushChannel(push, "push", lambda: NOON)],
    )  # fmt: skip
    assert deliver(workshop) == 0
    assert house.choices(member).devices == before
    assert deliver(house.workshop()) == 1


def _refuse(*_: Any, **__: Any) -> Any:
    raise ConnectionRefusedError
