"""What clock and journal do about inspections and citations: units are told, and what is late is put on record."""

from __future__ import annotations

from hotline.journal.models import Entry
from hotline.notices import jobs as notices
from hotline.people.queries import the_clock
from hotline.timelimits import queries as timelimits

from . import actions, queries, wording
from .models import Citation, Inspection


def tell_inspected(entry: Entry) -> None:
    """Tell a unit what was done about its inspection."""
    inspection = Inspection.objects.select_related("unit__parent").get(pk=entry.subject)
    telling, due = wording.INSPECTION[entry.act], inspection.answer_by_at
    notices.tell_of(
        entry, inspection.unit, about=inspection.about, level=telling.level,
        subject=str(telling.subject), text=wording.of_inspection(entry.act, inspection),
        data={"answer_by_at": due.isoformat() if due else None, "status": inspection.status},
    )  # fmt: skip


def tell_cited(entry: Entry) -> None:
    """Tell a unit that it was cited, or is so no more."""
    citation = Citation.objects.select_related("unit__parent").get(pk=entry.subject)
    telling = wording.CITATION[entry.act]
    notices.tell_of(
        entry, citation.unit, about=citation.about, level=telling.level,
        subject=str(telling.subject), text=wording.of_citation(entry.act, citation),
        data={"sort": citation.sort, "status": citation.status},
    )  # fmt: skip


def reckon_for_day(entry: Entry) -> None:
    """Reckon anew the answers that are owed over a day that is free or worked otherwise than it was."""
    reckon_over(entry.subject)


def reckon_over(holiday: int) -> None:
    """Reckon anew the answers that are owed over a day; where that changes nothing it is silent."""
    for one in queries.answering_over(timelimits.day_of(holiday)).order_by("pk"):
        assert one.counted_from_at
        assert one.days
        found = queries.reckon(one.unit_id, days=one.days, start=one.counted_from_at)
        if found.due.at != one.answer_by_at:
            actions.reckon(one, by=the_clock())


def nobody_answered(inspection: int) -> None:
    """Put on record that a unit's answer is late."""
    actions.overrun(Inspection.objects.get(pk=inspection), by=the_clock())


def still_nobody_answered(inspection: int) -> None:
    """Tell the leaders of an answer that stays late."""
    actions.tell_leader(Inspection.objects.get(pk=inspection), by=the_clock())
