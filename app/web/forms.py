"""The form all pages build on: our token, our languages, no Flask session."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_wtf import FlaskForm

from app.domain.code import LONGEST_TEXT
from app.web.csrf import FIELD, FormTokenCSRF
from app.web.current import catalogues, locale
from app.web.texts import gettext


class _OurTexts:
    """WTForms' own sentences through our catalogues (`translations/nl/floor.po`)."""

    def gettext(self, text: str) -> str:
        return gettext(text)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return catalogues().ngettext(locale(), one, many, n)  # WTForms fills the values in


class HouseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Base of every form. `validate_on_submit()` is False for an expired form."""

    class Meta:
        csrf = True
        csrf_class = FormTokenCSRF
        csrf_field_name = FIELD
        csrf_context = None

        def get_translations(self, form: Any) -> Any:  # noqa: ARG002
            return _OurTexts()

    def problems(self) -> list[tuple[str, str]]:
        """Id of a field and its sentence, without the token's own (the page says that one).

        In a list of fields it is the id of the very entry that is wrong.
        """
        return [found for field in self if field.short_name != FIELD for found in _wrong(field)]


def refuse_code(form: Any, sentence: str) -> None:
    """What was typed stays in the field `code`, so that it can be corrected; what is longer than
    any code does not."""
    if len(form.code.data or "") > LONGEST_TEXT:
        form.code.data = ""
    form.code.errors = [sentence]


def _wrong(field: Any) -> Iterator[tuple[str, str]]:
    inside = getattr(field, "entries", None) or getattr(field, "form", None)
    if inside is None:
        yield from ((field.id, sentence) for sentence in field.errors)
    else:
        for one in inside:
            yield from _wrong(one)
