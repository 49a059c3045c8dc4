"""What happened to a case, worded from the journal alone: its own entries, its dispatches' and its call-backs'.

An act that one act brings about within another life is told once: "offered" says that the case was handed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.assignments.life import OPEN as GIVEN
from hotline.assignments.models import Assignment
from hotline.cases.models import Case
from hotline.departments.models import Unit
from hotline.journal import queries as journal
from hotline.journal.models import Recorded
from hotline.journal.queries import Told
from hotline.life.asks import Ask, Money, Pick, Tick, Words
from hotline.life.asks import Moment as Hour
from hotline.life.steps import LIVES, Step
from hotline.providers.models import Provider

from . import stages

BEGAN: dict[str, str | Promise] = {
    "case.take_in": gettext_lazy("受理"),
    "case.undo": gettext_lazy("撤销"),
    "wish.undo": gettext_lazy("撤销"),
    "case.tell_unmet": gettext_lazy("记入目录外需求"),
    "dispatch.offer": gettext_lazy("派单"),
    "assignment.send": gettext_lazy("交办"),
    "plea.grant": gettext_lazy("批准了申请"),
    "plea.refuse": gettext_lazy("没有批准申请"),
    "plea.withdraw": gettext_lazy("撤回了申请"),
    "followup.plan": gettext_lazy("约定回访"),
    "wish.wish": gettext_lazy("市民请回电"),
    "case.look_up": gettext_lazy("市民查了进度"),
    "case.refuse_paper": gettext_lazy("拒收带病毒的文件"),
}
"""What the timeline says of acts that are no steps."""

POINTS: dict[str, str | Promise] = {
    "into": gettext_lazy("另一件"),
    "main": gettext_lazy("主单"),
    "split_from": gettext_lazy("拆自"),
    "mends": gettext_lazy("保修返工，原工单"),
    "owed_by": gettext_lazy("费用由谁承担"),
    "place": gettext_lazy("到达位置"),
    "task": gettext_lazy("要它做什么"),
    "number": gettext_lazy("督办编号"),
}
"""What an entry points to beside what its step asked for."""

WRONG = {
    "case.overrun", "case.take_back", "case.run_out", "case.send_back", "case.do_again", "case.reopen",
    "dispatch.refuse", "dispatch.lapse", "dispatch.fault", "dispatch.overrun", "dispatch.cancel", "dispatch.take_off",
    "assignment.overrun", "assignment.tell_leader", "assignment.send_back", "assignment.redo", "assignment.do_again",
    "assignment.give_back", "assignment.move", "assignment.go_up", "assignment.withdraw", "assignment.let_go", "plea.refuse",
    "followup.try_again", "followup.give_up", "followup.overrun", "wish.overrun", "case.refuse_paper",
}  # fmt: skip
"""What did not go as it should."""

ASKED = (
    "assignment.ask_return", "assignment.ask_extension", "assignment.ask_suspension", "assignment.ask_wait",
)  # fmt: skip
RULED = ("plea.grant", "plea.grant_to", "plea.refuse", "plea.rule_finally", "plea.withdraw")

TOLD_BY: dict[str, tuple[str, ...]] = {
    "case.hand_over": ("dispatch.offer", "assignment.send", "assignment.do_again"),
    "case.answer": ("dispatch.finish", "assignment.accept"),
    "case.take_back": ("dispatch.cancel", "assignment.withdraw", "assignment.give_back"),
    "plea.ask": ASKED,
    "assignment.extend": RULED,
    "assignment.stand": RULED,
    "assignment.go_on": RULED,
    "assignment.bind": RULED,
}
"""Acts that go without saying beside another of the same request."""

NAMED = {"why_more", "account", "why_not", "why_alone", "why_no_contact", "contacted_from", "plan"}
"""Words of which the timeline says what they are."""

TIMED = {"dispatch.accept", "dispatch.finish"}
"""Acts of which one wants to know how long they took."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One point of the line."""

    title: str
    text: str = ""
    at: datetime | None = None
    by: str = ""
    state: str = ""
    took: timedelta | None = None


def of_case(case: Case, others: Sequence[Recorded]) -> list[Moment]:
    """Return what happened, where the case stands now, and what is still to come."""
    told = journal.stories([case, *others])
    names = _names(told)
    moments = [_moment(one, told, names) for one in told if not _goes_without_saying(one, told)]
    return moments + _ahead(case, others)


