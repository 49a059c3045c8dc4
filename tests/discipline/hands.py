"""How work is done badly, said so and judged: the way of a complaint in a few words, for every test that needs one."""

from __future__ import annotations

from hotline.cases import actions as cases
from hotline.cases.models import Case
from hotline.discipline import actions as discipline
from hotline.discipline.cards import Fault
from hotline.discipline.models import Card, Cause, Complaint
from hotline.dispatch import actions as dispatch
from hotline.dispatch.models import Dispatch
from hotline.followups import actions as followups
from hotline.followups.life import Liking, YesNo
from hotline.people.models import Person
from tests.stories.steps import as_it_is, the_house_reacts
from tests.town import Town

CHEN = "13800005126"


def asked_for(
    town: Town, *, number: str = CHEN, service: str = "水管维修", secret: bool = False
) -> Case:
    """Let Ms Chen ask for something."""
    asked = cases.Asked(
        said="水槽漏水", service=town.services[service], area=town.places["虹桥"], secret=secret
    )
    return cases.take_in(asked, by=town.operator_28, caller=town.caller("陈", number))


def taken(town: Town, who: str = "家家乐", **asked: str) -> Dispatch:
    """Let a provider have a job in hand."""
    provider = town.providers[who]
    job = dispatch.offer(asked_for(town, **asked), to=provider, by=town.operator_28)  # type: ignore[arg-type]
    return dispatch.accept(job, by=provider.members.get().person)


def done(town: Town, who: str = "家家乐", **asked: str) -> Dispatch:
    """Let a provider have done a job, and the citizen be owed a call."""
    job = taken(town, who, **asked)
    job = dispatch.finish(job, by=job.provider.members.get().person, answer="修好了")
    the_house_reacts()
    return job


def called_back(
    job: Dispatch, town: Town, *, outcome: Liking, solved: YesNo = YesNo.YES, words: str = ""
) -> None:
    """Let the citizen say how it was."""
    owed = as_it_is(job.case).followups.latest("pk")
    followups.ask(
        owed, by=town.people["callback"], answered=YesNo.YES, solved=solved, attitude=Liking.VERY,
        outcome=outcome, speed=Liking.VERY, words=words,
    )  # fmt: skip
    the_house_reacts()


def complained(town: Town, job: Dispatch, words: str = "修得很差") -> Complaint:
    """Let the citizen say to operator 28 that it was badly done."""
    return discipline.lodge(
        job.provider, by=town.operator_28, cause=Cause.CITIZEN, words=words, dispatch=job
    )


def noticed(town: Town, who: str = "家家乐", *, by: Person | None = None) -> Complaint:
    """Let the line itself have noticed something that belongs to no work."""
    return discipline.lodge(
        town.providers[who], by=by or town.operator_28, cause=Cause.STAFF, words="巡查时看到的"
    )


def heard(complaint: Complaint, town: Town) -> Complaint:
    """Let the provider be asked, and answer on its page."""
    discipline.take_up(complaint, by=town.operator_28, question="请说明经过")
    worker = complaint.provider.members.get().person
    return discipline.answer(complaint, by=worker, words="那天人手不够")


def shown_a_card(
    town: Town, who: str = "家家乐", *, fault: Fault = Fault.QUALITY, by: Person | None = None
) -> Card:
    """Let a provider be found at fault once more."""
    complaint = heard(noticed(town, who), town)
    discipline.find_true(complaint, by=by or town.leader, fault=fault, why="查实")
    the_house_reacts()
    return Card.objects.get(complaint=complaint)
