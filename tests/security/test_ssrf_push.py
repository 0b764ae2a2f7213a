"""T29: an address for messages is typed by anybody's browser, and must never lead inside.

Refused when it is saved and again when it is sent; nobody inside is ever connected to.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import pytest

from app.adapters.web_push import MOST_READ_BYTES, NoPushAnswer, UnsafePushTarget, WebPush
from app.services.channels import Fate, Parcel
from app.services.push_channel import PushChannel
from tests.push_server import a_push_server, a_sink
from tests.workbench import NOON

KEY = bytes(range(1, 33))
CONTACT = "mailto:push@example.org"
MAKER = "fcm.googleapis.com"


def inside(port: int) -> tuple[str, ...]:
    """What an attacker types to reach a port of this machine."""
    return (
        f"https://127.0.0.1:{port}/x", f"http://127.0.0.1:{port}/x", f"https://[::1]:{port}/x",
        f"https://[::ffff:127.0.0.1]:{port}/x", f"https://localhost:{port}/x",
        f"https://localhost.:{port}/x", f"https://2130706433:{port}/x",
        f"https://0x7f000001:{port}/x", f"https://0177.0.0.1:{port}/x", f"https://127.1:{port}/x",
        f"https://user@127.0.0.1:{port}/x", f"https://{MAKER}@127.0.0.1:{port}/x",
        f"https://{MAKER}:443@127.0.0.1:{port}/x", f"https://{MAKER}:{port}/x",
        f"http://{MAKER}/x", f"https://{MAKER}\\@127.0.0.1:{port}/x",
        "https://169.254.169.254/latest/meta-data/", "https://push.apple.com.evil.tld/x",
        f"https://127.0.0.1:{port}#.push.apple.com/x", f"https://{MAKER}./x",
    )  # fmt: skip


def parcel(address: str, *, urgent: bool = False) -> Parcel:
    return Parcel(uuid4(), uuid4(), address, "nl", urgent)


def channel(**changes: Any) -> PushChannel:
    return PushChannel(WebPush(KEY, CONTACT, **changes), "push", lambda: NOON)


def leads_to(*places: str) -> Callable[..., list[tuple[Any, ...]]]:
    """A look-up that always answers so."""

    def look_up(_host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port)) for place in places]

    return look_up


def not_asked(*_: Any, **__: Any) -> Any:
    raise AssertionError("no name may be looked up for such an address")


def test_an_address_that_leads_inside_is_refused_again_when_it_is_sent() -> None:
    with a_sink() as sink:
        sender = channel(look_up=not_asked)
        for address in inside(sink.port):
            assert sender.send(parcel(address)) is Fate.GONE, address
    assert sink.visits == 0


@pytest.mark.parametrize(
    "places",
    [("127.0.0.1",), ("10.0.0.1",), ("169.254.169.254",), ("::1",), ("::ffff:127.0.0.1",),
     ("64:ff9b::7f00:1",), ("224.0.0.1",), ("8.8.8.8", "127.0.0.1")],
)  # fmt: skip
def test_a_name_of_a_maker_that_leads_inside_is_never_connected_to(
    places: tuple[str, ...],
) -> None:
    called: list[Any] = []

    def dial(place: Any, **_: Any) -> socket.socket:
        called.append(place)
        raise ConnectionRefusedError

    sender = channel(look_up=leads_to(*places), dial=dial)
    with pytest.raises((UnsafePushTarget, ConnectionRefusedError)) as refused:
        sender.push.send(f"https://{MAKER}/x", urgent=False, now=NOON)
    assert called == []
    assert refused.type is UnsafePushTarget
    assert sender.send(parcel(f"https://{MAKER}/x")) is Fate.LATER


def test_a_name_that_changes_between_look_and_call_is_looked_up_once() -> None:
    """The second answer would lead inside: nobody asks for it."""
    answers = [["142.250.179.170"], ["127.0.0.1"]]
    called: list[Any] = []

    def look_up(host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        return leads_to(*answers.pop(0))(host, port)

    def dial(place: Any, **_: Any) -> socket.socket:
        called.append(place)
        raise ConnectionRefusedError

    with pytest.raises(ConnectionRefusedError):
        channel(look_up=look_up, dial=dial).send(parcel(f"https://{MAKER}/x"))
    assert called == [("142.250.179.170", 443)]
    assert len(answers) == 1


def test_a_redirect_is_not_followed(tmp_path: Path) -> None:
    with a_push_server(tmp_path) as server, a_sink() as sink:
        sender = channel(test_origins=(server.origin,), tls=server.trust)
        for status in (301, 302, 303, 307, 308):
            server.answers["/away"] = status
            server.locations["/away"] = f"http://127.0.0.1:{sink.port}/x"
            assert sender.send(parcel(server.address("/away"))) is Fate.LATER
        assert len(server.messages) == 5
    assert sink.visits == 0


def test_a_server_with_another_name_in_its_certificate_hears_nothing(tmp_path: Path) -> None:
    with a_push_server(tmp_path, "elsewhere.example") as server:
        with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
            channel(test_origins=(server.origin,), tls=server.trust).send(parcel(server.address()))
        assert server.messages == []


@pytest.mark.parametrize("hostile", [b"HTTP/1.1 201 " + b"x" * 100_000, b"x: y\r\n" * 20_000])
def test_an_answer_is_read_a_few_kilobytes_far(hostile: bytes) -> None:
    with pytest.raises(NoPushAnswer):
        send_to_who_says(b"HTTP/1.1 201 Created\r\n" * (not hostile.startswith(b"HTTP")) + hostile)


def test_who_says_a_bit_of_an_answer_now_and_then_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each byte comes in time, and the answer never."""
    moments = iter(range(1000))
    monkeypatch.setattr("app.adapters.web_push.time.monotonic", lambda: next(moments))
    with pytest.raises(NoPushAnswer, match="too late"):
        send_to_who_says(b"HTTP/1.1 201 Created\r\n" + b"x: y\r\n" * 100, at_a_time=2)


def send_to_who_says(answer: bytes, *, at_a_time: int = 1024) -> int:
    """Sends to a server that says this, and looks at the status it was taken for."""
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    sent = theirs.send(answer)
    assert sent > min(len(answer) - 1, MOST_READ_BYTES)
    origin = "http://127.0.0.1:9"

    class Slow:
        """A socket that hands out little at a time."""

        def recv_into(self, buffer: memoryview) -> int:
            return ours.recv_into(buffer[:at_a_time])

        def __getattr__(self, name: str) -> Any:
            return getattr(ours, name)

    with theirs, ours:
        push = WebPush(
            KEY, CONTACT, (origin,), look_up=leads_to("127.0.0.1"),
            dial=lambda *_, **__: cast("socket.socket", Slow()),
        )  # fmt: skip
        return push.send(f"{origin}/x", urgent=False, now=NOON)
