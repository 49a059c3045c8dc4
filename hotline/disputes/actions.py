"""What is done with disputes: one function for each step of `life.py`, and opening one."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.calls.models import Call
from hotline.deadlines import actions as deadlines
from hotline.deposits import actions as deposits
from hotline.deposits.models import Draw
from hotline.dispatch.models import Dispatch
from hotline.journal import log as journal
from hotline.journal import rows
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.papers.models import Paper
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.rules import queries as rules
from hotline.today import today
from hotline.ui.figures import money

from . import queries
from .life import LIFE, OPENS, About, Kind
from .models import Dispute, Opinion, Proof


def open_dispute(
    dispatch: Dispatch, *, by: Person, about_what: About, why: str, asked: Decimal | None = None
) -> Dispute:
    """Write down that a citizen does not agree with what a job cost, or with what it did."""
    if not by.role & (OPENS | Role.CITIZEN):
        raise NotYours(_("争议由市民提出，或者由热线登记。"))
    if not why.strip():
        raise NotSo(_("请写明争的是什么。"))
    with transaction.atomic(savepoint=False):
        [dispatch] = rows.lock(Dispatch, [dispatch.pk])  # one after the other
        if dispatch.status not in queries.DISPUTED:
            raise NotSo(_("做完的派单才能登记争议。"))
        if Dispute.objects.going().filter(dispatch=dispatch).exists():
            raise NotNow(_("这次派单已经有一件争议在办。"))
        if by.role & Role.CITIZEN and queries.of_dispatch(dispatch) is not None:
            raise NotNow(_("这件事已经处理过了，有新的情况请打电话。"))
        caller = dispatch.case.caller
        if caller is not None and caller.erased_at is not None:
            raise NotSo(_("来电人的资料已经清除，不能再登记争议。"))
        dispute = Dispute(
            dispatch=dispatch,
            about_what=about_what,
            asked=asked,
            opened_at=clock.now(),
            opened_by=by,
        )
        said = {"dispatch": dispatch, "about": about_what, "asked": asked, "why": journal.Said(why)}
        return LIFE.begin(dispute, act="open_dispute", by=by, **said)


@LIFE.action
def hear_citizen(dispute: Dispute, *, by: Person, words: str) -> None:
    """Put down what the citizen says."""
    dispute.citizen_heard_at = clock.now()


@LIFE.action
def answer(dispute: Dispute, *, by: Person, words: str) -> None:
    """Put down what the provider says: on its own page, or told to the line."""
    dispute.provider_heard_at = clock.now()


@LIFE.action
def advise(
    dispute: Dispute, *, by: Person, adviser: str, office: str, given_on: date, opinion: str
) -> dict[str, int]:
    """Put down the legal adviser's opinion, once for good; nobody is judged unheard."""
    if dispute.citizen_heard_at is None or dispute.provider_heard_at is None:
        raise NotSo(_("要先听取双方说法，再请法律顾问出意见。"))
    if not (adviser.strip() and office.strip() and opinion.strip()):
        raise NotSo(_("请写明谁、以什么身份、怎么说。"))
    if given_on > today():
        raise NotSo(_("意见日期不能在今天以后。"))
    record = Opinion.objects.create(
        dispute=dispute,
        adviser=adviser.strip(),
        office=office.strip(),
        given_on=given_on,
        entered_at=clock.now(),
        entered_by=by,
    )
    return {"record": record.pk}


@LIFE.action
def settle(dispute: Dispute, *, by: Person, kind: Kind, amount: Decimal, why: str) -> None:
    """Say what the provider owes the citizen, and by when."""
    if amount <= 0:
        raise NotSo(_("金额要大于 0；不赔请选“不予赔付”。"))
    dispute.kind, dispute.amount = kind, amount
    dispute.settled_at, dispute.settled_by = clock.now(), by
    dispute.pay_by_at = clock.now() + timedelta(days=rules.book()["dispute_pay_days"])
    deadlines.start(dispute, "pay", due_at=dispute.pay_by_at)


@LIFE.action
def pay(dispute: Dispute, *, by: Person, receipt: str) -> None:
    """The provider has paid, and there is something to show it."""
    _is_not_being_drawn(dispute)
    deadlines.meet(dispute, "pay")
    dispute.ended_at = clock.now()


@LIFE.action
def ask_draw(dispute: Dispute, *, by: Person, why: str) -> dict[str, Any]:
    """Ask that the provider's deposit pay for it; another approves (`deposits.actions.approve`)."""
    _is_not_being_drawn(dispute)
    assert dispute.amount is not None
    provider = dispute.dispatch.provider
    dispute.drawing = deposits.ask_draw(provider, by=by, amount=dispute.amount, why=why)
    return {"drawing": dispute.drawing}


@LIFE.action
def draw(dispute: Dispute, *, by: Person) -> dict[str, Any]:
    """The deposit has paid."""
    deadlines.meet(dispute, "pay")
    dispute.ended_at = clock.now()
    return {"amount": dispute.amount}


@LIFE.action
def fail_to_draw(dispute: Dispute, *, by: Person) -> None:
    """The deposit does not pay: what was asked for was refused or taken back."""


@LIFE.action
def dismiss(dispute: Dispute, *, by: Person, why: str) -> None:
    """Say that the provider owes nothing."""
    dispute.settled_at, dispute.settled_by = clock.now(), by
    dispute.ended_at = clock.now()


@LIFE.action
def withdraw(dispute: Dispute, *, by: Person, why: str) -> None:
    """The citizen asks for nothing any more."""
    dispute.ended_at = clock.now()


@LIFE.action
def go_to_court(dispute: Dispute, *, by: Person, why: str) -> None:
    """The citizen takes it to court: what the line does about it ends here."""
    _is_not_being_drawn(dispute)
    deadlines.drop(dispute, "pay")
    dispute.ended_at = clock.now()


@LIFE.action
def add_evidence(
    dispute: Dispute, *, by: Person, paper: Paper | None = None, call: Call | None = None
) -> None:
    """Let a paper of the case, or a call about it, show how it was."""
    if paper is not None and paper not in queries.papers_of(dispute, by):
        raise NotSo(_("这个附件不是这张工单的。"))
    if call is not None and call not in queries.calls_of(dispute, by):
        raise NotSo(_("这通电话不是这张工单的。"))
    if (paper is None) == (call is None):
        raise NotSo(_("请选一个附件或一通电话。"))
    if dispute.proofs.filter(paper=paper, call=call).exists():
        raise NotNow(_("已经是证据了。"))
    now = clock.now()
    Proof.objects.create(dispute=dispute, paper=paper, call=call, added_at=now, added_by=by)


@LIFE.action
def overrun(dispute: Dispute, *, by: Person) -> None:
    """Put on record that the provider did not pay in time."""


def end_draw(drawing: Draw, *, by: Person, drawn: bool) -> None:
    """Let the dispute for which something was to be drawn know how it went, if there is one."""
    dispute = Dispute.objects.going().filter(drawing=drawing).first()
    if dispute is not None:
        (draw if drawn else fail_to_draw)(dispute, by=by)


def _is_not_being_drawn(dispute: Dispute) -> None:
    if queries.is_being_drawn(dispute):
        assert dispute.amount is not None
        said = _("已经申请从保证金扣划 %(amount)s，请先批准、不批准或撤回那一笔。")
        raise NotNow(said % {"amount": money(dispute.amount)})
