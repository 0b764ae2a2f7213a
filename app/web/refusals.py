"""Why a form was not accepted; the error pages have the sentences."""

from __future__ import annotations

from werkzeug.exceptions import BadRequest


class FormTooOld(BadRequest):
    """The form's token has expired or is not ours."""


class CameFromElsewhere(BadRequest):
    """The request was started by another site, or by a browser that does not say."""
