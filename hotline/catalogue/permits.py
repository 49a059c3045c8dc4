"""The permits that a service may ask for. Who holds which is the providers' affair."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permit(models.TextChoices):
    """A paper without which the work may not be done."""

    ELECTRICIAN = "electrician", _("低压电工作业证")
    GAS_FITTER = "gas_fitter", _("燃气具安装维修证")
    GAS_TRADE = "gas_trade", _("燃气经营许可证")
    LOCKSMITH = "locksmith", _("开锁业公安备案")
    REFRIGERATION = "refrigeration", _("制冷设备维修证")
    WORK_AT_HEIGHT = "work_at_height", _("高处作业证")
    PEST = "pest", _("有害生物防治员证")
    HEALTH = "health", _("健康证")
    MATERNITY = "maternity", _("母婴护理员证")
    NURSE = "nurse", _("护士执业证书")
    MEDICAL = "medical", _("保健按摩或康复资格证")
    FOOD = "food", _("食品经营许可")
    ROAD = "road", _("道路运输经营许可证")
    TEACHER = "teacher", _("教师资格证")
    LAWYER = "lawyer", _("律师执业证")
    RECYCLER = "recycler", _("再生资源回收备案")
