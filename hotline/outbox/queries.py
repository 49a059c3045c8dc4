"""Questions about messages and webhooks: which are told of something, which way one takes, what was delivered last."""

from __future__ import annotations

from collections.abc import Collection

from hotline.people.factors import sealing

from . import gateway, hooks, mail
from .models import Channel, Message, MessageQuerySet, State, Webhook, WebhookQuerySet
from .ways import Way

LATEST = 50


def way_of(message: Message) -> Way | None:
    """Return the way that a message takes here; None where it stays in the outbox."""
    return way(message.channel, message.hook)


def way(channel: str, hook: Webhook | None = None) -> Way | None:
    """Return the way of a channel here; None where there is none."""
    if channel == Channel.HOOK:
        return hooks.chosen(hook)
    return mail.chosen() if channel == Channel.MAIL else gateway.chosen()


def told(whose: Collection[str]) -> WebhookQuerySet:
    """Return the webhooks that are told of what any of these is sent, as "unit:7"."""
    return Webhook.objects.told(whose).order_by("pk")


def deliveries(hook: Webhook) -> MessageQuerySet:
    """Return what a webhook was told last, the latest first."""
    return Message.objects.filter(hook=hook).order_by("-posted_at", "-pk")[:LATEST]


def counts() -> dict[str, int]:
    """Return how many messages wait, and how many of the lost nobody has seen to."""
    waiting = Message.objects.in_state(State.WAITING).exclude(text="")
    return {State.WAITING: waiting.count(), "lost": Message.objects.lost().count()}


def needing_old_key() -> list[int]:
    """Return the webhooks whose secret does not open with the newest key."""
    rows = Webhook.objects.order_by("pk").values_list("pk", "secret")
    return [pk for pk, kept in rows if sealing.needs_old_key(kept, about=hooks.SEALED_FOR)]
