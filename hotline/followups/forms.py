"""The questions of a call-back as a form."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hotline.life.asks import StepForm
from hotline.people.roles import Role

from .life import LIFE


class AskForm(StepForm):
    """What the citizen is asked; the leader's word is asked of leaders alone."""

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(LIFE.steps["ask"].asks, *args, **kwargs)
        if not person.role & Role.LEADER:
            del self.fields["why"]
        for field in self.fields.values():
            field.error_messages["required"] = _("还没有问这一项。")
        next(iter(self.fields.values())).widget.attrs["autofocus"] = True
