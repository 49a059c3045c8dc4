"""What clock and journal ask of dispatches."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from hotline.cases import actions as cases
from hotline.cases.life import LIFE as CASE
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case
from hotline.followups.life import Status as Asked
from hotline.followups.models import FollowUp
from hotline.journal import news
from hotline.journal import queries as journal
from hotline.journal.models import Entry
from hotline.outbox import jobs as outbox
from hotline.people.queries import the_clock
from hotline.providers.life import LIFE as PROVIDER

from . import actions, links
from .life import LIFE, Status
from .models import Dispatch
from .ranking import Mode


def send_link(entry: Entry) -> None:
    """Write to those of a provider who answer offers; each gets a link of his own."""
    dispatch = Dispatch.objects.select_related("case__service", "case__area", "provider").get(
        pk=entry.subject
    )
    _write_to_workers(
        dispatch,
        _("%(line)s 抢单：%(what)s，%(where)s。%(min)s 分钟内先接先得：%(link)s")
        if dispatch.mode == Mode.FIRST
        else _("%(line)s 派单：%(what)s，%(where)s。%(min)s 分钟内请答复：%(link)s"),
        {
            "where": dispatch.case.area or "",
            "min": int((dispatch.accept_by_at - dispatch.offered_at).total_seconds() // 60),
        },
        act="offer",
    )


def tell_taken(entry: Entry) -> None:
    """Tell a provider that was asked beside others that another was quicker."""
    rows = Dispatch.objects.select_related("case__service", "case__area", "provider")
    _write_to_workers(
        rows.get(pk=entry.subject),
        _("%(line)s：%(what)s 别家已接，不用再去。谢谢。"),
        {},
        act="withdraw",
    )


def urge_for_case(entry: Entry) -> None:
    """Tell the provider that the citizen has asked again."""
    work = Dispatch.objects.open().select_related("case__service", "case__area", "provider")
    for dispatch in work.filter(case=entry.subject):
        _write_to_workers(
            dispatch,
            _("%(line)s 催办：%(what)s，市民已催 %(n)s 次，请尽快联系：%(link)s"),
            {"n": dispatch.case.times_urged},
            act="urge",
        )


def show_for_case(entry: Entry) -> None:
    """Let the provider's page show, or hide, the address of a secret case."""
    for dispatch in Dispatch.objects.open().filter(case=entry.subject):
        news.announce(dispatch.about, entry.act)


def _write_to_workers(
    dispatch: Dispatch, text: str, given: Mapping[str, object], *, act: str
) -> None:
    members = dispatch.provider.members.standing().filter(answers_offers=True)
    for member in members.select_related("person"):
        token = links.make(dispatch=dispatch.pk, member=member.pk)
        outbox.send(
            to=member.person.name,
            telephone=member.telephone,
            text=text
            % {
                "line": settings.CONFIGURATION.line_number,
                "what": dispatch.case.service or dispatch.case.get_kind_display(),
                "link": f"{settings.CONFIGURATION.address}/jobs/t/{token}/",
                **given,
            },
            about=dispatch.about,
        )
        news.announce(dispatch.about, act, to=member.person.about)


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


def hand_on_for_provider(entry: Entry) -> None:
    """Offer to others whatever a provider had in hand that has left or was sent off."""
    jobs = Dispatch.objects.open().filter(provider=entry.subject).select_related("case")
    why = _("加盟企业%(done)s。") % {"done": PROVIDER.steps[entry.act].done}
    for dispatch in jobs.order_by("pk"):
        actions.hand_on(dispatch, by=the_clock(), why=why)


def cancel_for_case(entry: Entry) -> None:
    """Tell the provider not to come for a case that went another way: on the word of whoever took it there."""
    by = entry.by if entry.by.role & LIFE.steps["cancel"].by else the_clock()
    for dispatch in Dispatch.objects.open().filter(case=entry.subject):
        actions.cancel(dispatch, by=by, why=_what_happened(entry))


def _what_happened(entry: Entry) -> str:
    """Say in a sentence who did what to the case, and the reason that was given."""
    [told] = journal.tell(Entry.objects.filter(pk=entry.pk))
    said = _("%(who)s：工单%(done)s") % {"who": entry.by, "done": CASE.steps[entry.act].done}
    return _("；").join(filter(None, [said, told.said.get("why")]))


def redo_for_case(entry: Entry) -> None:
    """Send the provider again whose answer was sent back; where there is none, the case waits for another."""
    done = Dispatch.objects.filter(case=entry.subject, status=Status.DONE).order_by("-pk").first()
    case = Case.objects.get(pk=entry.subject)
    if done is not None:
        actions.redo(done, by=the_clock())
    elif case.status == CaseStatus.IN_HAND and not _somebody_is_on(case):
        cases.take_back(case, by=the_clock(), why=_("没有可返工的派单，请另派。"))


def _somebody_is_on(case: Case) -> bool:
    """Say whether somebody has a case: another provider, or a department, which goes on by itself."""
    departments = case.assignments.filter(ended_at=None)  # they stand beside us: no import
    return case.dispatches.open().exists() or departments.exists()


def fault_for_case(entry: Entry) -> None:
    """Settle the work on a case that is to be done again without its caller having been asked."""
    for dispatch in Dispatch.objects.filter(case=entry.subject, status=Status.DONE):
        actions.fault(dispatch, by=the_clock())


def settle_for_case(entry: Entry) -> None:
    """Settle the work on a case that ended: as its caller said, or on the provider's word if nobody could be asked."""
    asked = FollowUp.objects.filter(case=entry.subject, status=Asked.ASKED).order_by("-pk").first()
    settle = actions.confirm if asked is None or asked.content else actions.fault
    for dispatch in Dispatch.objects.filter(case=entry.subject, status=Status.DONE):
        settle(dispatch, by=the_clock())
