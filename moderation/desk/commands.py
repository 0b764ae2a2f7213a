"""What the operator types about people, team keys and the log. He sees no secret of the desk.

An invitation is a link that works once; everything behind it arises in its holder's own browser.
"""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.adapters.pins_file import PinsUnreadable, write_pin
from app.services import audit
from app.web.current import database, keyring, now, settings
from moderation.decisions.invite_staff import (
    Invitation,
    NameTaken,
    invite_staff,
    reset_staff,
)
from moderation.decisions.organisations import OrganisationExists, add_organisation
from moderation.decisions.pin_team import (
    NothingToPin,
    OtherFingerprint,
    key_to_pin,
    note_pin,
    pin_report,
)
from moderation.decisions.staff_rows import NameRefused, NoSuchPerson, staff_list
from moderation.decisions.suspend_staff import change_role, suspend_staff
from moderation.decisions.team_grants import LastHolder
from moderation.desk.escrow_commands import escrow
from moderation.rules.teams import TEAM_OF_ROLE, TEAMS, NoSuchRole

staff = AppGroup("staff", help="People of the desk.")
team = AppGroup("team", help="Team keys and their pins.")
audit_log = AppGroup("audit", help="The log of the desk.")
organisation = AppGroup("organisation", help="Organisations that vouch for members.")

GROUPS = (staff, team, audit_log, organisation, escrow)

ROLE = click.Choice(sorted(TEAM_OF_ROLE))
TEAM = click.Choice(TEAMS)
AT = click.option("--at", default="", help="Address of the desk, such as https://desk.example.org")
LANGUAGE = click.option("--language", default="nl", type=click.Choice(["nl", "en"]))
EVEN_IF_LAST = click.option(
    "--even-if-last",
    is_flag=True,
    help="Go on although nobody else holds the team's key: its reports are lost for good.",
)


@staff.command("invite")
@click.argument("name")
@click.argument("role", type=ROLE)
@click.option("--team", "team_name", type=TEAM, default=None)
@AT
@LANGUAGE
def invite(name: str, role: str, team_name: str | None, at: str, language: str) -> None:
    """Print the link with which NAME enrols as ROLE."""
    try:
        with database().writing() as session:
            made = invite_staff(session, name, role, team_name, keyring=keyring(), now=now())
    except NameRefused:
        raise click.ClickException("a name has 2 to 60 printable characters") from None
    except NameTaken:
        raise click.ClickException(f"{name} exists; `flask staff reset` begins anew") from None
    except NoSuchRole as error:
        raise click.ClickException(f"these do not go together: {error}") from None
    _print_link(made, at, language)


@staff.command("reset")
@click.argument("name")
@EVEN_IF_LAST
@AT
@LANGUAGE
def reset(name: str, even_if_last: bool, at: str, language: str) -> None:
    """Print a new link for somebody who lost passphrase or phone; old keys and grants go."""
    try:
        with database().writing() as session:
            made = reset_staff(
                session, name, even_if_last=even_if_last, keyring=keyring(), now=now()
            )
    except (NoSuchPerson, LastHolder) as error:
        raise _refusal(name, error) from None
    _print_link(made, at, language)


@staff.command("suspend")
@click.argument("name")
@EVEN_IF_LAST
def suspend(name: str, even_if_last: bool) -> None:
    """End NAME's sessions and take keys and grants away, at once."""
    try:
        with database().writing() as session:
            suspend_staff(session, name, even_if_last=even_if_last, keyring=keyring(), now=now())
    except (NoSuchPerson, LastHolder) as error:
        raise _refusal(name, error) from None
    click.echo(f"{name} is out. Ask a remaining holder to make a new team key.")


@staff.command("role")
@click.argument("name")
@click.argument("role", type=ROLE)
@click.option("--team", "team_name", type=TEAM, default=None)
@EVEN_IF_LAST
def role_of(name: str, role: str, team_name: str | None, even_if_last: bool) -> None:
    """Give NAME another role; sessions end."""
    try:
        with database().writing() as session:
            change_role(
                session,
                name,
                role,
                team_name,
                even_if_last=even_if_last,
                keyring=keyring(),
                now=now(),
            )
    except NoSuchRole as error:
        raise click.ClickException(f"these do not go together: {error}") from None
    except (NoSuchPerson, LastHolder) as error:
        raise _refusal(name, error) from None


