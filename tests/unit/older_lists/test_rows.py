"""A row of an older list becomes a case, or says in which column it is wrong: no guessing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.complaint import ComplaintDraft, unknown_codes
from app.domain.complaint_import.profile import (
    LEFT_EMPTY,
    Profile,
    ProfileRefused,
    check_columns,
    guessed,
)
from app.domain.complaint_parts import About, OlderList
from app.domain.retention import COMPLAINT_AFTER_CLOSING_DAYS, COMPLAINT_MAX_DAYS
from app.domain.strict_json import Malformed
from tests.older_lists import (
    CLOSED_ROW,
    HEAD,
    OPEN_ROW,
    TODAY,
    changed,
    csv_of,
    planned,
    problems,
)
from tests.workbench import reference


def test_a_row_becomes_a_case_with_our_codes() -> None:
    _table, plan = planned(csv_of(OPEN_ROW, CLOSED_ROW))
    first, second = plan.ready
    assert first.draft == ComplaintDraft(
        about=(About("politie", "rotterdam"),),
        subjects=("aangifte-geweigerd",),
        region="GM0599",
        story="Ze werd weggestuurd aan de balie.",
        older=OlderList("2025-7", ""),
    )
    assert (first.received, first.closed, first.outcome) == (date(2025, 2, 3), None, "")
    assert second.draft.about == (About("gemeente", "GM0344"),)
    assert second.draft.older == OlderList("2025-8", "Opmerkingen: Twee keer gebeld")
    assert (second.closed, second.outcome) == (date(2025, 6, 1), "gegrond")
    assert second.draft.consents.given == ()
    for one in plan.ready:
        assert unknown_codes(one.draft, reference().has) == []
        assert ComplaintDraft.from_json(one.draft.to_json()) == one.draft


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"datum": ""}, ("Datum", "required")),
        ({"datum": "31-2-2025"}, ("Datum", "not_a_day")),
        ({"datum": "24-11-2026"}, ("Datum", "in_future")),
        ({"datum": "31-12-1989"}, ("Datum", "too_long_ago")),
        ({"datum": "=TODAY()"}, ("Datum", "formula")),
        ({"onderwerp": ""}, ("Onderwerp", "required")),
        ({"onderwerp": "iets met een loket"}, ("Onderwerp", "unknown_word")),
        ({"soort_instantie": "Loket"}, ("Soort instantie", "unknown_word")),
        ({"soort_instantie": "Bank"}, ("Instantie", "wrong_kind")),
        ({"soort_instantie": ""}, ("Instantie", "several_institutions")),
        ({"soort_instantie": "", "instantie": ""}, ("Soort instantie", "kind_needed")),
        ({"soort_instantie": "", "instantie": "Bureau X"}, ("Instantie", "kind_needed")),
        ({"instantie": "x" * 121}, ("Instantie", "too_long")),
        ({"omschrijving": "x" * 8001}, ("Omschrijving", "too_long")),
        ({"opmerkingen": "x" * 4001}, ("Opmerkingen", "too_long")),
        ({"opmerkingen": "=1+1"}, ("Opmerkingen", "formula")),
        ({"plaats": "Atlantis"}, ("Plaats", "unknown_word")),
        ({"plaats": "Bergen"}, ("Plaats", "ambiguous_word")),
        ({"uitkomst": "opgelost"}, ("Afgesloten", "closed_missing")),
        ({"afgesloten": "1-3-2025"}, ("Uitkomst", "outcome_missing")),
        ({"uitkomst": "opgelost", "afgesloten": "1-1-2025"}, ("Afgesloten", "closed_before")),
        ({"uitkomst": "misschien", "afgesloten": "1-3-2025"}, ("Uitkomst", "unknown_word")),
    ],
)
def test_a_row_that_is_wrong_says_where(cells: dict[str, str], wrong: tuple[str, str]) -> None:
    assert wrong in problems(csv_of(changed(OPEN_ROW, **cells)))


def test_every_problem_of_a_row_is_told_at_once() -> None:
    row = changed(OPEN_ROW, datum="31-2-2025", onderwerp="loket", plaats="Atlantis")
    assert [code for _column, code in problems(csv_of(row))] == [
        "not_a_day", "unknown_word", "unknown_word",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("received", "closed", "kept"),
    [
        (COMPLAINT_MAX_DAYS - 1, None, True),
        (COMPLAINT_MAX_DAYS, None, False),
        (COMPLAINT_AFTER_CLOSING_DAYS, COMPLAINT_AFTER_CLOSING_DAYS - 1, True),
        (COMPLAINT_AFTER_CLOSING_DAYS + 1, COMPLAINT_AFTER_CLOSING_DAYS, False),
    ],
)
def test_a_case_that_would_have_gone_by_now_does_not_come_back(
    received: int, closed: int | None, kept: bool
) -> None:
    cells = {"datum": f"{TODAY - timedelta(days=received):%d-%m-%Y}"}
    if closed is not None:
        cells |= {
            "afgesloten": f"{TODAY - timedelta(days=closed):%d-%m-%Y}",
            "uitkomst": "Opgelost",
        }
    found = problems(csv_of(changed(OPEN_ROW, **cells)))
    assert found == ([] if kept else [("Datum", "over")])


def test_a_row_with_more_cells_than_headings_is_not_taken_apart() -> None:
    assert problems(csv_of((*OPEN_ROW, "los"))) == [("", "too_many_cells")]


def test_two_rows_that_say_the_same_are_for_a_person() -> None:
    again = changed(OPEN_ROW, omschrijving="Iets anders.")
    assert problems(csv_of(OPEN_ROW, again)) == [("", "twice_in_file")]
    without = changed(OPEN_ROW, nr="")
    assert problems(csv_of(without, without)) == [("", "twice_in_file")]
    assert problems(csv_of(without, changed(without, omschrijving="Iets anders."))) == []
    # the same number in another year is another case
    assert problems(csv_of(OPEN_ROW, changed(OPEN_ROW, datum="3-2-2026"))) == []


def test_an_old_word_means_what_the_desk_says_it_means() -> None:
    rows = csv_of(
        changed(OPEN_ROW, onderwerp="Loket", uitkomst="loopt nog", plaats="bij haar"),
        changed(CLOSED_ROW, uitkomst="Gelijk gekregen"),
    )
    _table, plan = planned(rows)
    assert plan.words == {
        "subject": {"Loket": 1},
        "place": {"bij haar": 1},
        "outcome": {"loopt nog": 1, "Gelijk gekregen": 1},
    }
    profile = guessed(HEAD).with_words(
        {
            "subject": {"loket": "bejegening-politie"},
            "place": {"bijhaar": "unknown"},
            "outcome": {"looptnog": LEFT_EMPTY, "gelijkgekregen": "gegrond"},
        }
    )
    _table, plan = planned(rows, profile)
    assert plan.refused == ()
    assert [(one.draft.subjects, one.draft.region, one.outcome) for one in plan.ready] == [
        (("bejegening-politie",), "unknown", ""),
        (("vergunning",), "GM0344", "gegrond"),
    ]


def test_a_kept_word_never_brings_in_a_code_that_we_do_not_have() -> None:
    profile = guessed(HEAD).with_words({"subject": {"loket": "weg-gegooid"}, "kind": {"x": "-"}})
    rows = csv_of(changed(OPEN_ROW, onderwerp="loket"), changed(CLOSED_ROW, soort_instantie="x"))
    assert ("Onderwerp", "unknown_word") in problems(rows, profile)
    assert ("Soort instantie", "unknown_word") in problems(rows, profile)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("'s-Gravenhage", "GM0518"),
        ("den haag", "GM0518"),
        ("Gemeente Utrecht", "GM0344"),
        ("Rotterdam", "GM0599"),  # the town, not the police unit of that name
        ("Limburg", "limburg"),
        ("onbekend", "unknown"),
    ],
)
def test_a_place_is_found_by_its_names(word: str, code: str) -> None:
    _table, plan = planned(csv_of(changed(OPEN_ROW, plaats=word)))
    assert [one.draft.region for one in plan.ready] == [code]


def test_a_municipal_inspector_answers_by_the_municipality() -> None:
    row = changed(OPEN_ROW, soort_instantie="BOA", instantie="Zwolle")
    _table, plan = planned(csv_of(row))
    assert [one.draft.about[0].code for one in plan.ready] == ["GM0193"]
    assert plan.ready[0].draft.about[0].kind == "gemeente-toezicht"


def test_several_subjects_stand_in_one_cell() -> None:
    head = (*HEAD, "Andere onderwerpen")
    row = (*OPEN_ROW, "Niet serieus genomen; registratie\nbejegening-politie")
    assert problems(csv_of(row, head=head)) == [("Andere onderwerpen", "too_many")]
    _table, plan = planned(csv_of((*OPEN_ROW, "registratie|registratie"), head=head))
    assert plan.ready[0].draft.subjects == ("aangifte-geweigerd", "registratie")


def test_columns_are_chosen_before_rows_are_read() -> None:
    profile = guessed(HEAD)
    check_columns(profile, (*HEAD, "Kleur", "Maat"))  # what is not taken over may be anything
    columns = dict(profile.columns)
    for gone, code in (("Datum", "no_received"), ("Onderwerp", "no_subject")):
        less = Profile(columns={name: one for name, one in columns.items() if name != gone})
        with pytest.raises(ProfileRefused) as refused:
            check_columns(less, HEAD)
        assert refused.value.code == code
    with pytest.raises(ProfileRefused) as refused:
        check_columns(Profile(columns={**columns, "Nr": "received"}), HEAD)
    assert (refused.value.code, refused.value.heading) == ("twice", "Datum")
    with pytest.raises(ProfileRefused) as refused:
        check_columns(profile, ("Datum", "Onderwerp"))
    assert refused.value.code == "no_institution"


def test_a_profile_comes_back_as_it_went() -> None:
    profile = Profile("Lijst 2024", {"Datum": "received"}, {"outcome": {"loopt": LEFT_EMPTY}})
    assert Profile.from_json(profile.to_json()) == profile
    for broken in (
        {**profile.to_json(), "columns": [["Datum", "owner"]]},
        {**profile.to_json(), "words": {"owner": []}},
        {**profile.to_json(), "words": {"outcome": [["a"]]}},
        {**profile.to_json(), "more": 1},
    ):
        with pytest.raises(Malformed):
            Profile.from_json(broken)
