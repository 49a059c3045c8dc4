"""The tables of disputes: each about one dispatch, with its evidence and the legal adviser's opinions."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hotline.calls.models import Call
from hotline.deposits.models import Draw
from hotline.dispatch.models import Dispatch
from hotline.life.models import Living
from hotline.papers.models import Paper
from hotline.people.roles import STAFF
from hotline.providers.models import Provider

from .life import GOING, About, Kind


class DisputeQuerySet(models.QuerySet["Dispute"]):
    """Questions about disputes that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a worker sees those of his own provider's jobs."""
        if person.role & STAFF:
            return self
        return self.filter(dispatch__provider__in=Provider.objects.seen_by(person))

    def going(self) -> Self:
        """Keep those that have not ended."""
        return self.filter(status__in=GOING)


class Dispute(Living):
    """What a citizen and a provider do not agree on, after one job. What either said stands in the journal."""

    KIND: ClassVar[str] = "dispute"

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="disputes")
    about_what = models.CharField(_("争什么"), max_length=10, choices=About)
    asked = models.DecimalField(_("市民要求（元）"), max_digits=9, decimal_places=2, null=True)
    opened_at = models.DateTimeField(_("提出时间"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    citizen_heard_at = models.DateTimeField(_("听取市民"), null=True)
    provider_heard_at = models.DateTimeField(_("听取企业"), null=True)
    kind = models.CharField(_("怎么赔"), max_length=14, choices=Kind, blank=True, default="")
    amount = models.DecimalField(_("赔付金额"), max_digits=9, decimal_places=2, null=True)
    settled_at = models.DateTimeField(_("裁定时间"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    pay_by_at = models.DateTimeField(_("赔付期限"), null=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    drawing = models.OneToOneField(
        Draw, models.PROTECT, null=True, related_name="dispute", verbose_name=_("扣划")
    )
    """What is, or was last, asked to be drawn from the deposit for it."""

    objects = DisputeQuerySet.as_manager()

    class Meta:
        verbose_name = _("争议")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dispatch"], name="dispute_one_going", condition=Q(status__in=GOING)
            )
        ]

    def __str__(self) -> str:
        return f"{self.dispatch.case} #{self.pk}"


class Opinion(models.Model):
    """That a legal adviser has given an opinion: who, as what, when, entered by whom. Written once: a trigger keeps it.

    What he says of citizen and provider is free text and stands, as all of it, in the journal's words: it cannot be
    changed there either, but a citizen who is forgotten is forgotten in it.
    """

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="opinions")
    adviser = models.CharField(_("法律顾问"), max_length=40)
    office = models.CharField(_("身份"), max_length=60)
    given_on = models.DateField(_("意见日期"))
    entered_at = models.DateTimeField(_("登记时间"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("法律意见")


class Proof(models.Model):
    """A paper of the case, or a call about it, that shows how it was."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="proofs")
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    call = models.ForeignKey(Call, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(_("登记时间"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("证据")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="dispute_proof_is_one_thing",
                condition=Q(paper=None, call__isnull=False) | Q(paper__isnull=False, call=None),
            ),
            models.UniqueConstraint(fields=["dispute", "paper"], name="dispute_proof_paper_once"),
            models.UniqueConstraint(fields=["dispute", "call"], name="dispute_proof_call_once"),
        ]