@staff.command("list")
def list_staff() -> None:
    """Names, roles, teams and states."""
    with database().reading() as session:
        for one in staff_list(session):
            click.echo(f"{one.name:<24}{one.role:<16}{one.team:<14}{one.state}")


@team.command("pin")
@click.argument("team_name", metavar="TEAM", type=TEAM)
@click.option("--words", prompt="The six words the holder reads to you")
def pin(team_name: str, words: str) -> None:
    """Pin the newest key of TEAM, if it has the fingerprint that was read."""
    try:
        with database().reading() as session:
            key = key_to_pin(session, team_name, words)
    except NothingToPin:
        raise click.ClickException("this team has no key yet: let its first holder enrol") from None
    except OtherFingerprint:
        raise click.ClickException(
            "these are not the words of the newest key. Nothing was pinned. Let them be read "
            "again; if they still differ, somebody may have put another key into the database"
        ) from None
    try:
        write_pin(settings().pins_file, key)
    except (PinsUnreadable, OSError) as error:
        raise click.ClickException(f"the pins file cannot be written: {error!r}") from None
    with database().writing() as session:
        note_pin(session, key, keyring=keyring(), now=now())
    click.echo(f"Pinned: {key.team}, key {key.epoch}.")


@team.command("show")
def show() -> None:
    """What is pinned, what is newest, and how many hold it."""
    with database().reading() as session:
        for one in pin_report(session, keyring=keyring()):
            pinned = "not pinned" if one.pinned is None else f"pinned {one.pinned}"
            newest = "no key" if one.newest is None else f"newest {one.newest}"
            trouble = "" if one.trouble is None else f"  ALARM {one.trouble}"
            click.echo(f"{one.team:<14}{newest:<12}{pinned:<12}{one.holders} hold it{trouble}")


@audit_log.command("verify")
@click.option("--anchor", default="", help="NUMBER:HASH of an earlier run, to see a cut tail.")
def verify(anchor: str) -> None:
    """Check every line of the chain; prints the newest line as an anchor."""
    kept = _read_anchor(anchor) if anchor else None
    with database().reading() as session:
        bad = audit.verify(session, keyring(), kept)
        newest = audit.newest(session)
    if bad is not None:
        raise click.ClickException(f"the log is not whole: line {bad} is wrong or missing")
    click.echo(f"whole: {newest.seq} lines; anchor {newest.seq}:{newest.hash.hex()}")


@organisation.command("add")
@click.argument("name")
def add(name: str) -> None:
    """Let NAME vouch; a lead makes its invitations at the desk."""
    try:
        with database().writing() as session:
            add_organisation(session, name, keyring=keyring(), now=now())
    except NameRefused:
        raise click.ClickException("a name has 2 to 60 printable characters") from None
    except OrganisationExists:
        raise click.ClickException(f"{name} is there already") from None
    click.echo(f"{name} may vouch. A lead makes invitations at the desk, under Members.")


def _read_anchor(text: str) -> audit.Anchor:
    seq, _, digest = text.partition(":")
    try:
        return audit.Anchor(int(seq), bytes.fromhex(digest))
    except ValueError:
        raise click.ClickException("an anchor is NUMBER:HASH") from None


def _refusal(name: str, error: Exception) -> click.ClickException:
    if isinstance(error, LastHolder):
        return click.ClickException(
            f"{name} is the last who holds the key of {error.team}: its reports would be lost. "
            "Let a colleague get the key first, or say --even-if-last"
        )
    return click.ClickException(f"nobody at the desk is called {name}")


def _print_link(made: Invitation, at: str, language: str) -> None:
    click.echo(f"{at.rstrip('/')}/{language}/desk/enrol/{made.token}")
    click.echo("Works once, for 24 hours. Give it only to the person it is for.", err=True)
