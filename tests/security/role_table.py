"""T12, the table: who may open which page, written apart from the code (security.md 3.13).

A new page needs a line here, under the permission that its act asks for or the people it is for;
without one the matrix fails and says so.
"""

from __future__ import annotations

from collections.abc import Mapping

from moderation.rules.roles import Permission, roles_with
from tests.everybody import EVERYBODY, STAFF

ANYONE = frozenset(EVERYBODY)
COLLEAGUES = frozenset(STAFF)
REPORTER = frozenset({"reporter"})
COMPLAINANT = frozenset({"complainant"})
SUBJECT = frozenset({"subject"})
MEMBER = frozenset({"member"})
VOUCHER = frozenset({"voucher"})
ENROLLING = frozenset({"enrolling"})
HALF = frozenset({"half"})
KEY_HOLDERS = frozenset({"moderator", "lead", "caseworker"})
READ_LOG = (
    roles_with(Permission.AUDIT_OWN)
    | roles_with(Permission.AUDIT_TEAM)
    | roles_with(Permission.AUDIT_ALL)
)

_FOR: tuple[tuple[frozenset[str], str], ...] = (
    (ANYONE, "front.start front.health leave.exit_at_once start.start"),
    (ANYONE, "shell.opening shell.manifest shell.worker"),
    (ANYONE, "information.index information.municipalities information.municipality"),
    (ANYONE, "information.protocol"),
    (ANYONE, "information.page information.help_lines report.begin report.go_on"),
    (ANYONE, "complaint.begin complaint.go_on navigator.begin navigator.route navigator.days"),
    (ANYONE, "complaint.phone complaint.begin_by_phone complaint.begin_too"),
    (ANYONE, "complaint.along report.along"),
    (ANYONE, "figures.index figures.method figures.release figures.dimension figures.code"),
    (ANYONE, "figures.choose figures.table"),
    (ANYONE, "information.trainings training.worker training.institution"),
    (ANYONE, "figure_data.releases figure_data.ledger figure_data.document figure_data.release"),
    (ANYONE, "figure_data.table figure_data.codebook figure_data.text figure_data.catalog"),
    (ANYONE, "figure_data.table_file figure_data.table_protection figure_data.hierarchy"),
    (ANYONE, "figure_data.codebook_table figure_data.codebook_file figure_data.archive_file"),
    (ANYONE, "figure_data.parameters_table"),
    (ANYONE, "figure_files.document"),
    (ANYONE, "follow.box follow.gone"),
    (ANYONE, "members.home members.join members.apply members.again"),
    (ANYONE, "members.invitation members.appeal members.feed"),
    (ANYONE, "desk.sign_in desk.invitation desk.components"),
    (REPORTER, "follow.status follow.sent follow.write follow.add_picture follow.change"),
    (REPORTER, "follow.older follow.reach follow.change_reach follow.before_no_more_warning"),
    (REPORTER, "follow.before_withdrawing follow.withdraw follow.preview follow.stop"),
    (REPORTER, "follow.also follow.dossier follow.read_dossier follow.take_dossier"),
    (REPORTER, "follow.police follow.answer_police"),
    (COMPLAINANT, "own_complaint.also"),
    (REPORTER | COMPLAINANT, "follow.close"),
    (ANYONE, "listed.ask"),
    (SUBJECT, "listed.status listed.close"),
    (COMPLAINANT, "own_complaint.status own_complaint.write own_complaint.add_file"),
    (COMPLAINANT, "own_complaint.change own_complaint.reopen own_complaint.attorney"),
    (COMPLAINANT, "own_complaint.how_it_was own_complaint.sent own_complaint.withdraw"),
    (COMPLAINANT, "own_complaint.letters"),
    (MEMBER, "members.alerts members.alert members.answer members.check members.ask"),
    (MEMBER, "members.seen members.changes_read members.narrow"),
    (MEMBER, "members.ways members.ways_mail members.ways_code members.ways_stop"),
    (MEMBER, "members.ways_feed members.device members.add_device members.drop_device"),
    (MEMBER, "members.settings members.change members.sign_out"),
    (ANYONE, "members.vouching"),
    (VOUCHER, "members.invitations members.new_invitation members.end_vouching"),
    (ENROLLING, "desk.enrol desk.enrol_code"),
    (HALF, "desk.sign_in_passkey"),
    (HALF | COLLEAGUES, "desk.passkey_question"),
    (ENROLLING | HALF | COLLEAGUES, "desk.sign_out"),
    (COLLEAGUES, "desk.again desk.account desk.passphrase desk.passphrase_words desk.team"),
    (COLLEAGUES, "desk.new_passkey desk.new_passkey_question desk.remove_own_passkey"),
    (KEY_HOLDERS, "desk.grant desk.new_key desk.finish"),
    (READ_LOG, "desk.log"),
)
_NEEDS: tuple[tuple[Permission, str], ...] = (
    (
        Permission.READ_REPORTS,
        "queue take_next open_case look_at_case case photo release write end end_flood",
    ),
    (
        Permission.READ_COMPLAINTS,
        "board search keep forget open_complaint complaint take_on hand_on",
    ),
    (Permission.READ_COMPLAINTS, "write_complaint task_done link unlink complaint_routes plan"),
    (
        Permission.READ_COMPLAINTS,
        "complaint_step letter step_sent step_terms step_answer step_drop",
    ),
    (Permission.READ_COMPLAINTS, "complaint_file complaint_contact complaint_contact_shown"),
    (
        Permission.READ_COMPLAINTS,
        "stand_aside close_case reopen_case leaver phone phone_mark training_handled",
    ),
    (Permission.MANAGE_TRAININGS, "trainings new_training training call_off call_on"),
    (
        Permission.READ_COMPLAINTS,
        "older_list list_columns list_words list_store list_refused list_forget",
    ),
    (Permission.READ_COMPLAINTS, "patterns pattern overview"),
    (
        Permission.ANSWER_SUBJECTS,
        "subject_requests open_subject_request subject_request answer_subject subject_longer",
    ),
    (Permission.ANSWER_SUBJECTS, "lift_suspension"),
    (Permission.READ_EVALUATION, "evaluation take_evaluation"),
    (Permission.PROPOSE_PROTOCOL, "protocol change_protocol drop_protocol"),
    (Permission.CONFIRM_PROTOCOL, "confirm_protocol"),
    (Permission.READ_DELETIONS, "deletions take_deletions"),
    (Permission.BUILD_FIGURES, "draft_figures correct_figures"),
    (Permission.APPROVE_FIGURES, "figures release_draft approve_figures"),
    (Permission.READ_ALERTS, "alerts alert open_alert seen_answers"),
    (Permission.PROPOSE_ALERT, "write_alert correct merge extend inform"),
    (Permission.READ_REPORTS, "police write_police approve_police hand_over_police"),
    (Permission.PUBLISH_ALERT, "approve send_back"),
    (Permission.RETRACT_ALERT, "retract rest"),
    (Permission.PUBLISH_ALERT, "let_out"),
    (Permission.SUSPEND_MEMBERS, "member_list suspend restore"),
    (Permission.ADMIT_MEMBERS, "members application open_proof decide open_appeal appeal"),
    (
        Permission.MANAGE_ORGANISATIONS,
        "organisations invite suspend_organisation resume_organisation organisation_code",
    ),
    (Permission.MANAGE_ORGANISATIONS, "organisation_quota"),
)
PAGES: Mapping[str, frozenset[str]] = {
    **{page: people for people, pages in _FOR for page in pages.split()},
    **{f"desk.{page}": roles_with(need) for need, pages in _NEEDS for page in pages.split()},
    # orders of the authorities about reports: who may let data out, and reads reports
    **dict.fromkeys(
        ("desk.police_ledger", "desk.write_order"),
        roles_with(Permission.CONFIRM_EXPORT) & roles_with(Permission.READ_REPORTS),
    ),
    # contact data of a report: who may reveal it and reads reports; caseworkers read none yet
    **dict.fromkeys(
        ("desk.contact", "desk.contact_shown"),
        roles_with(Permission.REVEAL_CONTACT) & roles_with(Permission.READ_REPORTS),
    ),
}
"""Page (endpoint) → the people it lets in."""

