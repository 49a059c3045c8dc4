"""Everything that a page about one case shows: the case, its work, its call-backs, its calls, what happened, what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from hotline.callers import queries as callers
from hotline.callers.queries import Shown
from hotline.calls.models import Call
from hotline.calls.recordings import queries as recordings
from hotline.calls.recordings.queries import Drawn
from hotline.cases import queries as cases
from hotline.cases.life import LIFE
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case
from hotline.discipline.models import Complaint
from hotline.dispatch import queries as dispatching
from hotline.dispatch.models import Dispatch
from hotline.disputes.life import GOING, OPENS
from hotline.disputes.models import Dispute
from hotline.disputes.queries import DISPUTED
from hotline.followups.life import Status as FollowUpStatus
from hotline.followups.models import FollowUp
from hotline.life import undoing
from hotline.life.models import Living
from hotline.papers import queries as papers
from hotline.papers.models import Paper
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.wishes.models import Wish

from . import acts, reasons, rows, stages, timeline
from .acts import Acts
from .assigned import Assigned
from .timeline import Moment

KIN = 12
"""How many joined cases a page names."""


@dataclass(frozen=True)
class Opened:
    """One case as *person* sees it; each part is asked for when the page shows it."""

    case: Case
    person: Person

    @cached_property
    def dispatches(self) -> list[Dispatch]:
        """Return the offers, the first first."""
        rows = Dispatch.objects.seen_by(self.person).filter(case=self.case)
        return list(
            rows.select_related("provider", "case", "under_warranty__case", "owed_by").order_by(
                "pk"
            )
        )

    @cached_property
    def followups(self) -> list[FollowUp]:
        """Return the call-backs, the first first."""
        return list(FollowUp.objects.seen_by(self.person).filter(case=self.case).order_by("pk"))

    @cached_property
    def calls(self) -> list[Call]:
        """Return the calls that belong to it: in which it was written down, and about it since.

        Each way by its own index: what is looked for by either is looked for in every call there ever was.
        """
        about = [thing.about for thing in (self.case, *self._others)]
        mine = Call.objects.seen_by(self.person)
        rung = mine.filter(cases=self.case).values("pk")
        since = mine.filter(subject__in=about).exclude(subject="").values("pk")
        found = mine.filter(pk__in=rung.union(since))
        return list(found.select_related("operator").order_by("arrived_at"))

    @cached_property
    def recordings(self) -> dict[int, Drawn]:
        """Return what was recorded of its calls and this person may hear, by the calls' keys."""
        return recordings.drawn(self.calls, self.person)

    @cached_property
    def _others(self) -> list[Living]:
        wishes = Wish.objects.seen_by(self.person).filter(case=self.case)
        wished = wishes.order_by("pk")
        return [*self.dispatches, *self.assigned.things, *self.followups, *wished]

    @cached_property
    def assigned(self) -> Assigned:
        """Return what departments have of it."""
        return Assigned(self.case, self.person)

    @cached_property
    def papers(self) -> list[Paper]:
        """Return the photos and letters of it, those withdrawn last."""
        return list(papers.shown(self.case, self.person))

    @cached_property
    def complaints(self) -> list[Complaint]:
        """Return what is complained of in its work."""
        mine = Complaint.objects.seen_by(self.person).filter(dispatch__case=self.case)
        return list(mine.select_related("provider").order_by("pk"))

    @property
    def title(self) -> str:
        """Return what it is about in a line."""
        return rows.first_words(self.case.said)

    @property
    def place(self) -> str:
        """Return where it is, in full."""
        area = self.case.area
        within = area.parent.name if area and area.parent and area.parent.parent_id else ""
        return " ".join(
            part for part in (within, area.name if area else "", self.case.address) if part
        )

    @property
    def work(self) -> Dispatch | None:
        """Return the dispatch that somebody is on, else the last one."""
        return stages.open_work(self.dispatches) or (
            self.dispatches[-1] if self.dispatches else None
        )

    @cached_property
    def disputes(self) -> list[Dispute]:
        """Return what citizen and provider did not agree on, the first first."""
        rows = Dispute.objects.seen_by(self.person).filter(dispatch__in=self.dispatches)
        return list(rows.order_by("pk"))

    @property
    def disputed(self) -> Dispatch | None:
        """Return the work about which this person may write down that the citizen does not agree."""
        work = self.work
        going = any(one.status in GOING for one in self.disputes)
        may = work is not None and work.status in DISPUTED and bool(self.person.role & OPENS)
        return work if may and not going else None

    @property
    def due(self) -> FollowUp | None:
        """Return the call-back that is owed."""
        return next((one for one in self.followups if one.status == FollowUpStatus.DUE), None)

    @property
    def stage(self) -> stages.Stage:
        """Return where it stands in a word."""
        work, given = stages.open_work(self.dispatches), self.assigned.open
        return stages.stage(
            self.case.status, work.status if work else None, given.status if given else None
        )

    @property
    def clock(self) -> str:
        """Say how its clock is drawn."""
        return rows.clock_state(self.case)

    @cached_property
    def caller(self) -> Shown | None:
        """Return who asks, masked."""
        pk = self.case.caller_id
        return callers.masked([pk], self.person)[pk] if pk else None

    @cached_property
    def moments(self) -> list[Moment]:
        """Return what happened and what is still to come."""
        return timeline.of_case(self.case, self._others)

    @cached_property
    def acts(self) -> Acts:
        """Return what this person may do now."""
        return acts.open_to(
            self.case,
            self.person,
            work=self.dispatches,
            calls=self.followups,
            given=self.assigned.open is not None,
        )

    @cached_property
    def undo(self) -> str:
        """Return what this person may take back now, in a word."""
        entry = undoing.may(self.case, self.person)
        return str(LIFE.steps[entry.act].label) if entry else ""

    @cached_property
    def kin(self) -> list[tuple[str, list[Case]]]:
        """Return the cases it is tied to, by how: joined to it, split from it, or of which it was split."""
        mine = Case.objects.seen_by(self.person)
        joined = list(mine.filter(joined_to=self.case).order_by("pk")[:KIN])
        splits = list(mine.filter(split_from=self.case).order_by("pk"))
        before = list(mine.filter(pk=self.case.split_from_id)) if self.case.split_from_id else []
        named = [(_("拆自"), before), (_("拆出"), splits), (_("并进来的"), joined)]
        return [(word, cases) for word, cases in named if cases]

    @cached_property
    def shared(self) -> cases.Answer | None:
        """Return what the main case was answered, which the caller of a joined one is to be told."""
        return cases.answer_to(self.case) if self.case.joined_to_id else None

    @property
    def may_offer(self) -> bool:
        """Say whether this person may choose a provider now."""
        return self.case.status == CaseStatus.OPEN and bool(
            self.person.role & (Role.OPERATOR | Role.LEADER)
        )

    @cached_property
    def choices(self) -> reasons.Choices:
        """Return whom it can be sent to."""
        if not (self.may_offer and self.case.service):
            return reasons.Choices()
        return reasons.choices(dispatching.for_case(self.case), self.case.service)

    @cached_property
    def warranted(self) -> list[Dispatch]:
        """Return the work that it may be about and that is still under warranty."""
        return dispatching.under_warranty(self.case) if self.may_offer else []

    @property
    def asleep(self) -> bool:
        """Say whether nobody is likely to come before the morning."""
        return reasons.asleep(self.case.service)

    @property
    def tokens(self) -> str:
        """Name what the page must hear news about."""
        return " ".join(thing.about for thing in (self.case, *self._others, *self.calls))
