"""What an operator has at hand: the seat, the call, who it is with, and what was written down of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from hotline.callers import numbers
from hotline.callers import queries as callers
from hotline.callers.models import Caller, Title
from hotline.calls import accounts, breaks
from hotline.calls import queries as calls
from hotline.calls.conduct import queries as under_way
from hotline.calls.conduct.queries import Other
from hotline.calls.models import Call, Phone, Seat
from hotline.calls.states import Direction, SeatState
from hotline.calls.states import Status as CallStatus
from hotline.cases import queries as cases
from hotline.cases.models import Case
from hotline.followups.life import Status
from hotline.followups.models import FollowUp
from hotline.journal.models import Entry
from hotline.people.models import Person
from hotline.rules import queries as rules

NEW = "new"
"""The draft of a case that belongs to no call."""
PAPER = "paper"
"""The draft of a case that had been written on paper."""


@dataclass(frozen=True)
class Hand:
    """One person's seat, and the call that he writes down, if any."""

    person: Person
    seat: Seat | None
    call: Call | None
    paper: bool = False
    """A case is entered that had been written on paper."""

    @property
    def caller(self) -> Caller | None:
        """Return whom the call is with."""
        return self.call.caller if self.call else None

    @property
    def draft_key(self) -> str:
        """Name the draft; one for each call, so that two calls never mix."""
        if self.call:
            return f"call-{self.call.pk}"
        return PAPER if self.paper else NEW

    @property
    def belongs(self) -> str:
        """Return the page that the call is about: a call-back's, a case's, else the call screen."""
        kind, _colon, pk = (self.call.subject if self.call else "").partition(":")
        rooms = {FollowUp.KIND: "followups", Case.KIND: "cases"}
        return f"/{rooms[kind]}/{pk}/" if kind in rooms and pk.isdigit() else "/desk/"

    @property
    def rings(self) -> bool:
        """Say whether a call from outside waits to be picked up here."""
        seat = self.seat
        ringing = seat is not None and seat.state == SeatState.RINGING
        return bool(ringing and self.call and self.call.direction == Direction.IN)

    @property
    def name(self) -> str:
        """Return what whoever is on the telephone is called."""
        return self.who.name if self.who else ""

    @property
    def speaks(self) -> bool:
        """Say whether this person is on the telephone with the caller, or about to be."""
        call, mine = self.call, self.seat is not None and self.seat.call_id is not None
        if call is None or self.caller is None or call.status == CallStatus.ENDED:
            return False
        return bool(mine and self.seat and self.seat.call_id == call.pk)

    @property
    def part(self) -> str:
        """Say which part this person's telephone has in the call: its own "seat", a "third", an "ear", or none."""
        if self.call is None or self.seat is None or self.seat.call_id != self.call.pk:
            return ""
        return calls.part_in(self.call, self.seat)

    @cached_property
    def third(self) -> Other | None:
        """Return who else is in the call."""
        return under_way.third_of(self.call) if self.call else None

    @property
    def may_take(self) -> bool:
        """Say whether this person can take a call out of its order now."""
        seat = self.seat
        return bool(seat and seat.lease_until and not seat.call_id)

    @property
    def written_up_by(self) -> datetime | None:
        """Return until when the work after the call may last."""
        seat = self.seat
        if seat is None or seat.state != SeatState.AFTER:
            return None
        return seat.since_at + rules.book().time("after_call_s")

    @property
    def telephones(self) -> list[tuple[str, str]]:
        """Return what may ring at the seat, each with its word; none where there is no choice."""
        offered = accounts.telephones()
        choice = Phone.SIMULATED not in offered
        return [(one.value, str(one.label)) for one in offered] if choice else []

    @property
    def rests(self) -> str:
        """Return why the seat takes no calls, in words."""
        return breaks.said(self.seat.why) if self.seat else ""

    @cached_property
    def told(self) -> bool:
        """Say whether it is on record that the whole number was shown in this call."""
        if self.call is None or self.caller is None:
            return False
        shown = Entry.objects.filter(kind=Caller.KIND, subject=self.caller.pk, act="unmask")
        return shown.filter(by=self.person, said__in_call=self.call.about).exists()

    @property
    def number(self) -> str:
        """Return the number of the call: whole to whoever speaks with the caller once that is on record, else masked."""
        if self.call is None or self.caller is None:
            return self.call.provider_number if self.call else ""
        if self.speaks and self.told and (first := callers.first_number(self.caller)):
            return numbers.display(first.opened)
        return self.who.numbers[0] if self.who and self.who.numbers else ""

    @cached_property
    def who(self) -> Known | None:
        """Return what is known of the caller."""
        return know(self.caller, self.person) if self.caller else None

    @property
    def must_conclude(self) -> bool:
        """Say whether it is still to be said what the ended call was: it became no case, and was about none."""
        call = self.call
        if call is None or call.status != CallStatus.ENDED or call.answered_at is None:
            return False
        return not (call.subject or self.written)

    @cached_property
    def written(self) -> list[Case]:
        """Return the cases that this call has become so far."""
        return cases.of_call(self.call, person=self.person) if self.call else []


@dataclass(frozen=True)
class Known:
    """A caller as one of the line's own people knows him: nothing of it whole."""

    caller: Caller
    person: Person
    name: str
    numbers: tuple[str, ...]

    @property
    def title(self) -> str:
        """Return how the caller is spoken to."""
        return str(Title(self.caller.title).label) if self.caller.title else ""

    @property
    def wishes(self) -> str:
        """Return what the caller wants respected."""
        return callers.wishes(self.caller, self.person)

    @cached_property
    def times(self) -> int:
        """Return how often the caller has called."""
        return calls.of_caller(self.caller, self.person).filter(direction=Direction.IN).count()

    @cached_property
    def past(self) -> list[Case]:
        """Return what the caller asked before."""
        return cases.of_caller(self.caller, person=self.person)

    @cached_property
    def promised(self) -> list[FollowUp]:
        """Return the call-backs that the caller is owed."""
        due = FollowUp.objects.seen_by(self.person).filter(
            case__caller=self.caller, status=Status.DUE
        )
        return list(due.select_related("case").order_by("due_at"))

    @property
    def since(self) -> datetime:
        """Return when the line first heard of him."""
        return self.caller.first_seen_at


def at(person: Person, *, call: int | None = None, new: bool = False, paper: bool = False) -> Hand:
    """Return what *person* has at hand: the call asked for, the one at the seat, or the one just ended."""
    seat = calls.seat_of(person)
    if new or paper:
        return Hand(person, seat, None, paper=paper)
    if call is not None:
        return Hand(person, seat, calls.record(person, call))
    now = seat.call if seat else None
    if now is None and seat is not None and seat.state == SeatState.AFTER:
        now = calls.last_call(person)
    return Hand(person, seat, now)


def know(caller: Caller, person: Person) -> Known:
    """Return what the line knows of a caller; what is not asked for is not looked up."""
    shown = callers.masked([caller.pk], person)[caller.pk]
    return Known(caller, person, shown.name, shown.numbers)
