"""What another number would have done in the last thirty days, or would empty of what is kept now.

A trial asks a bounded question of what happened and counts anew; it changes nothing and promises nothing. Where the past
cannot tell, a sentence says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.deadlines.models import Deadline
from hotline.desks.settings import keeping
from hotline.followups import timing
from hotline.rules.book import Book
from hotline.rules.numbers import BY_NAME, NUMBERS

Text = str | Promise
MONTH = timedelta(days=30)
MOST = 50_000
"""How many of a month are looked at: a trial must not hold the desks up."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How many were looked at, and for how many of them the number in force and the new one tell."""

    of: Text
    what: Text
    all: int
    was: int
    then: int
    caution: Text = ""
    kept: bool = False
    """Of what is kept at this moment, not of what happened in the month."""

    @property
    def more(self) -> int:
        """Return how many more it would have been; below nought, fewer."""
        return self.then - self.was


Try = Callable[["Asked"], Trial]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is tried: the book in force, one number of it changed, at a moment."""

    book: Book
    name: str
    value: int
    at: datetime

    @property
    def since(self) -> datetime:
        """Return when the month began."""
        return self.at - MONTH

    @property
    def changed(self) -> Book:
        """Return the book with the new number in it."""
        return Book({**self.book.numbers, self.name: self.value})


def tried(asked: Asked) -> Trial | str:
    """Try a number on the past month, or say why that cannot be done."""
    found = TRIALS.get(asked.name)
    if found is None:
        return str(CANNOT[asked.name] if BY_NAME[asked.name].used else UNUSED)
    trial = found(asked)
    return trial if trial.all or trial.kept else str(_("近 30 天没有可以对照的记录，试不出来。"))


def running(name: str) -> int:
    """Return how many clocks run that were set by this rule: they keep their time."""
    kind, clock = CLOCKS.get(name, ("", ""))
    return Deadline.objects.filter(kind=kind, name=clock, closed_at=None).count() if kind else 0


CLOCKS = {
    "accept_min": ("dispatch", "accept"),
    "accept_urgent_min": ("dispatch", "accept"),
    "hand_over_min": ("case", "hand_over"),
    "callback_h": ("followup", "call"),
    "callback_apart_h": ("followup", "call"),
    "callback_from_h": ("followup", "call"),
    "callback_until_h": ("followup", "call"),
    "wish_min": ("wish", "call"),
}
"""Which clock a rule sets."""

_ANSWERED = """SELECT count(*), count(*) FILTER (WHERE wait_s > %(was)s), count(*) FILTER (WHERE wait_s > %(new)s)
    FROM (SELECT wait_s FROM calls_call WHERE direction = 'in' AND answered_at IS NOT NULL
          AND arrived_at > %(since)s AND arrived_at <= %(at)s LIMIT %(most)s) c"""
_DAYS = """SELECT count(*), count(*) FILTER (WHERE share < %(was)s), count(*) FILTER (WHERE share < %(new)s)
    FROM (SELECT 100.0 * count(*) FILTER (WHERE answered_at IS NOT NULL AND wait_s <= %(within)s) / count(*) AS share
          FROM calls_call WHERE direction = 'in' AND arrived_at > %(since)s AND arrived_at <= %(at)s
          GROUP BY date_trunc('day', arrived_at AT TIME ZONE %(zone)s)) d"""
_OFFERS = """SELECT count(*),
        count(*) FILTER (WHERE took > %(was)s OR lapsed), count(*) FILTER (WHERE took > %(new)s OR lapsed AND had >= %(new)s),
        count(*) FILTER (WHERE lapsed AND had < %(new)s)
    FROM (SELECT d.status = 'lapsed' AS lapsed, extract(epoch FROM d.accept_by_at - d.offered_at) / 60 AS had,
                 extract(epoch FROM coalesce(d.accepted_at, d.ended_at, %(at)s) - d.offered_at) / 60 AS took
          FROM dispatch_dispatch d JOIN cases_case c ON c.id = d.case_id
          WHERE d.offered_at > %(since)s AND d.offered_at <= %(at)s AND (c.urgency = 3) = %(urgent)s LIMIT %(most)s) o"""
_HANDED = """SELECT count(*), count(*) FILTER (WHERE took > %(was)s), count(*) FILTER (WHERE took > %(new)s)
    FROM (SELECT extract(epoch FROM coalesce((SELECT min(d.offered_at) FROM dispatch_dispatch d WHERE d.case_id = c.id),
                 c.closed_at, %(at)s) - c.taken_at) / 60 AS took
          FROM cases_case c WHERE c.taken_at > %(since)s AND c.taken_at <= %(at)s LIMIT %(most)s) h"""
_LINKS = """SELECT count(*), count(*) FILTER (WHERE took > %(was)s), count(*) FILTER (WHERE took > %(new)s)
    FROM (SELECT extract(epoch FROM done_at - offered_at) / 3600 AS took FROM dispatch_dispatch
          WHERE done_at > %(since)s AND done_at <= %(at)s LIMIT %(most)s) l"""
_SIGNED = """SELECT count(*), count(*) FILTER (WHERE took > %(was)s), count(*) FILTER (WHERE took > %(new)s)
    FROM (SELECT extract(epoch FROM signed_at - sent_at) / 3600 AS took FROM assignments_assignment
          WHERE signed_at > %(since)s AND signed_at <= %(at)s LIMIT %(most)s) s"""
_UNITS = """SELECT count(*), count(*) FILTER (WHERE {share} < %(was)s), count(*) FILTER (WHERE {share} < %(new)s)
    FROM (SELECT count(*) AS sent, 100.0 * count(*) FILTER (WHERE NOT sign_late) / count(*) AS signed,
                 100.0 * count(*) FILTER (WHERE NOT reply_late) / count(*) AS replied
          FROM assignments_assignment WHERE sent_at > %(since)s AND sent_at <= %(at)s
          AND status NOT IN ('returned', 'moved', 'withdrawn') GROUP BY unit_id) u"""
_TIMES = """SELECT count(*), count(*) FILTER (WHERE {times} > %(was)s), count(*) FILTER (WHERE {times} > %(new)s)
    FROM (SELECT {times} FROM assignments_assignment
          WHERE sent_at > %(since)s AND sent_at <= %(at)s LIMIT %(most)s) a"""
_TRIES = """SELECT count(*), count(*) FILTER (WHERE tries >= %(was)s), count(*) FILTER (WHERE tries >= %(new)s)
    FROM (SELECT tries FROM followups_followup WHERE status = 'asked'
          AND asked_at > %(since)s AND asked_at <= %(at)s LIMIT %(most)s) f"""
_DONE = """SELECT d.done_at, (SELECT min(f.asked_at) FROM followups_followup f
                             WHERE f.case_id = d.case_id AND f.asked_at >= d.done_at)
    FROM dispatch_dispatch d WHERE d.done_at > %(since)s AND d.done_at <= %(at)s LIMIT %(most)s"""

_ATTEMPTS = """SELECT subject, at, act = 'try_again' FROM journal_entry WHERE kind = 'followup'
    AND act IN ('try_again', 'ask', 'give_up') AND at > %(since)s AND at <= %(at)s ORDER BY subject, id LIMIT %(most)s"""
_WISHES = """SELECT count(*), count(*) FILTER (WHERE took > %(was)s), count(*) FILTER (WHERE took > %(new)s)
    FROM (SELECT extract(epoch FROM coalesce((SELECT min(e.at) FROM journal_entry e WHERE e.kind = 'wish'
                 AND e.subject = w.id AND e.act IN ('fulfil', 'drop')), %(at)s) - w.wished_at) / 60 AS took
          FROM wishes_wish w WHERE w.wished_at > %(since)s AND w.wished_at <= %(at)s LIMIT %(most)s) w"""
_LOOKED = """SELECT count(*), count(*) FILTER (WHERE age > %(was)s), count(*) FILTER (WHERE age > %(new)s)
    FROM (SELECT extract(epoch FROM e.at - c.taken_at) / 3600 AS age FROM journal_entry e JOIN cases_case c ON c.id = e.subject
          WHERE e.kind = 'case' AND e.act = 'look_up' AND e.said->>'how' = 'link'
          AND e.at > %(since)s AND e.at <= %(at)s LIMIT %(most)s) l"""


def _rows(statement: str, asked: Asked, **more: Any) -> list[tuple[Any, ...]]:
    given: dict[str, Any] = {
        "was": asked.book[asked.name],
        "new": asked.value,
        "since": asked.since,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, {**given, "at": asked.at, "most": MOST, **more})
        return list(cursor.fetchall())


def _counted(statement: str, of: Text, what: Text) -> Try:
    """Make a trial of a statement that gives all, those by the number in force, those by the new one."""

    def find(asked: Asked) -> Trial:
        return Trial(of, what, *_rows(statement, asked)[0])

    return find


def _days(of_all: bool) -> Try:
    def find(asked: Asked) -> Trial:
        within = 2**31 - 1 if of_all else asked.book["answer_within_s"]
        found = _rows(_DAYS, asked, within=within, zone=timezone.get_current_timezone_name())
        return Trial(gettext_lazy("有来电的日子"), gettext_lazy("不达标的日子"), *found[0])

    return find


def _offers(*, urgent: bool) -> Try:
    def find(asked: Asked) -> Trial:
        total, was, then, unknown = _rows(_OFFERS, asked, urgent=urgent)[0]
        caution = (
            _("另有 %(n)d 次当时到点没人接；多给的时间里会不会有人接，过去的记录说不了。")
            % {"n": unknown}
            if unknown
            else ""
        )
        return Trial(
            gettext_lazy("派单"), gettext_lazy("到点没人接、改派下一家"), total, was, then, caution
        )

    return find


def _callbacks(asked: Asked) -> Trial:
    """Count the call-backs that came too late, by the same arithmetic that sets their clocks."""
    was = then = 0
    found = _rows(_DONE, asked)
    for done_at, asked_at in found:
        done, called = timezone.localtime(done_at), asked_at or asked.at
        was += called > timing.first_due(done, asked.book)
        then += called > timing.first_due(done, asked.changed)
    return Trial(gettext_lazy("完工"), gettext_lazy("回访晚了"), len(found), was, then)


def _tries_apart(asked: Asked) -> Trial:
    """Count the further tries that came too late, by the same arithmetic that sets their clocks."""
    found = was = then = 0
    for _followup, tries in groupby(_rows(_ATTEMPTS, asked), key=itemgetter(0)):
        hours: list[int] = []
        for (_one, before_at, again), (_same, at, _last) in pairwise(tries):
            before = timezone.localtime(before_at)
            hours.append(before.hour)
            if again:
                found += 1
                was += at > timing.next_try(before, hours, asked.book)
                then += at > timing.next_try(before, hours, asked.changed)
    return Trial(gettext_lazy("没打通后再打"), gettext_lazy("打晚了"), found, was, then)


def _keeping(asked: Asked) -> Trial:
    """Count what the next sweep would empty: what is gone then does not come back."""
    days = (0, asked.book[asked.name], asked.value)
    befores = [asked.at - timedelta(days=one) for one in days]
    found = keeping.lost(asked.name, befores=befores, most=MOST)
    going = _("、").join(f"{one.label} {one.rows[-1]:,}" for one in found if one.rows[-1])
    cautions = []
    if going:
        cautions.append(_("下次清理会清掉：%(what)s。清掉的不能恢复。") % {"what": going})
    if any(MOST in one.rows for one in found):
        cautions.append(_("每种只数到 %(most)s。") % {"most": f"{MOST:,}"})
    total, was, then = map(sum, zip(*(one.rows for one in found), strict=True))
    of, what = gettext_lazy("还留着的记录"), gettext_lazy("到期要清掉")
    return Trial(of, what, total, was, then, " ".join(cautions), kept=True)


_GIVEN, _SENT = gettext_lazy("有交办的单位"), gettext_lazy("交办")

TRIALS: Mapping[str, Try] = {
    "answer_within_s": _counted(
        _ANSWERED, gettext_lazy("接起的来电"), gettext_lazy("没有及时接起")
    ),
    "answered_share_pct": _days(of_all=True),
    "answered_in_time_share_pct": _days(of_all=False),
    "accept_min": _offers(urgent=False),
    "accept_urgent_min": _offers(urgent=True),
    "hand_over_min": _counted(_HANDED, gettext_lazy("工单"), gettext_lazy("派出晚了、提醒受理员")),
    "callback_h": _callbacks,
    "callback_from_h": _callbacks,
    "callback_until_h": _callbacks,
    "callback_tries": _counted(
        _TRIES, gettext_lazy("打通了的回访"), gettext_lazy("没等打通就会放弃")
    ),
    "callback_apart_h": _tries_apart,
    "wish_min": _counted(_WISHES, gettext_lazy("请回电"), gettext_lazy("打晚了")),
    "link_h": _counted(_LINKS, gettext_lazy("完工的派单"), gettext_lazy("完工前链接就打不开")),
    "sign_link_h": _counted(
        _SIGNED, gettext_lazy("签收的交办"), gettext_lazy("签收前链接就打不开")
    ),
    "sign_target_pct": _counted(_UNITS.format(share="signed"), _GIVEN, gettext_lazy("不达标")),
    "reply_target_pct": _counted(_UNITS.format(share="replied"), _GIVEN, gettext_lazy("不达标")),
    "score_least_cases": _counted(
        _UNITS.format(share="sent"), _GIVEN, gettext_lazy("件数太少、不排名")
    ),
    "send_backs_most": _counted(
        _TIMES.format(times="times_sent_back"), _SENT, gettext_lazy("退回次数过多、升级督办")
    ),
    "extensions_most": _counted(
        _TIMES.format(times="times_extended"), _SENT, gettext_lazy("延期次数超过")
    ),
    "citizen_link_h": _counted(
        _LOOKED, gettext_lazy("用短信链接查进度"), gettext_lazy("链接已经打不开")
    ),
    **dict.fromkeys(keeping.NAMES, _keeping),
}

CHOICE = tuple(one.name for one in NUMBERS if one.name.startswith("choice_"))
LEAGUE = tuple(one.name for one in NUMBERS if one.name.startswith(("league_", "star_")))
"""By which providers are chosen, and by which they are ranked."""

UNUSED = gettext_lazy("还没有用到这个数，改它现在不影响任何事。")
CANNOT: Mapping[str, Text] = {
    "ring_s": gettext_lazy("每一席响了多久没有单独记下，只记了来电总共等了多久，试不出来。"),
    "presence_s": gettext_lazy("页面何时没有回应没有留下记录，试不出来。"),
    **dict.fromkeys(
        ("overflow_s", "dialect_wait_s", "elderly_ahead_s", "repeated_ahead_s", "limited_behind_s"),
        gettext_lazy("当时哪些坐席空闲没有逐刻记下，换一个数谁会先接到，试不出来。"),
    ),
    "return_s": gettext_lazy("电话断了多久没有单独记下，试不出来。"),
    "park_s": gettext_lazy("驻留了多久没有单独记下，试不出来。"),
    "after_call_s": gettext_lazy("话后处理了多久没有单独记下，试不出来。"),
    "missed_call_min": gettext_lazy("只改提醒的早晚，不改谁来打，不用试。"),
    "outbound_seat_day": gettext_lazy("要看每一席每一天的次数，请看报表。"),
    "outbound_day": gettext_lazy("要看每一天的总次数，请看报表。"),
    "citizen_visit_min": gettext_lazy("市民隔了多久再看没有留下记录，试不出来。"),
    **dict.fromkeys(
        ("abuse_limited_days", "abuse_barred_days"),
        gettext_lazy("限制几天由值班长一次次决定，这里只定上限，试不出来。"),
    ),
    **dict.fromkeys(
        (
            "red_card_faults",
            "expel_faults",
            "card_counts_days",
            "fault_quality",
            "fault_manner",
            "fault_price",
            "fault_late",
            "fault_no_show",
            "fault_safety",
            "fault_cheating",
        ),
        gettext_lazy("一张牌算第几次，发牌时就定了，不会重算；试不出来。"),
    ),
    "red_card_share_pct": gettext_lazy("份额变了会派给谁，过去的记录说不了，试不出来。"),
    **dict.fromkeys(CHOICE, gettext_lazy("换一个数会先问谁、谁会接，过去的记录说不了，试不出来。")),
    **dict.fromkeys(LEAGUE, gettext_lazy("改了，“企业排行”页马上按新数算，看那一页就是，不用试。")),
    **dict.fromkeys(
        ("lack_days", "lack_least_providers"),
        gettext_lazy("改了，“哪里缺企业”页马上按新数算，看那一页就是，不用试。"),
    ),
    "price_from_most_pct": gettext_lazy("换一个数企业会怎么收费，过去的记录说不了，试不出来。"),
    "readmission_days": gettext_lazy("清退以后谁想再来没有记录，试不出来。"),
    **dict.fromkeys(
        (
            "rectify_days",
            "appeal_days",
            "appeal_answer_days",
            "complaint_explain_h",
            "complaint_decide_h",
            "complaint_tell_h",
            "paper_warn_days",
            "paper_warn_again_days",
            "certificate_warn_days",
            "bulletin_remind_h",
            "deposit_top_up_days",
            "dispute_pay_days",
            "visit_days",
            "near_due_pct",
            "overdue_leader_h",
            "citizen_wait_days",
            "suspend_most_days",
            "score_draft_days",
            "score_objection_days",
        ),
        gettext_lazy("只管提醒的早晚和期限，换一个数别人会怎么做，试不出来。"),
    ),
    "idle_min": gettext_lazy("人离开了多久没有留下记录，试不出来。"),
    "failures_most": gettext_lazy("为了不留下有人试过什么密码，只记了次数的合计，试不出来。"),
    "locked_min": gettext_lazy("锁定期间有没有人再试没有记录，试不出来。"),
}
"""Why a number cannot be tried on the past."""
