"""T19 in bulk: 100,000 texts for every property, from one seed, beside what hypothesis searches."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from app.domain.identifiers.folding import is_invisible
from app.domain.identifiers.kinds import KINDS, MAX_LENGTH, NotAnIdentifier
from app.domain.identifiers.masking import mask
from app.domain.identifiers.matching import normalise, tokens_of
from app.domain.redaction.invisible import reveal_invisible

pytestmark = pytest.mark.timeout(120)

TEXTS = 100_000
SEED = 19
PLAIN = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
SIGNS = " .-_/+@()#:;,\t\n"
ODD = (
    "٠١٢۰۱०१০০９８𝟎𝟏аеорсухАВЕКМІјѕαοıßſİﷺ🙂é"
    "\u0301\u034f\u200b\u200d\u202e\u2066\u00ad\u3164\ufeff\u0000"
)
DIGITS = (
    "0123456789",
    "٠١٢٣٤٥٦٧٨٩",
    "۰۱۲۳۴۵۶۷۸۹",
    "०१२३४५६७८९",
    "০১২৩৪৫৬৭৮৯",
    "０１２３４５６７８９",
)
BEGINNINGS = ("06", "+316", "00316", "+31 (0)6 ", "(06) ", "tel: 06-", "316")
ENDINGS = ("", "", " ext 7", "x12", " toestel 3", "\u202c", " ")
BETWEEN = ("", "", "", " ", "-", ".", "\u200b", "\u00a0", "\u2011")
NEAR = {
    "phone": "0123456789" + "66 -.+()٠٦۰०９\u200b\u202e",
    "email": "abnl9" * 2 + "@@@.." + "-_ АеﷺÉ\u200b",
    "plate": PLAIN + "- .·٠６І\u200b",
    "profile": PLAIN + SIGNS + ODD,
}
LOOK_ALIKES = {
    "a": "аɑ", "e": "е", "o": "оοᴏ", "p": "р", "c": "с", "x": "х", "y": "у", "i": "іı", "j": "ј",
    "s": "ѕ",
}  # fmt: skip


def texts(source: random.Random, near: str) -> Iterator[str]:
    """Half of them of letters that an identifier is made of, half of any code points at all."""
    any_at_all = [chr(source.randrange(0x110000)) for _ in range(20_000)]
    for number in range(TEXTS):
        length = source.randrange(1, 16) if number % 100 else source.randrange(MAX_LENGTH + 20)
        yield "".join(source.choices(near if number % 2 else any_at_all, k=length))


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_is_refused_or_has_one_normal_form_behind_a_mask(kind: str) -> None:
    taken = 0
    for text in texts(random.Random(SEED), NEAR[kind]):
        try:
            found = normalise(kind, text)
        except NotAnIdentifier:
            continue
        taken += 1
        assert normalise(kind, found.value).value == found.value, repr(text)
        assert tokens_of(found)[0] == ("exact", found.value), repr(text)
        assert found.value not in mask(found), repr(text)
    assert taken > 100


def test_no_two_numbers_ever_share_a_token_however_they_are_typed() -> None:
    """Every number against every other: a value that comes twice must be of the same number."""
    source = random.Random(SEED)
    owner: dict[str, int] = {}
    for _ in range(TEXTS):
        number = source.randrange(10_000_000, 60_000_000)
        script = source.choice(DIGITS)
        typed = source.choice(BEGINNINGS) + "".join(
            script[int(digit)] + source.choice(BETWEEN) for digit in str(number)
        )
        value = normalise("phone", typed + source.choice(ENDINGS)).value
        assert owner.setdefault(value, number) == number, repr(typed)
        assert value == f"+316{number}", repr(typed)
    assert len(owner) > TEXTS // 2


def test_a_name_with_any_letter_of_another_script_is_never_exact() -> None:
    source = random.Random(SEED)
    for _ in range(TEXTS):
        name = "".join(source.choices("aeopcxyijs", k=source.randrange(3, 12)))
        at = source.randrange(len(name))
        other = name[:at] + source.choice(LOOK_ALIKES[name[at]]) + name[at + 1 :]
        assert normalise("profile", name).value == name
        assert normalise("profile", other).value != name, repr(other)


def test_nothing_invisible_is_left_in_what_moderators_read() -> None:
    hidden = 0
    for text in texts(random.Random(SEED), NEAR["profile"]):
        hidden += any(map(is_invisible, text))
        assert not any(map(is_invisible, reveal_invisible(text))), repr(text)
    assert hidden > TEXTS // 10
