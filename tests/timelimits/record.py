"""The holiday arrangements of three years, written off by hand, and due times counted off on them by hand.

Source: the notices of the General Office of the State Council (国务院办公厅) on the arrangement of holidays:
国办发明电〔2023〕7号 for 2024, 国办发明电〔2024〕12号 for 2025, 国办发明电〔2025〕7号 for 2026. Neither the package's data
files nor `chinesecalendar` were asked: the tests hold both against this page.
"""

from __future__ import annotations

from datetime import date, timedelta

OFF = {
    2024: ("01-01/01-01", "02-10/02-17", "04-04/04-06", "05-01/05-05", "06-10/06-10",
           "09-15/09-17", "10-01/10-07"),
    2025: ("01-01/01-01", "01-28/02-04", "04-04/04-06", "05-01/05-05", "05-31/06-02", "10-01/10-08"),
    2026: ("01-01/01-03", "02-15/02-23", "04-04/04-06", "05-01/05-05", "06-19/06-21",
           "09-25/09-27", "10-01/10-07"),
}  # fmt: skip
"""First and last day off of each holiday."""

WORKED = {
    2024: ("02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"),
    2025: ("01-26", "02-08", "04-27", "09-28", "10-11"),
    2026: ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10"),
}
"""The Saturdays and Sundays worked in exchange."""

YEARS = tuple(OFF)


def off(year: int) -> set[date]:
    """Return the days off of a year."""
    found: set[date] = set()
    for span in OFF[year]:
        first, last = (date.fromisoformat(f"{year}-{day}") for day in span.split("/"))
        found |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    return found


def worked(year: int) -> set[date]:
    """Return the weekends worked in a year."""
    return {date.fromisoformat(f"{year}-{day}") for day in WORKED[year]}


_OFF = set[date]().union(*map(off, YEARS))
_WORKED = set[date]().union(*map(worked, YEARS))


def works(on: date) -> bool:
    """Say whether a day of the three years is worked."""
    return on in _WORKED or (on not in _OFF and on.weekday() < 5)


DUE = [
    # started, working days, due at 17:30 of
    ("2024-02-02 09:00", 3, "2024-02-06"),  # Sun 4 Feb worked before the Spring Festival
    ("2024-02-07 10:00", 5, "2024-02-20"),  # the eve is worked, eight days off, Sun 18 worked
    ("2024-04-03 16:00", 1, "2024-04-07"),  # Qingming, Sun 7 worked
    ("2024-04-26 15:00", 5, "2024-05-07"),  # Sun 28 Apr worked, five days off
    ("2024-05-10 11:00", 2, "2024-05-13"),  # Sat 11 worked
    ("2024-06-07 17:00", 1, "2024-06-11"),  # the Dragon Boat Monday
    ("2024-09-13 10:00", 5, "2024-09-23"),  # Sat 14 worked, 15 to 17 off
    ("2024-09-27 10:00", 5, "2024-10-10"),  # Sun 29 worked, the National week
    ("2024-10-10 10:00", 3, "2024-10-14"),  # Sat 12 worked
    ("2024-12-31 10:00", 1, "2025-01-02"),  # New Year
    ("2025-01-24 14:20", 5, "2025-02-07"),  # Sun 26 worked, eight days off
    ("2025-02-07 10:00", 2, "2025-02-10"),  # Sat 8 worked
    ("2025-04-03 10:00", 1, "2025-04-07"),  # Qingming on Fri to Sun
    ("2025-04-25 10:00", 5, "2025-05-06"),  # Sun 27 worked
    ("2025-05-30 10:00", 2, "2025-06-04"),  # the Dragon Boat Monday
    ("2025-09-26 10:00", 5, "2025-10-10"),  # Sun 28 worked, eight days off
    ("2025-10-10 10:00", 2, "2025-10-13"),  # Sat 11 worked
    ("2025-12-31 10:00", 2, "2026-01-05"),  # three days off, Sun 4 worked
    ("2026-02-13 10:00", 5, "2026-02-27"),  # Sat 14 worked, nine days off
    ("2026-02-27 10:00", 2, "2026-03-02"),  # Sat 28 worked
    ("2026-04-03 10:00", 1, "2026-04-07"),  # Qingming Monday
    ("2026-04-30 10:00", 5, "2026-05-11"),  # Sat 9 May worked
    ("2026-06-18 10:00", 1, "2026-06-22"),  # the Dragon Boat Friday
    ("2026-09-18 10:00", 5, "2026-09-24"),  # Sun 20 worked
    ("2026-09-24 10:00", 5, "2026-10-09"),  # Mid-Autumn, then the National week
    ("2026-10-09 10:00", 2, "2026-10-12"),  # Sat 10 worked
]

PAUSED = [
    # started, working days, paused, resumed, due: each counted off by hand, a working day is 7 hours
    # Mon 28 Sep 5.5 h, Tue and Wed 7 h each, Thu 8 Oct 1.5 h: three working days
    ("2026-09-24 10:00", 5, "2026-09-28 10:00:00", "2026-10-08 10:00:00", "2026-10-13 17:30:00"),
    # inside the National week nothing is lost
    ("2026-09-24 10:00", 5, "2026-10-01 09:00:00", "2026-10-07 20:00:00", "2026-10-09 17:30:00"),
    # over lunch: from 12:00 to 12:10:07 nobody works
    ("2026-09-24 10:00", 5, "2026-09-28 10:00:00", "2026-09-28 12:10:07", "2026-10-10 10:30:00"),
    # to the second: 47 min 13 s on a morning
    ("2026-09-24 10:00", 5, "2026-09-28 10:00:00", "2026-09-28 10:47:13", "2026-10-10 09:17:13"),
    # from before the first counted day until the moved Sunday's noon: 3.5 h
    ("2024-02-02 09:00", 3, "2024-02-02 11:00:00", "2024-02-04 12:00:00", "2024-02-07 12:00:00"),
    # Fri 24 Jan 6.5 h; the moved Sunday and the Monday stand; Wed 5 Feb from 11:00 4.5 h; the last 3 h on Thursday
    ("2025-01-23 10:00", 2, "2025-01-24 17:00:00", "2025-02-05 11:00:00", "2025-02-06 11:30:00"),
]
