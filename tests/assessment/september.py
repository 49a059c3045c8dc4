"""A September of assignments, written down as they ended: for tests of counting that tell no story."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from hotline import clock
from hotline.assessment import actions as assessment
from hotline.assessment.models import Month, Standing
from hotline.assignments.life import Status
from hotline.assignments.models import Assignment
from hotline.cases import actions as cases
from hotline.followups.models import FollowUp
from hotline.rules import actions as rules
from tests.town import Town, at

FIRST = date(2012, 9, 1)
SENT = at(9, day=date(2012, 9, 3))
OCTOBER_7 = at(9, day=date(2012, 10, 7))
DAY = timedelta(days=1)


@dataclass
class Said:
    """What a citizen said in the call-back; nothing: he was not asked."""

    answered: str = "yes"
    solved: str = "yes"
    liking: str = "very"
    status: str = "asked"


@dataclass
class September:
    """Writes assignments of one month down."""

    town: Town
    made: list[Assignment] = field(default_factory=list)

    def one(
        self, short: str, *, said: Said | None = None, due: datetime | None = None, **given: Any
    ) -> Assignment:
        """Write down one that went well, but for what is said otherwise."""
        due = due or SENT + 5 * DAY
        case = cases.take_in(
            cases.Asked(said="路灯不亮", service=self.town.services["电路维修"]),
            by=self.town.operator_28,
        )
        made = Assignment.objects.create(
            **{
                "case": case, "unit": self.town.units[short], "status": Status.ENDED,
                "sent_at": SENT, "sent_by": self.town.operator_28,
                "sign_by_at": SENT + DAY, "signed_at": SENT + DAY / 2,
                "contact_by_at": SENT + DAY, "contacted_at": SENT + DAY / 2,
                "reply_by_at": due, "replied_at": due - DAY, "ended_at": due,
                **given,
            }
        )  # fmt: skip
        if said is not None:
            assert made.replied_at
            owed_by = made.replied_at + DAY
            FollowUp.objects.create(
                case=made.case, status=said.status, due_at=owed_by, asked_at=owed_by if said.answered else None,
                answered=said.answered, solved=said.solved, attitude=said.liking,
                outcome=said.liking, speed=said.liking,
            )  # fmt: skip
        self.made.append(made)
        return made

    def drafted(self) -> Month:
        """Begin September and draft it."""
        month = assessment.begin(FIRST, by=self.town.leader)
        return assessment.draft(month, by=self.town.leader)


def rules_of_august(name: str, value: int, town: Town) -> None:
    """Set a number before September, so that it holds for it."""
    with clock.frozen(at(9, day=date(2012, 8, 30))):
        rules.set_rule(name, value=value, by=town.leader, why="x")


def standing(month: Month, short: str) -> Standing:
    """Return how a unit stands."""
    return Standing.objects.get(month=month, unit__short=short)


def counts(month: Month, short: str) -> dict[str, tuple[int, int]]:
    """Return a unit's counts."""
    return {name: (pair[0], pair[1]) for name, pair in standing(month, short).counts.items()}
