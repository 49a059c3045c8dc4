"""What notices hold of people: where those who speak for units are reached."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Erased, Table

from .models import Reach

TABLES = (
    Table(
        Reach,
        columns=(
            Column("telephone", _("给联络人发短信"), erased=Erased.STAYS),
            Column("mailbox", _("给联络人发邮件"), erased=Erased.STAYS),
        ),
    ),
)
