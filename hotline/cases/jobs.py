"""What clock and journal ask of cases."""

from __future__ import annotations

from hotline.journal import reactions
from hotline.journal.claims import More
from hotline.journal.models import Entry
from hotline.people.queries import the_clock

from . import actions, joining
from .models import Case

HAS_JOINED = "EXISTS (SELECT FROM cases_case WHERE joined_to_id = %s)"
"""Whether any was joined to a case, by its key; one that is joined later follows by itself (`follow_main`)."""


def nobody_took_it(case: int) -> None:
    """Put on record that a case waited too long to be given to anybody."""
    actions.overrun(Case.objects.get(pk=case), by=the_clock())


@reactions.only_where(HAS_JOINED)
def let_joined_follow(entry: Entry) -> More | None:
    """Let those that were joined to a case follow it, a batch at a time."""
    return More.MORE if joining.follow(entry.subject, by=the_clock()) else None


def follow_main(entry: Entry) -> More | None:
    """Let a case that was just joined follow its main one, which may be answered already."""
    main = Case.objects.values_list("joined_to", flat=True).get(pk=entry.subject)
    return More.MORE if main and joining.follow(main, by=the_clock()) else None
