"""Who may open which page: said by the page, refused without telling more than needed."""

from __future__ import annotations

import pytest
from flask import Flask

from app.services.web_session import WebSession
from app.web.roles import open_to, roles_of, undeclared_endpoints
from tests.conftest import NOON
from tests.web.browsing import Browser

pytestmark = pytest.mark.parametrize("engine_url", ["sqlite"], indirect=True)


def session(kind: str, **data: object) -> WebSession:
    return WebSession(kind, None, NOON, NOON, data, b"", b"")


def test_a_page_that_does_not_say_is_closed_and_found_by_the_list(demo: Flask) -> None:
    assert undeclared_endpoints(demo) == ["demo.forgotten"]
    assert Browser(demo).get("/nl/t/forgotten").status_code == 404


def test_in_tests_of_developers_a_forgotten_page_is_loud(demo: Flask) -> None:
    demo.testing = True
    with pytest.raises(RuntimeError, match=r"demo\.forgotten"):
        Browser(demo).get("/nl/t/forgotten")


def test_the_house_itself_has_no_page_that_does_not_say(app: Flask) -> None:
    assert undeclared_endpoints(app) == []


@pytest.mark.parametrize(
    ("path", "door"),
    [("/nl/t/member", "/nl/m"), ("/en/t/lead", "/en/desk/sign-in")],
)
def test_somebody_without_a_session_is_sent_to_the_right_door(
    browser: Browser, path: str, door: str
) -> None:
    answer = browser.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, door)


@pytest.mark.parametrize(
    ("kind", "path", "status"),
    [
        ("reporter", "/nl/t/member", 404),
        ("reporter", "/nl/t/lead", 404),
        ("member", "/nl/t/lead", 404),
        ("member", "/nl/t/member", 200),
        ("staff", "/nl/t/member", 404),
        ("staff", "/nl/t/lead", 200),
    ],
)
def test_the_wrong_kind_of_session_sees_no_such_page(
    browser: Browser, kind: str, path: str, status: int
) -> None:
    browser.sign_in(kind)
    assert browser.get(path).status_code == status


def test_a_half_session_of_the_desk_reaches_its_enrolment_and_nothing_else(
    browser: Browser,
) -> None:
    browser.sign_in("staff", half="yes")
    assert browser.get("/nl/t/second").status_code == 200
    for path in ("/nl/t/lead", "/nl/t/auditor", "/nl/t/mine"):
        answer = browser.get(path)
        assert (answer.status_code, answer.headers.get("Location")) == (303, "/nl/desk/enrol")
        token = browser.token("/nl/t/second")
        assert browser.post("/nl/t/mine", {"csrf_token": token}).status_code == 403


def test_roles_in_a_session_count_only_for_its_kind(engine_url: str) -> None:
    assert roles_of(None) == {"anyone"}
    assert roles_of(session("member", roles=["lead", "voucher"])) == {"anyone", "member"}
    assert roles_of(session("voucher", roles=["member", "lead"])) == {"anyone", "voucher"}
    assert roles_of(session("reporter", roles=["member", "lead"])) == {"anyone", "reporter"}
    assert roles_of(session("staff", roles=["lead"])) == {"anyone", "enrolling"}
    full = session("staff", roles=["lead", "member"], second_factor=True)
    assert roles_of(full) == {"anyone", "staff", "lead"}


def test_a_misspelt_role_stops_the_start(engine_url: str) -> None:
    for wrong in (("modrator",), ()):
        with pytest.raises(ValueError, match="no such role"):
            open_to(*wrong)
