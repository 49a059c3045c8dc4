"""What can happen to the yearly appraisal of a provider: drafted from its figures, worded, agreed by another, published to it."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.life.asks import Words
from hotline.life.steps import STAYS, Life, Step
from hotline.providers.life import DECIDES, VETS


class Status(TextChoices):
    """Where an appraisal stands."""

    DRAFT = "draft", _("草稿")  # the figures of the year, and what somebody makes of them
    AGREED = "agreed", _("已同意")  # a second person has read it
    PUBLISHED = "published", _("已发布")  # the provider reads it


WHY = Words(name="why", label=_("理由"), rows=2)

LIFE = Life(
    "appraisal", _("年度考评"), Status,
    #    step         from              to                by whose hand  button, timeline
    Step("add_words", Status.DRAFT,     STAYS,            VETS,          _("写评语"), _("写了评语"),
         (Words(name="words", label=_("评语"), rows=6),)),
    Step("agree",     Status.DRAFT,     Status.AGREED,    DECIDES,       _("同意"), _("已同意"), tone="line"),
    Step("publish",   Status.AGREED,    Status.PUBLISHED, DECIDES,       _("发给企业"), _("已发给企业"), tone="line"),
    # the ways back
    Step("count_anew", Status.DRAFT,    STAYS,            VETS,          _("重新取数"), _("重新取了数")),
    Step("send_back", Status.AGREED,    Status.DRAFT,     DECIDES,       _("退回再改"), _("已退回再改"), (WHY,)),
    Step("take_back", Status.PUBLISHED, Status.DRAFT,     DECIDES,       _("收回"), _("已收回"), (WHY,), tone="danger"),
    first=Status.DRAFT,
)  # fmt: skip
