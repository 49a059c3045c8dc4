"""Mail: it leaves by the server that this installation names, over TLS, as somebody who has signed in.

A letter is the same at each try, its Message-ID too: a receiver can tell that it has it. What a server answers about this
one letter (5xx to its receiver or its content) is for good; everything else is tried again.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

from django.conf import settings

from . import patience, ways
from .models import Message
from .ways import NotTaken, Refused

HERE = ("localhost", "127.0.0.1", "::1")
PORTS = {"smtp": 587, "smtps": 465}
FOR_GOOD = 500


@dataclass(frozen=True)
class Smtp:
    """A server of mail."""

    address: str
    user: str
    password: Callable[[], str]
    sender: str

    def send(self, message: Message) -> bool:
        """Hand the letter over; who was emptied meanwhile gets none."""
        if not message.mailbox:
            return False
        letter = written(message, self.sender)
        try:
            with self._talk() as server:
                self._greet(server)
                server.sendmail(self.sender, [message.mailbox], letter.as_bytes(policy=SMTP))
        except smtplib.SMTPRecipientsRefused as no:
            code = no.recipients[message.mailbox][0]
            raise _no(code, "refused the receiver") from None
        except smtplib.SMTPSenderRefused as no:
            raise NotTaken(f"the mail server refused our own address: {no.smtp_code}") from None
        except smtplib.SMTPDataError as no:
            raise _no(no.smtp_code, "refused the letter") from None
        except smtplib.SMTPResponseException as no:
            raise NotTaken(f"the mail server answered {no.smtp_code}") from None
        except (smtplib.SMTPException, OSError, EOFError, UnicodeError) as fault:
            raise NotTaken(f"the mail server did not answer: {type(fault).__name__}") from None
        return True

    @contextmanager
    def _talk(self) -> Iterator[smtplib.SMTP]:
        """Have a connection; how it is closed changes nothing about a letter that was taken."""
        where = urlsplit(self.address)
        kind, port = where.scheme, where.port or PORTS[where.scheme]
        server = (
            smtplib.SMTP_SSL(timeout=patience.ANSWER_S, context=ways.trust())
            if kind == "smtps"
            else smtplib.SMTP(timeout=patience.ANSWER_S)
        )
        server._host = where.hostname or ""  # type: ignore[attr-defined]  # whose certificate it must show
        try:
            with patience.cut_off(patience.WHOLE_S, lambda: server.sock):
                server.connect(where.hostname or "", port)
                yield server
                with suppress(smtplib.SMTPException, OSError):
                    server.quit()
        finally:
            server.close()

    def _greet(self, server: smtplib.SMTP) -> None:
        """Begin TLS where it has not begun, and sign in; a server elsewhere that knows no TLS is told nothing."""
        where = urlsplit(self.address)
        server.ehlo()
        if where.scheme == "smtp" and (server.has_extn("starttls") or where.hostname not in HERE):
            server.starttls(context=ways.trust())
            server.ehlo()
        if self.user:
            server.login(self.user, self.password())


def written(message: Message, sender: str) -> EmailMessage:
    """Return the letter, which is the same each time it is asked for."""
    letter = EmailMessage(policy=SMTP)
    letter["From"] = sender
    letter["To"] = message.mailbox
    letter["Subject"] = " ".join(message.subject.split())
    letter["Date"] = format_datetime(message.posted_at)
    letter["Message-ID"] = f"<{message.key}@{sender.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(message.text, cte="base64")
    return letter


def _no(code: int, what: str) -> NotTaken | Refused:
    return Refused(str(code)) if code >= FOR_GOOD else NotTaken(f"the mail server {what}: {code}")


def chosen() -> Smtp | None:
    """Return the mail server of this installation; None where mail stays in the outbox."""
    ours = settings.CONFIGURATION
    if ours.demo or not ours.mail_url:
        return None
    return Smtp(ours.mail_url, ours.mail_user, ours.mail_password, ours.mail_from)
