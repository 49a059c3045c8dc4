"""What each number means to the people who set it: its subject, what it changes, between what it may lie, from when it holds.

`numbers.py` says which numbers there are; a number without a line here still works, among "other".
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .numbers import BY_NAME, NUMBERS, Number

Text = str | Promise


class Subject(TextChoices):
    """What a number is about, in the order of the page."""

    CALLS = "calls", _("通话")
    LETTERS = "letters", _("留言和来信")
    SECRECY = "secrecy", _("保密与滥用")
    DEPARTMENTS = "departments", _("部门")
    PROVIDERS = "providers", _("企业时限（自然时间）")
    CHOICE = "choice", _("选派企业")
    CARDS = "cards", _("黄牌红牌")
    WATCHING = "watching", _("走访、培训与排行")
    CALLBACKS = "callbacks", _("回访")
    ACCOUNTS = "accounts", _("登录与链接")
    OTHER = "other", _("其他")


class Holds(TextChoices):
    """For what a changed number holds."""

    NEXT = "next", _("只管此后开始的事；已经在走的时限照旧，不提前也不推后。")
    AT_ONCE = "at_once", _("到时马上对所有人生效，包括正在进行的。")
    FIGURES = "figures", _("是统计口径：此后的日子按新数算，以前的日子不重算。")


UNITS: dict[str, Text] = {
    "s": _("秒"),
    "min": _("分钟"),
    "h": _("小时"),
    "d": _("天"),
    "wd": _("个工作日"),
    "times": _("次"),
    "places": _("家"),
    "jobs": _("单"),
    "providers": _("家"),
    "%": "%",
    "o'clock": _("点"),
    "level": _("级"),
}
SOURCES: dict[str, Text] = {
    "house": _("本系统约定"),
    "12345": _("12345 国家规定"),
    "81890": _("81890 做法"),
}
"""Where a default comes from, where its name alone does not say it."""
_MOST = {
    "s": 3600,
    "min": 1440,
    "h": 240,
    "d": 3650,
    "wd": 60,
    "times": 20,
    "%": 100,
    "places": 500,
}
_MOST = {"s": 3600, "min": 1440, "h": 240, "d": 3650, "wd": 60, "times": 20, "%": 100, "level": 2}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one number changes."""

    subject: Subject
    changes: Text
    least: int
    most: int
    holds: Holds = Holds.NEXT
    unit: str = ""
    """The unit as people say it, where it is not the number's own."""


C, L, S, D, P, H, K, W, B, A = (
    Subject.CALLS, Subject.LETTERS, Subject.SECRECY, Subject.DEPARTMENTS, Subject.PROVIDERS,
    Subject.CHOICE, Subject.CARDS, Subject.WATCHING, Subject.CALLBACKS, Subject.ACCOUNTS,
)  # fmt: skip
AT_ONCE, FIGURES = Holds.AT_ONCE, Holds.FIGURES

