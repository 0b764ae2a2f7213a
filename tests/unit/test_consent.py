"""Consents: separate, revocable, off unless she says yes."""

from __future__ import annotations

import pytest

from app.domain.consent import CONSENTS, Consents, NoSuchConsent


def test_no_consent_is_given_by_default() -> None:
    assert Consents().given == ()


def test_each_consent_is_given_on_its_own() -> None:
    for code in CONSENTS:
        assert Consents.of([code]).given == (code,)
        assert Consents().changed(code, True).given == (code,)
        assert Consents.of(CONSENTS).changed(code, False).given == tuple(
            other for other in CONSENTS if other != code
        )


def test_a_consent_we_do_not_ask_for_is_refused() -> None:
    with pytest.raises(NoSuchConsent):
        Consents.of(["everything"])
    with pytest.raises(NoSuchConsent):
        Consents().changed("to_json", True)


def test_consents_survive_their_json() -> None:
    consents = Consents(police_help=True, warn=True)
    assert Consents.from_json(consents.to_json()) == consents
    assert Consents.from_json({}) == Consents()


def test_only_taking_back_the_warning_ends_the_alert() -> None:
    before = Consents(warn=True, figures=True)
    assert before.changed("warn", False).ends_warning(before)
    assert not before.changed("figures", False).ends_warning(before)
    assert not before.ends_warning(before)
