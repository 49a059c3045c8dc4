"""The tables of assignments: who has which case since when, what is due, what was replied, what was asked, who was supervised."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case as Switch
from django.db.models import F, Q, When
from django.db.models.functions import Least
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hotline import clock
from hotline.cases.models import Case
from hotline.departments import queries as departments
from hotline.departments.models import Unit
from hotline.life.models import Living
from hotline.papers.models import Paper
from hotline.people.roles import STAFF

from .life import AT_WORK, EFFECT, OPEN, Asked, Part, PleaStatus, Status, Truth

PERSON = settings.AUTH_USER_MODEL
_SIGN = Switch(When(Q(status=Status.SENT.value), then=F("sign_by_at")))
_CONTACT = Switch(
    When(Q(contacted_at=None, part=Part.LEAD.value, why_no_contact=""), then=F("contact_by_at"))
)
NEXT = Least(_SIGN, _CONTACT, F("reply_by_at"))
"""When an assignment is due next: to sign, to speak with the citizen, to reply; nulls do not count."""
OWING = Q(status__in=AT_WORK) | Q(status=Status.REPLIED.value, answer_by_at__isnull=False)
"""Its unit has something to do, if only to answer a notice that came after its reply."""
OWED_NEXT = Least(
    _SIGN,
    _CONTACT,
    Switch(When(Q(status__in=AT_WORK), then=F("reply_by_at"))),
    F("answer_by_at"),
)
"""When an assignment is due next in its unit's inbox, where an answer to a notice is owed by the clock as well."""


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Questions about assignments that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Staff see all; who speaks for a unit its own and those of the units below it: of a shared case its part alone."""
        if person.role & STAFF:
            return self
        return self.filter(unit__in=departments.units_of(person))

    def open(self) -> Self:
        """Keep those that somebody is on."""
        return self.filter(status__in=OPEN)

    def at_work(self) -> Self:
        """Keep those whose unit has something to do."""
        return self.filter(status__in=AT_WORK)

    def owing(self) -> Self:
        """Keep those of which the unit owes something, be it an answer to a notice."""
        return self.filter(OWING)

    def leads(self) -> Self:
        """Keep those that answer for all."""
        return self.filter(part=Part.LEAD)


class Assignment(Living):
    """One case given to one unit."""

    KIND: ClassVar[str] = "assignment"

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="assignments", db_index=False, verbose_name=_("承办单位")
    )
    part = models.TextField(_("主办或协办"), choices=Part, default=Part.LEAD)
    under = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    """Of a part: the one that gathers its answer."""
    task = models.CharField(_("要它做什么"), max_length=2000, blank=True, default="")
    moved_from = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="moved_to", verbose_name=_("改派自")
    )
    sent_at = models.DateTimeField(_("交办时间"))
    sent_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    sign_by_at = models.DateTimeField(_("签收时限"), null=True)
    signed_at = models.DateTimeField(_("签收时间"), null=True)
    contact_by_at = models.DateTimeField(_("联系时限"), null=True)
    contacted_at = models.DateTimeField(_("联系时间"), null=True)
    contacted_from = models.CharField(_("联系用的号码"), max_length=30, blank=True, default="")
    why_no_contact = models.CharField(_("没有联系的原因"), max_length=2000, blank=True, default="")
    reply_by_at = models.DateTimeField(_("办理时限"), null=True)
    replied_at = models.DateTimeField(_("反馈时间"), null=True)
    reviewed_at = models.DateTimeField(_("审核时间"), null=True)
    reviewed_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, related_name="+", db_index=False
    )
    accepted_at = models.DateTimeField(_("通过时间"), null=True)
    call_back_by_at = models.DateTimeField(_("回访时限"), null=True)
    called_back_at = models.DateTimeField(_("回访时间"), null=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True)

    is_true = models.TextField(_("是否属实"), choices=Truth, blank=True, default="")
    beyond_duty = models.BooleanField(_("超职责"), null=True)
    solved = models.BooleanField(_("解决"), null=True)
    why_not = models.CharField(_("未解决的原因"), max_length=2000, blank=True, default="")
    account = models.CharField(_("办理情况"), max_length=2000, blank=True, default="")
    """Read by the line and the unit's own people, never by the citizen."""
    answer = models.CharField(_("公开答复"), max_length=2000, blank=True, default="")
    why_alone = models.CharField(_("协办未答复的原因"), max_length=2000, blank=True, default="")

    stands_since_at = models.DateTimeField(_("计时停止"), null=True)
    waits_since_at = models.DateTimeField(_("等市民"), null=True)
    """It stands for the citizen."""
    goes_on_at = models.DateTimeField(_("恢复计时"), null=True)
    """When the clock goes on by itself, if nobody lets it go on before."""
    suspended_until_on = models.DateField(_("核查日"), null=True)
    asks_since_at = models.DateTimeField(_("申请待审批"), null=True)
    """Since when something that the unit asked is undecided."""
    above_asks_since_at = models.DateTimeField(_("主办的申请待审批"), null=True)
    """Of a part: since when what was asked in time by the one above, or above that, is undecided."""
    supervised = models.PositiveSmallIntegerField(_("督办级别"), default=0)
    answer_by_at = models.DateTimeField(_("督办答复时限"), null=True)
    """When the first answer to a notice is owed; none: every notice is answered."""
    bound = models.BooleanField(_("最终裁定归该单位"), default=False)
    times_urged = models.PositiveSmallIntegerField(_("催办次数"), default=0)
    times_sent_back = models.PositiveSmallIntegerField(_("退回次数"), default=0)
    times_done_again = models.PositiveSmallIntegerField(_("重办次数"), default=0)
    times_extended = models.PositiveSmallIntegerField(_("延期次数"), default=0)
    times_returned = models.PositiveSmallIntegerField(_("申请退单次数"), default=0)
    sign_late = models.BooleanField(_("逾期签收"), default=False)
    contact_late = models.BooleanField(_("逾期联系"), default=False)
    reply_late = models.BooleanField(_("逾期反馈"), default=False)
    """Once late stays late, whatever is done again afterwards."""
    reply_length = models.CharField(_("办理时限的长度"), max_length=40, blank=True, default="")
    """As it held at the start: "5 working days". By which rule, and all else a due time was reckoned from, is in `kept`."""
    kept = models.JSONField(default=dict)
    """By clock: from when, how long, how counted, by which rule, what it was extended by (`clocks`)."""
    stood = models.JSONField(default=list)
    """The times the clock stood, each from, until, why."""

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("交办")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"],
                name="assignment_one_lead",
                condition=Q(part=Part.LEAD, status__in=OPEN),
            ),
            models.UniqueConstraint(
                fields=["under", "unit"],
                name="assignment_one_part",
                condition=Q(status__in=OPEN, under__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(part=Part.LEAD, under=None)
                | (~Q(part=Part.LEAD) & Q(under__isnull=False)),
                name="assignment_part_has_lead",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "reply_by_at", "id"],
                name="assignment_at_work",
                condition=Q(status__in=AT_WORK),
            ),
            models.Index(
                fields=["status", "reply_by_at", "id"],
                name="assignment_open",
                condition=Q(status__in=OPEN),
            ),
            models.Index("unit", OWED_NEXT, "id", name="assignment_owed", condition=OWING),
            models.Index(OWED_NEXT, "id", name="assignment_owed_first", condition=OWING),
            models.Index(NEXT, "id", name="assignment_soonest", condition=Q(status__in=AT_WORK)),
            models.Index(fields=["unit", "-sent_at"], name="assignment_of_unit"),
            models.Index(fields=["sent_at"], name="assignment_by_sending"),
        ]

    def __str__(self) -> str:
        return f"{self.case} → {self.unit.short}"

    @property
    def of(self) -> tuple[str, ...]:
        """Name its unit: an open inbox hears of what has just come."""
        return (f"{Unit.KIND}:{self.unit_id}",)

    @property
    def is_lead(self) -> bool:
        """Say whether it answers for all."""
        return self.part == Part.LEAD

    @property
    def owes_contact(self) -> bool:
        """Say whether the citizen is still to be spoken with: neither was he, nor did a reply say why not."""
        return self.contacted_at is None and not self.why_no_contact

    @property
    def to_sign(self) -> bool:
        """Say whether its unit is to sign for it: what is undecided before that is whether it is its own."""
        return self.status == Status.SENT and self.asks_since_at is None

    def asked_in_time(self, due_at: datetime) -> bool:
        """Say whether something is undecided that was asked before a clock had run out: nobody is late meanwhile."""
        if due_at == self.reply_by_at and self.is_spared:
            return True
        return self.asks_since_at is not None and self.asks_since_at <= due_at

    @property
    def is_spared(self) -> bool:
        """Say whether its reply does not run out, for it is due with the one above, about whose time nobody has decided."""
        since, due_at = self.above_asks_since_at, self.reply_by_at
        return since is not None and due_at is not None and since <= due_at

    @property
    def undecided_since_at(self) -> datetime | None:
        """Return since when something is undecided that its reply hangs on: its own plea, or that of the one above."""
        return min(filter(None, [self.asks_since_at, self.above_asks_since_at]), default=None)

    @property
    def stands(self) -> bool:
        """Say whether its clock stands now."""
        return self.stands_since_at is not None


