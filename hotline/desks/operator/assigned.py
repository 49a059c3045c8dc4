"""What departments have of a case, as its page shows it: who has it, what is due when and why, what was asked, replied, supervised.

The lives say which steps are open. This file decides which of them have a use as things stand, how they stand on the page,
and asks everything about all assignments of a case at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse

from hotline.assignments import clocks
from hotline.assignments import queries as assignments
from hotline.assignments.life import DECIDES, LIFE, OPEN, SENDS, Asked, Part, PleaStatus, Status
from hotline.assignments.models import Assignment, Plea, Proof, Supervision
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case
from hotline.departments import queries as departments
from hotline.departments.models import Unit
from hotline.departments.queries import Proposal
from hotline.life.asks import StepForm
from hotline.life.models import Living
from hotline.life.steps import Step
from hotline.people.models import Person
from hotline.timelimits.limits import Clock

from .acts import Act

NEAR = ("accept", "send_back", "do_again", "urge", "share", "supervise")
"""The line's own acts, at hand; what the unit does, and is told on the telephone, stands behind "more"."""
TONES = {Status.SENT: "soon", Status.REPLIED: "line", Status.ACCEPTED: "line", Status.ENDED: "done"}
RETURNS = ("sign", "reply", "ask_return", "ask_extension", "ask_suspension", "ask_wait", "resume")
"""What nobody does while it is asked whether the unit must do it at all."""


@dataclass(frozen=True)
class Timed:
    """One clock of an assignment: when it is due, when that was done, and why it is due then."""

    label: str
    due_at: datetime | None
    done_at: datetime | None
    late: bool
    why: list[str]
    excused: str = ""
    """Why it is owed no more though it was not done."""


@dataclass(frozen=True)
class Asking:
    """What a unit asks, and what this person may say to it."""

    plea: Plea
    acts: list[Act]


@dataclass(frozen=True)
class Shown:
    """One assignment, with all that hangs on it."""

    it: Assignment
    clocks: list[Timed]
    pleas: list[Asking]
    supervisions: list[Supervision]
    proofs: list[Proof]
    near: list[Act]
    more: list[Act]

    @property
    def tone(self) -> str:
        """Say how its status is drawn."""
        return TONES.get(Status(self.it.status), "hollow" if self.it.ended_at else "")

    @property
    def has_replied(self) -> bool:
        """Say whether there is a reply to read: the last one, be it sent back."""
        return bool(self.it.account or self.it.answer)


@dataclass(frozen=True)
class Assigned:
    """What departments have of one case, as *person* sees it; each part is asked for when the page shows it."""

    case: Case
    person: Person

    @cached_property
    def rows(self) -> list[Assignment]:
        """Return the assignments, the first first."""
        rows = Assignment.objects.seen_by(self.person).filter(case=self.case)
        return list(rows.select_related("unit", "case", "sent_by", "reviewed_by").order_by("pk"))

    @cached_property
    def pleas(self) -> list[Plea]:
        """Return what was asked, the first first."""
        return asked_of(self.rows, self.person) if self.rows else []

    @property
    def open(self) -> Assignment | None:
        """Return the lead that somebody is on."""
        return next((one for one in self.rows if one.is_lead and one.status in OPEN), None)

    @property
    def answered(self) -> list[Assignment]:
        """Return the leads whose answer passed: what a citizen who is called back is asked about."""
        return [one for one in self.rows if one.is_lead and one.accepted_at and one.answer]

    @property
    def things(self) -> list[Living]:
        """Return everything here that has a story."""
        return [*self.rows, *self.pleas]

    @cached_property
    def shown(self) -> list[Shown]:
        """Return all with what hangs on each, the last first."""
        return shown(self.rows[::-1], self.person, self.pleas)

    @property
    def may_send(self) -> bool:
        """Say whether this person may give the case to a unit now."""
        return self.case.status == CaseStatus.OPEN and bool(self.person.role & SENDS)

    @cached_property
    def proposal(self) -> Proposal | None:
        """Return whose it is by the remits, where this person may send it."""
        return departments.proposed(self.case) if self.may_send else None

    @property
    def gave_back(self) -> bool:
        """Say whether the unit that is proposed has given this very case back."""
        unit = self.proposal.unit if self.proposal else None
        return unit is not None and returned_by(self.rows, unit.pk)

    @property
    def may_decide(self) -> bool:
        """Say whether this person may say whose it is where no remit does."""
        return bool(self.person.role & DECIDES)

    @property
    def is_leaders(self) -> bool:
        """Say whether only a leader or a reviewer may say whose it is."""
        there = self.proposal is not None
        return there and (self.proposal.unit is None or self.gave_back)  # type: ignore[union-attr]


def returned_by(rows: Iterable[Assignment], unit: int) -> bool:
    """Say whether a unit has had a case and given it back."""
    return any(one.unit_id == unit and one.status == Status.RETURNED for one in rows)


def asked_of(rows: Iterable[Assignment], person: Person) -> list[Plea]:
    """Return what was asked about assignments, each with the assignment that is at hand."""
    at_hand = {one.pk: one for one in rows}
    found = Plea.objects.seen_by(person).filter(assignment__in=at_hand)
    pleas = list(found.select_related("to", "asked_by", "decided_by").order_by("pk"))
    for plea in pleas:
        plea.assignment = at_hand[plea.assignment_id]
    return pleas


