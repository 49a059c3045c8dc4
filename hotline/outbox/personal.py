"""What the outbox holds of people: to whom it wrote what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Table

from .models import Message, Webhook

TABLES = (
    Table(
        Message,
        kept="keep_message_days",
        since="posted_at",
        about=("about",),
        columns=(
            Column("to", _("发给了谁")),
            Column("telephone", _("发到哪个号码")),
            Column("mailbox", _("发到哪个邮箱")),
            Column("subject", _("核对发了什么")),
            Column("text", _("核对发了什么")),
        ),
        others={
            "channel": "by which way",
            "event": "the name of an act",
            "data": "keys, numbers and times of what a programme is told; never of a citizen",
            "answer": "the number that a receiver answered",
        },
    ),
    Table(
        Webhook,
        others={
            "name": "how a receiving programme is called",
            "address": "where it is",
            "whose": "which unit's messages it is told of",
            "secret": "what its deliveries are signed with, sealed",
        },
    ),
)