class PleaQuerySet(models.QuerySet["Plea"]):
    """Questions about pleas that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Whoever sees an assignment sees what was asked about it."""
        if person.role & STAFF:
            return self
        return self.filter(assignment__unit__in=departments.units_of(person))

    def waiting(self) -> Self:
        """Keep those that nobody has decided, the longest waiting first."""
        return self.filter(status=PleaStatus.ASKED).order_by("asked_at", "pk")


class Plea(Living):
    """What a unit asks of the line about one assignment: by whom, why, who decided, and what it did to the clock."""

    KIND: ClassVar[str] = "plea"

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="pleas")
    kind = models.TextField(_("申请"), choices=Asked)
    asked_at = models.DateTimeField(_("申请时间"))
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    why = models.CharField(_("理由"), max_length=2000)
    plan = models.CharField(_("以后怎么办"), max_length=2000, blank=True, default="")
    to = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("应当归哪个单位")
    )
    days = models.PositiveSmallIntegerField(_("延几个工作日"), null=True)
    until_on = models.DateField(_("核查日"), null=True)
    decided_at = models.DateTimeField(_("审批时间"), null=True)
    decided_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, related_name="+", db_index=False
    )
    ruling = models.CharField(_("审批意见"), max_length=2000, blank=True, default="")
    days_granted = models.PositiveSmallIntegerField(_("批准几个工作日"), null=True)
    due_was_at = models.DateTimeField(_("原时限"), null=True)
    due_is_at = models.DateTimeField(_("新时限"), null=True)
    """When the reply was due before, and by the decision; none: the clock stands, or there is none any more."""

    objects = PleaQuerySet.as_manager()

    class Meta:
        verbose_name = _("申请")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assignment"],
                name="plea_one_waiting",
                condition=Q(status=PleaStatus.ASKED),
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["asked_at", "id"],
                name="plea_waiting",
                condition=Q(status=PleaStatus.ASKED),
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment} {self.get_kind_display()}"

    @property
    def effect(self) -> str:
        """Say what it does to the clock."""
        return str(EFFECT[Asked(self.kind)])


