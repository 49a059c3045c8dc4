"""What every way out of the house has in common: it takes a message once, or says how it was not taken."""

from __future__ import annotations

import ssl
from typing import Protocol

from django.conf import settings

from .models import Message


class NotTaken(Exception):
    """A message was not taken, or nobody knows whether it was: it comes again. Its text is for the log."""


class Refused(Exception):
    """The receiver will never take this message; its text is a number, as "550", and no word of the receiver's."""


class Gone(Refused):
    """The receiver wants no message any more."""


class Way(Protocol):
    """Takes messages; what it took under a key it sends once."""

    def send(self, message: Message) -> bool:
        """Send a message; say whether there was anybody to send it to. Raises `NotTaken`, `Refused`."""


def trust() -> ssl.SSLContext:
    """Return whose certificates are believed: those of the machine, and those that the installation adds."""
    context = ssl.create_default_context()
    if file := settings.CONFIGURATION.trust_file:
        context.load_verify_locations(file)
    return context
