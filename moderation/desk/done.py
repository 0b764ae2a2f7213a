"""What somebody just did, said on the list where she lands: a word after each decision.

The address carries a code only (`?d=`); one that is not on this list says nothing.
"""

from __future__ import annotations

from typing import Any

from flask import request

from app.web.texts import lazy as _l

SHE_READS_WHY = _l("The reporter reads the reason with her code.")
DONE = {
    "rejected": (_l("No warning is made of it"), SHE_READS_WHY),
    "closed": (_l("The report is closed"), SHE_READS_WHY),
    "merged": (_l("Put with the warning"), SHE_READS_WHY),
    "asked": (_l("The question is sent"), _l("The report waits until she answers.")),
    "released": (_l("Put back"), _l("Every colleague can claim the report again.")),
    "aside": (_l("Put aside"), _l("Whoever sent one of these reads that we cannot use it.")),
    "approved": (
        _l("Approved"),
        _l("It is not out yet: the reporter can still stop it. After that it goes out by itself."),
    ),
    "published": (_l("Approved, and out"), _l("Members see this text now.")),
    "returned": (_l("Sent back"), _l("Your colleague reads the reason.")),
    "rested": (
        _l("It rests"),
        _l("From now on no member sees it and no check finds it. A colleague lets it out again."),
    ),
    "answers": (_l("Looked at"), _l("What members say from now on shows up here again.")),
    "let_out": (_l("Out again"), _l("Members who had it are told.")),
    "rests_on": (
        _l("You looked again, and it still rests"),
        _l("A listed person asked or objected. It rests until that is answered."),
    ),
    "retracted": (_l("Taken away"), _l("No member sees it any more, and no check finds it.")),
}
NOTHING_TO_TAKE = (
    _l("Nothing to take"),
    _l("What waits is with a colleague, or does not open with your key."),
)


def said() -> dict[str, Any] | None:
    """The notice of this page, for the component `notice`: kind, title and text."""
    code = request.args.get("d", "")
    if code == "none":
        return _notice("info", NOTHING_TO_TAKE)
    return _notice("good", DONE[code]) if code in DONE else None


def _notice(kind: str, words: tuple[Any, Any]) -> dict[str, Any]:
    return {"kind": kind, "title": words[0], "text": words[1]}
