"""On the smallest phones: nothing runs off the side, the quick exit is in reach (T20)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Visitor
from tests.browser.tours import TOURS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.timeout(300),
    pytest.mark.enable_socket,
]
LEAST_PIXELS = 44
ALL_APART = 999  # nothing stands beside it
LEAST_APART = 12  # between the quick exit and what stands beside it: no finger may miss it
LOOK = """() => {
  window.scrollTo(0, document.documentElement.scrollHeight);
  const exit = document.querySelector('#exit').getBoundingClientRect();
  const top = document.elementFromPoint(exit.x + exit.width / 2, exit.y + exit.height / 2);
  return {
    wide: document.documentElement.scrollWidth - window.innerWidth,
    inView: exit.top >= 0 && exit.right <= window.innerWidth && exit.bottom <= window.innerHeight,
    height: exit.height,
    uncovered: top !== null && top.closest('#exit') !== null,
    apart: Math.min(...[...document.querySelectorAll('.head a, .head button')]
      .map((one) => one.getBoundingClientRect())
      .filter((box) => box.width > 0 && box.top < exit.bottom && box.bottom > exit.top)
      .map((box) => exit.left - box.right), 999),
    small: [...document.querySelectorAll('main a.button, main button.button, main .choice label')]
      .map((one) => one.getBoundingClientRect())
      .filter((box) => box.height > 0 && box.height < 44).length,
  };
}"""


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("tour", TOURS, ids=[one.__name__ for one in TOURS])
def test_every_page_fits_and_the_exit_is_never_covered(
    visitors: Callable[..., Visitor], tour: Callable[..., object], width: int
) -> None:
    her = visitors(size=(width, 640))
    wrong = []
    for name in tour(her):  # type: ignore[attr-defined]
        seen = her.page.evaluate(LOOK)
        if (
            seen["wide"] > 0
            or not seen["inView"]
            or not seen["uncovered"]
            or seen["height"] < LEAST_PIXELS
            or seen["small"]
            or seen["apart"] < LEAST_APART
        ):
            wrong.append((name, seen))
    assert not wrong


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_quick_exit_stands_apart_in_every_language(
    visitors: Callable[..., Visitor], language: str, width: int
) -> None:
    her = visitors(size=(width, 640))
    wrong = []
    for path in ("/", "/f", "/c", "/m", "/m/join/code"):
        her.page.goto(her.house.url(f"/{language}{path}"))
        seen = her.page.evaluate(LOOK)
        if seen["wide"] > 0 or not LEAST_APART <= seen["apart"] < ALL_APART:
            wrong.append((path, seen["apart"], seen["wide"]))
    assert not wrong
