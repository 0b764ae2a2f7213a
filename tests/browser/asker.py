"""Walks through the trainings: somebody asks for one, an institution asks, the desk announces."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser import desk_person, reporter
from tests.browser.conftest import Visitor
from tests.browser.reporter import Told, tick

SEND = "main form button.button[value=send]"
WISH = "Iets over grenzen, op een dinsdag."
ORGANISATION = "Gemeente Voorbeeldstad"


def asking(her: Visitor) -> Iterator[str]:
    """A sex worker asks, with what is wrong on the way, and looks with her code; an institution."""
    page = her.page
    her.go("/training")
    her.press("#workers ~ article a")
    yield "training-worker"
    tick(her, "training", "other")
    page.fill("[name=place]", "Berg")
    her.press(SEND)
    yield "training-worker-wrong"
    page.fill("[name=wishes]", WISH)
    page.fill("[name=place]", "Rotterdam")
    her.press(SEND)
    words = tuple(word.strip() for word in page.locator(".code li").all_inner_texts())
    digits = " ".join(page.locator(".digits").inner_text().split())
    yield "training-code"
    reporter.show_that_she_has_it(her, Told("", WISH, words, digits))
    yield "training-done"
    her.go("/c")
    page.fill("[name=code]", digits)
    her.press("main form button.button")
    yield "training-own-page"
    her.go("/z/t")
    yield "training-own-sent"
    her.go("/z/x")
    yield "training-own-withdraw"
    her.press("nav form button")
    her.go("/training/institution")
    yield "training-institution"
    page.fill("[name=mail]", "piet bij de gemeente")
    her.press(SEND)
    yield "training-institution-wrong"
    tick(her, "training", "other")
    page.fill("[name=organisation]", ORGANISATION)
    page.select_option("[name=kind]", "gemeente")
    page.fill("[name=name]", "Piet de Vries")
    page.fill("[name=mail]", "piet@example.com")
    page.fill("[name=people]", "12")
    page.fill("[name=wishes]", "Onze baliemedewerkers willen leren hoe je iemand te woord staat.")
    her.press(SEND)
    yield "training-institution-sent"


def trainings_desk(person: Visitor) -> Iterator[str]:
    """The list of the desk, announcing one, and a case of each who may ask."""
    page = person.page
    for _step in asking(person):
        pass
    desk_person.sign_in(person, person.house.caseworker, home="/desk/k")
    person.go("/desk/trainings")
    yield "k-trainings"
    person.press("main .acts a.button")
    yield "k-training-new"
    page.fill("#begins", "half tien")
    person.press("main form .acts button")
    yield "k-training-wrong"
    person.go("/desk/trainings")
    person.press(".row a.button")
    yield "k-training-change"
    for who in ("worker", "institution"):
        person.go(f"/desk/k?kind=training_{who}")
        yield f"k-board-training-{who}"
        person.press(".board form button")
        yield f"k-case-training-{who}"
    person.press("main a[href$='/contact']")
    yield "k-training-contact-why"
