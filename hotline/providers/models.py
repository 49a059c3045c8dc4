"""Providers, what each serves where and when, the people it sends, and the papers of both, each with its last good day."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.areas.models import Area
from hotline.catalogue.models import Service
from hotline.catalogue.permits import Permit
from hotline.journal.models import Recorded
from hotline.life.models import Living
from hotline.people.roles import STAFF
from hotline.worktime.hours import ROUND_THE_CLOCK


class Form(models.TextChoices):
    """What a provider is in law."""

    COMPANY = "company", _("企业")
    SOLE = "sole", _("个体")
    PERSON = "person", _("个人")


class ProviderQuerySet(models.QuerySet["Provider"]):
    """Questions about providers that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a worker sees his own, as long as he is there."""
        if person.role & STAFF:
            return self
        return self.filter(members__person=person, members__ended_at=None)


class Provider(Living):
    """A company or person that the line sends, once it is vetted."""

    KIND: ClassVar[str] = "provider"

    name = models.CharField(_("名称"), max_length=120, unique=True)
    short_name = models.CharField(_("简称"), max_length=40)
    form = models.CharField(_("性质"), max_length=10, choices=Form, default=Form.COMPANY)
    telephone = models.CharField(_("电话"), max_length=20)
    address = models.CharField(_("地址"), max_length=120, blank=True, default="")
    address_area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("所在区域")
    )
    most_open = models.PositiveSmallIntegerField(_("最多同时在手"), default=5)
    since_on = models.DateField(_("加盟日"))
    legal_person = models.CharField(_("法定代表人"), max_length=40, blank=True, default="")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    """Who read its papers: somebody else lets it in."""
    contract_until_on = models.DateField(_("合同到期日"), null=True, blank=True)
    barred_until_on = models.DateField(_("不得重新申请至"), null=True)
    """Until when one who was expelled may not ask again, that day excluded."""
    share_pct = models.PositiveSmallIntegerField(_("派单份额（%）"), default=100)
    """How much of its turn it gets: a red card halves it."""
    code = models.CharField(_("查询码"), max_length=8, unique=True, null=True, editable=False)
    """With it an applicant sees how far it is."""
    services: models.ManyToManyField[Service, Offer] = models.ManyToManyField(
        Service, through="Offer", related_name="providers"
    )

    objects = ProviderQuerySet.as_manager()

    class Meta:
        verbose_name = _("加盟企业")

    def __str__(self) -> str:
        return self.name


class Offer(models.Model):
    """One service that a provider renders, in some areas, at some hours."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="offers")
    service = models.ForeignKey(Service, models.PROTECT, related_name="offers")
    areas = models.ManyToManyField(Area, related_name="+", verbose_name=_("区域"))
    """Cities, subdistricts or towns; a place within one of them is served."""
    hours = models.CharField(_("时间"), max_length=11, default=ROUND_THE_CLOCK)
    until_on = models.DateField(_("有效至"), null=True)
    """From when on a paper that it needs is no longer good; None: none of them ends."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "service"], name="providers_offer_once")
        ]


class MemberQuerySet(models.QuerySet["Member"]):
    """Questions about workers that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a worker sees those he works with, as long as he is there."""
        if person.role & STAFF:
            return self
        return self.filter(provider__in=Provider.objects.seen_by(person))

    def standing(self) -> Self:
        """Keep those who were not let go."""
        return self.filter(ended_at=None)


class Member(Recorded):
    """A worker whom a provider sends to people's homes."""

    KIND: ClassVar[str] = "member"

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="members")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("账号")
    )
    telephone = models.CharField(_("电话"), max_length=20)
    answers_offers = models.BooleanField(_("接单人"), default=False)
    """Whether the link to a new job goes to this member."""
    ended_at = models.DateTimeField(_("离开时间"), null=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("师傅")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                name="providers_member_of_one",
                condition=models.Q(ended_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.person.name


class PaperKind(models.TextChoices):
    """What a paper shows."""

    LICENCE = "licence", _("营业执照")
    IDENTITY = "identity", _("身份证明")
    INSURANCE = "insurance", _("保险")
    PERMIT = "permit", _("证照")
    CONTRACT = "contract", _("合同")
    CARD = "card", _("上门服务证")
    CERTIFICATE = "certificate", _("其他证书")


class CredentialQuerySet(models.QuerySet["Credential"]):
    """Questions about papers that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; a worker sees his provider's."""
        if person.role & STAFF:
            return self
        return self.filter(provider__in=Provider.objects.seen_by(person))

    def standing(self) -> Self:
        """Keep those that were not taken back, of the provider and of workers who are there."""
        return self.filter(
            models.Q(member=None) | models.Q(member__ended_at=None), withdrawn_at=None
        )

    def newest(self) -> Self:
        """Keep those that no newer one has taken the place of."""
        return self.standing().filter(followed_by=None)


class Credential(Recorded):
    """A paper of a provider, or of one of its workers, that somebody of the line has seen."""

    KIND: ClassVar[str] = "credential"

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="papers")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="papers")
    """Whose it is, where it is a worker's."""
    kind = models.CharField(_("材料"), max_length=12, choices=PaperKind)
    permit = models.CharField(_("哪种证照"), max_length=20, choices=Permit, blank=True, default="")
    title = models.CharField(_("证书名称"), max_length=60, blank=True, default="")
    number = models.CharField(_("编号"), max_length=60, blank=True, default="")
    """Of a proof of identity the last four signs alone."""
    issued_on = models.DateField(_("生效日"), null=True)
    until_on = models.DateField(_("有效至"), null=True)
    """The last day on which it is good; None: it never ends."""
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    checked_at = models.DateTimeField(_("核对时间"), null=True)
    withdrawn_at = models.DateTimeField(_("作废时间"), null=True)
    followed_by = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="follows", verbose_name=_("新材料")
    )

    objects = CredentialQuerySet.as_manager()

    class Meta:
        verbose_name = _("材料")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind="permit") ^ models.Q(permit=""),
                name="providers_permit_is_named",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["until_on"],
                name="providers_paper_ending",
                condition=models.Q(withdrawn_at=None, followed_by=None),
            )
        ]

    def __str__(self) -> str:
        return str(self.title or self.get_permit_display() or self.get_kind_display())

    @property
    def key(self) -> tuple[int | None, str, str, str]:
        """Return what papers have in common of which the newer takes the place of the older."""
        return self.member_id, self.kind, self.permit, self.title


class Face(models.Model):
    """A worker's photo, by which a citizen knows who is at the door."""

    member = models.OneToOneField(Member, models.CASCADE, related_name="face")
    jpeg = models.BinaryField()
