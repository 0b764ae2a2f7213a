"""Her own dossier for the police: which parts of her report it may hold, and nothing else of it.

It is made anew from the chosen parts, never by leaving things out: what is not named here (how to
reach her, what could point to her, her wishes, her photos) has no way into it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from app.domain.report import ReportDraft
from app.domain.report_parts import Client, Place, WhenKnown

KINDS, WHEN, WHERE, WHO, KNOWN, LOOKS, ACTIVE, STORY = (
    "kinds", "when", "where", "who", "known", "looks", "active", "story",
)  # fmt: skip
PARTS = (KINDS, WHEN, WHERE, WHO, KNOWN, LOOKS, ACTIVE, STORY)
AT_FIRST = frozenset({KINDS, WHEN, WHERE, KNOWN, LOOKS, STORY})
"""Ticked when she opens the page; each can be ticked off."""


def only(draft: ReportDraft, parts: Collection[str]) -> ReportDraft:
    """A report that holds the chosen parts alone; what is no part of `PARTS` chooses nothing."""
    told = draft.client
    client = Client()
    if KNOWN in parts:
        client = replace(
            client, phones=told.phones, emails=told.emails, profiles=told.profiles,
            plates=told.plates, nickname=told.nickname, number_country=told.number_country,
        )  # fmt: skip
    if LOOKS in parts:
        client = replace(
            client, appearance=told.appearance, accent=told.accent, car_type=told.car_type,
            car_colour=told.car_colour,
        )  # fmt: skip
    return ReportDraft(
        kinds=draft.kinds if KINDS in parts else (),
        when=draft.when if WHEN in parts else WhenKnown(),
        place=draft.place if WHERE in parts else Place(),
        culprit_role=draft.culprit_role if WHO in parts else "",
        client=client,
        still_active=draft.still_active if ACTIVE in parts else "",
        story=draft.story if STORY in parts else "",
        language=draft.language if STORY in parts else "",
    )


def told_parts(draft: ReportDraft) -> tuple[str, ...]:
    """Those of `PARTS` of which she told something."""
    nothing = only(draft, ())
    # a language without a story is nothing to show
    kept = draft if draft.story.strip() else replace(draft, story="", language="")
    return tuple(part for part in PARTS if only(kept, (part,)) != nothing)
