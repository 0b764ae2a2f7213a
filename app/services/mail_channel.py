"""Mail to a member: a fixed neutral sentence in her language, to an address that she confirmed.

Neither subject nor text says what this site is, and no link leads to it: whoever reads over her
shoulder learns that some site has something new.
"""

from __future__ import annotations

from dataclasses import dataclass
from smtplib import SMTPRecipientsRefused

from app.adapters.catalogues import Catalogues, marked
from app.adapters.mail import Mail
from app.services.channels import Fate, Parcel
from app.services.deliveries import MAIL

SUBJECT = marked("Something new")
TEXT = marked("There is something new for you. Look when it suits you.")
CODE_SUBJECT = marked("Your code")
CODE_TEXT = marked("Your code is %(code)s. You asked for it yourself. If not, do nothing.")

NO_SUCH_MAILBOX = frozenset({550, 551, 553})
REFUSED_BY_RULES = b"5.7."  # about us or this message, not about her mailbox


@dataclass(frozen=True)
class MailChannel:
    """The operator's mail server as a way to reach members."""

    mail: Mail
    catalogues: Catalogues
    name: str = MAIL

    def send(self, parcel: Parcel) -> Fate:
        subject, text = (
            self.catalogues.gettext(parcel.language, words) for words in (SUBJECT, TEXT)
        )
        try:
            self.mail.send(parcel.address, subject, text, message_id=str(parcel.delivery_id))
        except SMTPRecipientsRefused as refused:
            return _fate(refused)
        return Fate.SENT

    def send_code(self, address: str, language: str, code: str) -> None:
        """Raises OSError."""
        text = self.catalogues.gettext(language, CODE_TEXT) % {"code": code}
        self.mail.send(address, self.catalogues.gettext(language, CODE_SUBJECT), text)


def _fate(refused: SMTPRecipientsRefused) -> Fate:
    for code, answer in refused.recipients.values():
        said = answer if isinstance(answer, bytes) else str(answer).encode()
        if code in NO_SUCH_MAILBOX and REFUSED_BY_RULES not in said:
            return Fate.GONE
    return Fate.LATER
