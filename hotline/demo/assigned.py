"""How what the line gave to units went: a short generator for each word of a course, in the order the file says them.

Each waits as long as people do and then acts as a unit's, a reviewer's or a leader's hand would. What the clock does meanwhile,
warning, putting on record, letting go on, is the house's own doing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from hotline import clock
from hotline.assignments import actions as assignments
from hotline.assignments import queries
from hotline.assignments.life import Level, Truth, YesNo
from hotline.assignments.models import Assignment, Plea
from hotline.assignments.pleas import actions as pleas
from hotline.assignments.rulings import actions as rulings
from hotline.assignments.watching import actions as watching
from hotline.cases import actions as cases
from hotline.departments.models import Liaison, Unit
from hotline.people.models import Person
from hotline.people.queries import the_citizen
from hotline.today import today

from . import matters
from .history import Life
from .matters import Matter

GIVEN_MIN = 6
"""How long after the call an operator has given it away."""
LATE_DAYS = 8
DAYS_MORE, DAYS_STOPPED = 5, 20

Act = Callable[[Assignment, Matter], object]


def live(matter: Matter) -> Life:
    """Give it to a unit, with others where it takes them, and let it take its course."""
    told, units = matter.told, matter.cast.units
    yield told.after(GIVEN_MIN)
    lead, *others = (units[code] for code in told.units)
    assignments.send(matter.case, to=lead, with_units=others, by=matter.by)
    for word in told.course:
        if word in CALLS:
            yield from matters.asked(matter)
        elif word == "late":
            yield clock.now() + timedelta(days=LATE_DAYS)
        elif word == "parts":
            yield from _parts(matter)
        else:
            yield _after(word)
            ACTS[word](_lead(matter), matter)


def _after(word: str) -> datetime:
    return clock.now() + timedelta(hours=HOURS.get(word, 4), minutes=7)


def _lead(matter: Matter) -> Assignment:
    rows = Assignment.objects.leads().filter(case=matter.case).select_related("unit")
    return rows.latest("pk")


def _plea(assignment: Assignment) -> Plea:
    return assignment.pleas.waiting().get()


def _of(unit: Unit, matter: Matter) -> Person:
    """Return who speaks for a unit: where nobody does, the operator who has it on the telephone."""
    speak = Liaison.objects.standing().filter(unit=unit).select_related("person").order_by("pk")
    first = speak.first()
    return matter.by if first is None else first.person


def _own(assignment: Assignment, matter: Matter) -> Person:
    return _of(assignment.unit, matter)


def _reviewer(matter: Matter) -> Person:
    return matter.cast.people["reviewer05"]


def _leader(matter: Matter) -> Person:
    return matter.cast.people["leader01"]


def _parts(matter: Matter) -> Life:
    """Whoever helps signs and answers."""
    for part in queries.parts_at_work(_lead(matter)):
        yield _after("sign")
        assignments.sign(part, by=_own(part, matter))
        yield _after("parts")
        _reply(part, matter)


def _contact(one: Assignment, matter: Matter) -> None:
    words = matter.phrase("heard")
    assignments.contact(one, by=_own(one, matter), contacted_from=one.unit.telephone, said=words)


def _reply(one: Assignment, matter: Matter) -> None:
    words = matter.phrase("unit")
    assignments.reply(
        one, by=_own(one, matter), is_true=Truth.YES, solved=YesNo.YES, account=words, answer=words
    )


def _down(one: Assignment, matter: Matter) -> None:
    below = Unit.objects.in_service().filter(parent=one.unit).order_by("pk")[0]
    assignments.give_down(one, by=_own(one, matter), unit=below, task=matter.phrase("task"))


def _back_out(one: Assignment, matter: Matter) -> None:
    to = matter.cast.units.get(matter.told.to)
    pleas.ask_return(one, by=_own(one, matter), why=matter.phrase("not ours"), to=to)


def _extend(one: Assignment, matter: Matter) -> None:
    why = matter.phrase("longer")
    pleas.ask_extension(one, by=_own(one, matter), days=DAYS_MORE, why=why)


def _suspend(one: Assignment, matter: Matter) -> None:
    pleas.ask_suspension(
        one,
        by=_own(one, matter),
        why=matter.phrase("longer"),
        plan=matter.phrase("task"),
        check_on=today() + timedelta(days=DAYS_STOPPED),
    )


def _wait(one: Assignment, matter: Matter) -> None:
    pleas.ask_wait(one, by=_own(one, matter), why=matter.phrase("waits"))


def _move(one: Assignment, matter: Matter) -> None:
    to = matter.cast.units[matter.told.to]
    rulings.grant_to(_plea(one), by=_reviewer(matter), to=to)


def _watch(one: Assignment, matter: Matter) -> None:
    demand = matter.phrase("demand")
    watching.supervise(one, by=_leader(matter), level=Level.ONE, demand=demand)


ACTS: Mapping[str, Act] = {
    "sign": lambda one, it: assignments.sign(one, by=_own(one, it)),
    "contact": _contact,
    "reply": _reply,
    "accept": lambda one, it: assignments.accept(one, by=_reviewer(it)),
    "back": lambda one, it: assignments.send_back(one, by=_reviewer(it), why=it.phrase("back")),
    "down": _down,
    "back_out": _back_out,
    "extend": _extend,
    "suspend": _suspend,
    "wait": _wait,
    "grant": lambda one, it: rulings.grant(_plea(one), by=_reviewer(it)),
    "yield": lambda one, it: rulings.grant(_plea(one), by=_reviewer(it)),
    "move": _move,
    "deny": lambda one, it: rulings.refuse(_plea(one), by=_reviewer(it), why=it.phrase("denied")),
    "rule": lambda one, it: rulings.rule_finally(
        _plea(one), by=_leader(it), why=it.phrase("denied")
    ),
    "word": lambda one, it: cases.add_word(
        one.case, by=the_citizen(), words=it.phrase("added")
    ),
    "urge": lambda one, it: watching.urge(one, by=it.by, words=it.phrase("demand")),
    "watch": _watch,
    "answer": lambda one, it: watching.answer_supervision(
        one, by=_own(one, it), words=it.phrase("unit")
    ),
    "taken": lambda one, it: assignments.withdraw(
        one, by=_reviewer(it), why=it.phrase("not ours")
    ),
}  # fmt: skip
"""What a word of a course does."""
CALLS = ("call", "cross", "bad")
"""Words for what the citizen says in the end: content, not content, and nothing can be done about it."""
HOURS = {"sign": 2, "contact": 3, "reply": 26, "parts": 20, "answer": 20, "urge": 30}
"""How long people take; four hours for all else."""
