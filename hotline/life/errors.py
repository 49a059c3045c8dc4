"""What can keep an act from being done. Each says it in one sentence that may be shown."""

from __future__ import annotations


class NotDone(Exception):
    """The act was not done and nothing has changed; the text says why and what to do."""


class NotNow(NotDone):
    """The step exists, but not from where the thing stands."""


class NotYours(NotDone):
    """The step exists, but not for this person."""


class NotSo(NotDone):
    """What was asked cannot be, as it stands: a missing reason, a wrong choice, a rule that forbids it.

    `field` names what would have to be filled in otherwise: the page says it there and keeps what was typed.
    """

    def __init__(self, said: str = "", *, field: str = "") -> None:
        super().__init__(said)
        self.field = field
