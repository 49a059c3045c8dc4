"""What is done about rectifications: one function for each step of their life, and how one is owed and dropped with its card."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from hotline import clock
from hotline.deadlines import actions as deadlines
from hotline.discipline.life import RECTIFICATION
from hotline.discipline.models import Card, Rectification
from hotline.life.errors import NotSo
from hotline.people.models import Person
from hotline.rules import queries as rules
from hotline.today import today


def owe(card: Card, *, by: Person) -> None:
    """Ask the provider how it gets better, once for each red card."""
    if Rectification.objects.filter(card=card).exists():
        return
    due_at = clock.now() + timedelta(days=rules.book()["rectify_days"])
    owed = Rectification(card=card, due_at=due_at)
    RECTIFICATION.begin(owed, act="owe", by=by, card=card)
    deadlines.start(owed, "plan", due_at=due_at)


def drop_for(card: Card, *, by: Person) -> None:
    """Ask for it no more where the card is red no more."""
    owed = Rectification.objects.open().filter(card=card).first()
    if owed is not None:
        drop(owed, by=by, why=_("红牌已经撤销。"))


@RECTIFICATION.action
def hand_in(rectification: Rectification, *, by: Person, plan: str) -> None:
    """Say how it gets better."""
    deadlines.meet(rectification, "plan")
    rectification.due_at = None


@RECTIFICATION.action
def accept(rectification: Rectification, *, by: Person, until_on: date) -> None:
    """Find the plan good, and say by when it is carried out."""
    if until_on < today():
        raise NotSo(_("整改期限不能早于今天。"))
    end = datetime.combine(until_on + timedelta(days=1), time(), timezone.get_current_timezone())
    rectification.due_at = end
    deadlines.start(rectification, "carry_out", due_at=end)


@RECTIFICATION.action
def send_back(rectification: Rectification, *, by: Person, why: str) -> None:
    """Find that the plan is none: it is owed again."""
    rectification.due_at = clock.now() + timedelta(days=rules.book()["rectify_days"])
    deadlines.start(rectification, "plan", due_at=rectification.due_at)


@RECTIFICATION.action
def complete(rectification: Rectification, *, by: Person, seen: str) -> None:
    """Find that it was carried out."""
    deadlines.meet(rectification, "carry_out")
    rectification.due_at = None


@RECTIFICATION.action
def drop(rectification: Rectification, *, by: Person, why: str) -> None:
    """Ask for no rectification any more."""
    for name in ("plan", "carry_out"):
        deadlines.drop(rectification, name)
    rectification.due_at = None


@RECTIFICATION.action
def fall_behind(rectification: Rectification, *, by: Person) -> None:
    """Put on record that the provider did not hand its plan in, or did not carry it out, in time."""
