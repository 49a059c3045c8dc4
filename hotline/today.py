"""What day it is where the line is, the one place that asks; and how a month is called."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from . import clock


def today() -> date:
    """Return the present day in the line's own time zone."""
    return timezone.localdate(clock.now())


def month_named(day: date) -> str:
    """Return the month of a day as people write it."""
    return _("%(year)s年%(month)s月") % {"year": day.year, "month": day.month}
