"""The desk on a phone, a tablet and a laptop: nothing lies over another, nothing is cut off."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Visitor
from tests.browser.desk_person import approve, claim_first, fill_warning, sign_in
from tests.browser.running_house import RunningHouse

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.timeout(300),
    pytest.mark.enable_socket,
]
WIDTHS = (360, 768, 960, 1120, 1280)
CALM = "Hield de deur dicht en liet pas na lang praten gaan. Spreek af waar anderen zijn."
# pairs of parts of one row that lie over each other, pills that stick out, and narrow slivers
WRONG_IN_ROWS = """() => [...document.querySelectorAll('.row')].flatMap((row) => {
  const parts = [...row.children].map((one) => {
    const box = one.getBoundingClientRect();
    const inner = [...one.querySelectorAll('.sev, .tag, .button')];
    const right = Math.max(box.right, ...inner.map((pill) => pill.getBoundingClientRect().right));
    const { left, top, bottom } = box;
    return { one, left, right, top, bottom, sticks: right - box.right };
  }).filter((part) => part.bottom > part.top);
  const over = parts.flatMap((a, n) => parts.slice(n + 1).filter((b) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1
  ).map((b) => a.one.innerText + ' / ' + b.one.innerText));
  const out = parts.filter((part) => part.sticks > 1 || part.right > window.innerWidth);
  const thin = parts.filter((part) => !part.one.matches('.what')
    && part.bottom - part.top > 96);
  return [...over, ...[...out, ...thin].map((part) => part.one.innerText)];
})"""
CUT_OFF = """() => [...document.querySelectorAll('main .scroll')]
  .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.innerText)"""


@pytest.fixture
def moderator(visitors: Callable[..., Visitor], house: RunningHouse) -> Visitor:
    """Somebody whose colleague has approved a warning that waits for its release."""
    writer, second = visitors(), visitors(size=(1280, 800))
    sign_in(writer, house.first_moderator)
    sign_in(second, house.second_moderator)
    second.go("/desk/alerts?state=approved")
    if not second.page.locator(".row").count():
        case = claim_first(writer, "kind=vals-geld")
        writer.page.goto(f"{case}/alert")
        fill_warning(writer, CALM)
        writer.press("button[name=go][value=propose]")
        second.go("/desk/alerts?state=proposed")
        second.press(".row form button")
        approve(second, house.second_moderator)
    return second


def test_no_part_of_a_row_lies_over_another_at_any_width(moderator: Visitor) -> None:
    wrong = []
    for language in ("nl", "en"):
        for path in ("", "alerts"):
            moderator.page.goto(f"/{language}/desk/{path}")
            assert moderator.page.locator(".row").count()
            for width in WIDTHS:
                moderator.page.set_viewport_size({"width": width, "height": 800})
                wrong += [
                    (language, path, width, one) for one in moderator.page.evaluate(WRONG_IN_ROWS)
                ]
    assert not wrong


def test_no_table_is_cut_off_on_a_phone_and_each_cell_has_its_head(moderator: Visitor) -> None:
    page = moderator.page
    page.set_viewport_size({"width": 360, "height": 740})
    for path in ("team", "log", "components"):
        moderator.go(f"/desk/{path}")
        assert page.locator("main .scroll").count()
        assert page.evaluate(CUT_OFF) == []
        heads = page.locator("main tbody [data-head]")
        shown = heads.evaluate_all(
            "(all) => all.map((one) => getComputedStyle(one, '::before').content)"
        )
        assert shown
        assert all(one not in ("none", "normal", '""') for one in shown)
        assert page.get_by_role("columnheader").count()
        assert page.get_by_role("cell").count()


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ({"size": (1280, 800)}, True),
        ({"size": (1280, 800), "javascript": False}, False),
        ({"size": (360, 740)}, False),
    ],
    ids=["laptop", "laptop-without-script", "phone"],
)
def test_keys_are_told_of_only_where_somebody_can_press_them(
    visitors: Callable[..., Visitor], house: RunningHouse, kind: dict[str, object], told: bool
) -> None:
    person = visitors(**kind)
    sign_in(person, house.first_moderator)
    for hint in (person.page.locator("main .button kbd").first, person.page.locator("#keys")):
        assert hint.is_visible() is told
