"""Posting a message and delivering it; what people do about one that did not arrive; webhooks added, tried out, stopped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.journal import log as journal
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.people.models import Person
from hotline.people.queries import the_clock

from . import hooks, patience, queries
from .mailboxes import is_mailbox
from .models import Channel, Message, MessageQuerySet, State, Webhook
from .ways import Gone, NotTaken, Refused, Way

TRIED = ("tries", "tried_at", "sent_at", "answer", "given_up_at", "seen_to_at", "head")

# -- posting and delivering -----------------------------------------------------------------------


def post(*, to: str, telephone: str, text: str, about: str) -> Message:
    """Put a short message into the outbox; call it in the transaction of what it tells of."""
    return Message.objects.create(
        to=to, telephone=telephone, text=text, about=about, posted_at=clock.now()
    )


def post_mail(*, to: str, mailbox: str, subject: str, text: str, about: str) -> Message:
    """Put a letter into the outbox, likewise."""
    if not is_mailbox(mailbox):
        raise NotSo(_("“%(mailbox)s”不是一个邮箱地址。") % {"mailbox": mailbox})
    return Message.objects.create(
        channel=Channel.MAIL, to=to, mailbox=mailbox, subject=subject[:120], text=text, about=about,
        posted_at=clock.now(),
    )  # fmt: skip


def post_event(
    hook: Webhook, *, event: str, data: Mapping[str, Any], text: str, about: str
) -> Message:
    """Put what a programme is told into the outbox, likewise; its data name no citizen."""
    return Message.objects.create(
        channel=Channel.HOOK, hook=hook, to=hook.name, event=event, data=dict(data), text=text,
        about=about, posted_at=clock.now(),
    )  # fmt: skip


def deliver(message: int) -> bool:
    """Give a message to its receiver unless it is delivered already; say whether it was given now.

    Raises `NotTaken` where it is to come again. What is refused for good, or was tried for too long, is given up.
    """
    no = None
    with transaction.atomic():
        held = _held(message)
        if held.state != State.WAITING:
            return False
        if held.channel == Channel.HOOK and not _is_told(held):  # stopped when this was posted
            _leave(Message.objects.filter(pk=held.pk))
            return False
        way = queries.way_of(held)
        if way is None:
            return False
        if held.channel == Channel.SMS and _is_over(held):
            give_up(held, answer="stale")
        else:
            no = _try(held, way)
        held.save(update_fields=TRIED)
    if isinstance(no, Gone) and held.hook is not None:
        # apart: whoever stops it by hand holds it before its messages
        _stop(held.hook, by=the_clock(), why=_("对方回答不再接收（410）。"))
    if isinstance(no, NotTaken):
        raise no
    return held.sent_at is not None


def _try(held: Message, way: Way) -> Refused | NotTaken | None:
    """Try once and write down how it went; return what is still to be done about it: that a number was opened stays on record."""
    held.tries, held.tried_at = min(held.tries + 1, 32000), clock.now()
    try:
        if way.send(held):
            held.sent_at, held.answer = clock.now(), ""
    except Refused as no:
        give_up(held, answer=str(no))
        return no
    except NotTaken as not_taken:
        return _try_on(held, not_taken)
    except DatabaseError:  # nothing can be written down any more
        raise
    except Exception as fault:  # of our own: it is counted, shown, and ends too
        counted = NotTaken(type(fault).__name__)
        counted.__cause__ = fault
        return _try_on(held, counted)
    return None


def _try_on(held: Message, fault: NotTaken) -> NotTaken | None:
    """Let a message come again, or give it up when its time is over; return what is still to be told the worker."""
    held.answer = str(fault)[:200]
    if not _is_over(held):
        return fault
    give_up(held, answer=held.answer)
    return None


def _is_over(held: Message) -> bool:
    """Say whether its time is over, since it was posted or somebody had it sent again."""
    return clock.now() - (held.asked_at or held.posted_at) >= patience.TRIED[held.channel]


def give_up(held: Message, *, answer: str) -> None:
    """Put on record that a message did not arrive; the line's own people are told once, by the page of messages."""
    held.given_up_at, held.answer, held.seen_to_at = clock.now(), answer[:200], None
    said = {"channel": held.channel, "answer": held.answer, "tries": held.tries, "of": held.about}
    journal.write(act="give_up", about=held, by=the_clock(), said=said, locked=True)


# -- what people do about messages ----------------------------------------------------------------


def send_again(message: Message, *, by: Person) -> Message:
    """Have a message tried anew that was given up, or that no way led out for."""
    _needs_right(by, "set_rules")
    with transaction.atomic():
        held = _held(message.pk)
        if held.sent_at is not None:
            raise NotNow(_("这条消息已经送达，不用再发。"))
        if not held.text or (held.channel == Channel.HOOK and not _is_told(held)):
            raise NotNow(_("这条消息已经不能再发。"))
        held.given_up_at, held.seen_to_at, held.answer = None, None, ""
        held.asked_at = clock.now()
        journal.write(act="send_again", about=held, by=by, locked=True)
        held.save(update_fields=["given_up_at", "seen_to_at", "asked_at", "answer", "head"])
    return held


