"""What somebody of the desk does first."""

from __future__ import annotations

from tests.browser.conftest import Visitor
from tests.browser.running_house import StaffMember


def sign_in(person: Visitor, staff: StaffMember) -> None:
    """Through the door: name, passphrase and a code of the phone, then the queue."""
    person.go("/desk/sign-in")
    person.page.fill("[name=name]", staff.name)
    person.page.fill("[name=passphrase]", staff.passphrase)
    person.page.fill("[name=code]", staff.fresh_code())
    person.press("main form button.button")
    assert person.page.url.rstrip("/").endswith("/desk"), person.text
