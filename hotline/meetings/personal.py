"""What the tables of meetings hold of people: what was said of a case goes with it; minutes and resolutions speak of units."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Erased, Table

from .models import AgendaItem, Invitation, Meeting, Resolution

TABLES = (
    Table(
        Meeting,
        columns=(Column("minutes", _("会议纪要"), Erased.STAYS),),
        others={"title": "a meeting's name", "place": "where it is held"},
    ),
    Table(Invitation, part_of="meeting"),
    Table(
        AgendaItem,
        part_of="assignment",
        columns=(Column("why", _("说明为什么要上会")), Column("outcome", _("记录会议结论"))),
        others={
            "title": "a service, an area and a unit",
            "reasons": "marks",
            "figures": "numbers of an assignment",
        },
    ),
    Table(
        Resolution,
        part_of="meeting",
        columns=(
            Column("text", _("要办什么"), Erased.STAYS),
            Column("account", _("怎么落实的"), Erased.STAYS),
        ),
    ),
)
"""What each holds, and how it is erased."""
