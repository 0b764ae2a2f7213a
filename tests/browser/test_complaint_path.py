"""The complaint on a phone of 360 pixels: in both languages, with script and without."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.complainer import complain
from tests.browser.conftest import Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.timeout(240),
    pytest.mark.enable_socket,
]


@pytest.mark.parametrize("javascript", [False, True], ids=["no-script", "script"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_from_the_letter_to_the_code_and_on_to_what_she_can_do_herself(
    visitors: Callable[..., Visitor], language: str, javascript: bool
) -> None:
    her = visitors(language=language, javascript=javascript)
    complain(her)
    her.press("main a[href*='/route/politie']")
    assert "/route/politie" in her.page.url
    assert her.page.locator("h1").count() == 1
