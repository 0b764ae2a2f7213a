"""The short texts of which a member chooses one: what her phone shows for every message (T24).

The text stands in her browser already and says the same whatever happened; a message is empty.
"""

from __future__ import annotations

from app.adapters.catalogues import marked

TEXTS = {
    "1": marked("1 new message"),
    "2": marked("Something new"),
    "3": marked("Do not forget"),
    "4": marked("The update is done"),
}
FIRST = "1"
