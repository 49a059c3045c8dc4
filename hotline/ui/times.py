"""How times and lengths are said. Decides the words; what time it is stays with the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hotline import clock

MINUTE, HOUR, DAY = 60, 3600, 86400


def hm(at: datetime | None) -> str:
    """Say the time of day: 08:14."""
    return timezone.localtime(at).strftime("%H:%M") if at else ""


def day(on: datetime | date | None) -> str:
    """Say the day as one would: today, yesterday, tomorrow, else the date."""
    if on is None:
        return ""
    said, today = _date(on), _date(clock.now())
    match (said - today).days:
        case 0:
            return _("今天")
        case -1:
            return _("昨天")
        case 1:
            return _("明天")
    return _dated(said, "MMMd" if said.year == today.year else "yMMMd", _locale())


@lru_cache(4096)
def _dated(on: date, skeleton: str, locale: Locale) -> str:
    """Write a date; a list says the same few days over and over."""
    return format_skeleton(skeleton, on, locale=locale)


def day_hm(at: datetime | None) -> str:
    """Say day and time; today's day goes without saying."""
    if at is None:
        return ""
    return hm(at) if _date(at) == _date(clock.now()) else f"{day(at)} {hm(at)}"


def ago(at: datetime | None) -> str:
    """Say how long ago something was; beyond a day, which day."""
    if at is None:
        return ""
    seconds = int((clock.now() - at).total_seconds())
    if seconds < MINUTE:
        return _("刚才")
    n = seconds // (MINUTE if seconds < HOUR else HOUR)
    if seconds < HOUR:
        return ngettext("%(n)s 分钟前", "%(n)s 分钟前", n) % {"n": n}
    if seconds < DAY:
        return ngettext("%(n)s 小时前", "%(n)s 小时前", n) % {"n": n}
    return day(at)


def duration(length: timedelta | float | None) -> str:
    """Say a length in its two largest units: 2 hours 5 minutes."""
    if length is None:
        return ""
    days, rest = divmod(_seconds(length), DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, seconds = divmod(rest, MINUTE)
    counted = [
        (days, ngettext("%(n)s 天", "%(n)s 天", days)),
        (hours, ngettext("%(n)s 小时", "%(n)s 小时", hours)),
        (minutes, ngettext("%(n)s 分", "%(n)s 分", minutes)),
        (seconds, ngettext("%(n)s 秒", "%(n)s 秒", seconds)),
    ]
    first = next((place for place, (n, _words) in enumerate(counted) if n), len(counted) - 1)
    two = counted[first : first + 2]
    said = [words % {"n": n} for n, words in two if n] or [two[0][1] % {"n": 0}]
    return " ".join(said)


@dataclass(frozen=True, slots=True)
class Left:
    """The words for the time left or run over, looked up once for as many clocks as there are."""

    left: str
    over: str
    days: str
    hours: str

    @classmethod
    def spoken(cls) -> Left:
        """Return the words in the reader's language."""
        return cls(_("剩 %(time)s"), _("超 %(time)s"), _("%(n)d 天"), _("%(n)d 小时"))

    def __call__(self, seconds: float, form: str = "") -> str:
        """Say the time left; what is below nought is run over."""
        words = self.left if seconds >= 0 else self.over
        return words % {"time": self.short(abs(seconds), form)}

    def short(self, seconds: float, form: str = "") -> str:
        """Say a length as a chip has room for: 2:05 (hours and minutes), 20 hours, 3 days."""
        whole = int(seconds)
        if form == "ms":
            return f"{whole // MINUTE}:{whole % MINUTE:02d}"
        if whole >= 2 * DAY:
            return self.days % {"n": whole // DAY}
        if whole >= 10 * HOUR:
            return self.hours % {"n": whole // HOUR}
        return f"{whole // HOUR}:{whole % HOUR // MINUTE:02d}"


def left(due: datetime, form: str = "") -> str:
    """Say the time left until *due*, or how far past it we are.

    The form "ms" counts minutes and seconds: 3:42.
    """
    return Left.spoken()((due - clock.now()).total_seconds(), form)


def short(seconds: float, form: str = "") -> str:
    """Say a length as a chip has room for."""
    return Left.spoken().short(seconds, form)


def ms(length: timedelta | float | None) -> str:
    """Say a length as a running clock does: 02:14, with hours once there are any."""
    if length is None:
        return ""
    minutes, seconds = divmod(_seconds(length), MINUTE)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes:02d}:{seconds:02d}"


def used(start: datetime | None, due: datetime | None) -> float:
    """Return the share of the time between *start* and *due* that is used up, 0 to 1."""
    if not start or not due:
        return 0.0
    return share((clock.now() - start).total_seconds(), (due - start).total_seconds())


def share(passed_s: float, length_s: float) -> float:
    """Return which share of a length has passed, 0 to 1."""
    return round(min(1.0, max(0.0, passed_s / length_s)), 3) if length_s > 0 else 0.0


def iso(at: datetime | None) -> str:
    """Write a moment for a machine, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds") if at else ""


def _date(on: datetime | date) -> date:
    return timezone.localtime(on).date() if isinstance(on, datetime) else on


def _seconds(length: timedelta | float) -> int:
    return max(0, int(length.total_seconds() if isinstance(length, timedelta) else length))


def _locale() -> Locale:
    code = translation.to_locale(translation.get_language() or "zh-hans")
    try:
        return Locale.parse(code, sep="_")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
