"""How the acts of this desk are called in a timeline."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SERVICES: dict[str, str | Promise] = {
    "offer": _("开始提供"),
    "withdraw": _("定了停止日期"),
}
AREAS: dict[str, str | Promise] = {
    "draw": _("新增"),
    "rename": _("改名"),
    "serve": _("定了开通日期"),
    "dissolve": _("定了撤销日期"),
}
