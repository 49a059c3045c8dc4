"""What the accounts hold of people: of those who work here, for as long as they may be asked about what they did."""

from __future__ import annotations

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Erased, Table

from .models import Failures, Person, Session

TABLES = (
    Table(
        Person,
        columns=(
            Column("username", _("登录"), Erased.STAYS),
            Column("number", _("对外只报工号"), Erased.STAYS),
            Column("name", _("同事之间认人"), Erased.STAYS),
            Column("password", _("登录"), Erased.STAYS),
            Column("sso_subject", _("单点登录时认出是谁"), Erased.STAYS),
        ),
        others={"roles": "words of the house", "locale": "a language"},
    ),
    Table(
        Authenticator,
        label=_("第二道验证"),
        columns=(Column("data", _("登录时再验证一次是本人"), Erased.STAYS),),
    ),
    Table(
        Session,
        kept=timedelta(hours=12),
        columns=(
            Column("session_data", _("登录后不用每页再登录"), Erased.ROW),
            Column("device", _("本人认出自己的每次登录"), Erased.ROW),
            Column("address", _("本人认出自己的每次登录"), Erased.ROW),
        ),
        others={"session_key": "drawn by lot"},
    ),
    Table(Failures, others={"key": "a keyed hash"}),
)
