"""The roles there are, and the rights that belong to no single step."""

from __future__ import annotations

import enum
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(enum.Flag):
    """By whose hand. Several may be joined: `OPERATOR | LEADER`."""

    OPERATOR = enum.auto()
    LEADER = enum.auto()
    REVIEWER = enum.auto()
    CALLBACK = enum.auto()
    DEPARTMENT = enum.auto()
    PROVIDER = enum.auto()
    AUDITOR = enum.auto()
    ADMIN = enum.auto()
    CITIZEN = enum.auto()
    CLOCK = enum.auto()
    """The house itself: a deadline that ran out, a reaction, a switch."""


NOBODY = Role(0)
DESK = Role.OPERATOR | Role.LEADER | Role.CALLBACK
"""Who works the telephone."""
STAFF = DESK | Role.REVIEWER | Role.AUDITOR | Role.ADMIN
"""The line's own people: they may know who asked."""

LABELS: dict[Role, str | Promise] = {
    Role.OPERATOR: _("受理员"),
    Role.LEADER: _("值班长"),
    Role.REVIEWER: _("审核员"),
    Role.CALLBACK: _("回访员"),
    Role.DEPARTMENT: _("承办单位"),
    Role.PROVIDER: _("加盟企业"),
    Role.AUDITOR: _("审计员"),
    Role.ADMIN: _("管理员"),
    Role.CITIZEN: _("市民"),
    Role.CLOCK: _("系统"),
}

RIGHTS: dict[str, Role] = {
    "unmask": DESK | Role.AUDITOR,
    "export": Role.LEADER | Role.AUDITOR,
    "upload": DESK | Role.REVIEWER | Role.ADMIN,
    "listen": Role.LEADER | Role.REVIEWER | Role.AUDITOR,
    "listen_own": DESK,
    "read_journal": Role.AUDITOR,
    "set_rules": Role.LEADER | Role.ADMIN,
    "manage_people": Role.ADMIN,
    "unlock_people": Role.LEADER | Role.ADMIN,
    "manage_catalogue": Role.ADMIN | Role.LEADER,
    "manage_providers": Role.ADMIN | Role.LEADER,
    "manage_departments": Role.ADMIN | Role.LEADER,
    "manage_webhooks": Role.ADMIN,
}
"""Rights beside the steps; the permission table shows both."""

RIGHT_LABELS: dict[str, str | Promise] = {
    "unmask": _("看完整电话号码"),
    "export": _("导出数据"),
    "upload": _("上传文件"),
    "listen": _("听所有通话的录音"),
    "listen_own": _("听自己接的通话的录音"),
    "read_journal": _("查操作日志"),
    "set_rules": _("改规则数值"),
    "manage_people": _("管理账号"),
    "unlock_people": _("解锁账号"),
    "manage_catalogue": _("管理服务目录"),
    "manage_providers": _("管理加盟企业"),
    "manage_departments": _("管理承办单位"),
    "manage_webhooks": _("管理推送接口"),
}

HOMES: tuple[tuple[Role, str], ...] = (
    (DESK, "/desk/"),
    (Role.PROVIDER, "/jobs/"),
    (Role.DEPARTMENT, "/inbox/"),
    (Role.AUDITOR, "/audit/"),
    (STAFF, "/rights/"),
)
"""Where somebody begins after signing in: the first that fits."""


def home_of(role: Role) -> str:
    """Return the address where somebody with *role* begins."""
    return next((home for roles, home in HOMES if roles & role), "/sign-in/")


def named(role: Role) -> str:
    """Return a role's words: “受理员、值班长” in the reader's language."""
    return str(_("、")).join(str(LABELS[one]) for one in role)


def from_names(words: Iterable[str]) -> Role:
    """Return the stored words as one flag."""
    role = NOBODY
    for word in words:
        role |= Role[word.upper()]
    return role
