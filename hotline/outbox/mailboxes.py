"""What mail can be sent to: asked by whoever writes a mailbox down, and once more before a letter is posted."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator


def is_mailbox(address: str) -> bool:
    """Say whether mail can be sent there."""
    try:
        EmailValidator()(address)
    except ValidationError:
        return False
    return address.isascii() and len(address) <= 254
