"""Which routes fit her complaint, best first (complaint_routes.md 0–9).

First of all the question of a letter: what could be objected to need not be handled as a complaint
(Awb 9:8 lid 1 c), and an objection has six hard weeks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.complaint import DISCRIMINATED, ComplaintDraft
from app.domain.complaint_parts import Letter
from app.domain.institutions import InstitutionType

OBJECTION = "awb-bezwaar"
NOT_PROSECUTED = "sv-12"
PRIVACY = "privacy"
DISCRIMINATION = "discriminatie"
BUSINESS, PRIVATE = "business", "private"
# Kifid only helps consumers: a business account has a road of its own (complaint_routes.md 3)
BY_ACCOUNT: Mapping[str, str] = {"bank-particulier": PRIVATE, "bank-zakelijk": BUSINESS}
ABOUT_PROSECUTION = frozenset({"aangifte-geweigerd", "informatie-opvolging", "niet-serieus"})
ABOUT_PRIVACY = frozenset(
    {"registratie", "beroepsgeheim", "herkenbaar", "beeld-zonder-toestemming", "nepprofiel",
     "privacy-overig", "kvk-adres", "reviews", "intake-registratie"}
)  # fmt: skip
ABOUT_DISCRIMINATION = frozenset({"discriminatie-profilering", "discriminatie-overig"})


@dataclass(frozen=True)
class Choice:
    """Routes by code: `main` in the order in which she should look at them, `beside` them what is
    open whatever happened. `ask_account`: it matters whether the account is private or business.
    """

    main: tuple[str, ...]
    beside: tuple[str, ...]
    ask_account: bool = False


def choose_routes(
    kind: InstitutionType,
    *,
    letter: Letter,
    account: str = "",
    subjects: tuple[str, ...] = (),
    discriminated: bool = False,
) -> Choice:
    """The routes against an institution of this kind."""
    main = [code for code in kind.routes if _fits(code, letter, account, subjects)]
    beside = [code for code in kind.always_routes if code not in main]
    later = [code for code in kind.routes if code not in main and code == OBJECTION]
    if letter.is_decision and OBJECTION in main:
        main.remove(OBJECTION)
        main.insert(0, OBJECTION)
    for code, wanted in (
        (PRIVACY, bool(ABOUT_PRIVACY.intersection(subjects))),
        (DISCRIMINATION, discriminated or bool(ABOUT_DISCRIMINATION.intersection(subjects))),
    ):
        if wanted and code in beside:
            beside.remove(code)
            main.append(code)
    asked = not account and any(code in BY_ACCOUNT for code in kind.routes)
    return Choice(tuple(main), (*later, *beside), ask_account=asked)


def routes_for(draft: ComplaintDraft, about: int, kind: InstitutionType) -> Choice:
    """The same for one institution of a complaint."""
    return choose_routes(
        kind,
        # the letter is that of the institution it is about first
        letter=draft.letter if about == 0 else Letter(),
        account=draft.account,
        subjects=draft.subjects,
        discriminated=draft.discrimination == DISCRIMINATED,
    )


def _fits(code: str, letter: Letter, account: str, subjects: tuple[str, ...]) -> bool:
    if code == OBJECTION:
        return letter.is_decision
    if code == NOT_PROSECUTED:
        return not subjects or bool(ABOUT_PROSECUTION.intersection(subjects))
    return account not in (BUSINESS, PRIVATE) or BY_ACCOUNT.get(code, account) == account
