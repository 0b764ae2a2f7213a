"""The door of the desk: reading this module puts every page on the blueprint."""

from __future__ import annotations

from moderation.desk import (
    account,
    again,
    alert,
    alerts,
    applications,
    case,
    case_acts,
    case_ends,
    components_page,
    enrol,
    extend,
    log,
    look,
    member_list,
    organisations,
    pictures,
    queue,
    refused,
    sign_in,
    team,
)
from moderation.desk.blueprint import desk

PAGES = (
    account, again, alert, alerts, applications, case, case_acts, case_ends, components_page,
    enrol, extend, log, look, member_list, organisations, pictures, queue, refused, sign_in, team,
)  # fmt: skip
"""Every module with pages of the desk; a page that is not here does not exist."""

BLUEPRINT = desk