def shown(rows: list[Assignment], person: Person, pleas: list[Plea] | None = None) -> list[Shown]:
    """Return assignments with all that hangs on each, in as many questions for many as for one."""
    keys = [one.pk for one in rows]
    asked = asked_of(rows, person) if pleas is None else pleas
    notices = Supervision.objects.seen_by(person).filter(assignment__in=keys)
    supervisions = list(notices.select_related("issued_by").order_by("-pk"))
    papers = Proof.objects.filter(assignment__in=keys).select_related("paper").order_by("pk")
    proofs = list(papers)
    units = list(Unit.objects.in_service().order_by("group", "name")) if rows else []
    found = []
    for one in rows:
        mine = [plea for plea in asked if plea.assignment_id == one.pk]
        watched = [it for it in supervisions if it.assignment_id == one.pk]
        steps = [step for step in LIFE.open_to(one, person) if _has_use(step, one, mine, watched)]
        acts = [
            _act(one, step, units)
            for step in steps
            if step.name != "give_down" or _below(one, units)
        ]
        found.append(
            Shown(
                it=one,
                clocks=list(timed(one)),
                pleas=[Asking(plea, plea_acts(plea, person, units)) for plea in mine],
                supervisions=watched,
                proofs=[proof for proof in proofs if proof.assignment_id == one.pk],
                near=[act for name in NEAR for act in acts if act.step.name == name],
                more=[act for act in acts if act.step.name not in NEAR],
            )
        )
    return found


def asking(waiting: list[Plea], person: Person) -> list[Asking]:
    """Return pleas with what this person may say to each."""
    units = list(Unit.objects.in_service().order_by("group", "name")) if waiting else []
    return [Asking(plea, plea_acts(plea, person, units)) for plea in waiting]


def timed(one: Assignment) -> Iterator[Timed]:
    """Yield the clocks of an assignment, each with why it is due when it is."""
    facts = (
        (Clock.SIGN, one.sign_by_at, one.signed_at, one.sign_late),
        (Clock.CONTACT, one.contact_by_at, one.contacted_at, one.contact_late),
        (Clock.REPLY, one.reply_by_at, one.replied_at, one.reply_late),
    )
    for clock, due_at, done_at, late in facts:
        if clock in one.kept and (due_at or done_at or one.stands):
            why = clocks.explained(one, clock) if due_at else []
            excused = one.why_no_contact if clock == Clock.CONTACT else ""
            yield Timed(str(clock.label), due_at, done_at, late, why, excused)


def plea_acts(plea: Plea, person: Person, units: list[Unit]) -> list[Act]:
    """Return what this person may say to a plea now."""
    return [_act(plea, step, units) for step in assignments.open_to(plea, person)]


def _has_use(step: Step, one: Assignment, pleas: list[Plea], watched: list[Supervision]) -> bool:
    """Say whether a step that the life allows can come to anything as things stand."""
    asked = [plea for plea in pleas if plea.status == PleaStatus.ASKED]
    returning = any(plea.kind == Asked.RETURN for plea in asked)
    if returning and step.name in RETURNS:
        return False
    match step.name:
        case "ask_return":
            return not (asked or one.bound or one.stands)
        case "ask_extension" | "ask_suspension" | "ask_wait":
            return not (asked or one.stands)
        case "resume":
            return assignments.may_go_on(one)
        case "accept" | "share" | "do_again":
            wanted = step.name != "do_again" or one.case.status == CaseStatus.OPEN
            return one.part == Part.LEAD and wanted
        case "answer_supervision":
            return any(it.answered_at is None for it in watched)
        case _:
            return True


def _act(thing: Assignment | Plea, step: Step, units: list[Unit]) -> Act:
    """Return the button of a step, with the units to choose among where it asks for one."""
    id_ = f"{thing.KIND}-{thing.pk}-{step.name}"
    address = reverse(f"assignments:{thing.KIND}_{step.name}", args=[thing.pk])
    asks = step.asks
    if isinstance(thing, Plea) and thing.kind != Asked.EXTEND:
        asks = tuple(ask for ask in asks if ask.name != "days")
    form = StepForm(asks, auto_id=f"{id_}-%s") if asks else None
    for name in ("to", "unit"):
        if form is not None and name in form.fields:
            one = thing.assignment if isinstance(thing, Plea) else thing
            there = _below(one, units) if step.name == "give_down" else units
            form.fields[name].choices = choices(there, but=one.unit_id)  # type: ignore[attr-defined]
    return Act(step=step, address=address, id=id_, form=form)


def choices(units: Iterable[Unit], *, but: int | None = None) -> list[tuple[int | str, str]]:
    """Return units to choose among."""
    return [("", "—"), *((one.pk, one.name) for one in units if one.pk != but)]


def _below(one: Assignment, units: list[Unit]) -> list[Unit]:
    """Return the units below the one that has it, all the way down, in no question more."""
    found: set[int] = {one.unit_id}
    while more := {it.pk for it in units if it.parent_id in found} - found:
        found |= more
    return [it for it in units if it.pk in found - {one.unit_id}]
