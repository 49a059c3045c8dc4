"""What clock and journal ask of assignments."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock as time
from hotline.cases.life import LIFE as CASE
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case
from hotline.deadlines import actions as deadlines
from hotline.followups.life import Status as Called
from hotline.followups.models import FollowUp
from hotline.journal import news, rows
from hotline.journal import queries as journal
from hotline.journal.models import Entry
from hotline.people.queries import the_clock
from hotline.rules import queries as rules
from hotline.timelimits import queries as timelimits
from hotline.timelimits.limits import Clock
from hotline.timelimits.models import Holiday

from . import actions, queries, running
from .life import Status
from .models import Assignment
from .pleas import actions as pleas
from .rulings import actions as rulings
from .watching import actions as watching

__all__ = ["rulings"]


# -- clocks -----------------------------------------------------------------------------------------


def signing_is_near(pk: int) -> None:
    """Warn a unit that it has not signed."""
    _warn(pk, Clock.SIGN)


def reply_is_near(pk: int) -> None:
    """Warn a unit that its reply is nearly due."""
    _warn(pk, Clock.REPLY)


def _warn(pk: int, clock: Clock) -> None:
    one = Assignment.objects.get(pk=pk)
    due_at = getattr(one, f"{clock}_by_at")
    if due_at is not None and due_at > time.now():  # else the worker was away: too late to warn
        watching.warn(one, by=the_clock(), clock=clock)


def nobody_signed(pk: int) -> None:
    """Put on record that a unit did not sign in time."""
    watching.overrun(Assignment.objects.get(pk=pk), by=the_clock(), clock=Clock.SIGN)


def nobody_contacted(pk: int) -> None:
    """Put on record that a unit did not speak with the citizen in time."""
    watching.overrun(Assignment.objects.get(pk=pk), by=the_clock(), clock=Clock.CONTACT)


def nobody_replied(pk: int) -> None:
    """Put on record that a unit did not reply in time."""
    watching.overrun(Assignment.objects.get(pk=pk), by=the_clock(), clock=Clock.REPLY)


def still_nobody_replied(pk: int) -> None:
    """Tell the leaders of a reply that is long overdue."""
    watching.tell_leader(Assignment.objects.get(pk=pk), by=the_clock())


def supervision_is_late(pk: int) -> None:
    """Put on record that a supervision was not answered in time."""
    watching.overrun(Assignment.objects.get(pk=pk), by=the_clock(), clock=Clock.SUPERVISION)


def stood_long_enough(pk: int) -> None:
    """Let a clock go on that stood until now."""
    one = Assignment.objects.get(pk=pk)
    pleas.resume(one, by=the_clock(), why=_("到了约定的时间。"), by_itself=True)


# -- what happens to the case -----------------------------------------------------------------------


def urge_for_case(entry: Entry) -> None:
    """Press the units that are on a case whose citizen has asked again."""
    for one in Assignment.objects.open().leads().filter(case=entry.subject):
        watching.urge(one, by=the_clock())


def resume_for_case(entry: Entry) -> None:
    """Let the clock go on that waited for the citizen: he has said something."""
    at_work = Assignment.objects.at_work().filter(case=entry.subject).order_by("pk")
    with transaction.atomic():
        # Held before it is asked who waits: a wait that is being granted is then there, or finds his word.
        held = rows.lock(Assignment, [*at_work.values_list("pk", flat=True)])
        for pk in [one.pk for one in held]:
            one = Assignment.objects.get(pk=pk)  # a lead that goes on takes its helpers with it
            since = one.waits_since_at
            if since is not None and since <= entry.at and not queries.stands_with_lead(one):
                pleas.resume(one, by=the_clock(), why=_("市民答复了。"), at=entry.at)


def show_for_case(entry: Entry) -> None:
    """Let the units' pages show what its citizen added, and show or hide the address of a secret case."""
    for one in Assignment.objects.open().filter(case=entry.subject):
        news.announce(one.about, entry.act, of=one.of)


def let_go_for_case(entry: Entry) -> None:
    """Tell the units of a case that went another way that they need do nothing more."""
    why = _what_happened(entry)
    for one in Assignment.objects.open().leads().filter(case=entry.subject):
        actions.let_go(one, by=the_clock(), why=why)


def let_go_for_dispatch(entry: Entry) -> None:
    """Tell the units of a case that a provider was asked to do it."""
    kind, _colon, pk = str(entry.said["case"]).partition(":")
    if kind == Case.KIND:
        for one in Assignment.objects.open().leads().filter(case=int(pk)):
            actions.let_go(one, by=the_clock(), why=_("改由加盟企业办理。"))


def _what_happened(entry: Entry) -> str:
    [told] = journal.tell(Entry.objects.filter(pk=entry.pk))
    said = _("工单%(done)s") % {"done": CASE.steps[entry.act].done}
    return _("；").join(filter(None, [said, told.said.get("why")]))


def redo_for_case(entry: Entry) -> None:
    """Let the unit go on whose answer had passed and was sent back all the same."""
    one = _accepted(entry)
    if one is not None:
        actions.redo(one, by=the_clock())


def do_again_for_case(entry: Entry) -> None:
    """Let the unit begin anew with whose work the citizen is not content; where somebody was quicker, it is settled."""
    one = _accepted(entry)
    if one is None:
        return
    if Case.objects.filter(pk=entry.subject, status=CaseStatus.OPEN).exists():
        [told] = journal.tell(Entry.objects.filter(pk=entry.pk))
        why = told.said.get("why") or _("市民不满意。")
        actions.do_again(one, by=the_clock(), why=why)
    else:
        actions.end(one, by=the_clock(), asked=True)


def settle_for_case(entry: Entry) -> None:
    """End the work on a case that ended."""
    one = _accepted(entry)
    if one is not None:
        calls = FollowUp.objects.filter(case=entry.subject, status=Called.ASKED)
        asked = calls.filter(asked_at__gte=one.accepted_at).exists()
        actions.end(one, by=the_clock(), asked=asked)


def _accepted(entry: Entry) -> Assignment | None:
    rows = Assignment.objects.leads().filter(case=entry.subject, status=Status.ACCEPTED)
    return rows.order_by("-pk").first()


# -- what happens to the calendar -------------------------------------------------------------------


def reckon_for_day(entry: Entry) -> None:
    """Reckon anew whatever runs over a day that is free or worked otherwise than it was, now and once all have heard of it."""
    day = Holiday.objects.get(pk=entry.subject)
    deadlines.drop(day, "settle")
    deadlines.start(day, "settle", due_at=time.now() + timelimits.SETTLED)
    reckon_over(day.pk)


def reckon_over(holiday: int) -> None:
    """Reckon anew whatever runs over a day, and what is owed to a supervision; where that changes nothing it is silent.

    Once more when all have heard of the day: another process has sent meanwhile by the calendar that it still remembered.
    """
    on = timelimits.day_of(holiday)
    for one in queries.running_over(on).order_by("pk"):
        if running.moved(one):
            watching.reckon(one, by=the_clock())
    for one in queries.answering_over(on).order_by("pk"):
        if watching.answer_moved(one):
            watching.reckon_answer(one, by=the_clock())


# -- what happens to an assignment ------------------------------------------------------------------


def go_up_for_send_back(entry: Entry) -> None:
    """Supervise a level higher what was sent back once too often."""
    one = Assignment.objects.get(pk=entry.subject)
    too_often = one.times_sent_back > rules.book()["send_backs_most"]
    if too_often and one.supervised < watching.HIGHEST and one in Assignment.objects.open():
        watching.go_up(one, by=the_clock())
