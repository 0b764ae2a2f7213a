"""What a reporter does, by names of fields and values of buttons: the same in each language."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageDraw

from tests.browser.conftest import Visitor

STORY = {
    "nl": "Hij sloeg mij en pakte mijn tas. Hij belde van tevoren met {phone} en heet Karel.",
    "en": "He hit me and took my bag. He called before from {phone} and says he is Karel.",
}
NEXT = "main button.button[name=go][value=next]"


@dataclass(frozen=True)
class Told:
    """What she told, and the code that opens it."""

    phone: str  # as she typed it
    story: str
    words: tuple[str, ...]
    digits: str


# members see the last two digits: 47 and 78 are those of the demo's warnings
_endings = [number for number in range(100) if number not in (47, 78)]


def new_phone() -> str:
    """A mobile number nobody used in a test before, and no other test has its last two digits."""
    ending = _endings.pop(random.randrange(len(_endings)))
    digits = f"06{random.choice('1234')}{random.randrange(10**5):05d}{ending:02d}"
    return f"{digits[:2]} {digits[2:6]} {digits[6:]}"


def a_photo() -> bytes:
    """A screenshot of a message, as a phone would make it."""
    image = Image.new("RGB", (540, 900), "#dfe7ea")
    pen = ImageDraw.Draw(image)
    for row, words in enumerate(("ben er om 9", "doe niet zo moeilijk", "ik weet waar je woont")):
        pen.rectangle((40, 80 + row * 140, 420, 180 + row * 140), fill="white")
        pen.text((60, 120 + row * 140), words, fill="black")
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def steps(her: Visitor, phone: str, *, at_once: bool = True) -> Iterator[str]:
    """Walk the report, one name of a page at a time, up to the page where she reads it back.

    Yields before anything is filled in, so that a caller can look at each page.
    """
    page, story = her.page, STORY[her.language].format(phone=phone)
    her.go("/f")
    yield "start"
    her.press(NEXT)
    yield "kinds"
    tick(her, "kinds", "fysiek-zwaar", "beroving")
    her.press(NEXT)
    yield "when"
    tick(her, "about", "this_week")
    her.press(NEXT)
    yield "where"
    page.fill("[name=place]", "Amsterdam")
    tick(her, "kind", "hotel")
    her.press(NEXT)
    yield "who"
    tick(her, "culprit_role", "klant")
    her.press(NEXT)
    yield "known"
    page.fill("[name=phones-0]", phone)
    her.press(NEXT)
    yield "looks"
    tick(her, "appearance", "hair-dark", "build-muscular")
    her.press(NEXT)
    yield "story"
    page.fill("[name=story]", story)
    her.press(NEXT)
    yield "photo"
    page.set_input_files(
        "[name=photo]", {"name": "bewijs.png", "mimeType": "image/png", "buffer": a_photo()}
    )
    her.press("button[name=go][value=add]")
    yield "photo added"
    her.press(NEXT)
    yield "wishes"
    tick(her, "consents", "warn", "figures")
    if at_once:
        tick(her, "publish_at_once")
    her.press(NEXT)
    yield "review"


def send(her: Visitor, phone: str) -> Told:
    """From the page where she reads it back to the page with her code."""
    story = STORY[her.language].format(phone=phone)
    text = her.text
    assert story in text
    assert phone in text
    assert "bewijs.png" in text
    her.press("button[name=go][value=send]")
    words = tuple(word.strip() for word in her.page.locator(".code li").all_inner_texts())
    assert len(words) == 7, her.text
    digits = " ".join(her.page.locator(".digits").inner_text().split())
    return Told(phone, story, words, digits)


def show_that_she_has_it(her: Visitor, told: Told) -> None:
    """The check of the last two words, first wrong and then right."""
    her.page.fill("[name=words]", "fout fout")
    her.press("button[name=go][value=words]")
    assert her.page.locator(".error").count() == 1
    assert her.page.locator(".code li").count() == 7
    her.page.fill("[name=words]", " ".join(told.words[-2:]))
    her.press("button[name=go][value=words]")
    assert her.page.locator("[name=words]").count() == 0


def file_report(her: Visitor, *, at_once: bool = True) -> Told:
    """The whole way, with a number of its own."""
    phone = new_phone()
    for _page in steps(her, phone, at_once=at_once):
        pass
    return send(her, phone)


def open_with_code(her: Visitor, code: str, page: str = "/c/s") -> None:
    """From the box to her page; that of a complaint is another one."""
    her.go("/c")
    her.page.fill("[name=code]", code)
    her.press("main form button.button")
    assert her.page.url.endswith(page), her.text


def tick(her: Visitor, name: str, *values: str) -> None:
    """Choose cards by touching the card, as a thumb does."""
    for value in values or ("",):
        wanted = f"[name={name}]" + (f"[value={value}]" if value else "")
        box = her.page.locator(f"input{wanted}")
        her.page.locator(f"label[for={box.get_attribute('id')}]").click()
        assert box.is_checked(), f"{name} {value}"
