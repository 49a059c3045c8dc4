"""What can go wrong while the line runs: how it is noticed, in which words, and what to do. Pure.

Decides the thresholds. Where the facts come from is left to `watch`, who is told to the pages that ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .heartbeats import PartState, SwitchState

State = Literal["warning", "bad"]

FREE_FEW, FREE_NONE = 5e9, 0.5e9
"""Bytes left on a disk: from here on it is told, from here on nothing may be written any more."""
FREE_SHARE = 0.10
JUMP_S = 5.0
APART_S = 2.0
SLOW_S = 1.0
BEHIND_S = {"deadline": 30.0, "reaction": 30.0, "job": 300.0}
STUCK_TRIES = 5
BACKUP_OLD = timedelta(hours=26)


@dataclass(frozen=True)
class Trouble:
    """One thing that is wrong."""

    name: str
    state: State
    says: str
    do: str
    """What whoever is in charge does about it."""
    at_desk: str = ""
    """What an operator does about it; empty where it is nothing that everybody at a telephone must know at once."""


@dataclass(frozen=True)
class Disk:
    """A file system by what lies on it."""

    name: str
    total: float
    free: float


@dataclass(frozen=True)
class Answers:
    """What the database said of itself, and of the work that waits in it."""

    took_s: float
    ahead_s: float
    """How far its clock is before ours."""
    late_s: dict[str, float] = field(default_factory=dict)
    """How long the oldest deadline, reaction, job is overdue."""
    stuck: int = 0
    unsent: int = 0
    """Short messages of the last hour that ought to have left."""
    delayed: int = 0
    """Letters and what programmes are told, of the last day, that were tried for more than an hour."""
    lost: int = 0
    """Messages that were given up, and that nobody has seen to."""


@dataclass(frozen=True)
class Facts:
    """Everything that is looked at."""

    disks: tuple[Disk, ...] = ()
    parts: dict[str, PartState] = field(default_factory=dict)
    jump_s: float = 0.0
    database: Answers | None = None
    backup_age: timedelta | None = None
    needs_backup: bool = True
    has_gateway: bool = False
    needs_gateway: bool = False
    switch: SwitchState = "there"
    scans: bool = True
    """Whether uploads can be scanned, where they must be."""
    left_open: int = 0
    """Recordings that ought to have been sealed."""


def found(facts: Facts) -> list[Trouble]:
    """Return what is wrong, the worst first."""
    troubles = [
        *_database(facts.database),
        *_switch(facts.switch),
        *_disks(facts.disks),
        *_parts(facts.parts),
        *_clocks(facts),
        *_scanner(facts),
        *_recordings(facts),
        *_backup(facts),
        *_messages(facts),
        *_letters(facts.database),
    ]
    return sorted(troubles, key=lambda one: one.state != "bad")


def _disks(disks: tuple[Disk, ...]) -> Iterator[Trouble]:
    for disk in disks:
        given = {"what": disk.name, "free": f"{disk.free / 1e9:.1f}"}
        if disk.free < FREE_NONE:
            yield Trouble(
                "disk", "bad",
                _("磁盘满了：%(what)s 只剩 %(free)s GB，新工单和录音可能存不下。") % given,
                _("马上腾出空间：移走旧备份和日志，或加盘。腾出后各部分自己恢复。"),
            )  # fmt: skip
        elif disk.free < FREE_FEW and disk.free < FREE_SHARE * disk.total:
            yield Trouble(
                "disk", "warning",
                _("磁盘快满了：%(what)s 只剩 %(free)s GB。") % given,
                _("今天之内移走旧备份和日志，或加盘。"),
            )  # fmt: skip


def _parts(parts: dict[str, PartState]) -> Iterator[Trouble]:
    desks = {"switchboard": _("新来电可能不响铃，已经接通的不受影响，接着说。告诉值班长。")}
    for name, part in parts.items():
        if part.state == "down":
            yield Trouble(
                f"part:{name}", "bad", _("%(part)s 停了。") % {"part": name},
                _("系统会自己重启它；一分钟后还停着，就看它的日志。"),
                desks.get(name, ""),
            )  # fmt: skip
        elif part.state == "silent":
            yield Trouble(
                f"part:{name}", "bad", _("%(part)s 没有响应。") % {"part": name},
                _("看它的日志；一分钟后还没有响应，就结束这个进程，系统会自己重启它。"),
                desks.get(name, ""),
            )  # fmt: skip


def _clocks(facts: Facts) -> Iterator[Trouble]:
    check = _("用 timedatectl 核对本机时间；时限按新时间计算，请值班长看一遍待办和超时。")
    if abs(facts.jump_s) > JUMP_S:
        yield Trouble("clock", "warning", _("本机时间跳了 %(s)d 秒。") % {"s": facts.jump_s}, check)
    if facts.database and abs(facts.database.ahead_s) > APART_S:
        yield Trouble(
            "clock", "warning",
            _("数据库的时间和本机相差 %(s)d 秒。") % {"s": facts.database.ahead_s}, check,
        )  # fmt: skip


def _database(database: Answers | None) -> Iterator[Trouble]:
    if database is None:
        yield Trouble(
            "database", "bad", _("连不上数据库。"),
            _("看数据库是否在运行、磁盘是否满了；它一恢复，各部分自己接上，不用重启。先用纸记下来电。"),
            _("先用纸记下来电，写清几点打来，恢复后补录。告诉值班长。"),
        )  # fmt: skip
        return
    if database.took_s > SLOW_S:
        yield Trouble(
            "database", "warning",
            _("数据库很慢：一次问答用了 %(s).1f 秒。") % {"s": database.took_s},
            _("看机器的磁盘和处理器忙不忙，有没有很长的查询。"),
        )  # fmt: skip
    words = {"deadline": _("时限"), "reaction": _("后续"), "job": _("外发")}
    late = [name for name, most in BEHIND_S.items() if database.late_s.get(name, 0) > most]
    if late:
        minutes = max(database.late_s[name] for name in late) / 60
        given = {"what": _("、").join(words[name] for name in late), "min": minutes}
        yield Trouble(
            "behind", "bad", _("后台落后 %(min).1f 分钟：%(what)s。") % given,
            _("看 worker 是否在运行、日志里有什么错；超时的工单请值班长先人工盯住。"),
        )  # fmt: skip
    if database.stuck:
        yield Trouble(
            "stuck", "warning", _("%(n)d 项后台工作反复失败。") % {"n": database.stuck},
            _("看 worker 的日志，按里面的编号报给开发者；它们会一直再试。"),
        )  # fmt: skip


def _switch(switch: SwitchState) -> Iterator[Trouble]:
    if switch == "lost":
        yield Trouble(
            "switch", "bad", _("电话交换机没有回应：打不进来，也打不出去。"),
            _("看 Asterisk 是否在运行；它一恢复就自己接上，断掉的电话会列进待回电。"),
            _("断掉的电话会列进待回电，恢复后逐个打回去。告诉值班长。"),
        )  # fmt: skip


def _scanner(facts: Facts) -> Iterator[Trouble]:
    if not facts.scans:
        yield Trouble(
            "scanner", "warning", _("病毒扫描不能用，照片和文件都收不进来。"),
            _("看扫描程序是否装好、是否在运行（HOTLINE_SCAN_COMMAND）；修好后再传一个文件，这条提示就消失。"),
        )  # fmt: skip


def _recordings(facts: Facts) -> Iterator[Trouble]:
    if n := facts.left_open:
        says = ngettext(
            "%(n)d 个录音没有封存，还明着放在磁盘上。",
            "%(n)d 个录音没有封存，还明着放在磁盘上。",
            n,
        )
        yield Trouble(
            "recordings", "warning", says % {"n": n},
            _("看 worker 是否在运行、日志里为什么读不了它们；查不到通话的录音一天后自动删除。"),
        )  # fmt: skip


def _backup(facts: Facts) -> Iterator[Trouble]:
    if not facts.needs_backup:
        return
    do = _("运行 hotline backup，并让它每天自动运行。")
    if facts.backup_age is None:
        yield Trouble("backup", "warning", _("还没有备份过。"), do)
    elif facts.backup_age > BACKUP_OLD:
        hours = int(facts.backup_age.total_seconds() / 3600)
        says = ngettext("上次备份是 %(h)s 小时前。", "上次备份是 %(h)s 小时前。", hours)
        yield Trouble("backup", "warning", says % {"h": hours}, do)


def _messages(facts: Facts) -> Iterator[Trouble]:
    if facts.needs_gateway and not facts.has_gateway:
        yield Trouble(
            "messages", "warning",
            _("没有短信网关：发给师傅和市民的短信都留在发件箱里，没有发出去。"),
            _("设置 HOTLINE_GATEWAY_URL；设好以前，派单用电话通知。"),
        )  # fmt: skip
    elif facts.has_gateway and facts.database and (n := facts.database.unsent):
        says = ngettext("%(n)d 条短信没有发出去。", "%(n)d 条短信没有发出去。", n)
        yield Trouble(
            "messages", "bad", says % {"n": n},
            _("看短信网关是否在运行、令牌是否有效，worker 的日志写着它怎么回答；派单先用电话通知。"),
        )  # fmt: skip


def _letters(database: Answers | None) -> Iterator[Trouble]:
    if database is None:
        return
    if n := database.delayed:
        says = ngettext(
            "%(n)d 封邮件或接口推送一小时还没有送到。",
            "%(n)d 封邮件或接口推送一小时还没有送到。",
            n,
        )
        yield Trouble(
            "letters", "warning", says % {"n": n},
            _("在“消息”页看对方怎么回答；邮件都没送到，就看邮件服务器和 HOTLINE_MAIL_ 开头的设置。会一直试满一天。"),
        )  # fmt: skip
    if n := database.lost:
        says = ngettext(
            "%(n)d 条消息没有送到，还没有人处理。",
            "%(n)d 条消息没有送到，还没有人处理。",
            n,
        )
        yield Trouble(
            "lost", "warning", says % {"n": n},
            _("在“消息”页看是谁的：改用电话告诉他，点“已另行告知”，或再发一次。"),
        )  # fmt: skip
