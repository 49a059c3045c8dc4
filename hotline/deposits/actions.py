"""What is done with deposits. Each booking is a voucher of two postings; nothing that is booked is ever changed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.deadlines import actions as deadlines
from hotline.journal import log as journal
from hotline.journal import rows
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.providers.life import WITHIN
from hotline.providers.models import Provider
from hotline.rules import queries as rules
from hotline.ui.figures import money

from . import queries
from .books import ENDS, Act, Kind
from .life import LIFE
from .models import Account, Draw, Posting, Voucher

MOST = 1_000_000
"""Yuan: what is more than this is a slip of the finger."""


def agree_deposit(provider: Provider, *, by: Person, yuan: Decimal) -> Account:
    """Put down how much a provider leaves with the line; nought for one who leaves nothing any more."""
    _allow(by)
    if not 0 <= yuan <= MOST:
        raise NotSo(_("金额要在 0 到 %(most)s 之间。") % {"most": money(MOST)})
    with transaction.atomic(savepoint=False):
        account = _hold(provider)
        account.agreed = yuan
        _mind(account)
        _write(account, "agree_deposit", by=by, yuan=yuan)
    return account


def pay_in(provider: Provider, *, by: Person, amount: Decimal, why: str) -> Account:
    """Book what a provider has paid: its deposit, or what tops it up."""
    _allow(by)
    _is_amount(amount)
    with transaction.atomic(savepoint=False):
        account = _hold(provider)
        voucher = _book(Act.PAY_IN, account, amount, by=by)
        _mind(account)
        _write(account, "pay_in", by=by, amount=amount, voucher=voucher.pk, why=journal.Said(why))
    return account


def reverse(voucher: Voucher, *, by: Person, why: str) -> Account:
    """Book a wrong entry back, by another that names it; whoever made the wrong one asks a colleague."""
    _allow(by)
    with transaction.atomic(savepoint=False):
        mine = voucher.postings.get(account__whose=Kind.DEPOSIT)
        [account] = rows.lock(Account, [mine.account_id])  # one after the other
        if voucher.by_id == by.pk:
            raise NotYours(_("这笔是您自己记的，要由另一位值班长或管理员冲销。"))
        if voucher.reverses_id or Voucher.objects.filter(reverses=voucher).exists():
            raise NotNow(_("这笔已经冲销过，或者本身就是冲销。"))
        _is_there(account, mine.amount)
        back = Voucher.objects.create(act=Act.REVERSE, at=clock.now(), by=by, reverses=voucher)
        for one in voucher.postings.all():
            Posting.objects.create(voucher=back, account_id=one.account_id, amount=-one.amount)
        _mind(account)
        said = {"amount": -mine.amount, "voucher": back.pk, "reverses": voucher.pk}
        _write(account, "reverse", by=by, why=journal.Said(why), **said)
    return account


def ask_draw(
    provider: Provider, *, by: Person, amount: Decimal, why: str, act: Act = Act.DRAW
) -> Draw:
    """Ask that something be taken out of a deposit: for a claim, or to be paid back to one who has left."""
    _allow(by)
    _is_amount(amount)
    if not why.strip():
        raise NotSo(_("请写明为什么扣划。"))
    if act is Act.PAY_BACK and provider.status in WITHIN:
        raise NotSo(_("还在册的企业不退保证金，先办退出。"))
    with transaction.atomic(savepoint=False):
        account = _hold(provider)
        _is_there(account, amount)
        draw = Draw(account=account, act=act, amount=amount, asked_at=clock.now(), asked_by=by)
        said: dict[str, Any] = {"account": account, "use": act, "amount": amount}
        return LIFE.begin(draw, act="ask_draw", by=by, **said, why=journal.Said(why))


@LIFE.action
def approve(draw: Draw, *, by: Person) -> dict[str, int]:
    """Take it out of the deposit: on the word of somebody else than who asked."""
    if draw.asked_by_id == by.pk:
        raise NotYours(_("扣划是您自己申请的，要由另一位值班长或管理员批准。"))
    [account] = rows.lock(Account, [draw.account_id])
    _is_there(account, draw.amount)
    draw.approved_at, draw.approved_by = clock.now(), by
    voucher = _book(Act(draw.act), account, draw.amount, by=by, draw=draw)
    if draw.act == Act.PAY_BACK:
        account.agreed = Decimal(0)
    _mind(account)
    _keep(account)
    return {"voucher": voucher.pk}


@LIFE.action
def refuse(draw: Draw, *, by: Person, why: str) -> None:
    """Leave the deposit as it is."""
    if draw.asked_by_id == by.pk:
        raise NotYours(_("扣划是您自己申请的；不要了请撤回。"))


@LIFE.action
def withdraw(draw: Draw, *, by: Person, why: str) -> None:
    """Take back what one has asked for."""


def fall_behind(account: Account, *, by: Person) -> None:
    """Put on record that a deposit was not topped up in time."""
    with transaction.atomic(savepoint=False):
        journal.write(act="fall_behind", about=account, by=by, said={"due": account.top_up_by_at})


def _hold(provider: Provider) -> Account:
    """Return a provider's account, held until the act is over; the first asker opens it."""
    Account.objects.get_or_create(provider=provider, defaults={"whose": Kind.DEPOSIT})
    key = Account.objects.values_list("pk", flat=True).get(provider=provider)
    return rows.lock(Account, [key])[0]


def _book(
    act: Act, account: Account, amount: Decimal, *, by: Person, draw: Draw | None = None
) -> Voucher:
    """Move an amount between a provider's account, which is held, and the line's own."""
    voucher = Voucher.objects.create(act=act, at=clock.now(), by=by, draw=draw)
    for end, moved in zip(ENDS[act], (-amount, amount), strict=True):
        here = account if end is Kind.DEPOSIT else _of_the_line(end)
        Posting.objects.create(voucher=voucher, account=here, amount=moved)
    return voucher


def _of_the_line(whose: Kind) -> Account:
    return Account.objects.get_or_create(whose=whose, provider=None)[0]


def _mind(account: Account) -> None:
    """Start the clock when there is less than was agreed, stop it when there is enough."""
    lacks = queries.balance(account) < account.agreed
    if lacks and account.top_up_by_at is None:
        account.top_up_by_at = clock.now() + timedelta(days=rules.book()["deposit_top_up_days"])
        deadlines.start(account, "top_up", due_at=account.top_up_by_at)
    elif not lacks and account.top_up_by_at is not None:
        account.top_up_by_at = None
        deadlines.meet(account, "top_up")


def _write(account: Account, act: str, *, by: Person, **said: Any) -> None:
    """Leave the entry of an act and save the account, which is held."""
    journal.write(act=act, about=account, by=by, said=said, locked=True)
    _keep(account)


def _keep(account: Account) -> None:
    account.save(update_fields=["agreed", "top_up_by_at", "head"])


def _is_there(account: Account, amount: Decimal) -> None:
    held = queries.balance(account)
    if amount > held:
        raise NotSo(
            _("保证金只有 %(held)s，不够扣 %(amount)s。")
            % {"held": money(held), "amount": money(amount)}
        )


def _is_amount(amount: Decimal) -> None:
    if not 0 < amount <= MOST or amount != round(amount, 2):
        raise NotSo(_("金额要大于 0，最多到分。"))


def _allow(by: Person) -> None:
    if not by.may("manage_providers"):
        raise NotYours(_("保证金由值班长和管理员办理。"))
