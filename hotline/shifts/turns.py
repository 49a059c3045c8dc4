"""Which shift works when: three a day, each of eight hours. Pure, but for the words and the town's own time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Shift(TextChoices):
    """A part of the day that the same people work."""

    NIGHT = "night", _("夜班")
    DAY = "day", _("白班")
    EVENING = "evening", _("晚班")


HOURS_EACH = 8
LEAST_BEFORE = timedelta(hours=1)
"""So long before a shift begins one may sign on to it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One shift of one day."""

    on: date
    shift: Shift

    @property
    def starts_at(self) -> datetime:
        """Return when it begins, in the town's time."""
        hour = list(Shift).index(self.shift) * HOURS_EACH
        return timezone.make_aware(datetime.combine(self.on, time(hour)))

    @property
    def ends_at(self) -> datetime:
        """Return when the next one begins."""
        return self.after.starts_at

    @property
    def after(self) -> Turn:
        """Return the shift that takes over."""
        nth = list(Shift).index(self.shift) + 1
        later, place = divmod(nth, len(Shift))
        return Turn(self.on + timedelta(days=later), list(Shift)[place])

    @property
    def before(self) -> Turn:
        """Return the shift that hands over to it."""
        earlier, place = divmod(list(Shift).index(self.shift) - 1, len(Shift))
        return Turn(self.on + timedelta(days=earlier), list(Shift)[place])


def at(moment: datetime) -> Turn:
    """Return the shift that works at a moment."""
    local = timezone.localtime(moment)
    return Turn(local.date(), list(Shift)[local.hour // HOURS_EACH])


def handing_over(moment: datetime) -> Turn:
    """Return the shift whose end is nearest: a sheet drawn up at five to eight or at five past is the night's."""
    return at(moment - timedelta(hours=HOURS_EACH / 2))


def may_sign_on(turn: Turn, moment: datetime) -> bool:
    """Say whether somebody may come to work for a shift now: from an hour before it until its end."""
    return turn.starts_at - LEAST_BEFORE <= moment < turn.ends_at
