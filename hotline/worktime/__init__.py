"""Working and natural time: which days and hours are worked, and when something is due.

Pure arithmetic: no database, no web, no domain. `calendar` knows the days, `lengths` writes a
length down, `spans` counts it off. Sentences for people are worded elsewhere, from these facts.
"""

from __future__ import annotations

from hotline.worktime.calendar import Calendar, CalendarUnknown, Day, Free, Kind, Week, Working
from hotline.worktime.lengths import Length, NotALength, Unit
from hotline.worktime.spans import Counting, Due, Pause, StandsStill, Used, due, used

__all__ = [
    "Calendar",
    "CalendarUnknown",
    "Counting",
    "Day",
    "Due",
    "Free",
    "Kind",
    "Length",
    "NotALength",
    "Pause",
    "StandsStill",
    "Unit",
    "Used",
    "Week",
    "Working",
    "due",
    "used",
]
