"""Both clocks of real routes against hand calculations, and which routes fit a complaint."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.complaint_parts import Letter
from app.domain.complaint_steps import (
    ANSWERED,
    OBJECTION_TERM_ENDED,
    SENT,
    SENT_FIRST,
    TOLD,
    StepRecord,
    clocks_of,
    events_before,
    next_clocks,
    possible_clocks,
    told_events,
    with_answer,
)
from app.domain.report_parts import WhenKnown
from app.domain.route_choice import choose_routes
from app.domain.strict_json import Malformed
from tests.complaints import FULL_COMPLAINT
from tests.workbench import reference

TODAY = date(2026, 11, 26)
BEGAN = date(2026, 11, 26)
LETTER = Letter("yes", TODAY - timedelta(weeks=5))


def a_step(route: str, step: int = 1, **values: object) -> StepRecord:
    return replace(StepRecord(0, route, step, BEGAN), **values)  # type: ignore[arg-type]


def test_every_start_event_comes_from_somewhere() -> None:
    listed = {entry.code for entry in reference().codes("start_event")}
    assert listed == TOLD | SENT | SENT_FIRST | ANSWERED | {OBJECTION_TERM_ENDED}


def test_every_step_of_every_route_can_run_its_clocks() -> None:
    known = reference()
    events = dict.fromkeys(TOLD | SENT | SENT_FIRST | ANSWERED, date(2026, 1, 5))
    for route in known.routes.values():
        for step in route.steps:
            record = a_step(route.code, step.number, sent_on=date(2026, 1, 5))
            clocks = clocks_of(record, events, known)
            assert (clocks.hers is not None) == any(not t.condition for t in step.her_terms)
            assert (clocks.theirs is not None) == bool(step.their_terms)


@pytest.mark.parametrize(
    ("route", "sent_on", "changes", "their_last_day"),
    [
        # Awb 9:11: six weeks after receipt, by hand over Christmas
        ("awb-klacht", date(2026, 11, 13), {}, date(2026, 12, 28)),
        ("awb-klacht", date(2026, 11, 27), {}, date(2027, 1, 8)),
        ("awb-klacht", date(2026, 11, 27), {"extended": True}, date(2027, 2, 5)),
        (
            "awb-klacht",
            date(2026, 11, 27),
            {"condition": "advisory_committee"},
            date(2027, 2, 5),
        ),
        # Politiewet 72: ten weeks, fourteen with the committee; over twelve weeks nothing moves
        ("politie-klacht", date(2026, 11, 27), {}, date(2027, 2, 5)),
        ("politie-klacht", date(2026, 10, 16), {}, date(2026, 12, 28)),  # ends at Christmas
        ("politie-klacht", date(2026, 10, 16), {"step": 2}, date(2027, 1, 22)),
        # Wkkgz 17: six weeks and four; Kifid: eight weeks, no act, no moving
        ("zorg-wkkgz", date(2026, 11, 14), {"step": 2}, date(2026, 12, 28)),  # Saturday 26
        ("bank-particulier", date(2026, 10, 31), {}, date(2026, 12, 26)),
        ("politie-klacht", date(2026, 11, 26), {}, date(2027, 2, 4)),
        ("politie-klacht", date(2026, 11, 26), {"extended": True}, date(2027, 3, 4)),
        ("politie-klacht", date(2027, 2, 16), {}, date(2027, 4, 28)),  # ends on King's Day
        ("zorg-wkkgz", date(2026, 11, 26), {"step": 2}, date(2027, 1, 7)),
        ("zorg-wkkgz", date(2028, 1, 18), {"step": 2}, date(2028, 2, 29)),
        ("privacy", date(2028, 1, 31), {}, date(2028, 2, 29)),  # a leap day
        ("bank-particulier", date(2028, 1, 4), {}, date(2028, 2, 29)),
        # AVG 12: one month; RvdJ: one month by its own rules
        ("privacy", date(2027, 1, 31), {}, date(2027, 2, 28)),
        ("media", date(2026, 11, 27), {}, date(2026, 12, 27)),
    ],
)
def test_their_clock_starts_when_the_letter_is_sent(
    route: str, sent_on: date, changes: dict[str, object], their_last_day: date
) -> None:
    record = replace(a_step(route, sent_on=sent_on), **changes)  # type: ignore[arg-type]
    theirs = clocks_of(record, {}, reference()).theirs
    assert theirs is not None
    assert theirs.last_day == their_last_day
    assert clocks_of(replace(record, sent_on=None), {}, reference()).theirs is None


@pytest.mark.parametrize(
    ("route", "step", "event", "her_last_day"),
    [
        # three and six months of the press council's own rules: nothing moves
        ("media", 1, date(2026, 10, 17), date(2027, 1, 17)),  # a Sunday, and it stays one
        ("media", 1, date(2027, 11, 30), date(2028, 2, 29)),
        ("media", 2, date(2027, 8, 31), date(2028, 2, 29)),
        # a year is longer than the act moves; a leap day has no anniversary
        ("politie-klacht", 1, date(2026, 11, 23), date(2027, 11, 23)),
        ("politie-klacht", 1, date(2028, 2, 29), date(2029, 2, 28)),
        ("awb-klacht", 1, date(2026, 12, 25), date(2027, 12, 25)),
        # six weeks to object, over Christmas and over Easter
        ("awb-bezwaar", 1, date(2026, 10, 22), date(2026, 12, 3)),
        ("awb-bezwaar", 1, date(2026, 11, 13), date(2026, 12, 28)),
        ("awb-bezwaar", 1, date(2027, 2, 12), date(2027, 3, 30)),
        ("awb-bezwaar", 1, date(2025, 3, 16), date(2025, 4, 28)),
    ],
)
def test_her_clock_starts_when_it_happened(
    route: str, step: int, event: date, her_last_day: date
) -> None:
    events = {"published": event, "conduct": event, "decision_published": event}
    hers = clocks_of(a_step(route, step), events, reference()).hers
    assert hers is not None
    assert hers.last_day == her_last_day


def test_an_objection_to_a_letter_of_five_weeks_ago() -> None:
    events = told_events(replace(FULL_COMPLAINT, letter=LETTER))
    step = reference().routes["awb-bezwaar"].step(1)
    clocks = possible_clocks(step, events, TODAY, reference())
    assert clocks.hers is not None
    assert clocks.hers.last_day == date(2026, 12, 3)
    assert clocks.theirs is None
    sent = clocks_of(a_step("awb-bezwaar", sent_on=TODAY), events, reference())
    assert sent.theirs is not None
    # six weeks after the last day to object, not after the letter (Awb 7:10)
    assert sent.theirs.last_day == date(2027, 1, 14)


def test_no_answer_in_time_opens_the_ombudsman_for_a_year() -> None:
    known = reference()
    told = {"conduct": date(2026, 2, 28)}
    first = a_step("awb-klacht", sent_on=date(2026, 3, 2))
    events = events_before(told, [first], known)
    assert events["outcome_notified_or_due"] == date(2026, 4, 13)
    clocks = clocks_of(a_step("awb-klacht", 2), events, known)
    assert clocks.hers is not None
    assert clocks.hers.last_day == date(2027, 4, 13)
    answered = with_answer(first, date(2026, 4, 1), ruling="ongegrond", result="excuses")
    later = clocks_of(a_step("awb-klacht", 2), events_before(told, [answered], known), known).hers
    assert later is not None
    assert later.last_day == date(2027, 4, 1)


def test_kifid_counts_from_the_final_position_or_from_the_first_complaint() -> None:
    known = reference()
    first = a_step("bank-particulier", sent_on=date(2026, 1, 15))
    unanswered = clocks_of(
        a_step("bank-particulier", 2), events_before({}, [first], known), known
    ).hers
    assert unanswered is not None
    assert unanswered.last_day == date(2027, 1, 15)
    answered = with_answer(first, date(2026, 12, 10), ruling="ongegrond", result="")
    late = clocks_of(
        a_step("bank-particulier", 2), events_before({}, [answered], known), known
    ).hers
    assert late is not None
    assert late.last_day == date(2027, 3, 10)


def test_what_comes_after_an_answer_runs_before_anybody_has_chosen_it() -> None:
    known = reference()
    draft = replace(FULL_COMPLAINT, letter=LETTER, when=WhenKnown(day=date(2026, 11, 14)))

    def last_days(*records: StepRecord) -> list[date | None]:
        return [one.last_day if one else None for one in next_clocks(records, draft, known)]

    objected = a_step("awb-bezwaar", sent_on=TODAY)
    refused = with_answer(objected, date(2026, 12, 18), ruling="ongegrond", result="")
    assert last_days(refused) == [date(2027, 1, 29)]  # six weeks to appeal, by hand
    # a decision of 13 November: the last day would be Christmas, and it is the Monday after
    early = replace(refused, answered_on=date(2026, 11, 13))
    assert last_days(early) == [date(2026, 12, 28)]
    # the press council counts from the publication, whether the newspaper answers or not
    assert last_days(a_step("media", sent_on=TODAY)) == [date(2027, 5, 14)]
    # nobody waits for what is not sent, what has no term, and what has been chosen or left out
    assert last_days(a_step("awb-bezwaar")) == [None]
    assert last_days(a_step("politie-klacht", sent_on=TODAY)) == [None]
    appeal = a_step("awb-bezwaar", 2)
    assert last_days(refused, appeal) == [None, None]
    assert last_days(refused, replace(appeal, done=True)) == [None, None]
    # against another institution it was not taken
    assert last_days(refused, replace(appeal, about=1))[0] == date(2027, 1, 29)


def test_a_day_that_somebody_corrected_outranks_the_rest() -> None:
    known = reference()
    corrected = a_step(
        "awb-klacht",
        sent_on=date(2026, 3, 2),
        events={"complaint_received": date(2026, 3, 9)},
    )
    theirs = clocks_of(corrected, {}, known).theirs
    assert theirs is not None
    assert theirs.last_day == date(2026, 4, 20)
    assert events_before({}, [corrected], known)["complaint_received"] == date(2026, 3, 9)


def test_a_step_comes_back_as_it_was_and_nothing_else_gets_in() -> None:
    full = StepRecord(
        1, "awb-klacht", 2, BEGAN, TODAY, TODAY, "advisory_committee", True, "gegrond", "excuses",
        True, {"conduct": TODAY},
    )  # fmt: skip
    assert StepRecord.from_json(full.to_json()) == full
    with pytest.raises(Malformed):
        StepRecord.from_json({**full.to_json(), "more": 1})
    with pytest.raises(Malformed):
        StepRecord.from_json({**full.to_json(), "events": {"birthday": "2026-01-01"}})


def test_what_she_told_becomes_days_only_where_she_knew_them() -> None:
    assert told_events(FULL_COMPLAINT)["decision_published"] == date(2026, 11, 2)
    no_letter = replace(FULL_COMPLAINT, letter=Letter("no", date(2026, 11, 2)))
    assert told_events(no_letter) == {
        "conduct": date(2026, 11, 5),
        "published": date(2026, 11, 5),
    }


def test_a_letter_with_a_decision_puts_the_objection_first() -> None:
    gemeente = reference().institution_type("gemeente")
    with_letter = choose_routes(gemeente, letter=LETTER)
    assert with_letter.main == ("awb-bezwaar", "awb-klacht")
    without = choose_routes(gemeente, letter=Letter("no"))
    assert without.main == ("awb-klacht",)
    assert without.beside[0] == "awb-bezwaar"  # in case a letter comes yet


def test_a_business_account_has_no_kifid() -> None:
    bank = reference().institution_type("bank")
    unknown = choose_routes(bank, letter=Letter())
    assert unknown.ask_account
    assert set(unknown.main) == {"bank-particulier", "bank-zakelijk"}
    assert choose_routes(bank, letter=Letter(), account="business").main == ("bank-zakelijk",)
    assert choose_routes(bank, letter=Letter(), account="private").main == ("bank-particulier",)
    assert not choose_routes(bank, letter=Letter(), account="private").ask_account


def test_the_subject_brings_its_own_routes() -> None:
    om = reference().institution_type("om")
    assert "sv-12" in choose_routes(om, letter=Letter(), subjects=("aangifte-geweigerd",)).main
    assert "sv-12" not in choose_routes(om, letter=Letter(), subjects=("controle",)).main
    police = reference().institution_type("politie")
    private = choose_routes(police, letter=Letter(), subjects=("registratie",))
    assert private.main == ("politie-klacht", "privacy")
    both = choose_routes(police, letter=Letter(), subjects=("registratie",), discriminated=True)
    assert both.main == ("politie-klacht", "privacy", "discriminatie")
    assert both.beside == ()


def test_every_kind_of_institution_has_a_first_step() -> None:
    for kind in reference().institution_types.values():
        for letter in (Letter(), LETTER):
            for account in ("", "private", "business"):
                choice = choose_routes(kind, letter=letter, account=account)
                assert choice.main
                assert len({*choice.main, *choice.beside}) == len(choice.main + choice.beside)
