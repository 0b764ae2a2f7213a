"""A visitor with a browser's habits, whose every page is checked for what all pages promise.

Costs a test nothing and sees much: HTML parses, one h1, a title, unique ids, labels, no inline
style or script, every form protected, exact headers (architecture.md, "Tests that cost nothing").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.header_contract import expected_headers

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
UNLABELLED = frozenset(("hidden", "submit", "button", "image", "reset"))


@dataclass
class Form:
    """A form as a browser sees it: where it goes and what it would send untouched."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    ticks: dict[str, list[str]] = field(default_factory=dict)


class Page(HTMLParser):
    """A parsed page: its forms, links and text, and what is wrong with it."""

    def __init__(self, html: str, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.problems: list[str] = []
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.headings = 0
        self.title = ""
        self.lang = ""
        self.texts: list[str] = []
        self._open: list[str] = []
        self._labels: set[str] = set()
        self._controls: list[tuple[str, dict[str, str], bool]] = []
        self._select: str | None = None
        self._textarea: str | None = None
        self.feed(html)
        self.close()
        self._judge()

    @property
    def text(self) -> str:
        """All that a reader would read, white space folded."""
        return " ".join(" ".join(self.texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append(tag)
        if "id" in found:
            self.ids.append(found["id"])
        for name in found:
            if name == "style" or name.startswith("on"):
                self.problems.append(f"inline {name} on {tag}")
        if tag == "html":
            self.lang = found.get("lang", "")
        elif tag == "h1":
            self.headings += 1
        elif tag == "a" and "href" in found:
            self.links.append(found["href"])
        elif tag == "script" and "src" not in found:
            self.problems.append("inline script")
        elif tag == "style":
            self.problems.append("inline style sheet")
        elif tag == "img" and "alt" not in found:
            self.problems.append("picture without alt")
        elif tag == "label" and "for" in found:
            self._labels.add(found["for"])
        elif tag == "form":
            self.forms.append(
                Form(
                    found.get("action", self.path) or self.path, found.get("method", "get").lower()
                )
            )
        elif tag in ("input", "select", "textarea", "button"):
            self._control(tag, found)
        elif tag == "option" and self._select is not None and "selected" in found:
            self._put(self._select, found.get("value", ""))

    def _control(self, tag: str, found: dict[str, str]) -> None:
        kind = found.get("type", "text") if tag == "input" else tag
        name = found.get("name", "")
        if kind not in UNLABELLED:
            self._controls.append((kind, found, "label" in self._open))
        if not self.forms or not name:
            return
        form = self.forms[-1]
        if kind in ("submit", "button"):
            form.buttons.append((name, found.get("value", "")))
        elif kind in ("checkbox", "radio"):
            form.ticks.setdefault(name, []).append(found.get("value", "on"))
            if "checked" in found:
                self._put(name, found.get("value", "on"))
        elif kind == "file":
            form.files.append(name)
        elif kind == "select":
            self._select = name
        elif kind == "textarea":
            self._textarea = name
            self._put(name, "")
        else:
            self._put(name, found.get("value", ""))

    def _put(self, name: str, value: str) -> None:
        self.forms[-1].fields.setdefault(name, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open[-1] != tag:
            self.problems.append(f"</{tag}> closes {self._open[-1:] or 'nothing'}")
            if tag in self._open:
                while self._open.pop() != tag:
                    pass
        else:
            self._open.pop()
        if tag == "select":
            self._select = None
        if tag == "textarea" and self._textarea is not None and self.forms:
            values = self.forms[-1].fields[self._textarea]
            # as browsers do: the first line end after the tag is not part of the text
            values[-1] = values[-1].removeprefix("\r").removeprefix("\n")
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title":
            self.title += data
        if self._textarea is not None and self.forms:
            values = self.forms[-1].fields[self._textarea]
            values[-1] += data
        self.texts.append(data)

    def _judge(self) -> None:
        if self._open:
            self.problems.append(f"never closed: {self._open}")
        if self.headings != 1:
            self.problems.append(f"{self.headings} h1")
        if not self.title.strip():
            self.problems.append("no title")
        if self.lang not in ("nl", "en"):
            self.problems.append("no language")
        twice = sorted({one for one in self.ids if self.ids.count(one) > 1})
        if twice:
            self.problems.append(f"ids twice: {twice}")
        for kind, found, inside in self._controls:
            named = inside or found.get("id") in self._labels or found.get("aria-label")
            if kind != "button" and not named and not found.get("aria-labelledby"):
                self.problems.append(f"{kind} {found.get('name')} without label")
        for form in self.forms:
            if form.method == "post" and "csrf_token" not in form.fields:
                self.problems.append(f"form to {form.action} without token")


class Visitor:
    """Opens pages and sends forms as a browser would; `last` is the newest page."""

    def __init__(self, app: Flask, *, address: str = "198.51.100.7") -> None:
        self.app = app
        self.client = app.test_client()
        self.address = address
        self.response: TestResponse
        self.last: Page

    def get(
        self, path: str, *, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> Page:
        """Opens a page, following no redirect; fails on another status or a page with faults."""
        response = self.client.get(
            path, headers=dict(headers or {}), environ_overrides={"REMOTE_ADDR": self.address}
        )
        return self._take(response, path, status)

    def post(
        self, path: str, data: Mapping[str, Any], *, status: int = 303, same_origin: bool = True
    ) -> Page:
        """Sends a form with the headers of a browser on our own page."""
        headers = {"Sec-Fetch-Site": "same-origin"} if same_origin else {}
        response = self.client.post(
            path,
            data=dict(data),
            headers=headers,
            environ_overrides={"REMOTE_ADDR": self.address},
        )
        return self._take(response, path, status)

    def submit(
        self,
        changes: Mapping[str, Any] | None = None,
        *,
        form: int | str = -1,
        button: tuple[str, str] | None = None,
        status: int = 303,
    ) -> Page:
        """Fills in and sends a form of the last page: `form` is an index or part of its action."""
        forms = [one for one in self.last.forms if one.method == "post"]
        chosen = (
            forms[form] if isinstance(form, int) else next(f for f in forms if form in f.action)
        )
        data: dict[str, Any] = {name: list(values) for name, values in chosen.fields.items()}
        if button is not None:
            data[button[0]] = button[1]
        data.update(changes or {})
        return self.post(chosen.action, data, status=status)

    def follow(self, *, status: int = 200) -> Page:
        """Opens where the last answer pointed to."""
        return self.get(self.response.headers["Location"], status=status)

    def _take(self, response: TestResponse, path: str, status: int) -> Page:
        self.response = response
        seen = response.get_data(as_text=True)
        assert response.status_code == status, f"{path}: {response.status_code}\n{seen[:3000]}"
        wrong = {
            name: (response.headers.get(name), value)
            for name, value in expected_headers(response).items()
            if response.headers.get(name) != value
        }
        assert not wrong, f"{path}: headers {wrong}"
        if response.mimetype == "text/html" and not 300 <= status < 400:
            self.last = Page(seen, path)
            assert not self.last.problems, f"{path}: {self.last.problems}"
        return self.last if hasattr(self, "last") else Page(_EMPTY, path)


_EMPTY = "<html lang='en'><title>-</title><h1>-</h1></html>"