TEAMS = (frozenset({"moderator", "lead"}), frozenset({"caseworker"}))
"""A page of one team alone is not there for the other."""

NOT_THEIRS: Mapping[str, frozenset[str]] = {
    # the lead hands keys on while there is one, and the newcomer is of the lead's team
    "desk.grant": frozenset({"moderator", "caseworker"}),
    "desk.new_key": frozenset({"moderator"}),
    "desk.remove_own_passkey": COLLEAGUES - {"lead"},  # it is hers
}
"""Page → the people it lets in in general, but not to the thing that it is about here: 404."""

FILLED_IN: Mapping[str, Mapping[str, str]] = {
    "follow.change": {"change": "figures:no"},
    "own_complaint.change": {"change": "figures:no"},
}
"""Page → what its buttons send, where an empty form is no form of ours."""

SENDS_TO_A_DOOR = frozenset({"desk.invitation", "desk.sign_out"})
"""Pages whose act ends at a door: to enrol, or to sign in another time."""

DOORS = (
    ("reporter", "/nl/c"), ("complainant", "/nl/c"), ("subject", "/nl/c"), ("member", "/nl/m"),
    ("voucher", "/nl/m/v"),
    *((one, "/nl/desk/sign-in") for one in ("enrolling", "half", *STAFF)),
)  # fmt: skip


def let_in(who: str, page: str) -> bool:
    return who in PAGES[page]


def refusal(who: str, page: str, method: str) -> tuple[int, str]:
    """Status and address of the answer to somebody who is not let in, whatever thing she names."""
    people = PAGES[page]
    of_the_desk = bool(people & (COLLEAGUES | ENROLLING | HALF))
    if who == "anonymous":
        door = next(address for one, address in DOORS if one in people)
        return (303, door) if method == "GET" else (403, "")
    if who == "enrolling" and method == "GET":
        return 303, "/nl/desk/enrol"
    if who == "half" and method == "GET" and people & COLLEAGUES:
        return 303, "/nl/desk/sign-in/passkey"
    if who not in (*STAFF, "enrolling") or not of_the_desk:
        return 404, ""
    of = [team for team in TEAMS if people & team]
    if len(of) == 1 and any(who in team for team in TEAMS if team not in of):
        return 404, ""
    return 403, ""
