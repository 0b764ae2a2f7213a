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
    page_versions,
)
from app.adapters.front_matter import THEMES
from app.adapters.reference_data import load_reference_data
from app.public.information.municipalities import SOURCES
from app.settings import PROJECT

FRONT = "---\ntitle: Titel\ndescription: Waarover dit gaat\nreviewed: 2026-11-23\n---\n"
TRADE = re.compile(r"sek?sw|sex.?work|prostit|escort|client|klant|melding|report", re.IGNORECASE)
# What every page on the site promises to have.
NAMES = [
    "about", "aangifte", "after", "bank", "blackmail", "care", "data", "housing", "leaving",
    "listed", "online", "permits", "police", "rights", "safety", "tax",
]  # fmt: skip
DOUBT = {"nl": re.compile(r"Nog (?:te toetsen|na te kijken)"), "en": re.compile(r"To be checked")}
REFERENCE = load_reference_data(PROJECT / "data")


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


def test_the_head_may_say_where_a_page_stands_and_what_belongs_to_it(tmp_path: Path) -> None:
    head = "theme: work\norder: 4\nhelp: 112 kifid\ninstitution: bank media\nsources: awb wft\n"
    write(tmp_path, FRONT.replace("reviewed", f"{head}reviewed") + "x\n")
    front = page("nl", "proef", tmp_path).front
    assert (front.theme, front.order, front.institutions) == ("work", 4, ("bank", "media"))
    assert (front.help, front.sources) == (("112", "kifid"), ("awb", "wft"))


def test_the_first_part_ends_where_the_second_heading_begins(tmp_path: Path) -> None:
    write(tmp_path, FRONT + "vooraf\n\n## Nu\n\n- iets\n\n### Klein\n\n## Later\n\nmeer\n")
    found = page("nl", "proef", tmp_path)
    assert "Klein" in found.opening.text
    assert found.rest.text.startswith('<h2 id="s-later">')
    assert found.html.text == found.opening.text + found.rest.text
    write(tmp_path, FRONT + "alleen dit\n", "kort")
    assert page("nl", "kort", tmp_path).rest.text == ""


def test_the_plain_words_of_a_page_hold_no_mark_and_no_address(tmp_path: Path) -> None:
    write(tmp_path, FRONT + "Bel **nu** [deze lijn](tel:112).\n\n| a | b |\n|---|---|\n| c | d |\n")
    assert page("nl", "proef", tmp_path).plain == "Bel nu deze lijn . a b c d"


def test_another_version_says_that_a_page_changed(tmp_path: Path) -> None:
    path = write(tmp_path, FRONT + "x\n")
    before = page_versions("nl", tmp_path)
    os.utime(path, ns=(1, 1))
    assert [name for name, _ in before] == ["proef"]
    assert page_versions("nl", tmp_path) != before


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
        FRONT.replace("reviewed", "title: Nog een\nreviewed") + "x\n",
        *(
            FRONT.replace("reviewed", f"{line}\nreviewed") + "x\n"
            for line in (
                "theme: work",
                "order: 3",
                "theme: play\norder: 1",
                "theme: work\norder: first",
                "theme: work\norder: 1000",
                "help:",
                "help: 112 112",
                "help: Kifid",
                "help: a,b",
                "institution: bank bank",
                "sources: ../awb",
                "author: iemand",
                "zomaar een regel",
            )
        ),
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


def same_in_both(name: str, lang: str) -> tuple[object, ...]:
    front = page(lang, name).front
    return (
        front.reviewed_on, front.theme, front.order, front.help, front.institutions, front.sources
    )  # fmt: skip


def test_every_page_is_there_in_both_languages_with_the_same_parts() -> None:
    assert page_names("nl") == page_names("en")
    for name in page_names("nl"):
        assert page("nl", name).front.keys == page("en", name).front.keys, name
        assert same_in_both(name, "nl") == same_in_both(name, "en"), name
        dutch, english = page("nl", name).html.text, page("en", name).html.text
        doubts = [len(DOUBT[lang].findall(page(lang, name).plain)) for lang in ("nl", "en")]
        assert doubts[0] == doubts[1], name
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
        if "/info/" in link and not link.endswith("/info/municipality"):
            page(lang, link.rsplit("/", 1)[1])


@pytest.mark.parametrize("name", NAMES)
def test_a_page_names_only_addresses_sources_and_kinds_of_institution_that_exist(
    name: str,
) -> None:
    front = page("nl", name).front
    assert set(front.help) <= {line.slug for line in REFERENCE.help_lines}
    assert set(front.sources) <= set(REFERENCE.sources)
    assert set(front.institutions) <= set(REFERENCE.institution_types)


def test_every_page_has_a_place_of_its_own_in_the_index() -> None:
    places = [(page("nl", name).front.theme, page("nl", name).front.order) for name in NAMES]
    assert len(set(places)) == len(places)
    assert {theme for theme, _ in places} == set(THEMES)


@pytest.mark.parametrize("name", [name for name in NAMES if page("nl", name).front.sources])
def test_a_page_about_rights_says_first_what_to_do_and_marks_what_is_not_sure(name: str) -> None:
    for lang, first in (("nl", "Wat je nu kunt doen"), ("en", "What you can do now")):
        found = page(lang, name)
        assert found.front.help
        assert re.findall(r"<h2[^>]*>([^<]*)<", found.opening.text) == [first]
        assert DOUBT[lang].search(found.plain)
    assert "algemeen" in page("nl", name).front.sources


def test_every_source_is_named_by_a_page_or_by_the_pages_of_municipalities() -> None:
    named = {code for name in NAMES for code in page("nl", name).front.sources}
    assert set(REFERENCE.sources) == named | set(SOURCES)
