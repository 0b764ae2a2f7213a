"""Organisations that vouch: added and suspended by a lead, who also makes their invitations."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms import StringField

from app.domain.code import to_digits, to_words
from app.web.compression import uncompressed
from app.web.current import database, keyring, locale, now
from app.web.forms import HouseForm
from app.web.locale import shown_on
from app.web.roles import open_to
from app.web.texts import gettext as _
from app.web.texts import lazy as _l
from moderation.decisions.organisations import (
    MOST_QUOTA,
    NoSuchOrganisation,
    OrganisationExists,
    QuotaRefused,
    add_organisation,
    give_code,
    list_organisations,
    make_invitation,
    set_quota,
    switch_organisation,
)
from moderation.decisions.staff_rows import NameRefused
from moderation.desk.blueprint import desk
from moderation.desk.person import person
from moderation.rules.roles import Permission, roles_with

Answer = Response | tuple[str, int]
NO_QUOTA: Mapping[UUID, str] = MappingProxyType({})
LONGEST_NUMBER = 10  # longer ones are no number for Python either
MANAGERS = tuple(sorted(roles_with(Permission.MANAGE_ORGANISATIONS)))


class NameForm(HouseForm):
    name = StringField(_l("Name of the organisation"))


@desk.route("/members/organisations", methods=["GET", "POST"])
@open_to(*MANAGERS)
def organisations() -> Answer:
    form = NameForm()
    if form.validate_on_submit():
        try:
            with database().writing() as session:
                add_organisation(
                    session, form.name.data or "", person=person(), keyring=keyring(), now=now()
                )
            return redirect(url_for("desk.organisations"), 303)
        except NameRefused:
            form.name.errors = [_("A name has 2 to 60 characters.")]
        except OrganisationExists:
            form.name.errors = [_("There is an organisation of this name.")]
    return _page(form), 422 if form.name.errors else 200


@desk.post("/members/organisations/<uuid:organisation_id>/suspend")
@open_to(*MANAGERS)
def suspend_organisation(organisation_id: UUID) -> Response:
    return _switch(organisation_id, active=False)


@desk.post("/members/organisations/<uuid:organisation_id>/resume")
@open_to(*MANAGERS)
def resume_organisation(organisation_id: UUID) -> Response:
    return _switch(organisation_id, active=True)


@desk.post("/members/organisations/<uuid:organisation_id>/invite")
@open_to(*MANAGERS)
def invite(organisation_id: UUID) -> str:
    """The code in answer to the POST itself: it is in no address, cookie or table."""
    with database().writing() as session:
        made = make_invitation(session, person(), organisation_id, keyring=keyring(), now=now())
    uncompressed()
    return render_template(
        "desk/invitation.html",
        desk_section="members",
        words=to_words(made.code, locale()),
        digits=to_digits(made.code),
        organisation=made.organisation,
        expires_on=made.expires_on,
    )


@desk.post("/members/organisations/<uuid:organisation_id>/code")
@open_to(*MANAGERS)
@shown_on("desk.organisations")
def organisation_code(organisation_id: UUID) -> str:
    """Its own code, in answer to the POST itself."""
    with database().writing() as session:
        code, name = give_code(session, person(), organisation_id, keyring=keyring(), now=now())
    uncompressed()
    return render_template(
        "desk/organisation_code.html",
        desk_section="members",
        words=to_words(code, locale()),
        digits=to_digits(code),
        organisation=name,
        address=f"/{locale()}/m/v",
    )


@desk.post("/members/organisations/<uuid:organisation_id>/quota")
@open_to(*MANAGERS)
@shown_on("desk.organisations")
def organisation_quota(organisation_id: UUID) -> Answer:
    typed = request.form.get("quota", "").strip()
    wanted = int(typed) if typed.isdecimal() and len(typed) < LONGEST_NUMBER else -1
    try:
        with database().writing() as session:
            set_quota(session, person(), organisation_id, wanted, keyring=keyring(), now=now())
    except QuotaRefused:
        return _page(NameForm(formdata=None), {organisation_id: typed[:LONGEST_NUMBER]}), 422
    return redirect(url_for("desk.organisations"), 303)


@desk.errorhandler(NoSuchOrganisation)
def _not_there(_error: Exception) -> ResponseReturnValue:
    return current_app.handle_http_exception(NotFound())


def _page(form: NameForm, refused: Mapping[UUID, str] = NO_QUOTA) -> str:
    """`refused`: what was typed as a quota that is none, at its organisation."""
    with database().reading() as session:
        rows = list_organisations(session, person(), now=now())
    return render_template(
        "desk/organisations.html",
        desk_section="members",
        rows=rows,
        form=form,
        refused=refused,
        most=MOST_QUOTA,
    )


def _switch(organisation_id: UUID, *, active: bool) -> Response:
    with database().writing() as session:
        switch_organisation(
            session, person(), organisation_id, active=active, keyring=keyring(), now=now()
        )
    return redirect(url_for("desk.organisations"), 303)
