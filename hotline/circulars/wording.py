"""The words a circular is drafted with: a title, an opening that says the figures, what stands out, what is asked. A clerk edits them.

They are said in the line's own language, whoever reads them, and say nothing that the figures do not.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from hotline.assessment.measures import Measure
from hotline.assessment.score import Count

from .figures import AWAITED, Figures
from .life import Span
from .spans import Days

LONGEST = {"title": 80, "opening": 2000, "findings": 2000, "asks": 2000}
"""How many letters each part holds."""
MOST_NAMED = 3
"""How many units one sentence names."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """The words of a circular."""

    title: str
    opening: str
    findings: str
    asks: str


def drafted(span: str, days: Days, figures: Figures) -> Drafted:
    """Return the words that the figures give."""
    return Drafted(
        title(span, days),
        _opening(span, days, figures),
        "\n".join(_findings(figures))[: LONGEST["findings"]].strip(),
        "\n".join(_asks(figures))[: LONGEST["asks"]].strip(),
    )


def title(span: str, days: Days) -> str:
    """Return what a circular is called: "服务热线办理情况通报（2012 年 9 月）"."""
    return _("服务热线办理情况通报（%(when)s）") % {"when": when(span, days)}


def when(span: str, days: Days) -> str:
    """Say the days in words."""
    first, last = days.from_on, days.until_on
    given = {"y": first.year, "m": first.month, "d": first.day, "m2": last.month, "d2": last.day}
    if span == Span.DAY:
        return _("%(y)s 年 %(m)s 月 %(d)s 日") % given
    if span == Span.WEEK:
        return _("%(y)s 年 %(m)s 月 %(d)s 日至 %(m2)s 月 %(d2)s 日") % given
    return _("%(y)s 年 %(m)s 月") % given


def percent(count: Count) -> str:
    """Say a share: "98.25%"; a dash of nothing."""
    if count.hundredths is None:
        return "–"
    return f"{count.hundredths // 100}.{count.hundredths % 100:02d}%"


def change(now: int, before: int) -> str:
    """Say how a number has changed."""
    if now == before:
        return _("持平")
    if not before:
        return _("上期为 0")
    share = percent(Count(abs(now - before), before))
    return (_("增 %(share)s") if now > before else _("减 %(share)s")) % {"share": share}


def _compared(now: int, before: int) -> str:
    """Say in a sentence how a number has changed."""
    if now and not before:
        return change(now, before)
    return _("与上期相比%(change)s") % {"change": change(now, before)}


def _opening(span: str, days: Days, figures: Figures) -> str:
    now, before = figures.now, figures.before
    said = [
        _("%(when)s，热线接到来电 %(calls)s 个，接通率 %(answered)s；受理工单 %(taken)s 件，%(change)s，办结 %(closed)s 件。")
        % {
            "when": when(span, days), "calls": now.calls, "answered": percent(now.answered_share),
            "taken": now.taken, "change": _compared(now.taken, before.taken), "closed": now.closed,
        }
    ]  # fmt: skip
    concluded = figures.all_units(Measure.CONCLUDED)
    if concluded.of:
        said.append(
            _("各承办单位到期 %(of)s 件，按时办结率 %(share)s。")
            % {"of": concluded.of, "share": percent(concluded)}
        )
    if now.called_back.of:
        said.append(
            _("回访 %(n)s 件，解决率 %(solved)s，满意率 %(satisfied)s。")
            % {
                "n": now.called_back.hits, "solved": percent(now.solved),
                "satisfied": percent(now.satisfied),
            }
        )  # fmt: skip
    return "".join(said)


def _findings(figures: Figures) -> list[str]:
    said = []
    if figures.services:
        first = figures.services[0]
        said.append(
            _("诉求最多的是%(service)s，%(n)s 件，%(change)s。")
            % {"service": first.name, "n": first.now, "change": _compared(first.now, first.before)}
        )
    said += filter(None, (_ranks(figures, group) for group in figures.groups))
    late = sorted((one for one in figures.units if one.overdue), key=lambda one: -one.overdue)
    if late:
        named = _("、").join(
            _("%(unit)s %(n)s 件") % {"unit": one.short, "n": one.overdue}
            for one in late[:MOST_NAMED]
        )
        said.append(
            _("到取数时超时未反馈 %(n)s 件：%(named)s。") % {"n": figures.overdue, "named": named}
        )
    else:
        said.append(_("到取数时没有超时未反馈的交办件。"))
    if figures.league == AWAITED:
        said.append(_("各单位得分和名次以考核发布的为准。"))
    return said


def _ranks(figures: Figures, group: str) -> str:
    """Say who is first in a group, and who is last where that is another rank; nothing of one alone."""
    ranked = [one for one in figures.group(group) if one.rank]
    if len(ranked) < 2:
        return ""
    first, last = ([one.short for one in ranked if one.rank == ranked[n].rank] for n in (0, -1))
    given = {"group": group or _("未分类单位"), "first": _named(first), "last": _named(last)}
    if first == last:
        return _("%(group)s中，%(first)s并列第一。") % given
    if len(first) > 1:
        return _("%(group)s中，%(first)s并列第一，%(last)s排名靠后。") % given
    return _("%(group)s中，%(first)s排名第一，%(last)s排名靠后。") % given


def _named(units: list[str]) -> str:
    """Name units; of many the first few, and say how many there are."""
    named = _("、").join(units[:MOST_NAMED])
    if len(units) <= MOST_NAMED:
        return named
    return _("%(named)s等 %(n)s 个单位") % {"named": named, "n": len(units)}


def _asks(figures: Figures) -> list[str]:
    said = []
    if figures.overdue:
        said.append(_("有超时件的单位要马上办理，说明原因。"))
    back = [one.short for one in figures.units if one.sent_back]
    if back:
        said.append(
            _("%(named)s有反馈被退回，要对照市民诉求重办，不能答非所问。") % {"named": _named(back)}
        )
    said.append(_("各单位要按时签收、先行联系市民、按时反馈。"))
    return said
