"""Who reacts to what: the one table through which something below is told of something above, and what each clock does."""

from __future__ import annotations

from datetime import datetime

from hotline.assessment import jobs as assessment
from hotline.assessment import telling as of_months
from hotline.assignments import jobs as assignments
from hotline.assignments.queries import in_hand
from hotline.bulletins import jobs as bulletins
from hotline.calls import jobs as seats
from hotline.calls import queries as calls
from hotline.cases import drafts
from hotline.cases import jobs as cases
from hotline.circulars import jobs as circulars
from hotline.deadlines import actions as deadlines
from hotline.departments import actions as units
from hotline.deposits import jobs as deposits
from hotline.desks.leader import wall
from hotline.discipline import jobs as discipline
from hotline.dispatch import jobs as dispatch
from hotline.disputes import jobs as disputes
from hotline.filings import jobs as filings
from hotline.followups import jobs as followups
from hotline.inspections import jobs as inspections
from hotline.inspections import wording as of_inspections
from hotline.journal import reactions
from hotline.league import jobs as league
from hotline.meetings import jobs as meetings
from hotline.meetings import wording as of_meetings
from hotline.notices import jobs as notices
from hotline.notices import wording
from hotline.outbox import gateway
from hotline.people import idle
from hotline.people.models import Person
from hotline.portal import jobs as portal
from hotline.privacy import jobs as privacy
from hotline.providers import jobs as providers
from hotline.restraints import jobs as restraints
from hotline.shifts import jobs as shifts
from hotline.visits import jobs as visits
from hotline.wishes import jobs as wishes

REACTIONS = {
    "call.miss": (wishes.owe_for_call,),
    "call.lose": (wishes.owe_for_call,),
    "call.refuse": (wishes.owe_for_call,),
    "call.fail": (wishes.owe_for_call,),
    "call.answer": (wishes.settle_for_call,),
    "call.keep_promise": (wishes.settle_for_call,),
    "call.connect": (wishes.settle_for_call,),
    "person.sign_out": (seats.leave_with_session,),
    "person.sign_out_everywhere": (seats.leave_with_session,),
    "person.end_session": (seats.leave_with_session,),
    "person.deactivate": (seats.leave_with_session,),
    "contest.uphold": (notices.tell_ruling,),
    "contest.reassign": (notices.tell_ruling,),
    "case.take_in": (portal.send_link,),
    "case.answer": (
        followups.plan_for_answer, dispatch.cancel_for_case, assignments.let_go_for_case,
        cases.let_joined_follow,
    ),
    "case.answer_all": (
        followups.plan_for_answer, dispatch.cancel_for_case, assignments.let_go_for_case,
        cases.let_joined_follow,
    ),
    "case.answer_at_once": (cases.let_joined_follow,),
    "case.add_word": (
        assignments.resume_for_case, assignments.show_for_case, notices.tell_of_words,
    ),
    "case.close": (
        followups.drop_for_case, dispatch.settle_for_case, assignments.settle_for_case,
        cases.let_joined_follow,
    ),
    "case.do_again": (
        followups.drop_for_case, dispatch.fault_for_case, assignments.do_again_for_case,
        cases.let_joined_follow,
    ),
    "case.send_back": (
        followups.drop_for_case, dispatch.redo_for_case, assignments.redo_for_case,
        cases.let_joined_follow,
    ),
    "case.reopen": (cases.let_joined_follow,),
    "case.take_back": (dispatch.cancel_for_case, assignments.let_go_for_case),
    "case.decline": (cases.let_joined_follow,),
    "case.make_void": (cases.let_joined_follow,),
    "case.withdraw": (
        dispatch.cancel_for_case, assignments.let_go_for_case, cases.let_joined_follow,
    ),
    "case.pass_on": (
        dispatch.cancel_for_case, assignments.let_go_for_case, cases.let_joined_follow,
    ),
    "case.join": (dispatch.cancel_for_case, assignments.let_go_for_case, cases.follow_main),
    "case.share_answer": (followups.plan_for_answer, cases.let_joined_follow),
    "case.share_end": (cases.let_joined_follow,),
    "case.wait_again": (followups.drop_for_case, cases.let_joined_follow),
    "case.urge": (dispatch.urge_for_case, assignments.urge_for_case),
    "case.consent": (dispatch.show_for_case, assignments.show_for_case),
    "case.revoke": (dispatch.show_for_case, assignments.show_for_case),
    "assignment.send_back": (assignments.go_up_for_send_back,),
    "assignment.redo": (assignments.go_up_for_send_back,),
    "bulletin.post": (bulletins.write_to_the_late,),
    "bulletin.remind": (bulletins.write_to_the_late,),
    "filing.accept": (filings.tell_provider,),
    "filing.decline": (filings.tell_provider,),
    "circular.publish": (circulars.tell_units,),
    "circular.withdraw": (circulars.tell_units,),
    "erasure.grant": (privacy.carry_out,),
    "appraisal.publish": (league.tell_provider,),
    "service.offer": (providers.ask_permits,),
    "dispatch.offer": (dispatch.send_link, assignments.let_go_for_dispatch),
    "dispatch.refuse": (dispatch.offer_next,),
    "dispatch.lapse": (dispatch.offer_next,),
    "draw.approve": (disputes.end_for_draw,),
    "draw.refuse": (disputes.go_on_without_draw,),
    "draw.withdraw": (disputes.go_on_without_draw,),
    "dispatch.overrun": (discipline.open_for_overrun,),
    "dispatch.take_off": (discipline.tell_of_another,),
    "followup.ask": (discipline.open_for_followup,),
    "followup.rate": (discipline.open_for_followup,),
    "complaint.take_up": (discipline.ask_provider,),
    "card.give": (discipline.show_card,),
    "card.overturn": (discipline.settle_for_card,),
    "card.run_out": (discipline.settle_for_card,),
    "provider.expel": (dispatch.hand_on_for_provider,),
    "provider.leave": (dispatch.hand_on_for_provider,),
    "provider.refuse": (dispatch.hand_on_for_provider,),
    "dispatch.withdraw": (dispatch.tell_taken,),
    "storm.switch_on": (shifts.tell_of_storm,),
    "storm.switch_off": (shifts.storm_is_over,),
}  # fmt: skip
for _act in ("declare_day", "take_in_day", "withdraw_day"):
    REACTIONS[f"holiday.{_act}"] = (
        assignments.reckon_for_day, meetings.reckon_for_day, inspections.reckon_for_day,
    )  # fmt: skip
