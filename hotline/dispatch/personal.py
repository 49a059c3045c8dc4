"""What the tables of dispatches hold of people: what a worker wrote down in somebody's home."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Table

from .models import Dispatch, ServiceMode

TABLES = (
    Table(
        Dispatch,
        part_of="case",
        columns=(
            Column("parts", _("保修时核对换了什么")),
            Column("arrived_place", _("核对师傅到没到现场")),
        ),
        others={"ranked": "keys and figures of providers", "code": "a code"},
    ),
    Table(ServiceMode, others={"code": "a code"}),
)
