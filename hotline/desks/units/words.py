"""How what was done to units and remits is called in their timelines."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.departments.life import LIFE

UNITS: dict[str, str | Promise] = {
    "found_unit": _("新增单位"),
    "describe_unit": _("改资料"),
}
REMITS: dict[str, str | Promise] = {
    "assign_remit": _("定了谁管"),
    "change_remit": _("改由别的单位管"),
    "end_remit": _("定了停止日期"),
}


def of_unit(act: str) -> str:
    """Return what was done to a unit, in words."""
    return str(LIFE.steps[act].done if act in LIFE.steps else UNITS.get(act, act))


def of_remit(act: str) -> str:
    """Return what was done to a remit, in words."""
    return str(REMITS.get(act, act))