for _act in wording.ASSIGNMENT:
    REACTIONS[f"assignment.{_act}"] = (*REACTIONS.get(f"assignment.{_act}", ()), notices.tell_unit)
for _act in wording.PLEA:
    REACTIONS[f"plea.{_act}"] = (*REACTIONS.get(f"plea.{_act}", ()), notices.tell_decision)
for _act in of_months.MONTH:
    REACTIONS[f"month.{_act}"] = (of_months.tell_of_month,)
for _act in of_months.OBJECTION:
    REACTIONS[f"objection.{_act}"] = (of_months.tell_of_answer,)
for _act in of_meetings.MEETING:
    REACTIONS[f"meeting.{_act}"] = (meetings.tell_invited,)
for _act in of_meetings.RESOLUTION:
    REACTIONS[f"resolution.{_act}"] = (meetings.tell_units,)
for _act in of_inspections.INSPECTION:
    REACTIONS[f"inspection.{_act}"] = (inspections.tell_inspected,)
for _act in of_inspections.CITATION:
    REACTIONS[f"citation.{_act}"] = (inspections.tell_cited,)


def all_know_the_day(holiday: int) -> None:
    """Reckon anew what another process has begun meanwhile by the calendar that it still remembered."""
    for reckon in (assignments.reckon_over, meetings.reckon_over, inspections.reckon_over):
        reckon(holiday)


DEADLINES = {
    "assignment.contact": assignments.nobody_contacted,
    "assignment.go_on": assignments.stood_long_enough,
    "assignment.reply": assignments.nobody_replied,
    "assignment.reply_long": assignments.still_nobody_replied,
    "assignment.reply_near": assignments.reply_is_near,
    "assignment.sign": assignments.nobody_signed,
    "assignment.sign_near": assignments.signing_is_near,
    "assignment.supervision": assignments.supervision_is_late,
    "bulletin.remind": bulletins.remind,
    "bulletin.remind_again": bulletins.remind,
    "bulletin.until": bulletins.ran_out,
    "account.top_up": deposits.nobody_topped_up,
    "card.counts": discipline.card_ran_out,
    "card.judge": discipline.nobody_judged,
    "case.hand_over": cases.nobody_took_it,
    "complaint.answer": discipline.provider_was_silent,
    "complaint.decide": discipline.complaint_is_late,
    "complaint.tell": discipline.complaint_is_late,
    "credential.begin": providers.paper_begins,
    "credential.warn": providers.paper_ends,
    "credential.warn_again": providers.paper_ends,
    "dispatch.accept": dispatch.nobody_accepted,
    "dispatch.arrive": dispatch.nobody_arrived,
    "dispute.pay": disputes.nobody_paid,
    "followup.call": followups.ran_out,
    "holiday.settle": all_know_the_day,
    "inspection.answer": inspections.nobody_answered,
    "inspection.long": inspections.still_nobody_answered,
    "month.draft": assessment.month_is_over,
    "month.object": assessment.term_is_over,
    "rectification.carry_out": discipline.plan_is_late,
    "rectification.plan": discipline.plan_is_late,
    "resolution.due": meetings.nobody_reported,
    "resolution.long": meetings.still_nobody_reported,
    "resolution.near": meetings.is_near,
    "restraint.until": restraints.ran_out,
    "service.begin": providers.terms_begin,
    "task.due": visits.nobody_did_it,
    "visit.day": visits.nobody_went,
    "wish.call": wishes.nobody_called,
}


def busy_with_a_call(person: Person, _since: datetime) -> bool:
    """Say whether somebody is on the telephone: his session does not end."""
    return calls.on_desk(person) is not None


def busy_with_words(person: Person, since: datetime) -> bool:
    """Say whether somebody has typed since then what is not yet sent: his session does not end."""
    return bool(drafts.begun(by=person, since=since))


def install() -> None:
    """Tell the journal and the clocks what the house does, sessions who is busy and what is looked at, messages where citizens are."""
    gateway.ADDRESS_BOOKS["number"] = portal.number_to_dial
    idle.KEEP_ALIVE[:] = [busy_with_a_call, busy_with_words]
    idle.LOOKED_AT[:] = [wall.is_wall]
    units.IN_HAND[:] = [in_hand]
    reactions.install(REACTIONS)
    deadlines.install(DEADLINES)
