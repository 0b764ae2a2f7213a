"""`flask escrow …`: rehearsing the way back, and going it (security.md 2.8)."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.domain.code import CodeUnreadable, read_six_words
from app.domain.escrow import PAIRS, HalfUnreadable, join, read_half
from app.web.current import database, keyring, now
from moderation.decisions.escrow import (
    EscrowRefused,
    OtherEscrowKey,
    open_escrow,
    rehearse,
)
from moderation.decisions.staff_rows import NoSuchPerson

escrow = AppGroup("escrow", help="The key on paper of which two people hold a pair.")

PAIR = click.option(
    "--pair", type=click.Choice(PAIRS), prompt="Which two are here", help="Whose halves you have."
)
SENTENCES = {
    "wrong_count": "a half has 25 words",
    "unknown_word": "a word is not in the list: look at the paper once more",
    "mistyped": "these words are not that half: a word is wrong, or it is the other paper",
}
REFUSALS = {
    "not_active": "this person has not enrolled: invite or reset them first",
    "wrong_team": "somebody of this role holds no key",
    "other_key": "these are not the words of this person's own key. Nothing was handed over",
    "nothing_opens": "no epoch of this team was sealed to the escrow key",
}
OTHER = (
    "these two halves make another key than the one the teams' keys are sealed to: are they of an "
    "older escrow?"
)


@escrow.command("rehearse")
@PAIR
def rehearse_escrow(pair: str) -> None:
    """Prove that the two halves open every epoch of every team. Writes nothing."""
    secret = _ask(pair)
    try:
        with database().reading() as session:
            found = rehearse(session, secret)
    except OtherEscrowKey:
        raise click.ClickException(OTHER) from None
    for one in found:
        click.echo(f"{one.team:<14}key {one.epoch:<4}{'opens' if one.opens else 'DOES NOT OPEN'}")
    if not all(one.opens for one in found):
        raise click.ClickException("let a holder of that team make a new key, and rehearse again")


@escrow.command("open")
@click.argument("name")
@PAIR
@click.option("--words", prompt="The six words of their own key that they read to you")
def open_with_escrow(name: str, pair: str, words: str) -> None:
    """Give NAME the key of their team. It is logged, and all holders are told."""
    try:
        own = read_six_words(words)
    except CodeUnreadable:
        raise click.ClickException("these are not six words of ours") from None
    secret = _ask(pair)
    try:
        with database().writing() as session:
            keys = open_escrow(session, secret, name, own, keyring=keyring(), now=now())
    except OtherEscrowKey:
        raise click.ClickException(OTHER) from None
    except NoSuchPerson:
        raise click.ClickException(f"nobody at the desk is called {name}") from None
    except EscrowRefused as refused:
        raise click.ClickException(REFUSALS[refused.reason]) from None
    click.echo(f"{name} has {len(keys)} keys: sign out and in, then make a new team key.")


def _ask(pair: str) -> bytes:
    """The secret of two papers; typed without showing on the screen."""
    halves = []
    for person in pair:
        typed = click.prompt(f"The 25 words of {person} for pair {pair}", hide_input=True)
        try:
            halves.append(read_half(pair, person, typed))
        except HalfUnreadable as wrong:
            raise click.ClickException(f"{person}: {SENTENCES[wrong.reason]}") from None
    return join(*halves)
