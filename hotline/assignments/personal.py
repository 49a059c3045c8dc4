"""What the tables of assignments hold of people: what units wrote of what they found at somebody's."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Table

from .models import Assignment, Plea, Proof, Supervision

TABLES = (
    Table(
        Assignment,
        part_of="case",
        columns=(
            Column("contacted_from", _("核对联系市民用的号码")),
            Column("why_no_contact", _("核对为什么没有联系市民")),
            Column("why_not", _("核对为什么没有解决")),
            Column("account", _("审核办理情况")),
            Column("answer", _("答复市民")),
            Column("why_alone", _("核对为什么不等协办")),
            Column("task", _("告诉单位要做什么")),
        ),
        others={
            "reply_length": "a length of time",
            "kept": "moments, lengths and keys of rules",
            "stood": "moments",
        },
    ),
    Table(
        Plea,
        part_of="assignment",
        columns=(
            Column("why", _("审批申请")),
            Column("plan", _("到期核查")),
            Column("ruling", _("说明审批意见")),
        ),
    ),
    Table(
        Supervision,
        part_of="assignment",
        columns=(Column("demand", _("督办")), Column("answer", _("核对督办落实"))),
    ),
    Table(Proof, part_of="assignment"),
)