def see_to(message: Message, *, by: Person) -> Message:
    """Say that whoever should have had a message that did not arrive knows by another way."""
    _needs_right(by, "set_rules")
    with transaction.atomic():
        held = _held(message.pk)
        if held.state != State.GIVEN_UP or held.seen_to_at is not None:
            raise NotNow(_("这条消息没有要处理的。"))
        held.seen_to_at = clock.now()
        journal.write(act="see_to", about=held, by=by, locked=True)
        held.save(update_fields=["seen_to_at", "head"])
    return held


def _held(message: int) -> Message:
    rows = Message.objects.select_for_update(of=("self",)).select_related("hook")
    return rows.get(pk=message)


def _is_told(message: Message) -> bool:
    return message.hook is not None and message.hook.stopped_at is None


# -- webhooks -------------------------------------------------------------------------------------


def add_hook(*, name: str, address: str, whose: str = "", by: Person) -> Webhook:
    """Let somebody's programme be told of what he is sent; its secret is made here."""
    _needs_right(by, "manage_webhooks")
    if not name.strip():
        raise NotSo(_("请写明是谁的系统。"), field="name")
    if not hooks.may_be_told(address):
        said = _("地址要以 https:// 开头，里面没有用户名和密码；只有本机可以用 http://。")
        raise NotSo(said, field="address")
    with transaction.atomic():
        hook = Webhook.objects.create(
            name=name.strip()[:60], address=address, whose=whose, added_at=clock.now(),
            secret=hooks.seal(hooks.new_secret()),
        )  # fmt: skip
        said_of = {"address": journal.Said(address), "whose": whose}
        journal.write(act="add_hook", about=hook, by=by, said=said_of)
    return hook


def stop_hook(hook: Webhook, *, by: Person, why: str) -> Webhook:
    """Tell a programme nothing any more; what it has not taken yet is not sent."""
    _needs_right(by, "manage_webhooks")
    if not why.strip():
        raise NotSo(_("请写明为什么停用。"), field="why")
    with transaction.atomic():
        held = _held_hook(hook.pk)
        if held.stopped_at is not None:
            raise NotNow(_("“%(hook)s”已经停用。") % {"hook": held})
        _stop(held, by=by, why=why)
    return held


def _stop(hook: Webhook, *, by: Person, why: str) -> None:
    with transaction.atomic():
        held = _held_hook(hook.pk)
        if held.stopped_at is not None:
            return
        held.stopped_at = clock.now()
        said = {"why": journal.Said(why.strip()[:200])}
        journal.write(act="stop_hook", about=held, by=by, said=said, locked=True)
        held.save(update_fields=["stopped_at", "head"])
        waiting = Message.objects.in_state(State.WAITING).filter(hook=held)
        free = waiting.select_for_update(skip_locked=True).values_list("pk", flat=True)
        _leave(Message.objects.filter(pk__in=list(free)))  # `deliver` leaves what it holds now


def _leave(messages: MessageQuerySet) -> None:
    """Give up what was for a webhook that is stopped: that it was stopped tells its people."""
    now = clock.now()
    messages.update(given_up_at=now, seen_to_at=now, answer="stopped")


def _held_hook(hook: int) -> Webhook:
    """Hold a webhook, beside which messages to it may go on being posted."""
    return Webhook.objects.select_for_update(no_key=True).get(pk=hook)


def show_secret(hook: Webhook, *, by: Person) -> str:
    """Open the secret of a webhook for whoever gives it to its receiver; that it was seen stays on record."""
    _needs_right(by, "manage_webhooks")
    with transaction.atomic():
        journal.write(act="show_secret", about=hook, by=by)
    return hooks.unseal(hook)


def try_out(hook: Webhook, *, by: Person) -> Message:
    """Post a trial to a webhook, which tells of nothing."""
    _needs_right(by, "manage_webhooks")
    with transaction.atomic():
        held = _held_hook(hook.pk)
        if held.stopped_at is not None:
            raise NotNow(_("“%(hook)s”已经停用。") % {"hook": held})
        journal.write(act="try_out", about=held, by=by)
        return post_event(
            held, event="webhook.try_out", data={}, text=_("这是一次试发，不用办理。"),
            about=held.about,
        )  # fmt: skip


def seal_again() -> int:
    """Seal anew, with the newest key, what an older one sealed; return how many webhooks that were."""
    needing = queries.needing_old_key()
    for pk in needing:
        with transaction.atomic():
            held = _held_hook(pk)
            held.secret = hooks.seal(hooks.unseal(held))
            held.save(update_fields=["secret"])
    return len(needing)


def _needs_right(by: Person, right: str) -> None:
    if not by.may(right):
        raise NotYours(_("您的岗位不能办这件事。"))
