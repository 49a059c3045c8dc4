"""What is done to assignments: sending, and one function for each step of the straight way, of sharing, moving and ending.

What a unit asks, how it is decided, and how the line watches stand in `pleas`, `rulings` and `watching`. An assignment is
held before its pleas, its parts and its case, in this order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, TypeAlias

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.cases import actions as cases
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case
from hotline.departments import queries as departments
from hotline.departments.models import Unit
from hotline.journal import log as journal
from hotline.journal import rows
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.papers.models import Paper
from hotline.people.models import Person
from hotline.people.queries import the_clock
from hotline.timelimits.limits import Clock

from . import clocks, hands, replying, running
from .following.actions import asked_above, let_follow, with_helpers
from .life import DECIDES, LIFE, SENDS, Part, Status, Truth, YesNo
from .models import Assignment, Proof
from .pleas import actions as pleas

Take: TypeAlias = Callable[..., Assignment]


def send(
    case: Case,
    *,
    to: Unit,
    by: Person,
    with_units: Iterable[Unit] = (),
    task: str = "",
    is_complex: bool = False,
) -> Assignment:
    """Give a case to a unit, which has to sign for it; with it to others, who help."""
    if not by.role & SENDS:
        raise NotYours(_("由受理员、值班长或审核员交办。"))
    with transaction.atomic(savepoint=False):
        [held] = rows.lock(Case, [case.pk])
        if held.status != CaseStatus.OPEN:
            raise NotNow(
                _("这张工单是“%(status)s”，不能交办。") % {"status": held.get_status_display()}
            )
        lead = _new(held, to, task, by)
        reply_ = Clock.COMPLEX if is_complex else Clock.REPLY
        lead.kept = clocks.of_lead(held, unit=to.pk, now=clock.now(), reply=reply_)
        _begin(lead, by)
        for unit in with_units:
            _add(lead, unit, Part.CO, task, by)
        _hand_over(lead, by)
    return lead


def _new(case: Case, unit: Unit, task: str, by: Person, **more: Any) -> Assignment:
    hands.demand_in_service(unit)
    return Assignment(case=case, unit=unit, task=task, sent_at=clock.now(), sent_by=by, **more)


def _begin(sent: Assignment, by: Person) -> Assignment:
    """Write it down and let its clocks run."""
    sent.reply_length = sent.kept[Clock.REPLY]["length"]
    found = running.reckon(sent)
    LIFE.begin(
        sent,
        act="send",
        by=by,
        case=sent.case,
        unit=sent.unit,
        part=sent.part,
        under=sent.under,
        task=journal.Said(sent.task),
        moved_from=sent.moved_from,
    )
    running.start(sent, found)
    return sent


def _demand_running(lead: Assignment) -> None:
    if lead.stands:
        raise NotNow(_("计时停止着，恢复以后再加单位。"))


def _add(
    lead: Assignment,
    unit: Unit,
    part: Part,
    task: str,
    by: Person,
    *,
    old: Assignment | None = None,
) -> Assignment:
    """Let another unit help, or help instead of the old one: its reply is due when the lead's is, by the same reckoning."""
    there = Assignment.objects.open().filter(under=lead, unit=unit).exists()
    if there or unit.pk == lead.unit_id:
        field = "to" if old else "unit"
        raise NotSo(_("%(unit)s已经在办这件。") % {"unit": unit.short}, field=field)
    added = _new(lead.case, unit, task, by, part=part, under=lead, moved_from=old)
    added.kept = clocks.of_helper(lead, unit=unit.pk, now=clock.now())
    added.stood = lead.stood
    added.above_asks_since_at = asked_above(lead)
    return _begin(added, by)


def _hand_over(lead: Assignment, by: Person) -> None:
    """Let the case say who has it; reviewers' word is carried out by the house."""
    hand = hands.of_case(by, "hand_over")
    cases.hand_over(lead.case, by=hand, to=lead.unit.short, due_at=lead.sign_by_at)


# -- the straight way -------------------------------------------------------------------------------


@LIFE.action
def sign(assignment: Assignment, *, by: Person) -> None:
    """The unit says that it has it."""
    hands.demand_own(assignment, by)
    pleas.demand_not_returning(assignment)
    now = clock.now()
    assignment.sign_late |= replying.late(assignment.sign_by_at, now)
    assignment.signed_at = now
    running.meet(assignment, Clock.SIGN)
    if assignment.is_lead:
        cases.expect(assignment.case, until=assignment.reply_by_at)


@LIFE.action
def contact(
    assignment: Assignment,
    *,
    by: Person,
    contacted_from: str,
    contacted_at: datetime | None = None,
    said: str = "",
) -> None:
    """The unit has spoken with the citizen: when, and from which number."""
    hands.demand_own(assignment, by)
    replying.contacted(assignment, contacted_at or clock.now(), contacted_from)
    running.meet(assignment, Clock.CONTACT)


