"""The door of the desk: reading this module puts every page on the blueprint."""

from __future__ import annotations

from moderation.desk import (
    account,
    again,
    alert,
    alerts,
    appeals,
    applications,
    case,
    case_acts,
    case_ends,
    components_page,
    deletions,
    enrol,
    evaluation,
    extend,
    figures,
    inform,
    log,
    look,
    member_list,
    organisations,
    passkey_asking,
    passkeys,
    pictures,
    police,
    police_orders,
    protocol,
    queue,
    refused,
    rest,
    sign_in,
    subject_requests,
    team,
    trainings,
)
from moderation.desk.blueprint import desk
from moderation.desk.complaint import acts as complaint_acts
from moderation.desk.complaint import board as complaint_board
from moderation.desk.complaint import case as complaint_case
from moderation.desk.complaint import closing as complaint_closing
from moderation.desk.complaint import ends as complaint_ends
from moderation.desk.complaint import letter as complaint_letter
from moderation.desk.complaint import overview as complaint_overview
from moderation.desk.complaint import parts as complaint_parts
from moderation.desk.complaint import patterns as complaint_patterns
from moderation.desk.complaint import phone as complaint_phone
from moderation.desk.complaint import steps as complaint_steps
from moderation.desk.complaint.lists import pages as complaint_lists

PAGES = (
    account, again, alert, alerts, appeals, applications, case, case_acts, case_ends,
    components_page, deletions, enrol, evaluation, extend, figures, inform, log, look,
    member_list, organisations, passkey_asking, passkeys, pictures, police, police_orders,
    protocol, queue, refused, rest, sign_in, subject_requests, team, trainings, complaint_acts,
    complaint_board, complaint_case, complaint_closing, complaint_ends, complaint_letter,
    complaint_lists, complaint_overview, complaint_parts, complaint_patterns, complaint_phone,
    complaint_steps,
)  # fmt: skip
"""Every module with pages of the desk; a page that is not here does not exist."""

BLUEPRINT = desk
