"""What the accounts hold of people: of those who work here, for as long as they may be asked about what they did."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Erased, Table

from .models import Failures, Person

TABLES = (
    Table(
        Person,
        columns=(
            Column("username", _("登录"), Erased.STAYS),
            Column("number", _("对外只报工号"), Erased.STAYS),
            Column("name", _("同事之间认人"), Erased.STAYS),
            Column("password", _("登录"), Erased.STAYS),
        ),
        others={"roles": "words of the house", "locale": "a language"},
    ),
    Table(Failures, others={"key": "a keyed hash"}),
)