@with_helpers
@LIFE.action
def reply(
    assignment: Assignment,
    *,
    by: Person,
    is_true: Truth,
    solved: YesNo,
    account: str,
    answer: str,
    beyond_duty: bool = False,
    contacted_at: datetime | None = None,
    contacted_from: str = "",
    why_no_contact: str = "",
    why_not: str = "",
    why_alone: str = "",
) -> None:
    """The unit reports what it did, for itself and for all who helped; the citizen reads the public answer alone."""
    hands.demand_own(assignment, by)
    pleas.demand_not_returning(assignment)
    now = clock.now()
    if contacted_at is not None or contacted_from:
        replying.contacted(assignment, contacted_at or now, contacted_from)
    if assignment.is_lead and assignment.contacted_at is None and not why_no_contact.strip():
        raise NotSo(_("请写什么时候联系了市民，或者为什么没有联系。"), field="why_no_contact")
    if solved == YesNo.NO and not why_not.strip():
        raise NotSo(_("没有解决的，要写明原因。"), field="why_not")
    replying.demand_all(assignment, why_alone)
    asked_at = assignment.undecided_since_at
    pleas.drop_for(assignment)
    if assignment.stands:
        pleas.let_go_on(assignment)
    replying.judge(assignment, now, asked_at)
    assignment.replied_at = now
    assignment.is_true, assignment.solved = is_true, solved == YesNo.YES
    assignment.beyond_duty, assignment.why_not = beyond_duty, why_not
    assignment.account, assignment.answer = account, answer
    assignment.why_no_contact, assignment.why_alone = why_no_contact, why_alone
    running.meet(assignment, Clock.CONTACT)
    running.meet(assignment, Clock.REPLY)


@LIFE.action
def accept(assignment: Assignment, *, by: Person) -> None:
    """Let the reply of a lead pass: the case is answered, and its callers are to be asked."""
    if not assignment.is_lead:
        raise NotSo(_("协办和下派的答复由主办汇总，审核主办的反馈就可以。"))
    now = clock.now()
    assignment.reviewed_at = assignment.accepted_at = now
    assignment.reviewed_by = by
    assignment.call_back_by_at = clocks.owed_at(assignment, Clock.CALL_BACK, start=now)
    running.end(assignment)
    _settle_parts(assignment, by, _("主办的反馈已经审核通过。"))
    cases.answer(
        assignment.case, by=by, answer=assignment.answer, due_at=assignment.call_back_by_at
    )


@with_helpers
@LIFE.action
def send_back(assignment: Assignment, *, by: Person, why: str) -> None:
    """Tell the unit that its reply is none; the time of reviewing does not count."""
    if not by.role & DECIDES:
        hands.demand_lead(assignment, by)
    assert assignment.replied_at
    assignment.reviewed_at, assignment.reviewed_by = clock.now(), by
    assignment.times_sent_back += 1
    running.reviewed(assignment, since=assignment.replied_at)


@LIFE.action
def conclude(assignment: Assignment, *, by: Person) -> None:
    """End a part whose answer went into its lead's."""
    running.end(assignment)
    assignment.ended_at = clock.now()
    _settle_parts(assignment, the_clock(), _("上级的答复已经并入主办反馈。"))


@LIFE.action
def end(assignment: Assignment, *, by: Person, asked: bool = False) -> None:
    """The case has ended; *asked*: its caller said how it was."""
    now = clock.now()
    assignment.called_back_at = now if asked else None
    assignment.ended_at = now


# -- done again -------------------------------------------------------------------------------------


@LIFE.action
def redo(assignment: Assignment, *, by: Person) -> None:
    """Let the unit go on: its answer had passed, and was sent back all the same."""
    assert assignment.replied_at
    assignment.times_sent_back += 1
    assignment.accepted_at = assignment.call_back_by_at = None
    running.reviewed(assignment, since=assignment.replied_at)


@LIFE.action
def do_again(assignment: Assignment, *, by: Person, why: str) -> None:
    """Let the unit begin anew because the citizen is not content; its clock begins anew under the rules of now."""
    [case] = rows.lock(Case, [assignment.case_id])
    if not assignment.is_lead:
        raise NotSo(_("请从主办的交办重办。"))
    if case.status != CaseStatus.OPEN:
        raise NotNow(
            _("这张工单是“%(status)s”，不能重办。") % {"status": case.get_status_display()}
        )
    hands.demand_in_service(assignment.unit)
    asked = clocks.asked_for(assignment)
    reply_ = clocks.keep(asked, case=case, unit=assignment.unit_id, start=clock.now())
    past = [*assignment.kept.get("past", []), assignment.kept[Clock.REPLY]]
    assignment.kept = {**assignment.kept, "reply": reply_, "past": past}
    assignment.times_done_again += 1
    assignment.reply_length = reply_["length"]
    assignment.replied_at = assignment.accepted_at = assignment.call_back_by_at = None
    assignment.called_back_at = assignment.ended_at = None
    cases.hand_over(case, by=by, to=assignment.unit.short)
    running.run(assignment)


