"""Which column belongs to which part of a backup (security.md 2.12).

The data part holds ciphertext and no key that is sealed or wrapped: alone it opens nothing, and
with the server's secrets no report. The key part is small and lives three days, so that what was
deleted is dead in older data. A test fails for a column that is in no part.
"""

from __future__ import annotations

from collections.abc import Mapping

DATA: Mapping[str, str] = {
    "alarm": "id code on_day seen_on",
    "alert": (
        "id state kinds severity region month needs_second proposed_by published_by proposed_on "
        "published_on expires_on release_after text identifiers tokens_sealed text_mac review "
        "rested_by source_sealed source_epoch source_count told hits told_step hits_step "
        "counted_on independent shown_reports shows_on"
    ),
    "alert_token": "token alert_id kind",
    "informing_due": "alert_id review_on",
    "alert_answer": "mark alert_id answer fresh",
    "alert_change": "id alert_id change parts on_day",
    "application": "id lookup idem state applied_on epoch proof proof_on profile reason decided_on",
    "attachment": "report_id number stream",
    "audit_line": "seq at_hour actor action object data hash",
    "canary_token": "token",
    "case_token": "token report_id",
    "change_notice": "member_id change_id seen",
    "check_count": "quarter members hits",
    "check_quota": "member_id on_day used",
    "checkpoint": "name seq hash on_day mac",
    "complaint": (
        "case_number state institution_kind owner_id urgent lookup desk id arrived_on epoch "
        "expires_on closed_on body summary contact consents fact_link idem repeat_sealed"
    ),
    "complaint_due": "complaint_id number reason step due_on done_on reminded words",
    "complaint_file": "complaint_id number about stream",
    "complaint_message": "complaint_id number author body on_day",
    "complaint_note": "complaint_id number staff_id body on_day",
    "complaint_paper": "complaint_id number body",
    "complaint_step": "complaint_id number body",
    "complaint_token": "token complaint_id about",
    "counted_fact": "id series quarter sealed",
    "decision": "number subject_kind subject_id actor staff_id from_state to_state reason on_day",
    "deletion": "number on_day kind rule rows",
    "delivery": ("id member_id alert_id about channel urgent not_before attempts sent on_day"),
    "facts_import": "mark imported_on",
    "feed": "member_id address_mac",
    "figure_correction": "id series release words written_by written_on",
    "figure_cube": "series quarter sealed",
    "figure_draft": "series release content audit facts_mark drafted_by drafted_on",
    "figure_release": (
        "number series release content audit drafted_by approved_by frozen_on public_from "
        "previous sha256"
    ),
    "import_profile": "id body",
    "imported_row": "identity content expires_on",
    "invitation": "id organisation_id code_mac made_on expires_on used_on",
    "member": "id lookup state joined_on renew_by profile counted_mark",
    "message": "report_id number author body on_day",
    "note": "report_id number staff_id body on_day",
    "notice": "member_id alert_id on_day seen",
    "organisation": "id name state created_on code_mac quota",
    "outbox": "id task object_id on_day attempts done_on",
    "police_information": "report_id sealed proposed_by approved_by",
    "police_ledger": "id quarter kind unit legal_check outcome",
    "protocol_proposal": "id numbers proposed_by proposed_on",
    "protocol_version": (
        "number licence numbers proposed_by proposed_on confirmed_by confirmed_on sha256"
    ),
    "recusal": "complaint_id staff_id",
    "report": (
        "team state urgent needs_second alert_ref id arrived_on epoch expires_on closed_on body "
        "summary contact consents fact_link lookup idem repeat_sealed"
    ),
    "reporter_request": "id kind object_id on_day done_on",
    "exposure": "staff_id week severe",
    "saved_view": "staff_id number state kind owner due",
    "staff": "id name role team state created_on public_key attempts_on attempts",
    "subject_request": (
        "id lookup idem repeat_sealed state subject_right arrived_on due_on expires_on epoch mark "
        "body longer_reason outcome decided_by answered_on answer"
    ),
    "subject_request_alert": (
        "request_id alert_id suspended lift_proposed_by lift_reason lifted_by"
    ),
    "suspension": "id member_id by_staff on_day state reason epoch appeal decided_by decided_on",
    "sweep_run": "id at",
    "team_epoch": "team epoch public_key state created_on",
    "training": (
        "id audience title_nl title_en text_nl text_en first_on last_on begins ends place "
        "municipality online language seats cancelled_on"
    ),
    "wait_count": "week_of days decided",
}
KEYS: Mapping[str, str] = {
    "application": "sealed_team",
    "complaint_keys": "receipt_public sealed_receipt complaint_id sealed_team sealed_desk",
    "escrow_seal": "team epoch escrow_key sealed",
    "passkey": "id staff_id sealed added_on",
    "report_keys": "report_id receipt_public sealed_team sealed_desk sealed_receipt",
    "staff": "invite_mac invite_until salt auth wrapped_secret totp_sealed totp_last_step",
    "subject_request_keys": "request_id receipt_public sealed_team sealed_desk sealed_receipt",
    "suspension": "sealed_team",
    "team_grant": "staff_id team epoch sealed",
}
LEFT_OUT: Mapping[str, str] = {
    "web_session": "ends with the machine; a copy would keep the key of a report that is deleted",
    "parked_photo": "belongs to a form that is open now",
    "lease": "half an hour of somebody's work",
}
"""Tables of no part, and why."""


def columns_of(part: Mapping[str, str], table: str) -> tuple[str, ...]:
    """The columns of a table in a part; none where it has none there."""
    return tuple(part.get(table, "").split())
