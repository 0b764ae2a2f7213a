"""What each line of the log says in words. A code without words is shown as it is."""

from __future__ import annotations

from app.web.texts import lazy as _l

ACTORS = {
    "operator": _l("The operator"),
    "unknown": _l("Somebody with an unknown name"),
    "system": _l("The system"),
}

ACTIONS = {
    "staff_invited": _l("Invited somebody"),
    "staff_reset": _l("Gave somebody a new beginning"),
    "staff_suspended": _l("Took somebody's access away"),
    "role_changed": _l("Changed somebody's role"),
    "enrolment_begun": _l("Used the invitation"),
    "enrolment_refused": _l("Wrong words or code while enrolling"),
    "enrolled": _l("Enrolled"),
    "signed_in": _l("Signed in"),
    "sign_in_refused": _l("Sign-in refused"),
    "sign_in_barred": _l("Sign-in refused: too many wrong tries"),
    "proved_again": _l("Confirmed again who they are"),
    "proof_refused": _l("Wrong code or passphrase inside"),
    "passphrase_renewed": _l("Took a new passphrase"),
    "team_key_made": _l("Made the team's first key"),
    "team_key_granted": _l("Gave a colleague the team's key"),
    "team_key_rotated": _l("Made a new team key"),
    "team_key_pinned": _l("Pinned the team's key"),
    "reports_resealed": _l("Moved reports to the newest key"),
    "case_claimed": _l("Took a report on"),
    "case_released": _l("Gave a report back"),
    "case_opened": _l("Opened a report"),
    "photo_shown": _l("Looked at a photo"),
    "contact_asked": _l("Asked to see contact details"),
    "contact_shown": _l("Saw contact details"),
    "note_written": _l("Wrote a note"),
    "reporter_asked": _l("Asked the reporter something"),
    "reporter_answered": _l("Wrote to the reporter"),
    "report_closed": _l("Closed a report"),
    "report_rejected": _l("Made no warning of a report"),
    "report_reopened": _l("Opened a report again"),
    "report_merged": _l("Put reports together"),
    "burst_rejected": _l("Put a flood of reports aside"),
    "alert_proposed": _l("Proposed a warning"),
    "alert_returned": _l("Sent a proposed warning back"),
    "alert_approved": _l("Approved a warning"),
    "alert_released": _l("Released a warning"),
    "alert_shown": _l("Opened a warning"),
    "correction_proposed": _l("Proposed a correction"),
    "alert_corrected": _l("Corrected a warning"),
    "alert_retracted": _l("Took a warning back"),
    "alert_source_dropped": _l("Took a report out of a warning"),
}
