"""A listed person's whole way and the desk's answer, in a real browser on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.browser.conftest import Visitor
from tests.browser.desk_person import answer_that_it_stands, open_request, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.timeout(240),
    pytest.mark.enable_socket,
]

LISTED = "06 85980147"
"""Not the number of the tours: theirs gets three codes a day, and an answer ends their rest."""
HIS_WORDS = "Ik was die week in het buitenland."


def test_he_objects_the_warning_rests_and_a_colleague_answers(
    visitors: Callable[..., Visitor],
) -> None:
    he = visitors(javascript=False)
    for name in the_way(he):
        assert he.page.locator("h1").count() == 1, name
    code = " ".join(he.page.locator("ol.code li").all_inner_texts())
    he.press("main form button.button.quiet")
    assert "Binnen een maand" in he.text

    staff = visitors(javascript=False)
    sign_in(staff, staff.house.second_moderator)
    open_request(staff, HIS_WORDS)
    assert "Geschorst" in staff.text
    expected = {"answer": "Autoriteit Persoonsgegevens", "answered": "Beantwoord"}
    for name in answer_that_it_stands(staff, staff.house.second_moderator):
        assert expected[name] in staff.text

    he.go("/c")
    he.page.fill("[name=code]", code)
    he.press("main form button.button")
    assert "de waarschuwing blijft" in he.text
    assert "zes weken" in he.text


def the_way(he: Visitor) -> Iterator[str]:
    """Each page of it."""
    he.go("/y")
    yield "where"
    he.page.check("[name=right][value=object]")
    he.page.fill("[name=value]", LISTED)
    he.press("main form button.button")
    yield "proof"
    he.page.fill("[name=proof]", he.house.sent_code)
    he.press("main form button.button")
    yield "words"
    he.page.check("[name=ground][value=not-me]")
    he.page.fill("[name=words]", HIS_WORDS)
    he.press("main form button.button")
    yield "code"
