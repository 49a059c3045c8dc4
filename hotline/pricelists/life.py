"""What can happen to a price: proposed by the provider or entered for it, then agreed or refused by somebody else.

A price that was agreed ends by itself where the next one of the same service begins; it is never changed.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Words
from hotline.life.steps import Life, Step
from hotline.people.roles import Role
from hotline.providers.life import DECIDES, VETS


class Status(TextChoices):
    """Where a price stands."""

    PROPOSED = "proposed", _("待定")  # asked for; nobody has said yes yet
    AGREED = "agreed", _("已定")  # holds from its day, until the next one's
    REFUSED = "refused", _("未同意")
    WITHDRAWN = "withdrawn", _("已撤回")  # the provider, or who entered it, thought better of it


PROPOSES = Role.PROVIDER | VETS
WHY = Words(name="why", label=_("理由"), rows=2)

LIFE = Life(
    "price", _("价目"), Status,
    #    step       from              to                by whose hand  button, timeline
    Step("agree",    Status.PROPOSED, Status.AGREED,    DECIDES,       _("同意"), _("已同意"), tone="line"),
    Step("refuse",   Status.PROPOSED, Status.REFUSED,   DECIDES,       _("不同意"), _("未同意"), (WHY,), tone="danger"),
    Step("withdraw", Status.PROPOSED, Status.WITHDRAWN, PROPOSES,      _("撤回"), _("已撤回")),
    first=Status.PROPOSED,
)  # fmt: skip
