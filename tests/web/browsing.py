"""Raw requests with cookies handled in the open, for tests that play with them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Browser:
    """Keeps one cookie and says who it is; `secret` is the cookie's value or None."""

    app: Flask
    secret: str | None = None
    address: str = "198.51.100.7"
    base_url: str = "http://localhost"
    cookie_name: str = "s"
    headers: dict[str, str] = field(default_factory=dict)

    def open(self, method: str, path: str, **values: Any) -> TestResponse:
        headers = {**self.headers, **values.pop("headers", {})}
        if self.secret is not None:
            headers["Cookie"] = f"{self.cookie_name}={self.secret}"
        response = self.app.test_client(use_cookies=False).open(
            path,
            method=method,
            base_url=self.base_url,
            headers=headers,
            environ_overrides={"REMOTE_ADDR": self.address},
            **values,
        )
        for line in response.headers.getlist("Set-Cookie"):
            name, _, rest = line.partition("=")
            if name == self.cookie_name:
                self.secret = rest.split(";", 1)[0] or None
        return response

    def get(self, path: str, **values: Any) -> TestResponse:
        return self.open("GET", path, **values)

    def post(self, path: str, data: dict[str, Any] | None = None, **values: Any) -> TestResponse:
        """A form of our own page: same origin, unless `headers` say otherwise."""
        headers = values.pop("headers", {"Sec-Fetch-Site": "same-origin"})
        return self.open("POST", path, data=data or {}, headers=headers, **values)

    def token(self, path: str) -> str:
        """The token in the form on that page."""
        found = TOKEN.search(self.get(path).get_data(as_text=True))
        assert found is not None, path
        return found[1]

    def sign_in(self, kind: str, **data: str) -> str:
        """Sign in through the demo page; returns the cookie's new value."""
        path = f"/nl/t/in/{kind}"
        response = self.post(path, {"csrf_token": self.token(path), **data})
        assert response.status_code == 204, response.get_data(as_text=True)
        assert self.secret is not None
        return self.secret

    def is_signed_in(self) -> bool:
        return self.get("/nl/t/mine").status_code == 200