class SupervisionQuerySet(models.QuerySet["Supervision"]):
    """Questions about supervisions that keep to who may know."""

    def seen_by(self, person: Any) -> Self:
        """Whoever sees an assignment sees how it was supervised."""
        if person.role & STAFF:
            return self
        return self.filter(assignment__unit__in=departments.units_of(person))


class Supervision(models.Model):
    """A numbered notice to a unit that somebody above watches the case, and what the unit answered."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="supervisions")
    level = models.PositiveSmallIntegerField(_("级别"))
    year = models.PositiveSmallIntegerField(_("年"))
    serial = models.PositiveIntegerField(_("编号"))
    issued_at = models.DateTimeField(_("发出时间"))
    issued_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)
    demand = models.CharField(_("督办要求"), max_length=2000)
    answer_by_at = models.DateTimeField(_("答复时限"))
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    answer = models.CharField(_("督办答复"), max_length=2000, blank=True, default="")

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("督办")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "serial"], name="supervision_numbered_once")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Return the number of the notice, counted in its year: “督办〔2012〕3 号”."""
        return gettext("督办〔%(year)s〕%(n)s 号") % {"year": self.year, "n": self.serial}

    @property
    def is_late(self) -> bool:
        """Say whether it was not answered in time."""
        return (self.answered_at or clock.now()) > self.answer_by_at


class Proof(models.Model):
    """A paper of the case that shows what the unit did. Named apart from discipline's `Evidence`."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="proofs")
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="+", verbose_name=_("附件"))
    added_at = models.DateTimeField(_("添加时间"))
    added_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("佐证")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assignment", "paper"], name="proof_once")
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}.{self.paper_id}"
