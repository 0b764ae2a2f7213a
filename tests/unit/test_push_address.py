"""Which addresses a message to a browser may go to; T29 asks the same of the doors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.push_address import HOSTS, NotAPushAddress, PushAddress, is_public, push_address

GOOD = (
    "https://fcm.googleapis.com/fcm/send/c2lnbnM:APA91bH-x_Y",
    "https://fcm.googleapis.com:443/wp/c2lnbnM",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABm",
    "https://web.push.apple.com/QGuQyavXutnMH",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYAAAB%2fx%3d",
)
BAD = (
    "", "https://", "fcm.googleapis.com/x", "http://fcm.googleapis.com/x", "HTTPS://fcm.googleapis.com/x",
    "ftp://fcm.googleapis.com/x", "https://fcm.googleapis.com", "https://FCM.googleapis.com/x",
    "https://fcm.googleapis.com./x", "https://fcm.googleapis.com:6379/x", "https://fcm.googleapis.com:/x",
    "https://fcm.googleapis.com:0443443/x", "https://user@fcm.googleapis.com/x",
    "https://fcm.googleapis.com@127.0.0.1/x", "https://fcm.googleapis.com:x@127.0.0.1/x",
    "https://127.0.0.1/x", "https://[::1]/x", "https://[::ffff:127.0.0.1]/x", "https://169.254.169.254/x",
    "https://localhost/x", "https://localhost./x", "https://2130706433/x", "https://0x7f000001/x",
    "https://0177.0.0.1/x", "https://127.1/x", "https://push.apple.com/x", "https://push.apple.com.evil.tld/x",
    "https://evilpush.apple.com/x", "https://evil-fcm.googleapis.com/x", "https://sub.fcm.googleapis.com/x",
    "https://.push.apple.com/x", "https://a..push.apple.com/x", "https://-.push.apple.com/x",
    "https://fcm.googleapis.com\\@127.0.0.1/x", "https://fcm.googleapis.com/x\r\nHost: 127.0.0.1",
    "https://fcm.googleapis.com/x y", "https://fcm.googleapis.com/x#y", "https://fcm.googleapis.com/\u00e9",
    "https://fcm.google\u0430pis.com/x", "https://fcm.googleapis.com\uff0f.evil.tld/x",
    "https://fcm.googleapis.com%2f.evil.tld/x", "https://fcm.googleapis.com?.evil.tld/x",
    " https://fcm.googleapis.com/x", "https://fcm.googleapis.com/x\n",
    "https://fcm.googleapis.com/" + "x" * 1000,
)  # fmt: skip


@pytest.mark.parametrize("text", GOOD)
def test_addresses_of_the_four_makers_are_taken_as_they_are(text: str) -> None:
    found = push_address(text)
    assert (found.scheme, found.port, found.is_local) == ("https", 443, False)
    assert f"{found.origin}{found.path}" == text.replace(":443", "")


@pytest.mark.parametrize("text", BAD)
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(NotAPushAddress):
        push_address(text)


@given(st.text(max_size=40), st.sampled_from([one.removeprefix("*.") for one in HOSTS]))
def test_whatever_stands_before_a_known_name_it_is_that_makers_or_refused(
    before: str, known: str
) -> None:
    try:
        found = push_address(f"https://{before}{known}/x")
    except NotAPushAddress:
        return
    assert found.host == known or found.host.endswith("." + known)
    assert found.path == "/x"


def test_a_setting_allows_one_server_of_the_tests_and_no_other() -> None:
    allowed = ("http://127.0.0.1:5005", "https://localhost:5006")
    assert push_address("http://127.0.0.1:5005/a", allowed) == PushAddress(
        "http", "127.0.0.1", 5005, "/a", is_local=True
    )
    assert push_address("https://localhost:5006/a", allowed).origin == allowed[1]
    for text in (
        "http://127.0.0.1:5006/a", "https://127.0.0.1:5005/a", "http://127.0.0.1/a",
        "http://127.0.0.1:50055/a", "http://127.0.0.1:5005@10.0.0.1/a",
    ):  # fmt: skip
        with pytest.raises(NotAPushAddress):
            push_address(text, allowed)


@pytest.mark.parametrize(
    "inside",
    ["127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
     "100.64.0.1", "0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1",
     "198.18.0.1",
     "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1",
     "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1",
     "64:ff9b:1::a00:1", "2002:7f00:1::", "2001:0:7f00:1::1"],
)  # fmt: skip
def test_what_is_not_the_open_internet(inside: str) -> None:
    assert not is_public(inside)


@pytest.mark.parametrize("outside", ["8.8.8.8", "142.250.179.170", "2a00:1450:400e:80c::200a"])
def test_what_is_the_open_internet(outside: str) -> None:
    assert is_public(outside)
