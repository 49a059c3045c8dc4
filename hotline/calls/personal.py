"""What the tables of calls hold of people: what was said on the telephone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hotline.personal import Column, Erased, Table

from .ledger import KEPT
from .models import Call, Happening, Recording, Request, Seat, Telephone, Utterance
from .recordings import actions as recordings

TABLES = (
    Table(
        Call,
        kept="keep_recording_days",
        since="ended_at",
        caller=("caller", "cases__caller"),
        about=("subject",),
        columns=(
            Column("recording", _("通话结束以前，交换机把录音写在哪里"), Erased.FILE),
            Column("provider_number", _("联系加盟企业")),
            Column("note", _("通话里记下、工单里不写的事")),
        ),
        others={
            "line_number": "the line's own number",
            "cause": "a word of the switch",
            "leg": "the switch's name of a leg",
            "legs": "names of legs, keys of seats",
            "outbox": "commands, in which no number is ever written down",
        },
    ),
    Table(
        Recording,
        label=_("通话录音"),
        part_of="call",
        columns=(
            Column("file", _("核对说了什么，处理投诉"), Erased.FILE),
            Column("peaks", _("画出谁什么时候说话")),
        ),
        act=recordings.empty,
    ),
    Table(
        Utterance,
        label=_("模拟通话的文字"),
        kept="keep_recording_days",
        since="at",
        part_of="call",
        columns=(Column("text", _("模拟通话里说的话"), Erased.ROW),),
    ),
    Table(
        Happening,
        part_of="call",
        others={"what": "what the machine was told; no number is ever written there"},
    ),
    Table(
        Request,
        label=_("给交换机的指令"),
        kept=KEPT,
        part_of="call",
        columns=(
            Column("text", _("交给模拟话机说的话"), Erased.ROW),
            Column("address", _("哪一部模拟话机"), Erased.ROW),
            Column("given", _("要拨给谁；交换机取走即清空"), Erased.ROW),
        ),
        others={"wants": "a word of the switchboard", "key": "made up by the browser"},
    ),
    Table(
        Telephone,
        label=_("模拟话机"),
        kept=KEPT,
        since="changed_at",
        columns=(
            Column("address", _("模拟话机的号码，只在演示里有"), Erased.ROW),
            Column("shows", _("模拟话机的显示"), Erased.ROW),
            Column("heard", _("模拟话机听到的话"), Erased.ROW),
        ),
        others={"state": "a word of the made-up telephone", "leg": "the switch's name of a leg"},
    ),
    Table(
        Seat,
        columns=(Column("outside_number", _("受理员不在席上时转到这个号码"), Erased.STAYS),),
        others={
            "address": "a seat by its number",
            "why": "a word of the house",
            "account": "random; the password follows from it only with a key of the house",
        },
    ),
)
