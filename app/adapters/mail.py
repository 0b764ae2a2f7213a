"""Mail: fixed sentences and codes, through the SMTP server of the operator.

Nothing of a case is ever in a mail. `MAIL_URL` is `smtps://user:password@host:465`,
`smtp+starttls://…:587`, or `smtp://127.0.0.1:25` for a mail server on this machine; `?from=` names
the sender.
"""

from __future__ import annotations

import smtplib
import ssl
import sys
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
LOOPBACK = ("127.0.0.1", "::1", "localhost")
ANSWER_WITHIN_SECONDS = 15.0


class UnsafeMailUrl(Exception):
    """A mail server that we do not use: unknown scheme, or clear text over the network."""


class Mail(Protocol):
    """Whoever can send a mail of fixed text; `works` is false where nobody can."""

    @property
    def works(self) -> bool:
        """Whether a message can leave at all."""
        ...

    def send(self, to: str, subject: str, text: str, *, message_id: str | None = None) -> None:
        """Hands one mail over; raises OSError or SMTPException when that fails.

        The same `message_id` again tells the receiver that it is the same mail.
        """


class NullMail:
    """No mail server is configured: the desk looks at its queue by itself."""

    works = False

    def send(self, to: str, subject: str, text: str, *, message_id: str | None = None) -> None:
        """Does nothing."""


class ConsoleMail:
    """For development: what would be sent stands in the terminal."""

    works = True

    def send(self, to: str, subject: str, text: str, *, message_id: str | None = None) -> None:
        del message_id  # nobody compares two
        sys.stderr.write(f"mail to {to}: {subject}\n{text}" + "\n")


@dataclass(frozen=True)
class SmtpMail:
    """One SMTP server."""

    scheme: str
    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    works: bool = True

    def send(self, to: str, subject: str, text: str, *, message_id: str | None = None) -> None:
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = to
        message["Subject"] = subject
        if message_id is not None:
            message["Message-ID"] = f"<{message_id}@{self.sender.rpartition('@')[2]}>"
        message.set_content(text)
        with self._connected() as server:
            if self.user is not None:
                server.login(self.user, self.password or "")
            server.send_message(message)

    def _connected(self) -> smtplib.SMTP:
        # without a name of its own smtplib would ask the network for ours, and send it along
        safe = ssl.create_default_context()
        wait = ANSWER_WITHIN_SECONDS
        if self.scheme == "smtps":
            return smtplib.SMTP_SSL(self.host, self.port, "localhost", timeout=wait, context=safe)
        server = smtplib.SMTP(self.host, self.port, "localhost", timeout=wait)
        if self.scheme == "smtp+starttls":
            try:
                server.starttls(context=safe)
            except (OSError, smtplib.SMTPException):
                server.close()
                raise
        return server


def open_mail(mail_url: str | None, *, development: bool = False) -> Mail:
    """The mail server of a setting; raises UnsafeMailUrl without repeating the address."""
    if mail_url is None:
        return ConsoleMail() if development else NullMail()
    parts = urlsplit(mail_url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise UnsafeMailUrl("smtps, smtp+starttls or smtp, and a host")
    if parts.scheme == "smtp" and parts.hostname not in LOOPBACK:
        raise UnsafeMailUrl("smtp without encryption only to this machine")
    user = unquote(parts.username) if parts.username else None
    sender = parse_qs(parts.query).get("from", [user or "desk@localhost"])[0]
    return SmtpMail(
        parts.scheme,
        parts.hostname,
        parts.port or PORTS[parts.scheme],
        sender,
        user,
        unquote(parts.password) if parts.password else None,
    )
