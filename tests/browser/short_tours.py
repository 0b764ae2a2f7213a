"""Short walks: other ways into a complaint ("me too", by telephone), who vouches, the figures."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser import desk_person, reporter
from tests.browser.conftest import Visitor


def too(her: Visitor) -> Iterator[str]:
    """From the steps against an institution to "this happened to me too", up to its code."""
    her.go("/route/politie?at=rotterdam")
    yield "too-navigator"
    her.press("main a[href*='/k/too/']")
    yield "too-start"
    her.press(reporter.NEXT)
    yield "too-subject"
    reporter.tick(her, "subjects", "bejegening-politie")
    her.press(reporter.NEXT)
    yield "too-briefly"
    reporter.tick(her, "about", "this_month")
    her.press(reporter.NEXT)
    yield "too-together"
    reporter.tick(her, "consents", "pattern")
    her.press(reporter.NEXT)
    yield "too-review"
    her.press("button[name=go][value=send]")
    yield "too-code"
    her.press("button[name=go][value=done]")
    yield "too-done"
    her.go("/k/too/bank")
    yield "too-which"


def vouching(person: Visitor) -> Iterator[str]:
    """An organisation that vouches: its code, with a mistake, and an invitation; then the desk's
    page about it."""
    page = person.page
    person.go("/m/v")
    yield "vouch-sign-in"
    page.fill("main [name=code]", "fout fout fout")
    person.press("main form button.button")
    yield "vouch-wrong"
    page.fill("main [name=code]", person.house.organisation.digits)
    person.press("main form button.button")
    yield "vouch-page"
    person.press("main form[action$='/m/v/i'] button")
    yield "vouch-code"
    desk_person.sign_in(person, person.house.lead)
    person.go("/desk/members/organisations")
    yield "vouch-desk"
    page.locator("[name=quota]").first.fill("999")
    person.press("form[action$='/quota'] button")
    yield "vouch-quota-refused"


def by_telephone(person: Visitor) -> Iterator[str]:
    """Somebody on the phone: the mark at the desk, the public form, the code to read aloud."""
    page = person.page
    desk_person.sign_in(person, person.house.caseworker, home="/desk/k")
    person.go("/desk/k/phone")
    yield "phone-desk"
    person.press("form[action$='/k/phone'] button")
    yield "phone-mark"
    mark = page.locator(".digits").inner_text()
    person.go("/k/phone")
    yield "phone-public"
    page.fill("[name=mark]", "abcd efgh ijkl")
    person.press("main form button.button")
    yield "phone-wrong"
    page.fill("[name=mark]", mark)
    person.press("main form button.button")
    yield "phone-start"
    for name, value in (("", ""), ("", ""), ("kind", "bank"), ("", "")):
        if name:
            reporter.tick(person, name, value)
        person.press(reporter.NEXT)
    person.press(reporter.NEXT)
    reporter.tick(person, "subjects", "rekening-geweigerd")
    for _each in range(6):
        person.press(reporter.NEXT)
    yield "phone-allow"
    person.press(reporter.NEXT)
    yield "phone-review"
    person.press("button[name=go][value=send]")
    yield "phone-code"
    person.press("button[name=go][value=done]")
    yield "phone-done"


def figures(her: Visitor) -> Iterator[str]:
    """The published figures, as somebody who writes a policy reads them."""
    her.go("/figures")
    yield "figures-overview"
    her.press("main .pair a[href$='/institution_type/bank']")
    yield "figures-bank"
    her.page.select_option("[name=theme]", "zorg")
    her.page.select_option("[name=province]", "utrecht")
    her.press("form.chooser button")
    yield "figures-nearest"
    her.go("/figures")
    year, quarter = _newest(her, "main .acts a.button"), _newest(her, "#releases a[href*='Q']")
    for name, path in (
        ("year", f"/{year}"), ("quarter", f"/{quarter}"), ("kinds", f"/{year}/institution_type"),
        ("map", f"/{year}/province"), ("table", f"/{year}/table/institution_type_outcome"),
        ("method", "/method"),
    ):  # fmt: skip
        her.go(f"/figures{path}")
        yield f"figures-{name}"
    her.watch.statuses.add(404)
    her.go("/figures/1999")
    yield "figures-unknown"


def figures_others(her: Visitor) -> Iterator[str]:
    """The figures about reports, about what was done with warnings, and about checking."""
    her.go("/figures")
    her.press("main #others a[href$='/figures/warnings']")
    yield "figures-warnings"
    year = _newest(her, "main .acts a.button")
    for name, path in (
        ("warnings-year", f"/warnings/{year}"),
        ("warnings-closed", f"/warnings/{year}/report_decision/closed"),
        ("moderation", "/moderation"), ("checks", "/checks"),
        ("checks-quarter", f"/checks/{year}/quarter/{year}Q2"),
        ("warnings-method", "/warnings/method"),
    ):  # fmt: skip
        her.go(f"/figures{path}")
        yield f"figures-{name}"


def _newest(her: Visitor, link: str) -> str:
    """The release that a link of the page leads to: what the demo publishes follows the day."""
    return (her.page.locator(link).first.get_attribute("href") or "").rpartition("/")[2]
