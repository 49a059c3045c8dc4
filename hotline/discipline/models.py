"""The tables of complaints, of the evidence for them, of cards and of rectifications. What was said stands in the journal."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline import clock
from hotline.calls.models import Call
from hotline.cases.models import Case
from hotline.dispatch.models import Dispatch
from hotline.followups.models import FollowUp
from hotline.life.models import Living
from hotline.papers.models import Paper
from hotline.people.roles import STAFF
from hotline.providers.models import Provider

from .cards import Colour, Fault
from .life import COUNTING, OPEN, PROVIDER_KNOWS, CardStatus, PlanStatus, Status


class Cause(models.TextChoices):
    """Whence a complaint comes."""

    CITIZEN = "citizen", _("市民投诉")
    CALLBACK = "callback", _("回访不满意")
    OVERRUN = "overrun", _("没有按时到")
    STAFF = "staff", _("热线发现")


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    """Questions about complaints that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a worker his provider's, from when on it is asked."""
        if person.role & STAFF:
            return self
        theirs = Provider.objects.seen_by(person)
        return self.filter(provider__in=theirs.values("pk"), status__in=PROVIDER_KNOWS)

    def open(self) -> Self:
        """Keep those that somebody must decide on."""
        return self.filter(status__in=OPEN)

    def waiting(self) -> Self:
        """Keep those that wait for somebody, the one with the least time first: `due` is by when."""
        asked = Q(status=Status.VERIFYING, provider_heard_at=None, silent_at=None)
        due = models.Case(
            models.When(asked, then=F("answer_by_at")),
            models.When(status__in=OPEN, then=F("decide_by_at")),
            default=F("tell_by_at"),
        )
        untold = Q(tell_by_at__isnull=False, told_at=None)
        return self.filter(Q(status__in=OPEN) | untold).annotate(due=due).order_by("due", "pk")


