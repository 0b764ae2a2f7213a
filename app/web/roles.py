"""Who may open which page. Every view says so itself; a view that says nothing is closed.

Source: the table in the threat model; confinement of half sessions after GlobaLeaks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, redirect, request
from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.wrappers import Response

from app.services.web_session import WebSession
from app.web.current import locale
from app.web.session_cookie import current_session

View = TypeVar("View", bound=Callable[..., Any])

ANYONE = "anyone"
ENROLLING = "enrolling"
HALF = "half"  # the passphrase was right; the passkey is still to come
STAFF_ROLES = frozenset({"moderator", "lead", "caseworker", "analyst", "administrator", "auditor"})
TEAM_ROLES = (frozenset({"moderator", "lead"}), frozenset({"caseworker"}))
"""Who works in one team: what is only for the other one does not exist for them (T12)."""
COMPLAINANT = "complainant"  # whose code opened a complaint; a reporter's opened a report
VOUCHER = "voucher"  # an organisation that vouches for new members
SUBJECT = "subject"  # whose code opened the request of a listed person
KNOWN = (
    frozenset({ANYONE, ENROLLING, HALF, "reporter", COMPLAINANT, SUBJECT, "member", VOUCHER})
    | frozenset({"staff"})
    | STAFF_ROLES
)


def open_to(*roles: str, sign_in_for: str | None = None) -> Callable[[View], View]:
    """Declare who may use a view; several roles mean "one of them".

    "staff" is anybody of the desk with a confirmed second factor; "enrolling" is a desk
    session without one and "half" one whose passkey is awaited: both reach nothing
    else. `sign_in_for` ("reporter", "member", "voucher", "staff") marks the page where such a
    person signs in.
    """
    unknown = set(roles) - KNOWN
    if unknown or not roles:
        raise ValueError(f"no such role: {sorted(unknown)}")

    def declare(view: View) -> View:
        marked = cast("Any", view)
        marked.open_to = frozenset(roles)
        marked.sign_in_for = sign_in_for
        return view

    return declare


def declared_roles(app: Flask, endpoint: str) -> frozenset[str] | None:
    """The roles a view declares, or None when it declares none."""
    return cast("frozenset[str] | None", getattr(app.view_functions.get(endpoint), "open_to", None))


def undeclared_endpoints(app: Flask) -> list[str]:
    """Views that do not say who may open them (a test expects none)."""
    return sorted(name for name in app.view_functions if declared_roles(app, name) is None)


def roles_of(session: WebSession | None) -> frozenset[str]:
    """What the holder of this session may be, "anyone" included.

    Session data: `roles` (list of role names); for staff, `second_factor` (bool); for who came with
    a code, whether it is that of a complaint.
    """
    if session is None:
        return frozenset({ANYONE})
    named: Iterable[str] = session.data.get("roles", ())
    if session.kind == "staff":
        if not session.data.get("second_factor"):
            return frozenset({ANYONE, ENROLLING})
        return frozenset({ANYONE, "staff", *(set(named) & STAFF_ROLES)})
    if session.kind == "member":
        return frozenset({ANYONE, "member"})
    if "complaint_id" in session.data:
        return frozenset({ANYONE, COMPLAINANT})
    if "subject_request_id" in session.data:
        return frozenset({ANYONE, SUBJECT})
    return frozenset({ANYONE, session.kind})


def guard() -> Response | None:
    """Before every view: is this page open to whoever asks?"""
    if request.endpoint is None:
        return None  # the 404 or 405 follows
    allowed = declared_roles(current_app, request.endpoint)
    if allowed is None:
        if current_app.testing:
            raise RuntimeError(f"{request.endpoint} does not declare who may open it")
        raise NotFound
    if getattr(current_app.view_functions[request.endpoint], "without_token", False):
        return None  # the quick exit ends a session without reading it
    session = current_session()
    if allowed & roles_of(session):
        return None
    return _refuse(allowed, session)


def _refuse(allowed: frozenset[str], session: WebSession | None) -> Response:
    if session is None:
        page = _sign_in_page(allowed)
        if page is None:
            raise NotFound
        if request.method in ("GET", "HEAD"):
            return redirect(page, 303)
        g.signed_out = True  # the error page says so and gives her text back
        raise Forbidden
    if session.kind == "half" and request.method in ("GET", "HEAD"):
        page = _page_of(HALF) if allowed & (STAFF_ROLES | {"staff"}) else None
        if page is not None:
            return redirect(page, 303)
    if session.kind == "staff":
        if ENROLLING in roles_of(session) and request.method in ("GET", "HEAD"):
            page = _page_of(ENROLLING)
            if page is not None:
                return redirect(page, 303)
        if _of_another_team(allowed, roles_of(session)):
            raise NotFound
        if allowed & (STAFF_ROLES | {"staff", ENROLLING, HALF}):
            raise Forbidden
    raise NotFound


def _of_another_team(allowed: frozenset[str], held: frozenset[str]) -> bool:
    """Whether a page belongs to one team alone, and this person to the other."""
    page = {team for team in TEAM_ROLES if allowed & team}
    own = {team for team in TEAM_ROLES if held & team}
    return bool(own) and len(page) == 1 and not page & own


def _sign_in_page(allowed: frozenset[str]) -> str | None:
    """Where to sign in; a page for several kinds of people sends to the most public door."""
    wanted = []
    if allowed & {"reporter", COMPLAINANT, SUBJECT}:
        wanted.append("reporter")
    if "member" in allowed:
        wanted.append("member")
    if VOUCHER in allowed:
        wanted.append(VOUCHER)
    if allowed & (STAFF_ROLES | {"staff", ENROLLING, HALF}):
        wanted.append("staff")
    return next((page for page in map(_page_of, wanted) if page is not None), None)


def _page_of(kind: str) -> str | None:
    """Path of the page where such a person signs in; None when this process has none."""
    for rule in current_app.url_map.iter_rules():
        view = current_app.view_functions.get(rule.endpoint)
        if getattr(view, "sign_in_for", None) != kind or rule.arguments - {"lang"}:
            continue
        if "GET" in (rule.methods or ()) and rule.endpoint != request.endpoint:
            values = {"lang": locale()} if "lang" in rule.arguments else {}
            adapter = current_app.create_url_adapter(request)
            return None if adapter is None else adapter.build(rule.endpoint, values)
    return None
