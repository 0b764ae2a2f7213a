"""The demo pages of the shared floor, hung into the real house."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.browsing import Browser
from tests.web.demo_pages import blueprint


@pytest.fixture
def demo(app: Flask) -> Flask:
    """The house with the demo pages."""
    app.register_blueprint(blueprint)
    return app


@pytest.fixture
def browser(demo: Flask) -> Browser:
    """Somebody without a session on the demo pages."""
    return Browser(demo)
