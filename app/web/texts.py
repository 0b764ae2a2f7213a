"""Texts in the visitor's language. Sentences live on pages only; codes live everywhere else."""

from __future__ import annotations

from typing import Any, cast

from flask import Flask

from app.web.current import catalogues, locale


def gettext(msgid: str, **values: object) -> str:
    """The text in the language of this request, with `%(name)s` filled in.

    Without values the text is returned as it is, so a bare percent sign is no trap here;
    in templates a percent sign is always written twice.
    """
    text = catalogues().gettext(locale(), msgid)
    return text % values if values else text


def ngettext(one: str, many: str, n: int, **values: object) -> str:
    """As gettext for a count; `%(n)s` and `%(num)s` are the count."""
    text = catalogues().ngettext(locale(), one, many, n)
    return text % {"n": n, "num": n, **values}


def gettext_in(language: str, msgid: str, **values: object) -> str:
    """The text in a named language, for notices that are sent outside a request."""
    text = catalogues().gettext(language, msgid)
    return text % values if values else text


class Lazy:
    """A text that is translated when it is shown, not when the module is read.

    It has no `__html__` on purpose: templates and WTForms escape it like any other text.
    It is no `str` on purpose: a place that would silently take the English raises instead.
    """

    __slots__ = ("_msgid", "_values")

    def __init__(self, msgid: str, values: object = None) -> None:
        self._msgid = msgid
        self._values = values

    def __str__(self) -> str:
        text = gettext(self._msgid)
        return text % self._values if self._values else text

    def __mod__(self, values: object) -> Lazy:
        return Lazy(self._msgid, values)

    def __bool__(self) -> bool:
        return bool(self._msgid)

    def __repr__(self) -> str:
        return f"Lazy({self._msgid!r})"


def lazy(msgid: str, **values: object) -> str:
    """A Lazy for labels and constants; declared `str` because WTForms' types ask for one."""
    return cast("str", Lazy(msgid, values or None))


def install(app: Flask) -> None:
    """Give templates `_()`, `ngettext()` and `{% trans %}`."""
    environment = cast("Any", app.jinja_env)
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(
        lambda text: catalogues().gettext(locale(), text),
        lambda one, many, n: catalogues().ngettext(locale(), one, many, n),
        newstyle=True,
    )
