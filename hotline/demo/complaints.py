"""What became of the sample town's complaints: the house took them down by itself, the line's people see to them the next day.

A lateness that nobody minds is dismissed; a bad word is verified with the provider, found true and told back to the citizen.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from hotline import clock
from hotline.cases.models import Case
from hotline.discipline import actions as discipline
from hotline.discipline.cards import Fault
from hotline.discipline.life import Status, Way
from hotline.discipline.models import Cause, Complaint
from hotline.followups import timing
from hotline.people.models import Person
from hotline.providers.models import Provider
from hotline.rules import queries as rules

from .cast import Cast
from .history import Life

Phrase = Callable[[str], str]


def live(
    case: Case, cast: Cast, *, answering: Callable[[Provider], Person], phrase: Phrase
) -> Life:
    """See to whatever was complained of in the work on a case."""
    yield timing.next_morning(timezone.localtime(clock.now()) + timedelta(hours=1), rules.book())
    opened = Complaint.objects.filter(dispatch__case=case, status=Status.OPENED)
    for found in opened.select_related("provider").order_by("pk"):
        if found.cause == Cause.OVERRUN:
            discipline.dismiss(found, by=cast.people["leader01"], why=phrase("small"))
        else:
            yield from _verified(found, cast, answering(found.provider), phrase)


def _verified(found: Complaint, cast: Cast, worker: Person, phrase: Phrase) -> Life:
    by = cast.people["leader02"]
    discipline.take_up(found, by=by, question=phrase("asked"))
    yield clock.now() + timedelta(minutes=50)
    if not found.citizen_heard_at and found.has_citizen:
        discipline.hear_citizen(found, by=by, words=phrase("cross"))
    discipline.answer(found, by=worker, words=phrase("excuse"))
    yield clock.now() + timedelta(minutes=30)
    fault = [Fault.QUALITY, Fault.MANNER, Fault.LATE][found.pk % 3]
    discipline.find_true(found, by=by, fault=fault, why=phrase("verdict"))
    yield clock.now() + timedelta(minutes=20)
    discipline.tell(found, by=cast.people["callback41"], way=Way.CALL, words=phrase("verdict"))
