"""Who types: a person of the desk, with passphrase and code, since no figure is published by the
machine's operator alone."""

from __future__ import annotations

import click

from app.adapters.vault.stretching import Busy
from app.web.current import database, keyring, now
from moderation.decisions.desk_person import DeskPerson
from moderation.decisions.sign_in import complete_sign_in, find_candidate, try_passphrase


def signed_in(name: str) -> DeskPerson:
    """Asks passphrase and code; raises `click.ClickException` for every wrong answer alike."""
    passphrase = click.prompt("Passphrase", hide_input=True)
    code = click.prompt("Code of the app", hide_input=True)
    with database().reading() as session:
        candidate = find_candidate(session, name, "", keyring=keyring(), now=now())
    try:
        tried = try_passphrase(candidate, passphrase, keyring=keyring())
    except Busy:
        raise click.ClickException("it is too busy now; try again in a moment") from None
    with database().writing() as session:
        found = complete_sign_in(session, tried, code, keyring=keyring(), now=now())
    if found is None:
        raise click.ClickException("name, passphrase or code is not right")
    return found.person
