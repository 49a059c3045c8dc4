"""What can happen to a paper once it is kept."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Words
from hotline.life.steps import Life, Step
from hotline.people.roles import RIGHTS, Role


class Status(TextChoices):
    """Where a paper stands."""

    KEPT = "kept", _("在卷")  # part of the case
    WITHDRAWN = "withdrawn", _("已撤下")  # kept, but no part of the case any more
    ERASED = "erased", _("已销毁")  # the files are gone; that there was one stays on record


WHY = Words(name="why", label=_("原因"), rows=1)

LIFE = Life(
    "paper", _("附件"), Status,
    #    step       from                             to                by whose hand            button, timeline
    Step("withdraw", Status.KEPT,                    Status.WITHDRAWN, RIGHTS["upload"],        _("撤下"), _("已撤下"),
         (WHY,), tone="danger", undo=(Status.KEPT,)),
    Step("erase",   (Status.KEPT, Status.WITHDRAWN), Status.ERASED,    Role.ADMIN | Role.CLOCK, _("销毁"), _("已销毁"),
         (WHY,), tone="danger"),
    first=Status.KEPT,
)  # fmt: skip