# -- with others ------------------------------------------------------------------------------------


@LIFE.action
def share(assignment: Assignment, *, by: Person, unit: Unit, task: str) -> Mapping[str, Any]:
    """Let another unit help at the same time; the lead answers for all."""
    if not assignment.is_lead:
        raise NotSo(_("协办只加在主办下面。"))
    _demand_running(assignment)
    return {"added": _add(assignment, unit, Part.CO, task, by)}


@LIFE.action
def give_down(assignment: Assignment, *, by: Person, unit: Unit, task: str) -> Mapping[str, Any]:
    """Let a unit below do it; the one above answers for it."""
    hands.demand_own(assignment, by)
    if unit.pk not in departments.below(assignment.unit) or unit.pk == assignment.unit_id:
        said = _("%(unit)s不是%(above)s的下级单位。")
        raise NotSo(said % {"unit": unit.short, "above": assignment.unit.short}, field="unit")
    _demand_running(assignment)
    return {"added": _add(assignment, unit, Part.SUB, task, by)}


def _then_send(take: Take) -> Take:
    """Send it to the other unit once the first has it no more."""

    @wraps(take)
    def moved(assignment: Assignment, *, to: Unit, by: Person, why: str) -> Assignment:
        with transaction.atomic(savepoint=False):
            old = take(assignment, to=to, by=by, why=why)
            if old.under is not None:
                sent = _add(old.under, to, Part(old.part), old.task, by, old=old)
                let_follow(sent.pk)
            else:
                sent = _new(old.case, to, old.task, by, moved_from=old)
                reply_ = clocks.asked_for(old)
                sent.kept = clocks.of_lead(old.case, unit=to.pk, now=clock.now(), reply=reply_)
                _hand_over(_begin(sent, by), by)
        return old

    return moved


@with_helpers
@_then_send
@LIFE.action
def move(assignment: Assignment, *, by: Person, to: Unit, why: str) -> None:
    """Take it from one unit and give it to another, whose clocks begin anew."""
    if to.pk == assignment.unit_id:
        raise NotSo(_("已经在%(unit)s手里。") % {"unit": to.short}, field="to")
    _stop(assignment, by, why)


# -- the other ends ---------------------------------------------------------------------------------


@LIFE.action
def give_back(assignment: Assignment, *, by: Person, why: str) -> None:
    """Take it from a unit whose it is not; the case waits at the desk."""
    _stop(assignment, by, why)
    _back_to_the_desk(assignment, by, why)


@LIFE.action
def withdraw(assignment: Assignment, *, by: Person, why: str) -> None:
    """Take it from the unit; a case that still goes on waits at the desk."""
    _stop(assignment, by, why)
    _back_to_the_desk(assignment, by, why)


@LIFE.action
def let_go(assignment: Assignment, *, by: Person, why: str) -> None:
    """Tell the unit that the case went another way."""
    _stop(assignment, by, why)


def _back_to_the_desk(assignment: Assignment, by: Person, why: str) -> None:
    going = Case.objects.filter(pk=assignment.case_id, status=CaseStatus.IN_HAND).exists()
    if assignment.is_lead and going:
        hand = hands.of_case(by, "take_back")
        cases.take_back(assignment.case, by=hand, why=why or _("退单。"))


def _stop(assignment: Assignment, by: Person, why: str) -> None:
    pleas.drop_for(assignment)
    running.end(assignment)
    assignment.ended_at = clock.now()
    _settle_parts(assignment, the_clock(), why)


def _settle_parts(lead: Assignment, by: Person, why: str) -> None:
    """Let nobody help any more: what was replied is concluded, what was not is taken back, down to the lowest."""
    for part in Assignment.objects.open().filter(under=lead).order_by("pk"):
        if part.status == Status.REPLIED:
            conclude(part, by=by)
        else:
            let_go(part, by=the_clock(), why=why)


# -- evidence ---------------------------------------------------------------------------------------


@LIFE.action
def add_evidence(assignment: Assignment, *, by: Person, paper: Paper) -> None:
    """Lay a paper of the case beside what the unit did."""
    hands.demand_own(assignment, by)
    if paper.case_id != assignment.case_id:
        raise NotSo(_("这份附件不是这张工单的。"))
    if assignment.proofs.filter(paper=paper).exists():
        raise NotNow(_("这份附件已经加过。"))
    Proof.objects.create(assignment=assignment, paper=paper, added_at=clock.now(), added_by=by)
