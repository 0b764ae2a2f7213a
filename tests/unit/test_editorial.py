"""Pages of editors: found by name only, always sanitised, read again when they change."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest

from app.adapters.editorial import (
    NoSuchPage,
    PageNotReadable,
    page,
    page_names,
)

FRONT = "---\ntitle: Titel\ndescription: Waarover dit gaat\nreviewed: 2026-11-23\n---\n"
TRADE = re.compile(r"sek?sw|sex.?work|prostit|escort|client|klant|melding|report", re.IGNORECASE)
# What every page on the site promises to have.
NAMES = ["about", "after", "data", "listed", "safety"]


def write(folder: Path, text: str, name: str = "proef", lang: str = "nl") -> Path:
    path = folder / lang / f"{name}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def html_of(folder: Path, body: str) -> str:
    write(folder, FRONT + body)
    return page("nl", "proef", folder).html.text


def test_a_page_has_its_title_description_day_and_html(tmp_path: Path) -> None:
    write(tmp_path, FRONT + "Een **zin**.\n")
    found = page("nl", "proef", tmp_path)
    assert (found.title, found.description) == ("Titel", "Waarover dit gaat")
    assert found.reviewed_on == date(2026, 11, 23)
    assert found.html.text == "<p>Een <strong>zin</strong>.</p>\n"


def test_a_template_shows_the_html_as_html() -> None:
    found = page("nl", "safety")
    assert found.html.__html__() == found.html.text


@pytest.mark.parametrize(
    "name",
    ["../nl/safety", "..", ".", "", "/etc/passwd", "safety.md", "safety/", "sa fety", "Safety",
     "safety\0", "%2e%2e", "..\\safety", "a" * 60, "-x", "safety\n"],
)  # fmt: skip
def test_a_name_that_is_no_plain_word_finds_nothing(name: str) -> None:
    with pytest.raises(NoSuchPage):
        page("nl", name)


@pytest.mark.parametrize("lang", ["..", "", "nl/..", "NL", "xx", "nl\n", "../content/nl"])
def test_a_language_that_is_none_finds_nothing(lang: str) -> None:
    with pytest.raises(NoSuchPage):
        page(lang, "safety")


def test_html_in_a_file_stays_text(tmp_path: Path) -> None:
    html = html_of(tmp_path, "<script>alert(1)</script>\n\n<b onclick=x>dik</b>\n")
    assert "<script" not in html
    assert "<b" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    "link", ["javascript:1", "data:1", "//evil.example", "http://a.example", "mailto:a@b.nl"]
)
def test_a_link_to_anything_but_this_site_https_or_a_number_is_no_link(
    link: str, tmp_path: Path
) -> None:
    assert "href" not in html_of(tmp_path, f"[verder](<{link}>)\n")


def test_pictures_are_left_out_and_so_is_everything_that_loads_from_elsewhere(
    tmp_path: Path,
) -> None:
    assert "<img" not in html_of(tmp_path, "![x](https://evil.example/pixel.gif)\n")


def test_headings_get_an_id_that_collides_with_nothing(tmp_path: Path) -> None:
    html = html_of(tmp_path, "## Één vraag?\n\n## Main\n\n## Main\n\n### 112\n")
    assert re.findall(r'id="([^"]+)"', html) == ["s-een-vraag", "s-main", "s-main-2", "s-112"]


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = write(tmp_path, FRONT + "eerst\n")
    assert "eerst" in page("nl", "proef", tmp_path).html.text
    path.write_text(FRONT + "later\n", encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert "later" in page("nl", "proef", tmp_path).html.text


@pytest.mark.parametrize(
    "text",
    [
        "Zonder begin\n",
        "---\ntitle: Alleen dit\n---\nx\n",
        "---\ntitle: A\ndescription: B\nreviewed: gisteren\n---\nx\n",
        "---\ntitle:\ndescription: B\nreviewed: 2026-11-23\n---\nx\n",
        FRONT.replace("title", "titel") + "x\n",
        FRONT,
    ],
)
def test_a_file_without_its_front_matter_says_what_is_wrong(text: str, tmp_path: Path) -> None:
    write(tmp_path, text)
    with pytest.raises(PageNotReadable, match=r"proef\.md"):
        page("nl", "proef", tmp_path)


# The pages themselves


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_promised_page_is_there(lang: str) -> None:
    assert set(NAMES) <= set(page_names(lang))


def test_every_page_is_there_in_both_languages_with_the_same_parts() -> None:
    assert page_names("nl") == page_names("en")
    for name in page_names("nl"):
        dutch, english = page("nl", name).html.text, page("en", name).html.text
        for part in ("<h2", "<h3", "<li", "<a ", "<table"):
            assert dutch.count(part) == english.count(part), f"{name}: {part}"


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_tells_nobody_over_her_shoulder_what_it_is_about(lang: str, name: str) -> None:
    found = page(lang, name)
    assert not TRADE.search(found.title)
    assert not TRADE.search(found.description)
    assert not TRADE.search(name)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_calm_and_its_headings_start_below_the_title(lang: str, name: str) -> None:
    html = page(lang, name).html.text
    assert "!" not in html
    assert "prostitu" not in html.lower()
    assert html.count("<h2") >= 2
    assert not re.search(r"(?m)^# ", html)
    assert len(re.sub(r"<[^>]+>", "", html).split()) < 900


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_links_inside_the_site_keep_the_language_and_name_pages_that_exist(
    lang: str, name: str
) -> None:
    for link in re.findall(r'href="(/[^"#]*)', page(lang, name).html.text):
        assert link.startswith(f"/{lang}/"), link
        if "/info/" in link:
            page(lang, link.rsplit("/", 1)[1])
