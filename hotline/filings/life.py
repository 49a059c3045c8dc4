"""What can happen to a filing: a provider hands it in, the line takes it over or says why not."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Words
from hotline.life.steps import Life, Step
from hotline.people.roles import Role
from hotline.providers.life import VETS


class Status(TextChoices):
    """Where a filing stands."""

    FILED = "filed", _("等核对")  # nobody has looked at it yet
    ACCEPTED = "accepted", _("已登记")  # it is written down as it was filed
    DECLINED = "declined", _("没有登记")  # it is not, and the provider knows why
    TAKEN_BACK = "taken_back", _("已撤回")  # the provider thought better of it


class What(TextChoices):
    """What is asked for."""

    RENEW = "renew", _("换新材料")
    TAKE_ON = "take_on", _("加师傅")
    LET_GO = "let_go", _("师傅离开")


LIFE = Life(
    "filing", _("申报"), Status,
    #    step        from          to                 by whose hand   button, timeline
    Step("accept",    Status.FILED, Status.ACCEPTED,   VETS,           _("核对无误，登记"), _("已核对登记"), tone="line"),
    Step("decline",   Status.FILED, Status.DECLINED,   VETS,           _("不登记"), _("没有登记"),
         (Words(name="why", label=_("理由"), rows=2),), tone="danger"),
    Step("take_back", Status.FILED, Status.TAKEN_BACK, Role.PROVIDER,  _("撤回"), _("已撤回")),
    first=Status.FILED,
)  # fmt: skip