class Complaint(Living):
    """What somebody says a provider did wrong, and what was found."""

    KIND: ClassVar[str] = "complaint"

    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="complaints", verbose_name=_("加盟企业")
    )
    dispatch = models.ForeignKey(
        Dispatch, models.PROTECT, null=True, related_name="complaints", verbose_name=_("派单")
    )
    """The work that it is about; None: about the provider, no work of it."""
    followup = models.ForeignKey(
        FollowUp, models.PROTECT, null=True, related_name="+", verbose_name=_("回访")
    )
    """The call-back in which the citizen said so."""
    cause = models.TextField(_("来源"), choices=Cause)
    opened_at = models.DateTimeField(_("提出时间"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decide_by_at = models.DateTimeField(_("办理时限"))
    citizen_heard_at = models.DateTimeField(_("市民说明"), null=True)
    answer_by_at = models.DateTimeField(_("企业说明时限"), null=True)
    provider_heard_at = models.DateTimeField(_("企业说明"), null=True)
    silent_at = models.DateTimeField(_("企业逾时没有说明"), null=True)
    fault = models.TextField(_("错在哪里"), choices=Fault, blank=True, default="")
    decided_at = models.DateTimeField(_("决定时间"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    """Who said first what is true in it."""
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    """Who approved, or softened, what the first found grave."""
    tell_by_at = models.DateTimeField(_("告诉市民时限"), null=True)
    told_at = models.DateTimeField(_("告诉市民"), null=True)
    redone_by = models.ForeignKey(
        Dispatch, models.PROTECT, null=True, related_name="+", verbose_name=_("返工")
    )

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("投诉")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dispatch", "cause"],
                name="complaint_one_open",
                condition=Q(status__in=OPEN, dispatch__isnull=False),
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["decide_by_at"], name="complaint_open", condition=Q(status__in=OPEN)
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider} #{self.pk}"

    @property
    def case(self) -> Case | None:
        """Return the case that the work was for."""
        return self.dispatch.case if self.dispatch else None

    @property
    def has_citizen(self) -> bool:
        """Say whether there is somebody who asked for the work."""
        return self.case is not None and self.case.caller_id is not None

    @property
    def is_heard(self) -> bool:
        """Say whether both sides have been heard, as far as each would speak."""
        citizen = self.citizen_heard_at is not None or not self.has_citizen
        return citizen and bool(self.provider_heard_at or self.silent_at)

    @property
    def is_asked(self) -> bool:
        """Say whether the provider is to say something now."""
        return self.status == Status.VERIFYING and not (self.provider_heard_at or self.silent_at)

    @property
    def due_at(self) -> datetime | None:
        """Return by when whoever it waits for must act; None when it waits for nobody."""
        if self.is_asked:
            return self.answer_by_at
        if self.status in OPEN:
            return self.decide_by_at
        return None if self.told_at else self.tell_by_at

    @property
    def waits_for(self) -> str | Promise:
        """Return in a word what is to be done next; empty when nothing is."""
        if self.is_asked:
            return _("企业说明")
        if self.status == Status.VERIFYING:
            return _("决定") if self.is_heard else _("问市民")
        if self.status in OPEN:
            return _("受理") if self.status == Status.OPENED else _("第二人批准")
        return _("告诉市民") if self.tell_by_at and not self.told_at else ""


class Evidence(models.Model):
    """A call or a paper that shows what happened. Why it was added stands in the journal."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="evidence")
    call = models.ForeignKey(
        Call, models.PROTECT, null=True, related_name="+", verbose_name=_("通话")
    )
    paper = models.ForeignKey(
        Paper, models.PROTECT, null=True, related_name="+", verbose_name=_("附件")
    )
    added_at = models.DateTimeField(_("添加时间"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("证据")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["complaint", "call"], name="evidence_call_once"),
            models.UniqueConstraint(fields=["complaint", "paper"], name="evidence_paper_once"),
            models.CheckConstraint(
                condition=Q(call__isnull=True) ^ Q(paper__isnull=True), name="evidence_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}.{self.call_id or self.paper_id}"


class CardQuerySet(models.QuerySet["Card"]):
    """Questions about cards that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a worker his provider's."""
        if person.role & STAFF:
            return self
        return self.filter(provider__in=Provider.objects.seen_by(person).values("pk"))

    def standing(self) -> Self:
        """Keep those that were not overturned, in the order in which they were given."""
        return self.filter(status__in=COUNTING).order_by("given_at", "pk")

    def appealed(self) -> Self:
        """Keep those whose appeal waits for an answer, the one with the least time first."""
        return self.filter(status=CardStatus.APPEALED).order_by("judge_by_at", "pk")


class Card(Living):
    """What a founded complaint brings: yellow, red, or sent off."""

    KIND: ClassVar[str] = "card"

    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="cards", verbose_name=_("加盟企业")
    )
    complaint = models.OneToOneField(
        Complaint, models.PROTECT, related_name="card", verbose_name=_("投诉")
    )
    colour = models.TextField(_("牌"), choices=Colour)
    grave = models.BooleanField(_("一次否决"), default=False)
    given_at = models.DateTimeField(_("发出时间"))
    counts_until_at = models.DateTimeField(_("算到"))
    appeal_by_at = models.DateTimeField(_("申诉期到"))
    judge_by_at = models.DateTimeField(_("申诉答复时限"), null=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("牌")
        indexes: ClassVar = [models.Index(fields=["provider", "given_at"], name="card_of_provider")]

    def __str__(self) -> str:
        return f"{self.provider} {self.get_colour_display()}"

    @property
    def counts(self) -> bool:
        """Say whether it counts now."""
        return self.counts_at(clock.now())

    def counts_at(self, at: datetime) -> bool:
        """Say whether it counts at a moment."""
        return self.status in COUNTING and self.counts_until_at > at

    @property
    def may_be_appealed(self) -> bool:
        """Say whether the provider may still say that it is wrong."""
        return self.status == CardStatus.GIVEN and clock.now() <= self.appeal_by_at


class RectificationQuerySet(models.QuerySet["Rectification"]):
    """Questions about rectifications that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a worker his provider's."""
        if person.role & STAFF:
            return self
        return self.filter(card__provider__in=Provider.objects.seen_by(person).values("pk"))

    def open(self) -> Self:
        """Keep those on which somebody has something to do, the one with the least time first."""
        over = (PlanStatus.DONE, PlanStatus.DROPPED)
        return self.exclude(status__in=over).order_by("due_at", "pk")


class Rectification(Living):
    """How a provider that was shown a red card gets better: its plan, and whether it was carried out."""

    KIND: ClassVar[str] = "rectification"

    card = models.OneToOneField(
        Card, models.PROTECT, related_name="rectification", verbose_name=_("牌")
    )
    due_at = models.DateTimeField(_("时限"), null=True)
    """By when the provider owes the next thing; None: it owes none."""

    objects = RectificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("整改")

    def __str__(self) -> str:
        return f"{self.card} #{self.pk}"
