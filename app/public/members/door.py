"""Everything a member sees, in one blueprint: importing these modules hangs their pages into it."""

from __future__ import annotations

from app.public.members import (
    alert,
    alerts,
    appeal,
    apply,
    check,
    device,
    feed,
    invitation,
    join,
    proof,
    settings,
    sign_in,
    vouch,
    ways,
)
from app.public.members.blueprint import members

BLUEPRINT = members
PAGES = (
    alert, alerts, appeal, apply, check, device, feed, invitation, join, proof, settings, sign_in,
    vouch, ways,
)  # fmt: skip
