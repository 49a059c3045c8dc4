"""Which time limit holds: the clocks there are, for what a rule is meant, and which of several rules is the most exact.

Pure. A rule names any of: a unit, a kind of case, an urgency, a season, storm mode; what it leaves open it holds for all
of. Of the rules that fit, the most exact wins: compared first by the unit, then by the kind, the urgency, the season, the
storm, so that "who and what" goes before "when". A rule for a season or a storm is a variant of the rule beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hotline.worktime import Calendar, Counting, Due, Length, Pause


class Clock(TextChoices):
    """What is timed."""

    SIGN = "sign", _("签收")
    RETURN = "return", _("退单")
    CONTACT = "contact", _("先行联系")
    REPLY = "reply", _("办理")
    COMPLEX = "complex", _("复杂件办理")
    EXTENSION = "extension", _("延期上限")
    CALL_BACK = "call_back", _("回访")
    OBJECTION = "objection", _("异议")
    SUPERVISION = "supervision", _("督办答复")


INSTEAD = {Clock.COMPLEX: Clock.REPLY}
"""The clock that is asked where no rule speaks of one."""

ANY = ""
"""Any kind of case."""


@dataclass(frozen=True, slots=True)
class Scope:
    """For what a rule holds; what is left open holds for all."""

    clock: str
    unit: int | None = None
    kind: str = ANY
    urgency: int | None = None
    season: int | None = None
    storm: bool = False

    @property
    def exactness(self) -> tuple[bool, bool, bool, bool, bool]:
        """Return what is compared between rules that fit, the greatest wins."""
        return (
            self.unit is not None,
            self.kind != ANY,
            self.urgency is not None,
            self.season is not None,
            self.storm,
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a limit is asked for: a case of some kind and urgency, at a unit, on a day, in these seasons, in a storm or not."""

    clock: str
    kind: str
    urgency: int
    unit: int | None
    on: date
    seasons: frozenset[int] = frozenset()
    storm: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """A rule as pure code reads it: its key, its scope, its length, its first and last day."""

    pk: int
    scope: Scope
    length: Length
    counting: Counting
    from_on: date
    until_on: date | None = None

    def fits(self, asked: Asked) -> bool:
        """Say whether the rule speaks of what is asked."""
        scope = self.scope
        return (
            scope.clock == asked.clock
            and scope.unit in (None, asked.unit)
            and scope.kind in (ANY, asked.kind)
            and scope.urgency in (None, asked.urgency)
            and (scope.season is None or scope.season in asked.seasons)
            and (asked.storm or not scope.storm)
            and self.from_on <= asked.on
            and (self.until_on is None or asked.on <= self.until_on)
        )


@dataclass(frozen=True, slots=True)
class Limit:
    """The length that holds, how its first day is counted, and the key of the rule that says so."""

    length: Length
    row: int
    counting: Counting = Counting.NEXT_DAY


@dataclass(frozen=True, slots=True)
class Suspension(Pause):
    """A pause for another reason than waiting for the citizen: the matter was suspended with a plan, or the line decided."""

    named: str = ""
    """For what it was, in a word; else that it was suspended."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """When something is due, under which limit, and all that its explanation needs."""

    due: Due
    limit: Limit
    start: datetime
    pauses: tuple[Pause, ...]
    calendar: Calendar


def best(rules: Iterable[Dated], asked: Asked) -> Dated | None:
    """Return the most exact rule that fits; of two seasons at once the one set later."""
    fitting = [rule for rule in rules if rule.fits(asked)]
    return max(fitting, key=lambda rule: (rule.scope.exactness, rule.pk), default=None)


def within(starts: str, ends: str, on: date) -> bool:
    """Say whether a day lies in a season from "MM-DD" to "MM-DD", both included, over New Year too."""
    day = f"{on:%m-%d}"
    return starts <= day <= ends if starts <= ends else day >= starts or day <= ends
