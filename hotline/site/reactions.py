"""Who reacts to what: the one table through which something below is told of something above, and what each clock does."""

from __future__ import annotations

from hotline.cases import jobs as cases
from hotline.deadlines import actions as deadlines
from hotline.dispatch import jobs as dispatch
from hotline.followups import jobs as followups
from hotline.journal import reactions

REACTIONS = {
    "case.answer": (followups.plan_for_answer,),
    "case.send_back": (followups.drop_for_case,),
    "case.withdraw": (dispatch.cancel_for_case,),
    "case.join": (dispatch.cancel_for_case,),
    "case.pass_on": (dispatch.cancel_for_case,),
    "dispatch.offer": (dispatch.send_link,),
    "dispatch.refuse": (dispatch.offer_next,),
    "dispatch.lapse": (dispatch.offer_next,),
    "followup.ask": (dispatch.close_after_asking,),
    "followup.give_up": (dispatch.confirm_unasked,),
}

DEADLINES = {
    "case.hand_over": cases.nobody_took_it,
    "dispatch.accept": dispatch.nobody_accepted,
    "dispatch.arrive": dispatch.nobody_arrived,
    "followup.call": followups.ran_out,
}


def install() -> None:
    """Tell the journal and the clocks what the house does."""
    reactions.install(REACTIONS)
    deadlines.install(DEADLINES)
