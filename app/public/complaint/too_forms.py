"""The short complaint, "this happened to me too": four questions instead of twelve."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import Length

from app.domain.complaint import MAX_STORY_CHARS
from app.domain.complaint_parts import COMPLAINT_CONSENTS, ComplaintConsents
from app.domain.report_parts import WhenKnown
from app.public.complaint.about_forms import WhichForm
from app.public.complaint.telling import Telling
from app.public.wizard.forms import Boxes, StepForm, labels, one_kind_of_line_end
from app.web.current import reference
from app.web.texts import lazy as _l

ASKED = ("pattern", "figures")  # a letter is not written, so her own words are not asked about


class TooForm(WhichForm):
    """Which one it is about, unless there is only one of that kind."""

    def __init__(self, said: Telling, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        self.asks_account = False  # nobody complains at Kifid with this
        kind = reference().institution_types.get(said.one.kind)
        self.asks_which = kind is not None and reference().only_one_of(kind) is None
        if not self.asks_which:
            del self.name, self.match

    def fill(self, draft: Telling) -> None:
        if self.asks_which:
            super().fill(draft)


class BrieflyForm(StepForm[Telling]):
    """About when it was, and words only if she likes."""

    never_left_out = True

    about = RadioField(_l("About when was it?"), validate_choice=False)
    story = TextAreaField(
        _l("Do you want to say something about it?"),
        [Length(max=MAX_STORY_CHARS, message=_l("Keep this under 8,000 characters."))],
        filters=[one_kind_of_line_end],
    )

    def __init__(self, said: Telling, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        self.about.choices = labels("when_about")

    def fill(self, draft: Telling) -> None:
        self.about.data, self.story.data = draft.draft.when.about, draft.draft.story

    def change(self, draft: Telling) -> Telling:
        when = WhenKnown(about=self.about.data or "", day=draft.draft.when.day)
        return draft.said(when=when, story=self.story.data or "")


class TogetherForm(StepForm[Telling]):
    """Whether the desk may look for others, and whether she is counted: both are hers to choose."""

    consents = Boxes(_l("What may we do with it?"))
    do_not_show_back = BooleanField(_l("Do not show me what I wrote when I look with my code"))

    def __init__(self, said: Telling, **kwargs: Any) -> None:
        super().__init__(said, **kwargs)
        offered = {choice.value: choice for choice in labels("complaint_consent")}
        self.consents.choices = [offered[code] for code in ASKED]

    def fill(self, draft: Telling) -> None:
        self.consents.data = list(draft.draft.consents.given)
        self.do_not_show_back.data = draft.draft.do_not_show_back

    def change(self, draft: Telling) -> Telling:
        chosen = set(self.consents.data or ())
        return draft.said(
            consents=ComplaintConsents.of([one for one in COMPLAINT_CONSENTS if one in chosen]),
            do_not_show_back=bool(self.do_not_show_back.data),
        )