def _moment(one: Told, told: list[Told], names: dict[str, str]) -> Moment:
    entry = one.entry
    step = LIVES[entry.kind].steps.get(entry.act) if entry.kind in LIVES else None
    act = f"{entry.kind}.{entry.act}"
    title = BEGAN.get(act) or (step.done if step else entry.act)
    return Moment(
        title=str(title),
        text=_sentence(one, step, names),
        at=entry.at,
        by=str(entry.by),
        state="wrong" if act in WRONG else "",
        took=_took(one, told) if act in TIMED else None,
    )


def _sentence(one: Told, step: Step | None, names: dict[str, str]) -> str:
    """Say what was said: the provider, and each thing that the step asked for."""
    said = one.said
    asked = {ask.name for ask in step.asks} if step else set()
    parts = [
        names[said[who]]
        for who in ("provider", "unit")
        if who not in asked and said.get(who) in names
    ]
    if one.entry.act == "undo":
        parts.append(str(LIVES[one.entry.kind].steps[said["step"]].done))
    if said.get("happened_at"):
        parts.append(_("纸单补录"))
    parts += [
        _("%(what)s：%(said)s") % {"what": word, "said": names.get(said[name], said[name])}
        for name, word in POINTS.items()
        if said.get(name) and name not in asked
    ]
    parts += [
        _worded(ask, said[ask.name], names)
        for ask in (step.asks if step else ())
        if said.get(ask.name, "") not in ("", False)
    ]
    return _("；").join(part for part in parts if part)


def _worded(ask: Ask, value: Any, names: dict[str, str]) -> str:
    if value is None:
        return _("（已删除）")
    if isinstance(ask, Words) and ask.name not in NAMED:
        return str(value)
    if isinstance(ask, Pick):
        word = str(ask.of(value).label) if value in ask.of.values else str(value)
        return _("%(what)s：%(said)s") % {"what": ask.label, "said": word}
    if isinstance(ask, Tick):
        return str(ask.label)
    if isinstance(ask, Hour):
        at = timezone.localtime(datetime.fromisoformat(value))
        return _("%(what)s：%(said)s") % {"what": ask.label, "said": f"{at:%m-%d %H:%M}"}
    if isinstance(ask, Money):
        return _("收费 %(amount)s 元") % {"amount": value}
    worded = names.get(value, value) if isinstance(value, str) else value
    return _("%(what)s：%(said)s") % {"what": ask.label, "said": worded}


def _goes_without_saying(one: Told, told: list[Told]) -> bool:
    tellers = TOLD_BY.get(f"{one.entry.kind}.{one.entry.act}", ())
    return any(
        f"{other.entry.kind}.{other.entry.act}" in tellers
        and abs(other.entry.at - one.entry.at) < timedelta(seconds=2)
        for other in told
    )


def _took(one: Told, told: list[Told]) -> timedelta | None:
    """Return how long after the entry before it in the same life this one came."""
    same = [
        t for t in told if (t.entry.kind, t.entry.subject) == (one.entry.kind, one.entry.subject)
    ]
    at = same.index(one)
    return one.entry.at - same[at - 1].entry.at if at else None


def _names(told: list[Told]) -> dict[str, str]:
    """Return what the providers, units and cases that the entries point to are called."""
    wanted: dict[str, set[int]] = {"provider": set(), "case": set(), "unit": set()}
    for one in told:
        for value in one.said.values():
            kind, _colon, pk = value.partition(":") if isinstance(value, str) else ("", "", "")
            if kind in wanted and pk.isdigit():
                wanted[kind].add(int(pk))
    names = {p.about: p.short_name for p in Provider.objects.filter(pk__in=wanted["provider"])}
    if wanted["unit"]:
        names |= {u.about: u.short for u in Unit.objects.filter(pk__in=wanted["unit"])}
    return names | {c.about: c.number for c in Case.objects.filter(pk__in=wanted["case"])}


def _ahead(case: Case, others: Sequence[Recorded]) -> list[Moment]:
    """Say where the case stands and how it will end, as long as it lives."""
    if not stages.is_alive(case.status):
        return []
    work = stages.open_work(others)
    leads = (one for one in others if isinstance(one, Assignment) and one.is_lead)
    given = next((one for one in leads if one.status in GIVEN), None)
    now = stages.stage(case.status, work.status if work else None, given.status if given else None)
    return [
        Moment(now.word, text=case.handler, at=None, state="now"),
        Moment(_("办结"), state="next"),
    ]
