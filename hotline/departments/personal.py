"""What the tables of units hold of people: how an office is reached, and who speaks for it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Erased, Table

from .models import Contest, Liaison, Remit, Unit

TABLES = (
    Table(
        Unit,
        columns=(
            Column("telephone", _("联系承办单位"), Erased.STAYS),
            Column("email", _("联系承办单位"), Erased.STAYS),
        ),
        others={
            "name": "an office's name, which is public",
            "short": "an office's name, which is public",
            "group": "among which units it is ranked",
            "address": "an office's address, which is public",
        },
    ),
    Table(Liaison, others={"part": "one of a few words"}),
    Table(
        Remit,
        others={
            "code": "a service's code",
            "why": "why an office answers for something: a rule or a decision, nobody's words about a person",
        },
    ),
    Table(
        Contest,
        others={
            "claim": "by which rule an office says that a remit is not its own",
            "ruling": "by which rule a leader said whose it is; it binds, and is kept for good",
        },
    ),
)
