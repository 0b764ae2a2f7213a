"""The page that `make run` prints: where to go, and with which codes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pyotp

from app.commands.demo.notebook import Notebook, WrittenCode

STEP_SECONDS = 30


def card(notebook: Notebook, address: str, now: datetime) -> str:
    """Plain text for a terminal; `address` is that of the site, without a slash at its end."""
    return "\n".join(
        [
            "",
            f"  The house        {address}/",
            f"  Follow a report  {address}/nl/c",
            f"  Members          {address}/nl/m",
            f"  The desk         {address}/nl/desk/",
            "",
            "  THE DESK: name, passphrase, and a code of the phone (each code counts once)",
            *_desk(notebook, now),
            "",
            "  MEMBERS: one code signs in, the other makes a new member, once",
            *_code("her code", notebook.member),
            *_code("invitation", notebook.invitation),
            *_vouching(notebook.organisation),
            "    numbers to check:",
            *(f"      {number:<24}{answer}" for number, answer in notebook.checks),
            "",
            "  REPORTERS: words or digits, both are the same code",
            *(line for one in notebook.reports for line in _code(one.about, one)),
            "",
            "  COMPLAINANTS: the same page takes their codes",
            *(line for one in notebook.complaints for line in _code(one.about, one)),
            "",
        ]
    )


def _desk(notebook: Notebook, now: datetime) -> Iterator[str]:
    left = STEP_SECONDS - int(now.timestamp()) % STEP_SECONDS
    for person in notebook.people:
        phone = pyotp.TOTP(person.seed)
        codes = phone.at(now), phone.at(now + timedelta(seconds=STEP_SECONDS))
        yield f"    {person.name} ({person.role}): {person.passphrase}"
        yield f"      code {codes[0]} for {left} s, then {codes[1]}; secret {person.seed}"


def _vouching(code: WrittenCode | None) -> Iterator[str]:
    if code is not None:
        yield from _code("an organisation that vouches, at /nl/m/v", code)


def _code(what: str, code: WrittenCode) -> Iterator[str]:
    yield f"    {what}:"
    yield f"      {code.words}"
    yield f"      {code.digits}"
