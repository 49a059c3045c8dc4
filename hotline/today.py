"""What day it is where the line is: the one place that asks."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from . import clock


def today() -> date:
    """Return the present day in the line's own time zone."""
    return timezone.localdate(clock.now())
