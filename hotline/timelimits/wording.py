"""How a time limit, and a due time with its reasons, is said to people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hotline.worktime import Counting, Kind, Length, Pause, Unit, used
from hotline.worktime.because import Assumed, Because, Begins, Counted, Skipped, Started, Stood

from .limits import Reckoned, Suspension

DAYS: tuple[str | Promise, ...] = (
    gettext_lazy("周一"), gettext_lazy("周二"), gettext_lazy("周三"), gettext_lazy("周四"),
    gettext_lazy("周五"), gettext_lazy("周六"), gettext_lazy("周日"),
)  # fmt: skip
FESTIVALS: dict[str, str | Promise] = {
    "New Year's Day": gettext_lazy("元旦"),
    "Spring Festival": gettext_lazy("春节"),
    "Tomb-sweeping Day": gettext_lazy("清明节"),
    "Labour Day": gettext_lazy("劳动节"),
    "Dragon Boat Festival": gettext_lazy("端午节"),
    "Mid-autumn Festival": gettext_lazy("中秋节"),
    "National Day": gettext_lazy("国庆节"),
}
"""How the calendar that comes with the house names the holidays of a year that nobody has taken in."""
ALSO_DATED = timedelta(days=6)
"""Within these a day of the week is enough to know which day is meant."""


def told(reckoned: Reckoned) -> list[str]:
    """Say when something is due and why then, one sentence each: the rule, what did not count, what did, the end."""
    start = reckoned.start.astimezone(reckoned.calendar.tz)
    said = [sentence for fact in reckoned.due.because for sentence in _fact(fact, reckoned)]
    end = _("到 %(when)s") % {"when": moment(reckoned.due.at, near=start)}
    return [*said, end]


def noted(at: datetime, reckoned: Reckoned) -> str:
    """Say by when something was held to be due that was done while nothing could run out."""
    here = reckoned.calendar.tz
    when = moment(at.astimezone(here), near=reckoned.start.astimezone(here))
    return _("办的时候计时停止着，或者申请还没有审批，时限记到 %(when)s") % {"when": when}


def length(of: Length) -> str:
    """Say a length: “5 个工作日”."""
    n = of.amount
    match of.unit:
        case Unit.MINUTES:
            return ngettext("%(n)d 分钟", "%(n)d 分钟", n) % {"n": n}
        case Unit.HOURS:
            return ngettext("%(n)s 小时", "%(n)s 小时", n) % {"n": n}
        case Unit.DAYS:
            return ngettext("%(n)s 天", "%(n)s 天", n) % {"n": n}
        case Unit.WORKING_HOURS:
            return ngettext("%(n)d 个工作小时", "%(n)d 个工作小时", n) % {"n": n}
        case Unit.WORKING_DAYS:
            return ngettext("%(n)d 个工作日", "%(n)d 个工作日", n) % {"n": n}


def moment(at: datetime, *, near: datetime) -> str:
    """Say a moment by its day of the week where that is enough, else with its date: “周三 14:20”, “10月9日周五 14:20”."""
    return _("%(day)s %(time)s") % {
        "day": day(at.date(), near=near.date()),
        "time": f"{at:%H:%M}" if not at.second else f"{at:%H:%M:%S}",
    }


def day(on: date, *, near: date) -> str:
    """Say a day: “周四” within a week of another, else “10月9日周五”."""
    named = str(DAYS[on.weekday()])
    if abs(on - near) <= ALSO_DATED:
        return named
    told = {"year": on.year, "month": on.month, "day": on.day, "named": named}
    if on.year != near.year:
        return _("%(year)d年%(month)d月%(day)d日%(named)s") % told
    return _("%(month)d月%(day)d日%(named)s") % told


def span(of: timedelta) -> str:
    """Say a time that passed, to the second: “2 小时 10 分”."""
    seconds = int(of.total_seconds())
    parts = (
        (_("%(n)d 天"), seconds // 86400),
        (_("%(n)d 小时"), seconds // 3600 % 24),
        (_("%(n)d 分"), seconds // 60 % 60),
        (_("%(n)d 秒"), seconds % 60),
    )
    return " ".join(word % {"n": n} for word, n in parts if n) or parts[-1][0] % {"n": 0}


# -- one fact ----------------------------------------------------------------------------------------


def _fact(fact: Because, reckoned: Reckoned) -> Iterator[str]:
    near = reckoned.start.astimezone(reckoned.calendar.tz)
    match fact:
        case Started(at):
            yield _("%(length)s，从%(when)s 起") % {
                "length": length(reckoned.limit.length),
                "when": moment(at, near=near),
            }
        case Begins(at):
            yield _("%(when)s 开始算") % {"when": moment(at, near=near)}
        case Skipped():
            yield from _skipped(fact, near.date())
        case Counted(on, _kind, name):
            yield _counted(day(on, near=near.date()), _name(name))
        case Assumed(year):
            yield _("%(year)d 年放假安排还没有，先按平常的周算") % {"year": year}
        case Stood():
            yield from _stood(fact, reckoned)


def _skipped(fact: Skipped, near: date) -> Iterator[str]:
    if fact.kind is Kind.WEEKEND:
        return  # everybody knows
    first, last = day(fact.first_on, near=near), day(fact.last_on, near=near)
    days = first if fact.first_on == fact.last_on else _("%(first)s到%(last)s") % {
        "first": first, "last": last,
    }  # fmt: skip
    if fact.name:
        yield _("%(days)s放假（%(name)s）") % {"days": days, "name": _name(fact.name)}
    else:
        yield _("%(days)s放假") % {"days": days}


def _counted(on: str, name: str) -> str:
    if name:
        return _("%(day)s上班（%(name)s）") % {"day": on, "name": name}
    return _("%(day)s上班") % {"day": on}


def _name(written: str) -> str:
    return str(FESTIVALS.get(written, written))


def _stood(fact: Stood, reckoned: Reckoned) -> Iterator[str]:
    """Say for each reason how long it stood; of a reason for which nothing would have counted, nothing."""
    for why, times in _reasons(fact, reckoned).items():
        counted = sum((_counting(since, until, reckoned) for since, until in times), timedelta())
        if counted < timedelta(seconds=1):
            continue
        whole = sum((until - since for since, until in times), timedelta())
        said = span(counted) if counted == whole else _office_time(counted)
        if why:
            yield _("%(why)s %(span)s") % {"why": why, "span": said}
        else:
            yield _("等市民 %(span)s") % {"span": said}


def _reasons(fact: Stood, reckoned: Reckoned) -> dict[str, list[tuple[datetime, datetime]]]:
    """Return the times of a stop by why it stood then, the citizen unnamed: where two overlap, the one that began first has it."""
    begins = max(one.at for one in reckoned.due.because if isinstance(one, Started | Begins))
    at, found = max(fact.paused_at, begins), dict[str, list[tuple[datetime, datetime]]]()
    for pause in sorted(reckoned.pauses, key=_order):
        until = min(pause.resumed_at or fact.resumed_at, fact.resumed_at)
        if pause.paused_at < fact.resumed_at and until > at:
            found.setdefault(_why(pause), []).append((at, until))
            at = until
    return found


def _order(pause: Pause) -> tuple[datetime, bool, datetime, str]:
    end = pause.resumed_at or pause.paused_at
    return pause.paused_at, pause.resumed_at is None, end, _why(pause)


def _why(pause: Pause) -> str:
    return (pause.named or _("中止")) if isinstance(pause, Suspension) else ""


def _counting(since: datetime, until: datetime, reckoned: Reckoned) -> timedelta:
    """Return how much of a time would have counted: of working lengths only the office's own hours."""
    if not reckoned.limit.length.unit.working:
        return until - since
    hour, calendar = Length(1, Unit.WORKING_HOURS), reckoned.calendar
    return used(since, hour, calendar, now=until, counting=Counting.AT_ONCE).time


def _office_time(of: timedelta) -> str:
    """Say a time in which an office was open, which makes no days of 24 hours: “70 个工作小时 30 分”."""
    hours, rest = divmod(of, timedelta(hours=1))
    if not hours:
        return span(rest)
    whole = length(Length(hours, Unit.WORKING_HOURS))
    return f"{whole} {span(rest)}" if rest >= timedelta(seconds=1) else whole
