"""The components tie labels, hints and errors to their fields, with real forms."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms import Form, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import DataRequired

TEMPLATES = Path(__file__).parents[2] / "templates"


class SampleForm(Form):
    number = StringField("Phone number", [DataRequired("Fill in a number.")])
    place = RadioField(
        "Where was it?",
        [DataRequired("Choose one.")],
        choices=[SelectChoice("home", "at home"), SelectChoice("unknown", "I do not know")],
    )

    def problems(self) -> list[tuple[str, str]]:
        return [(field.id, str(sentence)) for field in self for sentence in field.errors]


def render(source: str, **values: Any) -> str:
    page = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    page.globals["_"] = lambda text, **parts: text % parts if parts else text
    page.globals["ngettext"] = lambda one, many, n: (one if n == 1 else many) % {"num": n}
    return page.from_string(source).render(**values)


def filled(**answers: str) -> SampleForm:
    form = SampleForm(MultiDict(answers))
    form.validate()
    return form


def test_a_field_is_described_by_its_hint_and_its_error() -> None:
    html = render(
        '{% from "components/field.html" import field %}'
        "{{ field(form.number, hint='With or without spaces.', inputmode='tel') }}",
        form=filled(),
    )
    assert 'for="number"' in html
    assert 'aria-describedby="number-hint number-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="number-hint"' in html
    assert re.search(r'id="number-error">Fill in a number\.<', html)
    assert 'autocomplete="off"' in html
    assert 'spellcheck="false"' in html
    assert 'inputmode="tel"' in html


def test_what_she_typed_is_still_there_and_escaped() -> None:
    html = render(
        '{% from "components/field.html" import field %}{{ field(form.number) }}',
        form=filled(number='"><script>'),
    )
    assert "<script>" not in html
    assert "&#34;&gt;&lt;script&gt;" in html
    assert "aria-invalid" not in html


def test_an_answer_that_stands_apart_comes_last_after_an_or() -> None:
    html = render(
        '{% from "components/choices.html" import choices %}'
        "{{ choices(form.place, apart=['unknown'], symbols={'home': 'house'}, heading=true) }}",
        form=filled(number="1"),
    )
    assert html.index("at home") < html.index('<p class="or">') < html.index("I do not know")
    assert '<legend class="big"><h1>Where was it?</h1></legend>' in html
    assert "sym-house" in html
    assert 'aria-describedby="place-error"' in html


def test_the_summary_of_errors_links_to_each_field_and_takes_the_focus() -> None:
    html = render(
        '{% from "components/error_summary.html" import error_summary %}'
        "{{ error_summary(form, [('photo', 'Too large.')]) }}",
        form=filled(),
    )
    assert re.findall(r'href="#(\w+)"', html) == ["number", "place", "photo"]
    assert "autofocus" in html


def test_no_summary_is_shown_when_nothing_is_wrong() -> None:
    source = (
        '{% from "components/error_summary.html" import error_summary %}{{ error_summary(form) }}'
    )
    assert render(source, form=filled(number="1", place="home")).strip() == ""


def test_severity_reads_without_colour() -> None:
    html = render(
        '{% from "components/severity.html" import severity %}{{ severity(3, "very serious") }}'
    )
    assert "very serious" in html
    assert html.count("<i></i>") == 3
    assert html.count('class="off"') == 1


def test_a_deadline_says_how_long_it_is() -> None:
    source = '{% from "components/deadline.html" import deadline %}{{ deadline("1 May", days) }}'
    assert "1 day left" in render(source, days=1)
    assert "today is the last day" in render(source, days=0)
    assert "2 days late" in render(source, days=-2)
    assert "late" not in render(source, days=5)


def test_a_masked_number_is_not_spelt_out_as_bullets() -> None:
    html = render(
        '{% from "components/masked_identifier.html" import masked_identifier %}'
        '{{ masked_identifier("06 •••• ••78") }}'
    )
    assert '<span class="vh">06  78, the rest is hidden</span>' in html