MEANINGS = {
    "answer_within_s": Meaning(C, _("等待超过这么久才接起的来电，不算及时接起。"), 5, 120, FIGURES),
    "answered_share_pct": Meaning(C, _("接通率低于这个比例，当天算不达标。"), 50, 100, FIGURES),
    "answered_in_time_share_pct": Meaning(
        C, _("及时接起的来电低于这个比例，当天算不达标。"), 50, 100, FIGURES
    ),
    "ring_s": Meaning(C, _("一席响铃这么久没人接，就转给下一席，这一席记为离开。"), 5, 60, AT_ONCE),
    "presence_s": Meaning(
        C, _("受理员的页面这么久没有回应，就不再给他派来电。"), 30, 600, AT_ONCE
    ),
    "overflow_s": Meaning(C, _("来电等了这么久，溢出专线的坐席也来接。"), 0, 600, AT_ONCE),
    "dialect_wait_s": Meaning(C, _("说方言的来电等了这么久，不懂方言的坐席也来接。"), 0, 600, AT_ONCE),
    "elderly_ahead_s": Meaning(C, _("排队时，高龄来电人算作早到这么久。"), 0, 600, AT_ONCE),
    "limited_behind_s": Meaning(C, _("排队时，因恶意来电被限制的人算作晚到这么久。"), 0, 3600, AT_ONCE),
    "repeated_ahead_s": Meaning(C, _("排队时，一小时内没打通又打来的人算作早到这么久。"), 0, 600, AT_ONCE),
    "return_s": Meaning(C, _("通话中受理员的电话断了（如网页刷新），市民听音乐等他这么久。"), 0, 120),
    "park_s": Meaning(C, _("驻留的来电这么久没人取回，就重新排队。"), 15, 600),
    "after_call_s": Meaning(C, _("挂断后这么久还在话后处理，值班长看得到。"), 10, 1800, AT_ONCE),
    "missed_call_min": Meaning(C, _("没接到的来电，要在这么久以内打回去。"), 1, 240),
    "outbound_seat_day": Meaning(C, _("一席一天呼出这么多次，就不能再打。"), 1, 2000, AT_ONCE),
    "outbound_day": Meaning(C, _("全天呼出这么多次，就不能再打。"), 1, 100000, AT_ONCE),
    "message_answer_min": Meaning(L, _("在线留言要在这么久以内答复。"), 1, 120),
    "mail_answer_h": Meaning(L, _("来信要在这么久以内答复。"), 1, 120),
    "extensions_most": Meaning(D, _("一张工单最多延期这么多次。"), 0, 3, AT_ONCE),
    "near_due_pct": Meaning(D, _("签收和办理时限过了这么多，提醒单位联络员。"), 10, 99),
    "overdue_leader_h": Meaning(D, _("办理逾期这么久（自然时间）还没反馈，报值班长。"), 1, 240),
    "citizen_wait_days": Meaning(D, _("等市民的，最多停止计时这么多天（自然天），过了自动恢复。"), 1, 60),
    "suspend_most_days": Meaning(D, _("中止的，核查日最晚在这么多天（自然天）以后。"), 1, 730),
    "stuck_late_days": Meaning(D, _("逾期这么多天（自然天）还没反馈的，会议页提请上会。"), 1, 90, AT_ONCE),
    "stuck_passed_on": Meaning(D, _("一件工单申请退单、被改派加起来这么多次，算职责有争议，提请上会。"), 1, 20, AT_ONCE),
    "stuck_sent_back": Meaning(D, _("退回和重办加起来这么多次，提请上会。"), 1, 20, AT_ONCE),
    "stuck_suspended_days": Meaning(D, _("中止到期后这么多天（自然天）还没反馈的，提请上会。"), 1, 90, AT_ONCE),
    "inspection_answer_days": Meaning(D, _("督查通报后，单位要在这么多个工作日内整改并答复。"), 1, 60),
    "sign_target_pct": Meaning(D, _("单位一个月要有这么多交办按时签收，单位自己的数据里对照它。"), 50, 100, FIGURES),
    "reply_target_pct": Meaning(D, _("单位一个月要有这么多交办按时反馈，单位自己的数据里对照它。"), 50, 100, FIGURES),
    "send_backs_most": Meaning(D, _("一件被退回超过这么多次，自动升一级督办。"), 1, 10, AT_ONCE),
    "accept_min": Meaning(P, _("企业这么久没有接单，就改派下一家。"), 1, 60),
    "accept_urgent_min": Meaning(P, _("急单这么久没有人接，就改派下一家。"), 1, 30),
    "hand_over_min": Meaning(P, _("受理后这么久还没派出，工单变红、提醒受理员。"), 1, 120),
    "bulletin_remind_h": Meaning(P, _("发给企业的通知，这么久没有确认阅知就再提醒一次，直到读了或过期。"), 1, 168),
    "paper_warn_days": Meaning(P, _("企业和师傅的材料到期前这么多天，发短信提醒企业，列进快到期。"), 1, 180),
    "paper_warn_again_days": Meaning(P, _("企业和师傅的材料到期前这么多天，再发一次短信。"), 1, 60),
    "price_from_most_pct": Meaning(
        P, _("收费超过起价的这么多，企业要说明为什么；一口价多一分钱都要说明。"), 100, 1000, AT_ONCE
    ),
    "deposit_top_up_days": Meaning(P, _("保证金不足约定数额，要在这么多天内补足。"), 1, 90),
    "dispute_pay_days": Meaning(P, _("争议裁定赔付，企业要在这么多天内付清。"), 1, 90),
    "visit_days": Meaning(W, _("在册企业每过这么久要走访一次，从上次走访算起。"), 7, 1095, AT_ONCE),
    "certificate_warn_days": Meaning(W, _("培训证书到期前这么久，列入快到期。"), 1, 180, AT_ONCE),
    "league_days": Meaning(W, _("排行按最近这么多天的派单算。"), 7, 366, FIGURES),
    "league_least_jobs": Meaning(W, _("完工少于这么多单的企业只列出，不排名次、不评星。"), 1, 500, FIGURES),
    "league_accept_weight_pct": Meaning(W, _("总分里按时接单占多少；三项合起来算作整份。"), 0, 100, FIGURES),
    "league_arrive_weight_pct": Meaning(W, _("总分里按时到达占多少；三项合起来算作整份。"), 0, 100, FIGURES),
    "league_satisfied_weight_pct": Meaning(W, _("总分里回访满意占多少；三项合起来算作整份。"), 0, 100, FIGURES),
    "league_complaint_off_pct": Meaning(W, _("每有一次查实的投诉，从总分里扣这么多。"), 0, 50, FIGURES),
    "star_5_pct": Meaning(W, _("总分到这么多评五星。"), 1, 100, FIGURES),
    "star_4_pct": Meaning(W, _("总分到这么多评四星。"), 1, 100, FIGURES),
    "star_3_pct": Meaning(W, _("总分到这么多评三星。"), 1, 100, FIGURES),
    "star_2_pct": Meaning(W, _("总分到这么多评两星，不到评一星。"), 1, 100, FIGURES),
    "league_named_most": Meaning(
        W, _("企业看到的排行里，前这么多名写简称，其余只写名次；0：别家都不写名字。"), 0, 500, AT_ONCE
    ),
    "score_draft_days": Meaning(D, _("一个月过完这么多天，自动出考核草稿：回访要些时间。"), 0, 20),
    "score_objection_days": Meaning(D, _("考核草稿发出后，单位在这么多个工作日内可以提异议；法定节假日不算在内。"), 1, 30),
    "score_least_cases": Meaning(D, _("一个月主办少于这么多件的单位只列出，不排名次；按那个月第一天的数算。"), 1, 500, FIGURES),
    "circular_at_h": Meaning(D, _("每天、每周一、每月一号从这个钟点起，自动出上一期通报的草稿。"), 0, 23, AT_ONCE, "o'clock"),
    "circular_least_cases": Meaning(D, _("日报、周报里少于这么多件的单位只列出，不排名次。"), 1, 500),
    "lack_days": Meaning(W, _("缺口按最近这么多天的不接、逾时和无人可派算。"), 7, 366, FIGURES),
    "lack_least_providers": Meaning(W, _("一个小项在一处、一个时段能派的企业少于这么多家，就算缺。"), 1, 50, FIGURES),
    "choice_quick_pct": Meaning(H, _("一个月里接单用的时间：一分钟内得满分，十分钟起不得分。"), 0, 100),
    "choice_on_time_pct": Meaning(H, _("答应几点到、按时到了的占多少。"), 0, 100),
    "choice_content_pct": Meaning(H, _("回访时市民满意的程度。"), 0, 100),
    "choice_near_pct": Meaning(H, _("同社区、同街道、同市，越近越靠前。"), 0, 100),
    "choice_free_pct": Meaning(H, _("手上的单占最多能接的多少，越空越靠前。"), 0, 100),
    "choice_fair_pct": Meaning(H, _("一个月里派到的比应得的少，就靠前；多了就靠后。"), 0, 100),
    "choice_prior_jobs": Meaning(
        H, _("算满意和按时以前，每家先垫这么多单，免得做一单好的压过做一百单好的。"), 0, 100
    ),
    "choice_prior_pct": Meaning(H, _("垫的那些单按这个比例算好的。"), 0, 100),
    "choice_newcomer_jobs": Meaning(
        H, _("试用企业做满这么多单以前，只分新企业的那一份，不和熟手比。"), 0, 100
    ),
    "choice_newcomer_pct": Meaning(H, _("每一百次派单里，这么多次先问试用的新企业。"), 0, 100),
    "choice_first_most": Meaning(H, _("抢单的小项，一次同时问这么多家，先接的得单。"), 2, 20),
    "callback_h": Meaning(B, _("企业说办好了，要在这么久以内回访市民。"), 1, 48),
    "callback_tries": Meaning(
        B, _("打这么多次都没打通，才能按联系不上办结。"), 1, 10, AT_ONCE
    ),
    "wish_min": Meaning(B, _("市民请人回电，要在这么久以内打过去。"), 1, 1440),
    "citizen_link_h": Meaning(
        A, _("受理后发给市民的查询链接有效这么久；0：不发短信。"), 0, 720
    ),
    "citizen_visit_min": Meaning(
        A, _("市民查到进度以后，过这么久要重输查询码。"), 1, 240, AT_ONCE
    ),
    "keep_words_days": Meaning(S, _("办结这么久以后，工单里的原话和地址清空。"), 1, 3650, AT_ONCE),
    "keep_recording_days": Meaning(S, _("通话结束这么久以后，录音删除。"), 1, 3650, AT_ONCE),
    "keep_caller_days": Meaning(
        S, _("最后一次来电这么久以后，来电人的姓名和号码清空。"), 1, 3650, AT_ONCE
    ),
    "keep_message_days": Meaning(S, _("发出这么久以后，短信内容清空。"), 1, 3650, AT_ONCE),
    "keep_scan_days": Meaning(
        S, _("企业的材料到期、作废、换新或者企业和师傅离开这么久以后，材料的照片删除。"), 1, 3650, AT_ONCE
    ),
    "callback_apart_h": Meaning(B, _("没打通，过这么久再打。"), 1, 48),
    "callback_from_h": Meaning(B, _("早于这个钟点不给市民打电话。"), 0, 12, unit="o'clock"),
    "callback_until_h": Meaning(B, _("到了这个钟点不再给市民打电话。"), 13, 24, unit="o'clock"),
    "link_h": Meaning(A, _("短信里的链接这么久以后打不开。"), 1, 168, AT_ONCE),
    "sign_link_h": Meaning(
        A, _("发给联络人的签收链接这么久以后打不开，要登录签收。"), 1, 720, AT_ONCE
    ),
    "idle_min": Meaning(A, _("这么久没有操作，就退出登录（通话中、正在写的除外）。"), 5, 240, AT_ONCE),
    "failures_most": Meaning(A, _("密码连错这么多次，就锁定一会儿。"), 1, 20, AT_ONCE),
    "locked_min": Meaning(A, _("锁定以后，过这么久才能再试。"), 1, 1440, AT_ONCE),
    "abuse_limited_days": Meaning(S, _("反复恶意来电的人，一次最多限制这么多天；紧急来电从不限制。"), 1, 90),
    "abuse_barred_days": Meaning(S, _("限制后仍恶意来电的人，一次最多停接这么多天；紧急来电从不停接。"), 1, 365),
    "red_card_faults": Meaning(K, _("企业第几次有责，发红牌（在这以前发黄牌）。"), 2, 10),
    "expel_faults": Meaning(K, _("企业第几次有责，清退；情节严重的一次就清退。"), 2, 20),
    "card_counts_days": Meaning(K, _("一张牌从发出起算这么久，过了就不再累计；已经发出的牌照旧。"), 1, 3650),
    "red_card_share_pct": Meaning(K, _("红牌有效期间，企业的派单份额降到这个比例。"), 0, 100),
    "rectify_days": Meaning(K, _("收到红牌的企业，要在这么多天以内交整改方案。"), 1, 60),
    "appeal_days": Meaning(K, _("发牌后这么多天以内，企业可以申诉。"), 1, 90),
    "appeal_answer_days": Meaning(K, _("申诉要在这么多天以内由另一位负责人答复。"), 1, 90),
    "readmission_days": Meaning(K, _("清退以后这么多天以内，不能重新申请加盟。"), 1, 3650),
    "complaint_explain_h": Meaning(K, _("企业被问到投诉，要在这么久以内说明情况；过了就按没有说明核实。"), 1, 240),
    "complaint_decide_h": Meaning(K, _("投诉要在这么久以内核实完、作出决定。"), 1, 720),
    "complaint_tell_h": Meaning(K, _("投诉有了结果，要在这么久以内告诉市民。"), 1, 240),
    **{
        name: Meaning(K, _("查实以后：0 级不算有责，1 级算一次，2 级属严重、两人批准即清退。"), 0, 2, AT_ONCE)
        for name in (
            "fault_quality", "fault_manner", "fault_price", "fault_late", "fault_no_show",
            "fault_safety", "fault_cheating",
        )
    },
}  # fmt: skip


def meaning(number: Number) -> Meaning:
    """Return what a number means; one that nobody has described yet stands among "other"."""
    most = _MOST.get(number.unit, 1_000_000)
    return MEANINGS.get(number.name) or Meaning(Subject.OTHER, "", 0, most)


def unit(number: Number) -> str:
    """Return a number's unit in words."""
    key = meaning(number).unit or number.unit
    return str(UNITS.get(key, key))


def said(name: str, value: int) -> str:
    """Say a value of a rule with its unit: “5 分钟”."""
    words = unit(BY_NAME[name])
    return f"{value}%" if words == "%" else f"{value} {words}"


def source(name: str) -> str:
    """Say where a default comes from."""
    return str(SOURCES.get(name, name))


def by_subject() -> list[tuple[Subject, list[Number]]]:
    """Return all numbers, grouped as the page shows them."""
    groups: dict[Subject, list[Number]] = {subject: [] for subject in Subject}
    for number in NUMBERS:
        groups[meaning(number).subject].append(number)
    return [(subject, numbers) for subject, numbers in groups.items() if numbers]
