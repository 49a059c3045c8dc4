"""What hangs on a case that was sent to a department: for who may know of it, and for the random walks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hotline.assignments import actions as assignments
from hotline.assignments import clocks, queries, running
from hotline.assignments.following.actions import asked_above
from hotline.assignments.life import AT_WORK, OPEN, Asked, Level, PleaStatus, Status
from hotline.assignments.models import Assignment, Plea
from hotline.assignments.pleas import actions as pleas
from hotline.assignments.rulings import actions as rulings
from hotline.assignments.watching import actions as watching
from hotline.cases import actions as cases
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case
from hotline.deadlines.models import Deadline
from hotline.timelimits import actions as timelimits
from hotline.timelimits.models import Holiday, Sort
from hotline.today import today
from tests.town import Town

if TYPE_CHECKING:
    from tests.house.walk import Walk

UNITS = {"own": "执法局", "other": "供电公司", "secret": "执法局"}
"""Whose each is; the own one's people have the secret case in hand."""


def assignment_of(things: Any, which: str) -> Assignment:
    """Return an assignment of a case of its own."""
    words, unit = f"路灯不亮 {which}", things.town.units[UNITS[which]]
    known = Assignment.objects.filter(unit=unit, case__said=words).first()
    if known:
        return known
    asked = cases.Asked(said=words, secret=which == "secret")
    caller = things.cases[which].caller
    case = cases.take_in(asked, by=things.town.operator_28, caller=caller)
    return assignments.send(case, to=unit, by=things.town.operator_28)


def plea_of(things: Any, which: str) -> Plea:
    """Return what its unit asked about it."""
    one = assignment_of(things, which)
    if not one.pleas.exists():
        if one.status == Status.SENT:
            assignments.sign(one, by=things.town.operator_28)
        pleas.ask_extension(one, by=things.town.operator_28, days=2, why="等配件")
    found: Plea = one.pleas.get()
    return found


CLOCKS = {
    **{("assignment", name): (Assignment, (Status.SENT,)) for name in ("sign", "sign_near")},
    **{
        ("assignment", name): (Assignment, AT_WORK)
        for name in ("contact", "reply", "reply_near", "reply_long", "go_on")
    },
    ("assignment", "supervision"): (Assignment, OPEN),
}
"""While an assignment stands where the second says, and no longer, the clock may run."""


def begin(town: Town) -> None:
    """Let one case be with a bureau and a helper, something be asked about it, and somebody watch."""
    asked = cases.Asked(said="路灯不亮", area=town.places["虹桥"])
    case = cases.take_in(asked, by=town.operator_28, caller=None)
    lead = assignments.send(
        case, to=town.units["执法局"], by=town.operator_28, with_units=[town.units["安阳街道"]]
    )
    watching.supervise(lead, by=town.leader, level=Level.ONE, demand="快办")
    assignments.sign(lead, by=town.people["clerk"])
    pleas.ask_wait(lead, by=town.people["clerk"], why="等照片")


def step(walk: Walk) -> None:
    """Somebody gives a case to a unit, with helpers or without; now and then a day is declared free or worked."""
    if walk.dice.random() < 0.2:
        declare(walk)
    case = walk.some(Case)
    if case is None:
        return
    units = walk.dice.sample(list(walk.town.units.values()), walk.dice.choice([1, 1, 2]))
    by = walk.dice.choice([walk.town.operator_28, walk.town.people["reviewer"]])
    walk.attempt(
        f"{case.about} send to {units} by {by}",
        lambda: assignments.send(case, to=units[0], with_units=units[1:], by=by),
    )


def help_out(walk: Walk) -> None:
    """What the dice of `live` seldom meet: a helper comes, is moved, asks for itself, or its lead asks and is granted."""
    dice, town = walk.dice, walk.town
    leads = list(Assignment.objects.at_work().order_by("-pk")[:8])
    if not leads:
        return
    one, unit = dice.choice(leads), dice.choice(list(town.units.values()))
    acts: dict[str, Callable[[], object]] = {
        "share": lambda: assignments.share(one, by=town.operator_28, unit=unit, task="帮忙"),
        "give_down": lambda: assignments.give_down(
            one, by=town.operator_28, unit=unit, task="去看"
        ),
        "move": lambda: assignments.move(one, by=town.operator_28, to=unit, why="派错了"),
        "sign": lambda: assignments.sign(one, by=town.operator_28),
        "ask": lambda: _ask(one, walk),
        "decide": lambda: _decide(one, walk),
        "resume": lambda: pleas.resume(one, by=town.leader, why="好了"),
        "answer": lambda: cases.add_word(one.case, by=town.operator_28, words="发了"),
    }
    act = dice.choices([*acts], [4, 3, 1, 3, 6, 6, 2, 1])[0]
    walk.attempt(f"{one.about} {act} {unit}", acts[act])


def _ask(one: Assignment, walk: Walk) -> None:
    by, days = walk.town.operator_28, walk.dice.randrange(1, 4)
    match walk.dice.choice(["return", "extend", "suspend", "wait"]):
        case "return":
            pleas.ask_return(one, by=by, why="不归我们")
        case "extend":
            pleas.ask_extension(one, by=by, days=days, why="等配件")
        case "suspend":
            check_on = today() + timedelta(days=days)
            pleas.ask_suspension(one, by=by, why="修路", plan="修完装", check_on=check_on)
        case _:
            pleas.ask_wait(one, by=by, why="等照片")


