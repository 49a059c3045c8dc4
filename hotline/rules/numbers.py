"""Every number that the line may set, with its default and where the default comes from.

Defaults are domain.md's, which names its sources: (81890) Ruian's first year, (12345) the national rules, (GB/T 33358)
the service standard. What is in force at a moment stands in the table; this list says what there is.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Number:
    """One setting of the line: an attribute of `Book`."""

    name: str
    default: int
    unit: str
    label: str | Promise
    source: str

    @property
    def used(self) -> bool:
        """Say whether anything goes by it yet."""
        return self.name not in NOT_USED


NUMBERS = (
    # calls
    Number("answer_within_s", 15, "s", _("电话接起"), "GB/T 33358"),
    Number("answered_share_pct", 95, "%", _("接通率"), "GB/T 33358"),
    Number("answered_in_time_share_pct", 80, "%", _("15 秒接起率"), "GB/T 33358"),
    Number("message_answer_min", 3, "min", _("在线留言答复"), "GB/T 33358"),
    Number("mail_answer_h", 24, "h", _("来信答复"), "GB/T 33358"),
    Number("ring_s", 15, "s", _("振铃多久换下一席"), "GB/T 33358"),
    Number("presence_s", 60, "s", _("席位无响应视为离开"), "house"),
    Number("overflow_s", 60, "s", _("等多久由别的专线帮忙"), "house"),
    Number("dialect_wait_s", 30, "s", _("为方言坐席最多等多久"), "house"),
    Number("elderly_ahead_s", 60, "s", _("高龄来电提前"), "house"),
    Number("limited_behind_s", 600, "s", _("被限制的来电推后"), "house"),
    Number("repeated_ahead_s", 60, "s", _("刚才没打通的来电提前"), "house"),
    Number("return_s", 20, "s", _("通话中电话断了，等原座席多久"), "house"),
    Number("park_s", 120, "s", _("驻留最久"), "house"),
    Number("after_call_s", 120, "s", _("话后处理时间"), "house"),
    Number("missed_call_min", 30, "min", _("未接来电回拨"), "12345"),
    Number("outbound_seat_day", 200, "times", _("一席一天最多呼出"), "house"),
    Number("outbound_day", 2000, "times", _("全天最多呼出"), "house"),
    # departments; how long they may take stands in `timelimits`
    Number("extensions_most", 1, "times", _("延期次数"), "12345"),
    Number("near_due_pct", 80, "%", _("过了多少算临期"), "house"),
    Number("overdue_leader_h", 24, "h", _("逾期多久报值班长"), "house"),
    Number("citizen_wait_days", 5, "d", _("等市民最长"), "house"),
    Number("suspend_most_days", 90, "d", _("中止最长"), "house"),
    Number("sign_target_pct", 98, "%", _("按时签收目标"), "house"),
    Number("reply_target_pct", 95, "%", _("按时办结目标"), "house"),
    Number("send_backs_most", 2, "times", _("退回几次以后升级督办"), "house"),
    # from how much on a case is proposed for a meeting
    Number("stuck_late_days", 5, "d", _("逾期多久提请上会"), "house"),
    Number("stuck_passed_on", 2, "times", _("退单、改派几次提请上会"), "house"),
    Number("stuck_sent_back", 2, "times", _("退回、重办几次提请上会"), "house"),
    Number("stuck_suspended_days", 3, "d", _("中止到期多久提请上会"), "house"),
    Number("inspection_answer_days", 5, "d", _("督查后整改期"), "house"),
    # providers, in real time
    Number("accept_min", 5, "min", _("企业接单"), "81890"),
    Number("accept_urgent_min", 3, "min", _("企业接急单"), "81890"),
    Number("paper_warn_days", 30, "d", _("企业材料到期前提醒"), "house"),
    Number("paper_warn_again_days", 7, "d", _("企业材料到期前再提醒"), "house"),
    Number("hand_over_min", 10, "min", _("受理后派出"), "81890"),
    Number("bulletin_remind_h", 24, "h", _("通知没读多久提醒"), "house"),
    Number("price_from_most_pct", 200, "%", _("起价多收多少要说明"), "house"),
    Number("deposit_top_up_days", 15, "d", _("保证金补足"), "house"),
    Number("dispute_pay_days", 10, "d", _("裁定后赔付"), "house"),
    # watching providers
    Number("visit_days", 180, "d", _("走访间隔"), "house"),
    Number("certificate_warn_days", 30, "d", _("培训证书到期前提醒"), "house"),
    Number("league_days", 90, "d", _("排行统计多少天"), "house"),
    Number("league_least_jobs", 10, "times", _("上榜最少单数"), "house"),
    Number("league_accept_weight_pct", 25, "%", _("按时接单占分"), "house"),
    Number("league_arrive_weight_pct", 25, "%", _("按时到达占分"), "house"),
    Number("league_satisfied_weight_pct", 50, "%", _("满意占分"), "house"),
    Number("league_complaint_off_pct", 5, "%", _("一次查实的投诉扣分"), "house"),
    Number("star_5_pct", 95, "%", _("五星"), "house"),
    Number("star_4_pct", 90, "%", _("四星"), "house"),
    Number("star_3_pct", 80, "%", _("三星"), "house"),
    Number("star_2_pct", 60, "%", _("两星"), "house"),
    Number("league_named_most", 0, "places", _("排行给企业看前几名的简称"), "house"),
    # a department's month
    Number("score_draft_days", 5, "d", _("月末多久出考核草稿"), "house"),
    Number("score_objection_days", 5, "wd", _("单位核对期"), "house"),
    Number("score_least_cases", 10, "jobs", _("参加排名最少件数"), "house"),
    # circulars to all units
    Number("circular_at_h", 7, "h", _("几点出通报草稿"), "house"),
    Number("circular_least_cases", 3, "jobs", _("日报周报排名最少件数"), "house"),
    Number("lack_days", 90, "d", _("缺口统计多少天"), "house"),
    Number("lack_least_providers", 2, "places", _("一处一时最少几家"), "house"),
    # who of them is chosen: what counts how much beside the others, and who gets a set share
    Number("choice_quick_pct", 20, "%", _("接单快慢的分量"), "house"),
    Number("choice_on_time_pct", 15, "%", _("按时到达的分量"), "house"),
    Number("choice_content_pct", 25, "%", _("市民满意的分量"), "house"),
    Number("choice_near_pct", 10, "%", _("路近的分量"), "house"),
    Number("choice_free_pct", 15, "%", _("手上空的分量"), "house"),
    Number("choice_fair_pct", 15, "%", _("轮得公平的分量"), "house"),
    Number("choice_prior_jobs", 10, "jobs", _("先垫多少单"), "house"),
    Number("choice_prior_pct", 80, "%", _("垫的单按多少算"), "house"),
    Number("choice_newcomer_jobs", 5, "jobs", _("试用企业做满多少单算熟手"), "house"),
    Number("choice_newcomer_pct", 10, "%", _("留给试用新企业的派单"), "house"),
    Number("choice_first_most", 3, "providers", _("抢单一次问几家"), "house"),
    # call-backs
    Number("callback_h", 2, "h", _("完工后回访"), "81890"),
    Number("callback_tries", 3, "times", _("回访次数"), "12345"),
    Number("callback_apart_h", 3, "h", _("两次回访相隔"), "12345"),
    Number("callback_from_h", 8, "h", _("最早几点回访"), "81890"),
    Number("callback_until_h", 21, "h", _("最晚几点回访"), "81890"),
    Number("wish_min", 30, "min", _("市民请回电后多久打"), "house"),
    # whoever abuses the line, for a time and with an end
    Number("abuse_limited_days", 7, "d", _("限制来电最长"), "house"),
    Number("abuse_barred_days", 30, "d", _("停接来电最长"), "house"),
    # cards of providers
    Number("red_card_faults", 2, "times", _("发红牌"), "81890"),
    Number("expel_faults", 3, "times", _("清退"), "81890"),
    Number("card_counts_days", 365, "d", _("一张牌算多久"), "house"),
    Number("red_card_share_pct", 50, "%", _("红牌后的派单份额"), "81890"),
    Number("rectify_days", 3, "d", _("红牌后交整改方案"), "house"),
    Number("appeal_days", 7, "d", _("申诉期"), "house"),
    Number("appeal_answer_days", 7, "d", _("申诉答复"), "house"),
    Number("readmission_days", 365, "d", _("清退后多久可重新申请"), "house"),
    # complaints about providers
    Number("complaint_explain_h", 24, "h", _("企业说明情况"), "house"),
    Number("complaint_decide_h", 120, "h", _("投诉核实完"), "house"),
    Number("complaint_tell_h", 24, "h", _("把投诉结果告诉市民"), "house"),
    # what counts as a fault: 0 none, 1 a fault, 2 a grave one
    Number("fault_quality", 1, "level", _("质量不合格"), "81890"),
    Number("fault_manner", 1, "level", _("态度恶劣"), "81890"),
    Number("fault_price", 1, "level", _("乱收费"), "81890"),
    Number("fault_late", 1, "level", _("无故迟到"), "81890"),
    Number("fault_no_show", 1, "level", _("接单不去"), "81890"),
    Number("fault_safety", 2, "level", _("危及安全"), "81890"),
    Number("fault_cheating", 2, "level", _("欺诈、弄虚作假"), "81890"),
    # pages
    Number("citizen_link_h", 72, "h", _("市民查询链接有效（0：受理后不发短信）"), "house"),
    Number("citizen_visit_min", 30, "min", _("市民查询后多久要重输查询码"), "house"),
    Number("link_h", 24, "h", _("企业链接有效"), "house"),
    Number("sign_link_h", 72, "h", _("承办单位签收链接有效"), "house"),
    Number("idle_min", 30, "min", _("无操作多久退出登录"), "house"),
    Number("failures_most", 5, "times", _("密码错几次锁定"), "house"),
    Number("locked_min", 15, "min", _("锁定多久"), "house"),
    # what is kept of people, in calendar days
    Number("keep_words_days", 1095, "d", _("办结后诉求原话保留"), "house"),
    Number("keep_recording_days", 730, "d", _("通话录音保留"), "house"),
    Number("keep_caller_days", 1095, "d", _("最后一次联系后来电人资料保留"), "house"),
    Number("keep_message_days", 180, "d", _("短信保留"), "house"),
    Number("keep_scan_days", 1095, "d", _("企业材料失效后照片保留"), "house"),
)

NOT_USED = frozenset(
    {
        # letters
        "message_answer_min", "mail_answer_h",
    }
)  # fmt: skip
"""What no code reads yet, and the page says so: whoever begins to read a number takes it out, as a test demands."""

BY_NAME = {number.name: number for number in NUMBERS}
