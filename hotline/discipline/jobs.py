"""What clock and journal ask of complaints, cards and rectifications."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.dispatch.models import Dispatch
from hotline.followups.models import FollowUp
from hotline.journal import news
from hotline.journal import queries as journal
from hotline.journal.models import Entry
from hotline.outbox import jobs as outbox
from hotline.people.queries import the_clock
from hotline.providers.models import Provider

from . import actions, citizens, queries
from .models import Card, Cause, Complaint, Rectification
from .rectifying import actions as rectifying


def open_for_followup(entry: Entry) -> None:
    """Open a complaint where a citizen, asked, was less than satisfied with a provider's work."""
    followup = FollowUp.objects.select_related("case").get(pk=entry.subject)
    work = queries.work_asked_about(followup) if queries.is_below_satisfied(followup) else None
    if work is None or queries.is_known(work, Cause.CALLBACK, entry.at):
        return
    [told] = journal.tell(Entry.objects.filter(pk=entry.pk))
    actions.lodge(
        work.provider,
        by=the_clock(),
        cause=Cause.CALLBACK,
        words=told.said.get("words") or "",
        dispatch=work,
        followup=followup,
    )


def open_for_overrun(entry: Entry) -> None:
    """Open a complaint where nobody came in time."""
    work = Dispatch.objects.select_related("provider").get(pk=entry.subject)
    if not queries.is_known(work, Cause.OVERRUN, entry.at):
        actions.lodge(work.provider, by=the_clock(), cause=Cause.OVERRUN, words="", dispatch=work)


def ask_provider(entry: Entry) -> None:
    """Write to those who answer for a provider that it is asked about a complaint."""
    found = Complaint.objects.select_related("provider").get(pk=entry.subject)
    if found.answer_by_at is not None:
        text = _("%(line)s：有一件投诉请您在 %(when)s 前说明情况：%(link)s")
        _write_to(found.provider, text, f"complaints/{found.pk}/", found.answer_by_at, found.about)


def show_card(entry: Entry) -> None:
    """Write to those who answer for a provider which card it was shown, and until when it may appeal."""
    card = Card.objects.select_related("provider").get(pk=entry.subject)
    text = _("%(line)s：贵方收到%(what)s，%(when)s 前可以申诉：%(link)s")
    given = {"what": card.get_colour_display()}
    _write_to(card.provider, text, "complaints/", card.appeal_by_at, card.about, **given)


def _write_to(
    provider: Provider, text: str, page: str, by_at: object, about: str, **given: object
) -> None:
    when = timezone.localtime(by_at).strftime("%m-%d %H:%M")  # type: ignore[arg-type]
    for member in provider.members.filter(answers_offers=True).select_related("person"):
        link = f"{settings.CONFIGURATION.address}/jobs/{page}"
        line = settings.CONFIGURATION.line_number
        outbox.send(
            to=member.person.name,
            telephone=member.telephone,
            text=text % {"line": line, "when": when, "link": link, **given},
            about=about,
        )
        news.announce(about, "ask", to=member.person.about)


def settle_for_card(entry: Entry) -> None:
    """Go through a provider's cards anew after one of them was overturned or counts no more."""
    card = Card.objects.select_related("provider").get(pk=entry.subject)
    actions.settle(card.provider, by=the_clock())


def tell_of_another(entry: Entry) -> None:
    """Tell a citizen that the provider does not come any more, and who comes instead."""
    work = Dispatch.objects.select_related("case__caller", "provider").get(pk=entry.subject)
    instead = work.case.dispatches.open().select_related("provider").order_by("-pk").first()
    given = {
        "line": settings.CONFIGURATION.line_number,
        "number": work.case.number,
        "was": work.provider.short_name,
        "now": instead.provider.short_name if instead else "",
    }
    text = (
        _("%(line)s：工单 %(number)s，%(was)s已不再为热线服务，您的事已转给%(now)s。")
        if instead
        else _("%(line)s：工单 %(number)s，%(was)s已不再为热线服务，我们正在另找企业，会再联系您。")
    )
    citizens.let_know(work.case, text % given, work.about, by=the_clock())


def provider_was_silent(complaint: int) -> None:
    """Put on record that the provider did not say anything in time."""
    actions.stay_silent(Complaint.objects.get(pk=complaint), by=the_clock())


def complaint_is_late(complaint: int) -> None:
    """Put on record that a complaint was not decided, or its citizen not told, in time."""
    actions.overrun(Complaint.objects.get(pk=complaint), by=the_clock())


def card_ran_out(card: int) -> None:
    """Let a card count no more: its day has come."""
    actions.run_out(Card.objects.get(pk=card), by=the_clock())


def nobody_judged(card: int) -> None:
    """Put on record that an appeal was not answered in time."""
    actions.linger(Card.objects.get(pk=card), by=the_clock())


def plan_is_late(rectification: int) -> None:
    """Put on record that a rectification is behind its time."""
    rectifying.fall_behind(Rectification.objects.get(pk=rectification), by=the_clock())
