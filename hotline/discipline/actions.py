"""What is done about complaints and cards: one function for each step of their lives, and what begins each.

What follows from a card follows by itself: at once where it is given, and anew for all of a provider's cards when one is
overturned or counts no more (`settle`). A provider is held before its cards, and a card never before its provider.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline import clock
from hotline.calls.models import Call
from hotline.cases import actions as cases
from hotline.cases.life import Status as CaseStatus
from hotline.cases.models import Case
from hotline.deadlines import actions as deadlines
from hotline.dispatch import actions as dispatching
from hotline.dispatch.models import Dispatch
from hotline.followups.models import FollowUp
from hotline.journal import log as journal
from hotline.journal import news, rows
from hotline.life.errors import NotNow, NotSo, NotYours
from hotline.papers.models import Paper
from hotline.people.models import Person
from hotline.people.roles import Role
from hotline.providers import actions as providers
from hotline.providers.life import WITHIN
from hotline.providers.life import Status as Standing
from hotline.providers.models import Provider
from hotline.rules import queries as rules
from hotline.today import today

from . import cards, citizens
from .cards import Colour, Fault
from .life import CARD, COMPLAINT, VERIFIES, Status, Way
from .models import Card, Cause, Complaint, Evidence
from .rectifying import actions as rectifying

FULL_SHARE_PCT = 100


def lodge(
    provider: Provider,
    *,
    by: Person,
    cause: Cause,
    words: str,
    dispatch: Dispatch | None = None,
    followup: FollowUp | None = None,
) -> Complaint:
    """Take down that a provider did wrong: a citizen says so, or the house has noticed it itself.

    A citizen's own words are his side of it. One dispatch has one open complaint of each cause.
    """
    if not by.role & (VERIFIES | Role.ADMIN | Role.CLOCK):
        raise NotYours(_("投诉由热线工作人员登记。"))
    if dispatch is not None and dispatch.provider_id != provider.pk:
        raise NotSo(_("这张派单不是派给这家企业的。"))
    now, says = clock.now(), words.strip()
    if not says and not by.role & Role.CLOCK:
        raise NotSo(_("请写明出了什么事。"))
    decide_by_at = now + rules.book().time("complaint_decide_h")
    with transaction.atomic(savepoint=False):
        if dispatch is not None:
            rows.lock(Dispatch, [dispatch.pk])  # one after the other
            if Complaint.objects.open().filter(dispatch=dispatch, cause=cause).exists():
                raise NotNow(_("这张派单已经有一件同样的投诉在办。"))
        lodged = Complaint(
            provider=provider,
            dispatch=dispatch,
            followup=followup,
            cause=cause,
            opened_at=now,
            opened_by=by,
            decide_by_at=decide_by_at,
            citizen_heard_at=now if says and cause in (Cause.CITIZEN, Cause.CALLBACK) else None,
        )
        said = {"provider": provider, "dispatch": dispatch, "cause": cause}
        COMPLAINT.begin(lodged, act="lodge", by=by, words=journal.Said(says), **said)
        deadlines.start(lodged, "decide", due_at=decide_by_at)
        if dispatch is not None:
            news.announce(f"{Case.KIND}:{dispatch.case_id}", "lodge")
    return lodged


@COMPLAINT.action
def take_up(complaint: Complaint, *, by: Person, question: str) -> None:
    """Ask the provider what it says, and let its clock run."""
    complaint.answer_by_at = clock.now() + rules.book().time("complaint_explain_h")
    deadlines.start(complaint, "answer", due_at=complaint.answer_by_at)


@COMPLAINT.action
def hear_citizen(complaint: Complaint, *, by: Person, words: str) -> None:
    """Write down what the citizen says, or that he cannot be reached."""
    complaint.citizen_heard_at = clock.now()


@COMPLAINT.action
def answer(complaint: Complaint, *, by: Person, words: str) -> None:
    """Write down what the provider says."""
    deadlines.meet(complaint, "answer")
    complaint.provider_heard_at = clock.now()


@COMPLAINT.action
def stay_silent(complaint: Complaint, *, by: Person) -> None:
    """Put on record that the provider said nothing in its time: it is decided without."""
    complaint.silent_at = clock.now()


@COMPLAINT.action
def add_evidence(
    complaint: Complaint,
    *,
    by: Person,
    why: str,
    call: Call | None = None,
    paper: Paper | None = None,
) -> None:
    """Lay a call or a paper of the case beside what is said."""
    if (call is None) == (paper is None):
        raise NotSo(_("请选一通通话或一份附件。"))
    if complaint.evidence.filter(call=call, paper=paper).exists():
        raise NotNow(_("这份证据已经加过。"))
    Evidence.objects.create(
        complaint=complaint, call=call, paper=paper, added_at=clock.now(), added_by=by
    )


@COMPLAINT.action
def find_true(complaint: Complaint, *, by: Person, fault: Fault, why: str) -> None:
    """Find it founded: the provider is shown the card that the ladder says."""
    _judge(complaint, by, fault)
    if cards.weight(fault, rules.book()) == cards.GRAVE:
        raise NotSo(_("按现在的规则，“%(fault)s”属严重，请提请一次否决。") % {"fault": fault.label})
    _decided(complaint)
    _give(complaint, by=by, grave=False)


@COMPLAINT.action
def find_untrue(complaint: Complaint, *, by: Person, why: str) -> None:
    """Find that there is nothing in it; what one has called grave, another must."""
    if complaint.status == Status.GRAVE:
        _another(complaint, by)
        complaint.seconded_by, complaint.fault = by, ""
    else:
        _judge(complaint, by)
    _decided(complaint)


@COMPLAINT.action
def find_grave(complaint: Complaint, *, by: Person, fault: Fault, why: str) -> None:
    """Say that it is grave enough to send the provider off at once: a second person must approve."""
    _judge(complaint, by, fault)
    if cards.weight(fault, rules.book()) != cards.GRAVE:
        raise NotSo(
            _("按现在的规则，“%(fault)s”不属严重，请按一般有责发牌。") % {"fault": fault.label}
        )
    deadlines.drop(complaint, "answer")


@COMPLAINT.action
def veto(complaint: Complaint, *, by: Person, why: str) -> None:
    """Approve as the second: the provider is sent off at once (一次否决)."""
    _another(complaint, by)
    complaint.seconded_by = by
    _decided(complaint)
    _give(complaint, by=by, grave=True)


@COMPLAINT.action
def find_ordinary(complaint: Complaint, *, by: Person, why: str) -> None:
    """Not approve, as the second, but find a fault as any other: a card by the ladder."""
    _another(complaint, by)
    complaint.seconded_by = by
    _decided(complaint)
    _give(complaint, by=by, grave=False)


@COMPLAINT.action
def dismiss(complaint: Complaint, *, by: Person, why: str) -> None:
    """Do nothing about it; a citizen who complained is told so all the same."""
    if complaint.opened_by_id == by.pk:
        raise NotYours(_("投诉是您自己登记的，要由另一位负责人决定。"))
    complaint.decided_at, complaint.decided_by = clock.now(), by
    _decided(complaint, owes_word=complaint.cause == Cause.CITIZEN)


@COMPLAINT.action
def overrun(complaint: Complaint, *, by: Person) -> None:
    """Put on record that the line did not decide, or did not tell the citizen, in time."""


@COMPLAINT.action
def tell(complaint: Complaint, *, by: Person, way: Way, words: str) -> None:
    """Tell the citizen what became of it: in a call that was made, or by a message that leaves now."""
    if not complaint.has_citizen:
        raise NotSo(_("这件投诉没有市民要告诉。"))
    assert complaint.case
    if way == Way.MESSAGE and not citizens.write_to(complaint.case, words, complaint.about):
        raise NotSo(_("没有能发短信的手机号，或者工单保密，请打电话告诉。"))
    deadlines.meet(complaint, "tell")
    complaint.told_at = clock.now()


@COMPLAINT.action
def rework(complaint: Complaint, *, by: Person) -> None:
    """Send the same provider again, to put right what it did: when it is done the citizen is called back."""
    job = complaint.dispatch
    if job is None:
        raise NotSo(_("这件投诉没有派单，没有可返工的活。"))
    if complaint.redone_by_id is not None:
        raise NotNow(_("已经请企业返工。"))
    case = Case.objects.get(pk=job.case_id)
    if case.status == CaseStatus.CLOSED:
        cases.reopen(case, by=by, why=_("投诉属实，请原企业返工。"))
    complaint.redone_by = dispatching.offer(case, to=complaint.provider, by=by)


@COMPLAINT.action
def set_aside(complaint: Complaint, *, by: Person, why: str) -> None:
    """Take back that it was founded: its card was overturned."""


def _judge(complaint: Complaint, by: Person, fault: Fault | None = None) -> None:
    """Let somebody who did not open it say what is true, after both sides were heard."""
    if complaint.opened_by_id == by.pk:
        raise NotYours(_("投诉是您自己登记的，要由另一位负责人决定。"))
    if complaint.has_citizen and complaint.citizen_heard_at is None:
        raise NotSo(_("还没有问过市民，不能决定。"))
    if not (complaint.provider_heard_at or complaint.silent_at):
        raise NotSo(_("企业还没有说明，也没有到时限，不能决定。"))
    if fault is not None and cards.weight(fault, rules.book()) == cards.NONE:
        raise NotSo(_("按现在的规则，“%(fault)s”不算有责。") % {"fault": fault.label})
    complaint.decided_at, complaint.decided_by = clock.now(), by
    complaint.fault = fault or ""


def _another(complaint: Complaint, by: Person) -> None:
    if by.pk in (complaint.decided_by_id, complaint.opened_by_id):
        raise NotYours(_("一次否决要两个人批：请另一位没有经手的负责人决定。"))


def _decided(complaint: Complaint, *, owes_word: bool | None = None) -> None:
    """Stop the clocks of deciding; let that of telling the citizen run, where one has complained."""
    deadlines.drop(complaint, "answer")
    deadlines.meet(complaint, "decide")
    if owes_word is None:
        owes_word = complaint.cause in (Cause.CITIZEN, Cause.CALLBACK)
    if owes_word and complaint.has_citizen:
        complaint.tell_by_at = clock.now() + rules.book().time("complaint_tell_h")
        deadlines.start(complaint, "tell", due_at=complaint.tell_by_at)


# -- cards ----------------------------------------------------------------------------------------


def _give(complaint: Complaint, *, by: Person, grave: bool) -> None:
    """Show the provider the card that this fault brings, and let follow what follows."""
    [provider] = rows.lock(Provider, [complaint.provider_id])
    book, now = rules.book(), clock.now()
    card = Card(
        provider=provider,
        complaint=complaint,
        grave=grave,
        given_at=now,
        counts_until_at=now + timedelta(days=book["card_counts_days"]),
        appeal_by_at=now + timedelta(days=book["appeal_days"]),
    )
    standing = [*Card.objects.filter(provider=provider).standing(), card]
    card.colour = cards.colours(_given(standing))[-1]
    said = {"provider": provider, "complaint": complaint, "colour": card.colour}
    CARD.begin(card, act="give", by=by, **said)
    deadlines.start(card, "counts", due_at=card.counts_until_at)
    _follow(provider, standing, by=by)


def _given(standing: Sequence[Card]) -> list[cards.Given]:
    return [
        cards.Given(
            at=one.given_at,
            until=one.counts_until_at,
            grave=one.grave,
            book=rules.book(one.given_at),
        )
        for one in standing
    ]


def settle(provider: Provider, *, by: Person) -> None:
    """Go through all cards of a provider anew: one was overturned, or counts no more."""
    with transaction.atomic():
        [held] = rows.lock(Provider, [provider.pk])
        standing = list(Card.objects.filter(provider=held).standing())
        for card, colour in zip(standing, cards.colours(_given(standing)), strict=True):
            if card.colour != colour:
                card.colour = recolour(card, by=by, to=colour).colour
        _follow(held, standing, by=by)


def _follow(provider: Provider, standing: Sequence[Card], *, by: Person) -> None:
    """Let share, membership and rectifications be what the cards say that stand."""
    red = [one for one in standing if one.colour == Colour.RED and one.counts]
    share = rules.book()["red_card_share_pct"] if red else FULL_SHARE_PCT
    if provider.share_pct != share:
        why = _("红牌有效。") if red else _("没有有效的红牌。")
        providers.set_share(provider, by=by, pct=share, why=why)
    out = [one for one in standing if one.colour == Colour.OUT and _of_now(provider, one)]
    if out and provider.status in WITHIN:
        _send_off(provider, out[-1], by=by)
    elif not out and provider.status == Standing.EXPELLED:
        _let_back(provider, by=by)
    for card in red:
        rectifying.owe(card, by=by)


def _of_now(provider: Provider, card: Card) -> bool:
    """Say whether a card was given since the provider was last let in."""
    return timezone.localdate(card.given_at) >= provider.since_on


def _send_off(provider: Provider, card: Card, *, by: Person) -> None:
    until_on = today() + timedelta(days=rules.book()["readmission_days"])
    why = _("一次否决。") if card.grave else _("有责次数到了，按规则清退。")
    providers.expel(provider, by=by, why=why, barred_until_on=until_on)


def _let_back(provider: Provider, *, by: Person) -> None:
    signed = provider.contract_until_on is not None and provider.contract_until_on >= today()
    back = providers.readmit if signed else providers.readmit_trial
    back(provider, by=by, why=_("清退所依据的牌已经撤销。"))


@CARD.action
def appeal(card: Card, *, by: Person, words: str) -> None:
    """Say within the term that the card is wrong; somebody who had no hand in it must answer."""
    if clock.now() > card.appeal_by_at:
        day = timezone.localdate(card.appeal_by_at).isoformat()
        raise NotNow(_("申诉期到 %(day)s 为止，已经过了。") % {"day": day})
    card.judge_by_at = clock.now() + timedelta(days=rules.book()["appeal_answer_days"])
    deadlines.start(card, "judge", due_at=card.judge_by_at)


@CARD.action
def uphold(card: Card, *, by: Person, why: str) -> None:
    """Answer an appeal: the card stays."""
    _judged(card, by)


@CARD.action
def overturn(card: Card, *, by: Person, why: str) -> None:
    """Answer an appeal: the card is as if it had never been given; what rested on it is gone through anew."""
    _judged(card, by)
    deadlines.drop(card, "counts")
    set_aside(card.complaint, by=by, why=why)
    rectifying.drop_for(card, by=by)


def _judged(card: Card, by: Person) -> None:
    found = card.complaint
    if by.pk in (found.opened_by_id, found.decided_by_id, found.seconded_by_id):
        raise NotYours(_("这张牌是您经手的，申诉要由另一位负责人答复。"))
    deadlines.meet(card, "judge")
    card.judged_by = by


@CARD.action
def recolour(card: Card, *, by: Person, to: Colour) -> None:
    """Let the card say less: one before it was overturned."""
    if card.colour == Colour.RED:
        rectifying.drop_for(card, by=by)
    card.colour = to


@CARD.action
def run_out(card: Card, *, by: Person) -> None:
    """Put on record that the card counts no more."""


@CARD.action
def linger(card: Card, *, by: Person) -> None:
    """Put on record that nobody answered the appeal in time."""
