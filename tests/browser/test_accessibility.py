"""axe finds nothing to complain about on any page of the reporter's way, light and dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visitor
from tests.browser.tours import TOURS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.timeout(300),
    pytest.mark.enable_socket,
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tour", TOURS, ids=[one.__name__ for one in TOURS])
def test_axe_finds_no_fault(
    visitors: Callable[..., Visitor], tour: Callable[..., object], scheme: str
) -> None:
    her = visitors(scheme=scheme)
    found = []
    for name in tour(her):  # type: ignore[attr-defined]
        result = Axe().run(her.page)
        found += [
            (name, fault["id"], [node["html"][:120] for node in fault["nodes"]][:3])
            for fault in result.response["violations"]
        ]
    assert not found
