"""What is done with months of assessment, one function for each step of `life.py`, and what each measure weighs.

A month is held while it is counted, published, objected to, or something is left out of it: nobody objects to what is published in the
same moment. What is said against it and what is left out of it have their own acts: `hearing`, `excluding`.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline import clock
from hotline.deadlines import actions as deadlines
from hotline.journal import log as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.rules import queries as rules
from hotline.today import today

from . import counting, queries
from .life import JUDGES, LIFE
from .measures import Measure
from .models import Month, Standing, Weight, after, begins
from .score import WHOLE

MOST_BACK = 36
"""Months: nobody scores what is older."""


# -- the month ------------------------------------------------------------------------------------


def begin(first_on: date, *, by: Person) -> Month:
    """Let a month be assessed: the clock drafts it some days after its end."""
    _allow(by)
    if first_on.day != 1:
        raise NotSo(_("请选一个月的第一天。"), field="first_on")
    ahead = (first_on.year - today().year) * 12 + first_on.month - today().month
    if not -MOST_BACK <= ahead <= 0:
        raise NotSo(_("只能考核本月和以前三年的月份。"), field="first_on")
    with transaction.atomic(savepoint=False):
        _hold_calendar()
        if Month.objects.filter(first_on=first_on).exists():
            raise NotNow(_("这个月已经在考核。"))
        late = timedelta(days=rules.book()["score_draft_days"])
        month = Month(first_on=first_on, draft_at=begins(after(first_on)) + late)
        LIFE.begin(month, act="begin", by=by, first_on=first_on)
        deadlines.start(month, "draft", due_at=month.draft_at)
    return month


@LIFE.action
def draft(month: Month, *, by: Person) -> dict[str, Any]:
    """Count the month for the first time, when it is over."""
    if today() < after(month.first_on):
        raise NotNow(_("这个月还没有过完，不能出草稿。"))
    if not by.role & Role.CLOCK:  # its own clock closes itself
        deadlines.meet(month, "draft")
    return _count(month)


@LIFE.action
def send_out(month: Month, *, by: Person) -> None:
    """Let each unit read its own figures, and object to them for a term."""
    month.object_by_at = queries.objections_by(clock.now())
    month.taken_back_at = None
    deadlines.start(month, "object", due_at=month.object_by_at)


@LIFE.action
def end_term(month: Month, *, by: Person) -> None:
    """Take no more objections: the term is over."""


@LIFE.action
def publish(month: Month, *, by: Person) -> None:
    """Let every unit read all; not while somebody waits for an answer."""
    objections, exclusions = queries.undecided(month)
    if objections or exclusions:
        raise NotNow(
            _("还有 %(a)s 件异议没有答复、%(b)s 件剔除没有批，办完再发布。")
            % {"a": objections, "b": exclusions}
        )
    wrong = [one.name for one in queries.differences(month)]
    if wrong:
        said = _("按批准的剔除和本月规则重算，和保存的不一致，不能发布：%(names)s。请查操作日志。")
        raise NotNow(said % {"names": _("、").join(wrong)})
    month.published_at = clock.now()


@LIFE.action
def count_anew(month: Month, *, by: Person) -> dict[str, Any]:
    """Count the month as its assignments are now, by the rules that held for it; while no unit has been asked."""
    return _count(month)


@LIFE.action
def take_back(month: Month, *, by: Person, why: str) -> None:
    """Withdraw what the units have read, because something in it was wrong; no figure changes by that, and they hear of it again."""
    deadlines.drop(month, "object")
    month.published_at = month.object_by_at = None
    month.taken_back_at = clock.now()


def leave_out(month: Month, standing: int) -> None:
    """Score a month again after something was left out of a unit's figures, or counts again; by the marks that were kept."""
    with connection.cursor() as cursor:
        cursor.execute(counting.AGAIN, {"standing": standing})
    _place(month)


def _count(month: Month) -> dict[str, Any]:
    """Count and score a month, and keep the counts, the rules and the scores; say how much there was."""
    first, end = month.between
    month.counted_at = clock.now()
    given: dict[str, Any] = {
        "month": month.pk,
        "begins": first,
        "ends": end,
        "at": month.counted_at,
        "nobodys": list(queries.NOBODYS),
        "zone": str(timezone.get_current_timezone()),
    }
    with connection.cursor() as cursor:
        cursor.execute(counting.KEEP, given)
    kept = Standing.objects.filter(month=month)
    groups = sorted(set(kept.values_list("group", flat=True)))
    month.least = rules.book(first)["score_least_cases"]
    month.terms = queries.kept(queries.terms(month.first_on, groups))
    _place(month)
    counted = sum(kept.values_list("volume", flat=True))
    return {"assignments": counted, "units": kept.count()}


def _place(month: Month) -> None:
    """Keep where each unit stands."""
    keys = dict(Standing.objects.filter(month=month).values_list("unit", "pk"))
    found = [row for those in queries.scored(month).values() for row in those]
    given: dict[str, Any] = {
        "keys": [keys[row.month.unit] for row in found],
        "places": [row.place.value for row in found],
        "ranks": [row.rank for row in found],
        "tied": [row.tied for row in found],
        "hundredths": [row.hundredths for row in found],
    }
    with connection.cursor() as cursor:
        cursor.execute(counting.PLACED, given)


# -- what each measure weighs ---------------------------------------------------------------------


def set_weight(
    measure: Measure,
    *,
    by: Person,
    weight: Decimal,
    threshold: Decimal,
    slope: Decimal,
    from_on: date,
    why: str,
    group: str = "",
) -> Weight:
    """Let a measure weigh otherwise from a month on that has not begun: whoever is measured knows by what beforehand."""
    _allow(by)
    if from_on.day != 1 or from_on <= today():
        raise NotSo(_("新的分值从下个月或以后某月的第一天起算。"), field="from_on")
    for name, value in (("weight", weight), ("threshold", threshold), ("slope", slope)):
        if not 0 <= value <= WHOLE:
            raise NotSo(_("要在 0 到 100 之间。"), field=name)
    if not why.strip():
        raise NotSo(_("请写明为什么改。"), field="why")
    with transaction.atomic(savepoint=False):
        row = Weight.objects.create(
            group=group,
            measure=measure,
            weight=weight,
            threshold=threshold,
            slope=slope,
            from_on=from_on,
            set_at=clock.now(),
            by=by,
            why=why.strip(),
        )
        said = {"measure": measure, "group": group, "weight": weight, "threshold": threshold}
        journal.write(act="set_weight", about=row, by=by, said={**said, "slope": slope})
    return row


def _allow(by: Person) -> None:
    if not by.role & (JUDGES | Role.CLOCK):
        raise NotYours(_("考核由值班长和管理员办理。"))


def _hold_calendar() -> None:
    """Let months be begun one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('assessment.begin'))")
