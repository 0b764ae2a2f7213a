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
}
