"""What there is of circulars: one that is published, a draft, and one that was dropped; and one for the random walks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hotline.circulars import actions as circulars
from hotline.circulars.life import Span
from hotline.circulars.models import Circular
from hotline.circulars.spans import Days
from hotline.today import today
from tests.deposits.ledger import second
from tests.house.scoring import BACK
from tests.town import Town


def begin(town: Town) -> None:
    """Let there be a circular of yesterday, in a random walk."""
    circulars.draft(Span.DAY, by=town.leader)


def circular_of(things: Any, which: str) -> Circular:
    """Return what was said of a day: the own one is published, the other a draft, the third was dropped."""
    day = today() - timedelta(days=BACK[which])
    known = Circular.objects.filter(span=Span.DAY, from_on=day).first()
    if known is not None:
        return known
    leader = things.town.leader
    made = circulars.draft(Span.DAY, days=Days(day, day), by=leader)
    if which == "secret":
        return circulars.drop(made, by=leader, why="不发")
    if which == "own":
        made = circulars.submit(made, by=second(things.town))
        made = circulars.publish(circulars.approve(made, by=leader), by=leader)
    return made
