"""What clock and journal ask of dispatches."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from hotline.cases.models import Case
from hotline.followups.models import FollowUp
from hotline.journal import news
from hotline.journal.models import Entry
from hotline.outbox import actions as outbox
from hotline.outbox.jobs import deliver
from hotline.people.queries import the_clock

from . import actions, links
from .life import Status
from .models import Dispatch


def send_link(entry: Entry) -> None:
    """Write to those of a provider who answer offers; each gets a link of his own."""
    dispatch = Dispatch.objects.select_related("case__service", "case__area", "provider").get(
        pk=entry.subject
    )
    for member in dispatch.provider.members.filter(answers_offers=True).select_related("person"):
        token = links.make(dispatch=dispatch.pk, member=member.pk)
        message = outbox.post(
            to=member.person.name,
            telephone=member.telephone,
            text=_("%(line)s 派单：%(what)s，%(where)s。%(min)s 分钟内请答复：%(link)s")
            % {
                "line": settings.CONFIGURATION.line_number,
                "what": dispatch.case.service or dispatch.case.get_kind_display(),
                "where": dispatch.case.area or "",
                "min": int((dispatch.accept_by_at - dispatch.offered_at).total_seconds() // 60),
                "link": f"/jobs/t/{token}/",
            },
            about=dispatch.about,
        )
        deliver.defer(message=message.pk)
        news.announce(dispatch.about, "offer", to=member.person.about)


def nobody_accepted(dispatch: int) -> None:
    """Let an offer lapse that nobody answered."""
    actions.lapse(Dispatch.objects.get(pk=dispatch), by=the_clock())


def nobody_arrived(dispatch: int) -> None:
    """Put on record that nobody came in time."""
    actions.overrun(Dispatch.objects.get(pk=dispatch), by=the_clock())


def offer_next(entry: Entry) -> None:
    """Ask the next provider after one that refused or did not answer."""
    dispatch = Dispatch.objects.select_related("case").get(pk=entry.subject)
    actions.offer_next(dispatch.case, by=the_clock())


def cancel_for_case(entry: Entry) -> None:
    """Tell the provider not to come for a case that ended another way."""
    for dispatch in Dispatch.objects.open().filter(case=entry.subject):
        actions.cancel(dispatch, by=the_clock(), why=entry.act)


def close_after_asking(entry: Entry) -> None:
    """Settle the work that the citizen was asked about."""
    followup = FollowUp.objects.get(pk=entry.subject)
    for dispatch in Dispatch.objects.filter(case=followup.case_id, status=Status.DONE):
        settle = actions.confirm if followup.content else actions.fault
        settle(dispatch, by=the_clock())


def confirm_unasked(entry: Entry) -> None:
    """Take the provider's word where the citizen could not be reached."""
    case = Case.objects.get(followups=entry.subject)
    for dispatch in Dispatch.objects.filter(case=case, status=Status.DONE):
        actions.confirm(dispatch, by=the_clock())
