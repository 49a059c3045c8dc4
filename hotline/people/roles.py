"""The roles there are, and the rights that belong to no single step."""

from __future__ import annotations

import enum

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
    "listen": DESK | Role.REVIEWER | Role.AUDITOR,
    "read_journal": Role.AUDITOR,
    "set_rules": Role.LEADER | Role.ADMIN,
    "manage_people": Role.ADMIN,
    "manage_catalogue": Role.ADMIN | Role.LEADER,
    "manage_providers": Role.ADMIN | Role.LEADER,
}
"""Rights beside the steps; the permission table shows both."""
