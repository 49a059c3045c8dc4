"""What the outbox holds of people: to whom it wrote what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Table

from .models import Message

TABLES = (
    Table(
        Message,
        kept="keep_message_days",
        since="posted_at",
        about=("about",),
        columns=(
            Column("to", _("发给了谁")),
            Column("telephone", _("发到哪个号码")),
            Column("text", _("核对发了什么")),
        ),
    ),
)
