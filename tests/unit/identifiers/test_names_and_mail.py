from __future__ import annotations

import pytest

from app.domain.identifiers.kinds import NotAnIdentifier
from app.domain.identifiers.matching import normalise, tokens_of
from app.domain.identifiers.skeleton import skeleton
from tests.unit.vectors import FormatRow, format_rows

pytestmark = pytest.mark.timeout(20)


@pytest.mark.parametrize("row", format_rows("e-mail"), ids=lambda row: row.typed)
def test_every_row_of_the_mail_vectors_holds(row: FormatRow) -> None:
    if row.is_right:
        assert normalise("email", row.typed).value == row.normal
    else:
        with pytest.raises(NotAnIdentifier):
            normalise("email", row.typed)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("  Jan@Example.COM ", "jan@example.com"),
        ("mailto:jan@example.com", "jan@example.com"),
        ("<jan@example.com>", "jan@example.com"),
        ("ＪＡＮ@example.com", "jan@example.com"),
        ("ja\u200bn@exam\u00adple.com", "jan@example.com"),
        ("j.a.n@gmail.com", "j.a.n@gmail.com"),
        ("jan@bücher.de", "jan@bücher.de"),
    ],
)
def test_mail_is_folded_by_width_case_and_space_and_nothing_else(typed: str, value: str) -> None:
    identifier = normalise("email", typed)
    assert identifier.value == value
    assert tokens_of(identifier) == [("exact", value)]


@pytest.mark.parametrize(
    "typed", ["jan", "@b.nl", "jan@", "jan@b", "jan@-b.nl", "jan@b..nl", "j an@b.nl", "a@b@c.nl"]
)
def test_what_is_no_mail_address_is_refused(typed: str) -> None:
    with pytest.raises(NotAnIdentifier) as refused:
        normalise("email", typed)
    assert refused.value.reason == "unreadable"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("@Sexy_Jan", "sexy_jan"),
        ("  Sexy   Jan ", "sexy jan"),
        ("https://www.instagram.com/Sexy.Jan/?hl=nl", "sexy.jan"),
        ("t.me/sexyjan", "sexyjan"),
        ("tiktok.com/@sexyjan", "sexyjan"),
        ("https://www.snapchat.com/add/sexyjan", "sexyjan"),
        ("x.com/SexyJan/status/1", "sexyjan"),
        ("https://kinky.nl/leden/Jan-99/", "kinky.nl/leden/jan-99"),
        ("jan.nl", "jan.nl"),
        ("ſexyjan", "sexyjan"),
    ],
)
def test_a_profile_is_the_handle_without_its_site(typed: str, value: str) -> None:
    assert normalise("profile", typed).value == value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anna", "аnnа"),  # Cyrillic а
        ("Bob", "Вob"),  # Cyrillic В
        ("jan", "j\u0430n"),
        ("jose", "José"),
        ("jose", "jose\u0301"),
        ("ian", "Ian"),
        ("lan", "Ian"),
        ("m0nique", "monique"),
        ("jan", "𝓳𝓪𝓷"),
        ("marnix", "mamix"),
        ("demoverhuur88", "@DemoVerhuur_88"),
        ("sexyjan", "Sexy Jan"),
        ("sexy.jan", "sexy-jan"),
        ("mar.nix", "mamix"),
    ],
)
def test_names_that_look_alike_share_a_similar_token(one: str, other: str) -> None:
    first = {t.value for t in tokens_of(normalise("profile", one)) if t.kind == "similar"}
    second = {t.value for t in tokens_of(normalise("profile", other)) if t.kind == "similar"}
    assert first & second


@pytest.mark.parametrize("typed", ["j\u200dan", "\u202ejan\u202c", "j\u034fan", "JAN", "@jan"])
def test_what_cannot_be_seen_and_case_make_no_other_name(typed: str) -> None:
    assert normalise("profile", typed).value == "jan"


@pytest.mark.parametrize("other", ["аnna", "ànna", "anna1", "ana", "an na", "an_na"])
def test_a_name_that_only_looks_alike_is_never_exact(other: str) -> None:
    exact = {t.value for t in tokens_of(normalise("profile", other)) if t.kind == "exact"}
    assert "anna" not in exact


def test_nothing_fuzzier_than_an_equal_skeleton_is_similar() -> None:
    assert len({skeleton(name) for name in ("anna", "ana", "hanna", "anne", "annna")}) == 5


@pytest.mark.parametrize("name", ["ǃǃ", "♥a", "__a__", "jan.smit_99"])
def test_every_name_keeps_a_similar_token_without_separators(name: str) -> None:
    similar = [t.value for t in tokens_of(normalise("profile", name)) if t.kind == "similar"]
    assert similar
    assert not any(sign in value for value in similar for sign in "._- ♥")


def test_every_word_in_capitals_has_the_skeleton_of_its_small_letters() -> None:
    words = ["Вова", "ΝΙΚΟΣ", "Ilse", "Marnix", "O'Brien", "STRASSE"]
    for word in words:
        assert (
            tokens_of(normalise("profile", word))[1]
            == tokens_of(normalise("profile", word.lower()))[1]
        )


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("@", "empty"), ("🙂", "unreadable"), ("j", "unreadable"), ("ﷺ" * 20, "too_long")],
)
def test_what_is_no_name_is_refused_with_its_reason(typed: str, reason: str) -> None:
    with pytest.raises(NotAnIdentifier) as refused:
        normalise("profile", typed)
    assert refused.value.reason == reason
