"""The door of the desk: reading this module puts every page on the blueprint."""

from __future__ import annotations

from moderation.desk import account, again, enrol, log, sign_in, team
from moderation.desk.blueprint import desk

PAGES = (account, again, enrol, log, sign_in, team)
"""Every module with pages of the desk; a page that is not here does not exist."""

BLUEPRINT = desk
