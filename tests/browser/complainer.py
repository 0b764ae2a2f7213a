"""What somebody does who complains, by names of fields and values of buttons: in each language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from tests.browser.conftest import Visitor
from tests.browser.reporter import NEXT, Told, a_photo, show_that_she_has_it, tick

STORY = {
    "nl": "De agent zei dat aangifte doen geen zin heeft bij mijn werk.",
    "en": "The officer said that reporting is of no use with my work.",
}
PDF = b"%PDF-1.7\n%%EOF\n"


def steps(her: Visitor) -> Iterator[str]:
    """Walk the complaint, one name of a page at a time, up to the page where she reads it back.

    Yields before anything is filled in, so that a caller can look at each page.
    """
    page = her.page
    her.go("/k")
    yield "start"
    her.press(NEXT)
    yield "letter"
    tick(her, "got", "yes")
    dated = datetime.now(UTC).date() - timedelta(days=20)
    page.fill("[name=dated]", dated.isoformat())
    her.press(NEXT)
    yield "kind"
    tick(her, "kind", "politie")
    her.press(NEXT)
    yield "which"
    page.fill("[name=name]", "Berg")
    her.press(NEXT)
    yield "which matches"
    page.fill("[name=name]", "Rotterdam")
    her.press(NEXT)
    yield "about"
    her.press("button[name=go][value=add]")
    tick(her, "kind", "bank")
    her.press(NEXT)
    yield "which bank"
    page.fill("[name=name]", "ING")
    tick(her, "account", "business")
    her.press(NEXT)
    yield "about two"
    her.press(NEXT)
    yield "subject"
    tick(her, "subjects", "aangifte-geweigerd", "bejegening-politie")
    her.press(NEXT)
    yield "subject foremost"
    tick(her, "foremost", "aangifte-geweigerd")
    her.press(NEXT)
    yield "unequal"
    tick(her, "discrimination", "yes")
    tick(her, "grounds", "beroep")
    her.press(NEXT)
    yield "when"
    tick(her, "about", "this_week")
    page.fill("[name=place]", "Rotterdam")
    her.press(NEXT)
    yield "story"
    page.fill("[name=story]", STORY[her.language])
    her.press(NEXT)
    yield "files"
    for name, kind, content in (
        ("brief.pdf", "application/pdf", PDF),
        ("bewijs.png", "image/png", a_photo()),
    ):
        page.set_input_files("[name=photo]", {"name": name, "mimeType": kind, "buffer": content})
        her.press("button[name=go][value=add]")
    yield "files added"
    her.press(NEXT)
    yield "wishes"
    tick(her, "wishes", "excuses")
    tick(her, "way", "help_me_file")
    her.press(NEXT)
    yield "allow"
    tick(her, "consents", "figures")
    her.press(NEXT)
    yield "review"


def send(her: Visitor) -> Told:
    """From the page where she reads it back to the page with her code."""
    text = her.text
    for told in (STORY[her.language], "Politie-eenheid Rotterdam", "ING", "brief.pdf"):
        assert told in text
    her.press("button[name=go][value=send]")
    words = tuple(word.strip() for word in her.page.locator(".code li").all_inner_texts())
    assert len(words) == 7, her.text
    digits = " ".join(her.page.locator(".digits").inner_text().split())
    return Told("", STORY[her.language], words, digits)


def complain(her: Visitor) -> Told:
    """The whole way, up to what happens next."""
    for _page in steps(her):
        pass
    told = send(her)
    show_that_she_has_it(her, told)
    return told