def _decide(one: Assignment, walk: Walk) -> None:
    plea, by = one.pleas.filter(status=PleaStatus.ASKED).first(), walk.town.leader
    if plea is None:
        return
    match walk.dice.choice(["grant", "grant", "grant_to", "refuse", "withdraw"]):
        case "grant" if plea.kind != Asked.RETURN:
            rulings.grant(plea, by=by)
        case "grant_to" if plea.kind == Asked.RETURN:
            units = list(walk.town.units.values())
            rulings.grant_to(plea, by=by, to=walk.dice.choice(units))
        case "withdraw":
            pleas.withdraw(plea, by=walk.town.operator_28)
        case _:
            rulings.refuse(plea, by=by, why="不行")


def declare(walk: Walk) -> None:
    """The city says that a day soon is free, or worked; or takes such a word back."""
    by, known = walk.town.leader, Holiday.objects.standing().filter(official=False).last()
    if known is not None and walk.dice.random() < 0.5:
        walk.attempt(
            f"{known.about} withdraw_day",
            lambda: timelimits.withdraw_day(known, by=by, why="解除"),
        )
        return
    on, sort = today() + timedelta(days=walk.dice.randrange(9)), walk.dice.choice(list(Sort))
    walk.attempt(
        f"declare {on} {sort}",
        lambda: timelimits.declare_day(on, sort=sort, name="防台", by=by, why="令"),
    )


def broken() -> Iterator[str]:
    """Say where an assignment and what belongs to it do not agree."""
    rows = Assignment.objects.select_related("case", "under").prefetch_related("pleas")
    for one in rows:
        yield from _stands_with_its_case(one)
        yield from _is_timed(one)
        yield from _follows(one)
        asked = [plea for plea in one.pleas.all() if plea.status == PleaStatus.ASKED]
        since = [one.asks_since_at] if one.asks_since_at else []
        if one.status in AT_WORK and since != [it.asked_at for it in asked]:
            yield f"{one.about} asks since {one.asks_since_at}, but {asked} wait"
        if asked and one.status not in AT_WORK:
            yield f"{one.about} is {one.status}, but {asked[0].about} waits"
        if (one.ended_at is None) == (one.status in (Status.ENDED, *_GONE)):
            yield f"{one.about} is {one.status} and its ending time is {one.ended_at}"
    for case in Case.objects.filter(status=CaseStatus.ANSWERED):
        lead = queries.lead_of(case)
        if lead is not None and lead.status in OPEN:
            yield f"{case.about} is answered, but {lead.about} is {lead.status}"


_GONE = (Status.RETURNED, Status.MOVED, Status.WITHDRAWN)


def _stands_with_its_case(one: Assignment) -> Iterator[str]:
    if one.under is None:
        wanted = {
            **dict.fromkeys(OPEN, CaseStatus.IN_HAND), Status.ACCEPTED: CaseStatus.ANSWERED,
        }.get(Status(one.status))  # fmt: skip
        if wanted is not None and one.case.status != wanted:
            yield f"{one.about} is {one.status}, but {one.case.about} is {one.case.status}"
    elif one.status in OPEN and one.under.status not in OPEN:
        yield f"{one.about} helps, but {one.under.about} is {one.under.status}"


def _follows(one: Assignment) -> Iterator[str]:
    """A helper's clock has all that its lead's has; with nothing of its own it stands and is due as that does."""
    lead = one.under
    if lead is None or one.status not in OPEN:
        return
    missing = [time for time in lead.stood if time not in one.stood]
    if missing:
        yield f"{one.about} was not given {missing}, as {lead.about} was"
    if one.status not in AT_WORK or lead.status not in AT_WORK:
        return
    if one.above_asks_since_at != asked_above(lead):
        yield f"{one.about} waits since {one.above_asks_since_at} for what {lead.about} asked at {lead.asks_since_at}"
    if lead.stands and not one.stands:
        yield f"{one.about} runs, though {lead.about} stands"
    mine, above = one.kept["reply"], lead.kept["reply"]
    alone = one.stood != lead.stood or mine["from"] != above["from"] or "more" in mine
    apart = one.stands and not queries.stands_with_lead(one)
    if not (alone or apart) and (one.stands, one.reply_by_at) != (lead.stands, lead.reply_by_at):
        yield f"{one.about} is due at {one.reply_by_at}, and {lead.about} at {lead.reply_by_at}"


def _is_timed(one: Assignment) -> Iterator[str]:
    """A clock that runs is due when what was kept says; one that stands is due at no time; what was met was due at some."""
    if one.signed_at and not one.sign_by_at:
        yield f"{one.about} was signed for, and is due at no time"
    if one.is_lead and one.contacted_at and not one.contact_by_at:
        yield f"{one.about} was contacted, and is due at no time"
    if one.status not in AT_WORK:
        return
    names = {
        row.name: row.due_at
        for row in Deadline.objects.filter(kind="assignment", subject=one.pk, closed_at=None)
    }
    if one.asks_since_at is not None and set(names) - {"supervision"}:
        yield f"{one.about} has asked, and {names} run"
    if one.is_spared and set(names) & {"reply", "reply_near", "reply_long"}:
        yield f"{one.about} is due with what has asked, and {names} run"
    if one.stands:
        left = set(names) - {"go_on", "supervision"}
        if left or one.reply_by_at:
            yield f"{one.about} stands, but {left} run and it is due at {one.reply_by_at}"
        return
    for clock in running.open_clocks(one):
        due_at = clocks.reckon(one, clock).due.at
        if getattr(one, f"{clock}_by_at") != due_at:
            yield f"{one.about}: {clock} is due at {due_at}, not as written"
        if names.get(str(clock), due_at) != due_at:
            yield f"{one.about}: the clock of {clock} runs out at another moment than {due_at}"
